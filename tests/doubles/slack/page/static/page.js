// The workspace on the screen: places, messages, a thread; redrawn whenever something changed.

import { composer } from "./compose.js";
import { ask, make, settled } from "./dom.js";
import { home } from "./home.js";
import { drawMessages } from "./messages.js";
import { drawModals } from "./modal.js";
import { personName } from "./words.js";

const at = (id) => document.getElementById(id);
let world = null;
let seen = -1;
let lastAck = "";
let place = { channel: "", thread: "" };

// ---- where we are: #C0…/1700000000.000100, #home, /archives/C0…/p1700000000000100
function readPlace() {
  const link = location.pathname.match(/^\/archives\/(\w+)\/p(\d{10})(\d{6})/);
  if (link && !location.hash) {
    const root = new URLSearchParams(location.search).get("thread_ts");
    history.replaceState(null, "", `/#${link[1]}${root ? `/${root}` : ""}`);
  }
  const [channel, thread] = location.hash.slice(1).split("/");
  place = { channel: channel || "", thread: thread || "" };
}

const go = (channel, thread = "") => { location.hash = thread ? `${channel}/${thread}` : channel; };

const speaker = () => localStorage.getItem("speaker") || "linyue";

// ---- acting
function complain(wrong) {
  at("health").textContent = `⚠ ${wrong.message || wrong}`;
}

async function pushed(act, body) {
  try {
    const told = await ask(act, { user: speaker(), ...body });
    if (!told || told.number === null || told.number === undefined) return told;
    const delivery = await settled(told.number);
    lastAck = delivery?.acked ? `acknowledged in ${Math.round(delivery.ack_seconds * 1000)} ms` : "⚠ not acknowledged";
    health();
    return delivery;
  } catch (wrong) {
    complain(wrong);
    return null;
  }
}

function pressOn(message) {
  return (one, block, choose) => pushed("press", {
    channel: place.channel, ts: message.ts, action_id: one.action_id, value: one.value, choose,
  });
}

const doings = {
  press: pressOn,
  thread: (ts) => go(place.channel, ts),
  react: (message, name) => {
    const mine = (message.reactions || []).some((one) => one.name === name && one.users.includes(world.me));
    return pushed(mine ? "unreact" : "react", { channel: place.channel, ts: message.ts, name });
  },
  explain: (message, callback) => pushed("shortcut", { channel: place.channel, ts: message.ts, callback_id: callback }),
  remove: (message) => pushed("delete", { channel: place.channel, ts: message.ts }),
  edit: (message) => {
    const text = prompt("Edit the message", message.text);
    if (text) pushed("edit", { channel: place.channel, ts: message.ts, text });
  },
};

async function send(text, thread) {
  const command = text.match(/^(\/[\w-]+)\s*([\s\S]*)$/);
  const body = { channel: place.channel, thread: thread || undefined };
  if (command) return pushed("slash", { ...body, command: command[1], text: command[2] });
  return pushed("say", { ...body, text });
}

// ---- drawing
function placeName(channel) {
  if (channel.kind === "im") return personName(channel.with, world);
  return channel.name;
}

function drawSide() {
  const people = world.users.filter((one) => !one.bot && !one.gone && one.id !== "USLACKBOT");
  at("speaker").replaceChildren(...people.map((one) =>
    make("option", { value: one.name, selected: one.id === world.me }, `${one.real} (${one.locale})`)));
  const link = (id, label, marks = "") =>
    make("a", { href: `#${id}`, class: `place ${marks} ${id === place.channel ? "here" : ""}` }, label);
  const listed = (kinds) => world.channels.filter((one) => kinds.includes(one.kind));
  const others = listed(["im", "mpim"]).filter((one) => one.with !== world.app.user && one.messages.length);
  at("places").replaceChildren(
    make("h4", {}, "App"),
    link("home", `⌂ ${world.app.name} Home`),
    ...direct().map(([id, name]) => link(id, `✦ ${name}`)),
    ...Object.entries(world.global_shortcuts).map(([callback, title]) =>
      make("button", { class: "place", onclick: () => pushed("shortcut_anywhere", { callback_id: callback }) }, `⚡ ${title}`)),
    make("h4", {}, "Channels"),
    ...listed(["channel", "group"]).map((one) =>
      link(one.id, `${one.kind === "group" ? "🔒" : "#"} ${one.name}`, one.archived || !one.member ? "dim" : "")),
    others.length ? make("h4", {}, "Direct messages") : "",
    ...others.map((one) => link(one.id, placeName(one))),
  );
}

