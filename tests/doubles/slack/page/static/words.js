// Slack's text: mrkdwn with its escapes, and the markdown of markdown blocks.

import { make } from "./dom.js";

const EMOJI = {
  x: "❌", pushpin: "📌", white_check_mark: "✅", eyes: "👀", warning: "⚠️", rotating_light: "🚨",
  chart_with_upwards_trend: "📈", chart_with_downwards_trend: "📉", bar_chart: "📊", bell: "🔔",
  hourglass_flowing_sand: "⏳", large_green_circle: "🟢", large_yellow_circle: "🟡", red_circle: "🔴",
  "+1": "👍", thumbsup: "👍", thumbsdown: "👎", tada: "🎉", bulb: "💡", arrow_up: "⬆️", arrow_down: "⬇️",
  heavy_check_mark: "✔️", question: "❓", exclamation: "❗", calendar: "📅", speech_balloon: "💬",
  white_circle: "⚪", black_circle: "⚫", large_blue_circle: "🔵", rocket: "🚀", fire: "🔥", memo: "📝",
};

export const emoji = (name) => EMOJI[name] || `:${name}:`;

const TOKEN = new RegExp(
  [
    "```([\\s\\S]+?)```", "`([^`\\n]+)`", "<([^<>]+)>",
    "(?<![\\w*])\\*(?=\\S)([^*\\n]+?)(?<=\\S)\\*(?![\\w*])",
    "(?<![\\w_])_(?=\\S)([^_\\n]+?)(?<=\\S)_(?![\\w_])",
    "(?<![\\w~])~(?=\\S)([^~\\n]+?)(?<=\\S)~(?![\\w~])", ":([a-z0-9_+-]+):",
  ].join("|"),
  "g",
);

const unescape = (text) =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

export function mrkdwn(text, world) {
  const lines = [];
  for (const part of text.split(/(```[\s\S]+?```)/)) {
    if (part.startsWith("```")) lines.push(make("pre", {}, unescape(part.slice(3, -3).trim())));
    else lines.push(...quoted(part, world));
  }
  return lines;
}

function quoted(text, world) {
  const told = [];
  for (const part of text.split(/((?:^(?:&gt;|>) ?.*(?:\n|$))+)/m)) {
    if (/^(&gt;|>)/.test(part)) {
      const inner = part.trim().split("\n").map((line) => line.replace(/^(&gt;|>) ?/, "")).join("\n");
      told.push(make("blockquote", {}, inline(inner, world)));
    } else if (part) told.push(...inline(part, world));
  }
  return told;
}

function inline(text, world) {
  const told = [];
  let end = 0;
  for (const found of text.matchAll(TOKEN)) {
    told.push(unescape(text.slice(end, found.index)));
    end = found.index + found[0].length;
    const [whole, pre, code, mark, bold, italic, struck, name] = found;
    if (pre !== undefined) told.push(make("pre", {}, unescape(pre)));
    else if (code !== undefined) told.push(make("code", {}, unescape(code)));
    else if (mark !== undefined) told.push(marked(mark, world));
    else if (bold !== undefined) told.push(make("b", {}, inline(bold, world)));
    else if (italic !== undefined) told.push(make("i", {}, inline(italic, world)));
    else if (struck !== undefined) told.push(make("s", {}, inline(struck, world)));
    else told.push(EMOJI[name] ? emoji(name) : whole);
  }
  told.push(unescape(text.slice(end)));
  return told;
}

function marked(mark, world) {
  const [target, label] = mark.split("|");
  if (target.startsWith("@")) {
    const mine = target.slice(1) === world.me;
    return make("span", { class: mine ? "mention mine" : "mention" }, `@${personName(target.slice(1), world)}`);
  }
  if (target.startsWith("#")) {
    const id = target.slice(1);
    return make("a", { class: "mention", href: `#${id}` }, `#${world.names[id] || label || id}`);
  }
  if (target.startsWith("!date^")) return make("time", {}, dated(target, label));
  if (target.startsWith("!subteam^")) {
    return make("span", { class: "mention" }, `@${world.groups[target.slice(9)] || label || "group"}`);
  }
  if (target.startsWith("!")) return make("span", { class: "mention" }, `@${target.slice(1)}`);
  return make("a", { href: unescape(target), target: "_blank", rel: "noreferrer" }, unescape(label || target));
}

function dated(target, fallback) {
  const [, seconds, form] = target.split("^");
  const when = new Date(Number(seconds) * 1000);
  if (Number.isNaN(when.getTime())) return fallback || target;
  const date = when.toLocaleDateString(undefined, { month: "short", day: "numeric", year: "numeric" });
  const time = when.toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });
  return form.replace(/\{date[a-z_]*\}/g, date).replace(/\{time[a-z_]*\}/g, time).replace("{ago}", `${date} ${time}`);
}

export function personName(id, world) {
  const found = world.users.find((one) => one.id === id);
  return found ? found.real || found.name : id;
}

export function richText(block, world) {
  return (block.elements || []).map((part) => {
    if (part.type === "rich_text_list") {
      const kind = part.style === "ordered" ? "ol" : "ul";
      return make(kind, {}, part.elements.map((one) => make("li", {}, spans(one.elements, world))));
    }
    const kind = { rich_text_quote: "blockquote", rich_text_preformatted: "pre" }[part.type] || "div";
    return make(kind, {}, spans(part.elements, world));
  });
}

function spans(elements, world) {
  return (elements || []).map((one) => {
    if (one.type === "user") return marked(`@${one.user_id}`, world);
    if (one.type === "channel") return marked(`#${one.channel_id}`, world);
    if (one.type === "link") return make("a", { href: one.url, target: "_blank" }, one.text || one.url);
    if (one.type === "emoji") return emoji(one.name);
    if (one.type === "text" && !one.style) return make("span", {}, mrkdwn(one.text, world));
    let told = one.text || "";
    for (const [style, kind] of [["bold", "b"], ["italic", "i"], ["strike", "s"], ["code", "code"]]) {
      if (one.style?.[style]) told = make(kind, {}, told);
    }
    return told;
  });
}

// The markdown of a markdown block: headings, lists, bold, links; the rest as it stands.
export function markdown(text, world) {
  return text.split("\n").map((line) => {
    const heading = line.match(/^(#{1,4}) +(.*)/);
    const slackish = (words) =>
      words.replace(/\[([^\]]+)\]\(([^)]+)\)/g, "<$2|$1>").replace(/\*\*([^*]+)\*\*/g, "*$1*");
    if (heading) return make("h4", {}, inline(slackish(heading[2]), world));
    const item = line.match(/^[-*] +(.*)/);
    if (item) return make("div", { class: "item" }, "• ", inline(slackish(item[1]), world));
    return make("div", {}, inline(slackish(line), world));
  });
}
