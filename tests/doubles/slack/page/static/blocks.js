// Blocks as a person sees them.

import { chart } from "./charts.js";
import { make } from "./dom.js";
import { element, imageSource } from "./elements.js";
import { markdown, mrkdwn, richText } from "./words.js";

export function text(one, world) {
  return one.type === "plain_text" ? [one.text] : mrkdwn(one.text, world);
}

export function blocks(list, act, world) {
  return list.map((block) => {
    const drawn = DRAWN[block.type];
    const inner = drawn ? drawn(block, act, world) : make("em", {}, `[${block.type}]`);
    return make("div", { class: `block ${block.type}`, "data-block": block.block_id }, inner);
  });
}

const DRAWN = {
  header: (block) => make("h3", {}, block.text.text),
  divider: () => make("hr"),
  section,
  context: (block, act, world) => block.elements.map((one) =>
    one.type === "image" ? make("img", { src: imageSource(one), alt: one.alt_text }) : make("span", {}, text(one, world))),
  image: (block) => make("figure", {},
    block.title ? make("figcaption", {}, block.title.text) : null,
    make("a", { href: imageSource(block), target: "_blank" }, make("img", { src: imageSource(block), alt: block.alt_text }))),
  actions: (block, act, world) => block.elements.map((one) => element(one, block, act, world)),
  context_actions: (block, act, world) => block.elements.map((one) => element(one, block, act, world)),
  input,
  rich_text: (block, act, world) => richText(block, world),
  markdown: (block, act, world) => markdown(block.text, world),
  table: (block, act, world) => table(block.rows, block.column_settings || [], world),
  data_table: (block, act, world) => [
    make("div", { class: "caption" }, block.caption), table(block.rows, [], world),
  ],
  data_visualization: (block) => [make("div", { class: "caption" }, block.title), chart(block.chart)],
  alert: (block, act, world) => make("div", { class: `alert ${block.level || "default"}` }, text(block.text, world)),
  card,
  carousel: (block, act, world) => block.elements.map((one) => make("div", { class: "block card" }, card(one, act, world))),
  container: (block, act, world) => [
    block.title ? make("h4", {}, block.title.text) : null,
    block.subtitle ? make("p", {}, text(block.subtitle, world)) : null,
    blocks(block.child_blocks, act, world),
  ],
  plan: (block) => [make("h4", {}, block.title), (block.tasks || []).map(task)],
  task_card: (block) => task(block),
};

function section(block, act, world) {
  const words = make("div", { class: "words" });
  if (block.text) words.append(make("div", {}, text(block.text, world)));
  if (block.fields) {
    words.append(make("div", { class: "fields" }, block.fields.map((one) => make("div", {}, text(one, world)))));
  }
  return block.accessory ? [words, element(block.accessory, block, act, world)] : words;
}

function input(block, act, world) {
  const quiet = block.dispatch_action ? act : () => undefined;
  return [
    make("label", {}, block.label.text, block.optional ? make("small", {}, " (optional)") : null),
    element(block.element, block, quiet, world),
    block.hint ? make("small", { class: "hint" }, block.hint.text) : null,
    make("small", { class: "error", hidden: true }),
  ];
}

function card(block, act, world) {
  return [
    block.hero_image ? make("img", { src: imageSource(block.hero_image), alt: block.hero_image.alt_text }) : null,
    block.title ? make("b", {}, text(block.title, world)) : null,
    block.subtitle ? make("div", { class: "soft" }, text(block.subtitle, world)) : null,
    block.body ? make("div", {}, text(block.body, world)) : null,
    (block.actions || []).map((one) => element(one, block, act, world)),
  ];
}

const MARKS = { complete: "✅", in_progress: "⏳", error: "❌", pending: "▫️" };
const task = (one) => make("div", { class: "item" }, `${MARKS[one.status] || "▫️"} ${one.title}`);

function cell(one, world) {
  if (one.type === "rich_text") return richText(one, world);
  return one.text ?? String(one.value);
}

const numeric = (one) =>
  one.type === "raw_number" || (one.type === "raw_text" && /^[−+\-¥$€]?[\d.,]+\s*[%万亿KMBx]?$/.test(one.text));

function table(rows, columns, world) {
  const side = (one, place) => columns[place]?.align || (numeric(one) ? "right" : "left");
  const row = (cells, kind, sides) => make("tr", {}, cells.map((one, place) =>
    make(kind, { class: (sides || cells.map(side))[place] }, cell(one, world))));
  const [head, ...body] = rows;
  const sides = (body[0] || head).map(side);
  return make("div", { class: "wide" },
    make("table", {}, make("thead", {}, row(head, "th", sides)), make("tbody", {}, body.map((one) => row(one, "td")))));
}