function direct() {
  const found = world.channels.find((one) => one.kind === "im" && one.with === world.app.user);
  return found ? [[found.id, world.app.name]] : [];
}

function health() {
  const sockets = world.sockets ? `● connected by ${world.sockets} socket${world.sockets > 1 ? "s" : ""}` : "○ no socket connected";
  at("health").replaceChildren(make("div", { class: world.sockets ? "fine" : "alone" }, sockets), make("div", {}, lastAck));
}

function drawHead(channel) {
  const bot = channel.members.includes(world.app.user);
  at("head").replaceChildren(
    make("strong", {}, channel.kind === "im" ? placeName(channel) : `# ${channel.name}`),
    make("span", { class: "soft" }, channel.topic || `${channel.members.length} members`),
    channel.archived ? make("span", { class: "badge" }, "archived") : "",
    bot || channel.kind === "im" ? "" : make("button", {
      class: "press", type: "button", onclick: () => pushed("invite", { user: "tidebell", channel: channel.id }),
    }, `Add ${world.app.name}`),
  );
}

function drawPlace() {
  if (place.channel === "home") {
    at("thread").hidden = true;
    at("compose").hidden = true;
    at("head").replaceChildren(make("strong", {}, `${world.app.name} Home`));
    home(at("messages"), world, (one, block, choose) =>
      pushed("press_in_view", { view: "home", action_id: one.action_id, value: one.value, choose }));
    return;
  }
  const channel = world.channels.find((one) => one.id === place.channel);
  if (!channel) {
    const first = world.channels.find((one) => one.name === "growth") || world.channels[0];
    go(first.id);
    return;
  }
  at("compose").hidden = channel.archived;
  drawHead(channel);
  const inThread = (one) => one.thread_ts && one.thread_ts !== one.ts;
  const shown = channel.messages.filter((one) => !inThread(one) || one.subtype === "thread_broadcast");
  drawMessages(at("messages"), shown, world, { ...doings, channel });
  at("thread").hidden = !place.thread;
  if (place.thread) {
    const replies = channel.messages.filter((one) => one.ts === place.thread || one.thread_ts === place.thread);
    drawMessages(at("replies"), replies, world, { ...doings, channel, replies: true });
    at("reply").dataset.status = channel.statuses[place.thread] || "";
  }
}

function redraw() {
  if (!world) return;
  drawSide();
  health();
  drawPlace();
  drawModals(at("modal"), world, pushed);
}

async function follow() {
  for (;;) {
    try {
      const answer = await fetch(`/double/live?as=${encodeURIComponent(speaker())}&seen=${seen}`);
      world = await answer.json();
      seen = world.version;
      redraw();
    } catch (wrong) {
      complain("the double is not there; waiting for it");
      await new Promise((done) => setTimeout(done, 1000));
    }
  }
}

addEventListener("hashchange", () => {
  readPlace();
  if (place.channel === "home") pushed("open_home", {});
  redraw();
});
at("speaker").addEventListener("change", () => {
  localStorage.setItem("speaker", at("speaker").value);
  location.reload();
});
at("close-thread").addEventListener("click", () => go(place.channel));
composer(at("compose"), (text) => send(text), () => world);
composer(at("reply"), (text) => send(text, place.thread), () => world);
readPlace();
if (place.channel === "home") pushed("open_home", {});
follow();
