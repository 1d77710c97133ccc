// Draws Slack messages as HTML: reads a JSON list of {title, blocks} and writes one page each.
// usage: node preview.mjs FOLDER-WITH-NODE_MODULES MESSAGES.json OUTPUT-FOLDER FONT-FILE
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [, , modules, input, output, font] = process.argv;
const require = createRequire(join(modules, "package.json"));
const { createElement } = require("react");
const { renderToStaticMarkup } = require("react-dom/server");
const { Message } = require("slack-blocks-to-jsx");
const style = readFileSync(join(modules, "node_modules/slack-blocks-to-jsx/dist/style.css"), "utf8");
const logo =
  "data:image/svg+xml," +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9" fill="#2b6cb0"/></svg>',
  );

// The library takes `verbatim` for plain text; in Slack it only leaves links alone.
const understood = (key, value) => (key === "verbatim" ? undefined : value);

for (const [place, { blocks }] of JSON.parse(readFileSync(input, "utf8"), understood).entries()) {
  const shown = renderToStaticMarkup(
    createElement(Message, { blocks, name: "Tidebell", logo, time: new Date(0), theme: "light" }),
  );
  const page = `<!doctype html><meta charset="utf-8"><style>${style}
@font-face { font-family: Chinese; src: url("file://${font}") }
body { margin: 12px; width: 680px }
* { font-family: Arial, Chinese, sans-serif !important }</style>${shown}`;
  writeFileSync(join(output, `${place}.html`), page);
}
