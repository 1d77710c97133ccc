// Messages with their blocks, files, reactions; only those that changed are drawn anew.

import { blocks } from "./blocks.js";
import { make } from "./dom.js";
import { emoji, mrkdwn, personName, richText } from "./words.js";

const QUICK = ["x", "pushpin", "white_check_mark", "eyes"];

export function drawMessages(place, list, world, doings) {
  const drawn = new Map([...place.children].filter((one) => one.dataset.ts).map((one) => [one.dataset.ts, one]));
  const low = place.scrollHeight - place.scrollTop - place.clientHeight < 60;
  const moved = place.dataset.of !== doings.channel.id + (doings.replies || "");
  place.dataset.of = doings.channel.id + (doings.replies || "");
  const nodes = list.map((message) => {
    const state = JSON.stringify([message, world.me]);
    const old = drawn.get(message.ts);
    if (old && old.state === state) return old;
    const node = draw(message, world, doings);
    node.state = state;
    return node;
  });
  if (!nodes.length) nodes.push(make("p", { class: "empty" }, "Nothing has been said here yet."));
  if (nodes.length !== place.children.length || nodes.some((one, at) => one !== place.children[at])) {
    place.replaceChildren(...nodes);
  }
  if (low || moved) place.scrollTop = place.scrollHeight;
}

const ISO = (ts) => new Date(Number(ts) * 1000);

function draw(message, world, doings) {
  const told = message.subtype;
  const quiet = ["channel_join", "channel_leave", "tombstone"].includes(told);
  const who = world.users.find((one) => one.id === message.user);
  const name = message.username || (who ? who.real || who.name : message.user);
  const bot = Boolean(message.bot_id || who?.bot || message.user === "USLACKBOT");
  const node = make("article", {
    class: `message ${message.is_ephemeral ? "whisper" : ""} ${quiet ? "quiet" : ""}`, "data-ts": message.ts,
  },
  make("div", { class: `avatar ${bot ? "bot" : ""}`, style: `--hue:${hue(message.user)}` }, [...name][0]),
  make("div", { class: "body" },
    message.is_ephemeral ? make("div", { class: "only" }, "👁 Only visible to you") : null,
    make("div", { class: "by" },
      make("strong", {}, name), bot ? make("span", { class: "badge" }, "APP") : null,
      make("time", { title: message.ts }, ISO(message.ts).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })),
      told === "thread_broadcast" ? make("span", { class: "soft" }, "also sent to the channel") : null),
    content(message, world, doings),
    (message.files || []).map(file),
    reactions(message, world, doings),
    message.reply_count && !doings.replies
      ? make("button", { class: "replies", onclick: () => doings.thread(message.ts) },
        `${message.reply_count} ${message.reply_count > 1 ? "replies" : "reply"}`)
      : null));
  if (!message.is_ephemeral && !message.typed && !quiet) node.append(tools(message, world, doings));
  return node;
}

function content(message, world, doings) {
  const act = doings.press(message);
  const own = (message.blocks || []).some((one) => one.type !== "rich_text");
  const edited = message.edited ? make("span", { class: "soft" }, " (edited)") : null;
  const words = own ? blocks(message.blocks, act, world) : make("div", { class: "text" }, mrkdwn(message.text || "", world), edited);
  return [
    words, message.streaming ? make("span", { class: "cursor" }, "▍") : null,
    (message.attachments || []).map((one) => make("div", { class: "attachment" },
      one.title ? make("b", {}, one.title) : null, one.blocks ? blocks(one.blocks, act, world) : mrkdwn(one.text || one.fallback || "", world))),
  ];
}

function file(one) {
  const picture = /\.(png|jpe?g|gif)$/i.test(one.name);
  return make("a", { class: "file", href: one.url_private, target: "_blank" },
    picture ? make("img", { src: one.url_private, alt: one.alt_txt || one.title }) : `📄 ${one.title} · ${one.size} bytes`);
}

function reactions(message, world, doings) {
  if (!message.reactions?.length) return null;
  return make("div", { class: "reactions" }, message.reactions.map((one) =>
    make("button", {
      class: one.users.includes(world.me) ? "mine" : "", title: one.users.map((id) => personName(id, world)).join(", "),
      onclick: () => doings.react(message, one.name),
    }, `${emoji(one.name)} ${one.count}`)));
}

function tools(message, world, doings) {
  const own = message.user === world.me;
  const tool = (label, title, act) => make("button", { title, "aria-label": title, onclick: act }, label);
  return make("div", { class: "tools" },
    QUICK.map((name) => tool(emoji(name), `React with ${name}`, () => doings.react(message, name))),
    tool("💬", "Reply in the thread", () => doings.thread(message.thread_ts || message.ts)),
    Object.entries(world.shortcuts).map(([callback, title]) => tool("✦", title, () => doings.explain(message, callback))),
    own ? tool("✎", "Edit", () => doings.edit(message)) : null,
    own ? tool("🗑", "Delete", () => doings.remove(message)) : null);
}

function hue(id) {
  return [...(id || "")].reduce((sum, sign) => (sum * 31 + sign.charCodeAt(0)) % 360, 7);
}
