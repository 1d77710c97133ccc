// The page works without this file: links and forms do the same, only less smoothly.
// Here: live changes, moving between channels and threads without loading the page again,
// completion of commands, drafts, and the question before a button that changes something.
"use strict";

const find = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const view = () => find("#view");
const stored = (store, key) => { try { return store.getItem(key); } catch { return null; } };
const keep = (store, key, value) => { try { store.setItem(key, value); } catch { /* private mode */ } };

// ---- Live changes -------------------------------------------------------------------------

let stream = null;
let seen = document.body.dataset.seen;
let held = null; // changes that arrive while another page is being fetched

function listen() {
  const { as, locale } = document.body.dataset;
  stream = new EventSource(`/events?${new URLSearchParams({ after: seen, as, locale })}`);
  stream.addEventListener("open", () => { find("#offline").hidden = true; });
  stream.addEventListener("error", lost);
  stream.addEventListener("forgotten", () => location.reload());
  stream.addEventListener("language", () => location.reload());
  stream.addEventListener("message", (event) => {
    seen = event.lastEventId;
    const change = JSON.parse(event.data);
    if (held) held.push(change); else apply(change);
  });
}

function lost() {
  find("#offline").hidden = false;
  if (stream.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
  stream.close();
  setTimeout(listen, 2000);
}

function apply(change) {
  const panel = find("#view .thread");
  if (change.channel === view().dataset.channel && change.root === null) {
    place(find(".channel .log"), change);
  }
  if (panel && Number(panel.dataset.root) === (change.root ?? change.id)) {
    place(find(".log", panel), change);
  }
  noteLatest(change);
}

function parsed(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return holder.content.firstElementChild;
}

// Puts a message where it belongs by its number. Older news than what stands there is ignored,
// so the same change may arrive twice, or late.
function place(log, change) {
  const list = find(".messages", log);
  const standing = find(`[data-message="${change.id}"]`, list);
  if (standing && Number(standing.dataset.seq) >= change.seq) return;
  if (change.html === null) { standing?.remove(); separateDays(list); return; }
  const fresh = parsed(change.html);
  const atEnd = isAtEnd(log) || (change.mine && !standing);
  const isNews = !standing || standing.classList.contains("working");
  if (standing) replaceWith(standing, fresh); else insert(list, fresh, change.id);
  find(".empty", log)?.remove();
  separateDays(list);
  if (atEnd && isNews) toNews(log, fresh);
  else if (atEnd) toEnd(log);
  else if (!standing) offerNewest(log);
}

function replaceWith(standing, fresh) {
  if (find("details[open]", standing)) find("details", fresh)?.setAttribute("open", "");
  const focused = standing.contains(document.activeElement);
  standing.replaceWith(fresh);
  if (focused) find("a, button, summary", fresh)?.focus();
}

function insert(list, fresh, id) {
  const messages = all("[data-message]", list);
  const before = messages.findLast((message) => Number(message.dataset.message) < id);
  if (before) before.after(fresh);
  else if (find(".older", list)) return; // belongs to a stretch that is not loaded
  else list.prepend(fresh);
}

function separateDays(list) {
  all(".day", list).forEach((line) => line.remove());
  let day = null;
  for (const message of all("[data-message]", list)) {
    if (message.dataset.day !== day) message.before(dayLine(message.dataset.dayLabel));
    day = message.dataset.day;
  }
}

function dayLine(label) {
  const line = parsed('<li class="day" role="separator"><span></span></li>');
  line.firstElementChild.textContent = label;
  return line;
}

// ---- Scrolling ----------------------------------------------------------------------------

const isAtEnd = (log) => log.scrollHeight - log.scrollTop - log.clientHeight < 80;
const toEnd = (log) => { log.scrollTop = log.scrollHeight; };

// To the end, but never past the headline of an answer taller than the window.
function toNews(log, message) {
  toEnd(log);
  const above = message.getBoundingClientRect().top - log.getBoundingClientRect().top;
  if (above < 0) log.scrollTop += above - 4;
}

function offerNewest(log) {
  const offer = find(".newest", log.parentElement);
  if (offer) offer.hidden = false;
}

// Pictures arrive after the text; who was at the end stays there while the list grows.
function stayAtEnd(log) {
  let atEnd = true;
  log.addEventListener("scroll", () => {
    atEnd = isAtEnd(log);
    const offer = find(".newest", log.parentElement);
    if (offer && atEnd) offer.hidden = true;
  }, { passive: true });
  new ResizeObserver(() => { if (atEnd) toEnd(log); }).observe(find(".messages", log));
  toEnd(log);
}

// ---- Unread channels ----------------------------------------------------------------------

const readKey = (channel) => `read:${seen.split("-")[0]}:${channel}`;
const wasRead = (channel) => Number(stored(localStorage, readKey(channel)) ?? 0);

function noteLatest(change) {
  const link = find(`#rail [data-channel="${CSS.escape(change.channel)}"]`);
  if (!link || change.html === null) return;
  link.dataset.latest = Math.max(Number(link.dataset.latest), change.id);
  if (change.mine) keep(localStorage, readKey(change.channel), change.id);
  markUnread();
}

function markUnread() {
  const current = view().dataset.channel;
  let waiting = 0;
  for (const link of all("#rail [data-channel]")) {
    const { channel, latest } = link.dataset;
    if (channel === current && !document.hidden) keep(localStorage, readKey(channel), latest);
    const unread = Number(latest) > wasRead(channel);
    link.classList.toggle("has-unread", unread);
    find(".unread", link).textContent = unread ? find("#rail").dataset.unread : "";
    waiting += unread;
  }
  document.title = (waiting ? "• " : "") + view().dataset.title;
}

// ---- Moving about -------------------------------------------------------------------------

async function visit(address, remember) {
  held = [];
  try {
    const response = await fetch(address, { headers: { accept: "text/html" } });
    const next = new DOMParser().parseFromString(await response.text(), "text/html");
    if (!find("#view", next)) { location.assign(address); return; }
    view().replaceWith(find("#view", next));
    find("#rail").replaceWith(find("#rail", next));
    if (remember) history.pushState(null, "", address);
    furnish();
  } catch {
    location.assign(address);
  } finally {
    const waiting = held;
    held = null;
    waiting.forEach(apply);
  }
}

async function loadOlder(link) {
  const log = link.closest(".log");
  const list = find(".messages", log);
  const response = await fetch(link.href);
  if (!response.ok) return;
  const below = log.scrollHeight - log.scrollTop;
  const holder = document.createElement("template");
  holder.innerHTML = await response.text();
  link.closest("li").remove();
  list.prepend(holder.content);
  separateDays(list);
  log.scrollTop = log.scrollHeight - below;
}

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest("a[data-visit], a[data-older]");
  if (link) {
    event.preventDefault();
    if ("older" in link.dataset) loadOlder(link); else visit(link.href, true);
  }
  const newest = event.target.closest(".newest");
  if (newest) toEnd(find(".log", newest.parentElement));
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submits]")) event.target.form.requestSubmit();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
  if (!find("dialog[open]")) find(".thread .close")?.click();
});

// ---- Saying things ------------------------------------------------------------------------

function confirmed(question) {
  const dialog = find("#confirm");
  find("#confirm-question").textContent = question;
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

async function submitted(form) {
  if (form.dataset.confirm && !(await confirmed(form.dataset.confirm))) return;
  const button = find("button[type=submit]", form);
  button.disabled = true;
  await send(form, new URLSearchParams(new FormData(form)));
  button.disabled = false;
}

// One after another, so that two quick lines arrive in the order they were typed.
let sending = Promise.resolve();

function send(form, fields) {
  const panel = form.closest(".thread");
  if (panel) fields.set("thread", panel.dataset.thread); // what is pressed there stays there
  sending = sending.then(() => posted(form.action, fields)).then((problem) => {
    if (problem) complain(form, problem);
    return !problem;
  });
  return sending;
}

// What went wrong, as a sentence; nothing when it was sent.
async function posted(address, fields) {
  try {
    const response = await fetch(address, { method: "POST", body: fields });
    return response.ok ? "" : await response.text();
  } catch {
    return find("#line").dataset.unsent;
  }
}

// The line is free for the next words at once; what could not be sent comes back into it.
async function sayLine(line) {
  const text = line.value.trim();
  if (!text || text.length > Number(line.dataset.longest)) return;
  const fields = new URLSearchParams(new FormData(line.form));
  write(line, "");
  remember(text);
  const problem = find(".problem", line.closest(".composer"));
  if (await send(line.form, fields)) return;
  const said = problem.textContent;
  if (!line.value) write(line, text);
  offer(line, false);
  problem.textContent = said;
}

function write(line, text) {
  line.value = text;
  line.dispatchEvent(new Event("input", { bubbles: true }));
}

// The command of a button goes where one writes, to be changed before it is asked.
function edit(form) {
  const line = find(".composer textarea", form.closest("main, aside") ?? view());
  write(line, new FormData(form).get("text"));
  line.focus();
  line.setSelectionRange(line.value.length, line.value.length);
}

function complain(form, sentence) {
  const composer = form.closest(".composer") ?? find(".composer", form.closest("main, aside") ?? view());
  find(".problem", composer).textContent = sentence;
}

document.addEventListener("submit", (event) => {
  if (!("say" in event.target.dataset)) return;
  event.preventDefault();
  const line = find("textarea", event.target);
  if ("edit" in event.target.dataset) edit(event.target);
  else if (line) sayLine(line); else submitted(event.target);
});

// ---- Writing ------------------------------------------------------------------------------

const recall = JSON.parse(stored(sessionStorage, "lines") ?? "[]");
const draftKey = (line) => `draft:${view().dataset.channel}:${line.closest(".thread")?.dataset.root ?? ""}`;

function remember(text) {
  if (recall.at(-1) !== text) recall.push(text);
  keep(sessionStorage, "lines", JSON.stringify(recall.slice(-50)));
}

const slashed = (text) => text.replace(/^／/, "/");
const options = (line) => all("[role=option]", find(".commands", line.form));
const chosen = (line) => options(line).find((option) => option.ariaSelected === "true");

// Suggests while a command's name is being typed; afterwards shows what it takes.
function suggest(line) {
  const text = slashed(line.value);
  const typing = /^\/[^\s]*$/.test(text);
  const matching = options(line).filter((option) => {
    option.hidden = !option.dataset.name.startsWith(text.toLowerCase());
    return !option.hidden;
  });
  offer(line, typing && matching.length > 0);
  if (typing) choose(line, matching[0]);
  showUsage(line, text);
}

function offer(line, open) {
  find(".commands", line.form).hidden = !open;
  if (!open) { choose(line, null); }
}

function choose(line, option) {
  for (const other of options(line)) other.ariaSelected = String(other === option);
  if (option) {
    line.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  } else line.removeAttribute("aria-activedescendant");
}

function showUsage(line, text) {
  const hint = find(".hint", line.closest(".composer"));
  const name = text.split(/\s/, 1)[0];
  const command = options(line).find((option) => option.dataset.name === name);
  hint.textContent = command ? `${name} ${command.dataset.usage}` : hint.dataset.how;
  hint.classList.toggle("usage", Boolean(command));
}

function complete(line, option) {
  write(line, `${option.dataset.name} `);
  line.focus();
}

function move(line, step) {
  const open = options(line).filter((option) => !option.hidden);
  const at = open.indexOf(chosen(line));
  choose(line, open[(at + step + open.length) % open.length]);
}

// Keys while suggestions are open; true when the key was theirs.
function suggestionKey(line, key) {
  const option = chosen(line);
  if (key === "ArrowDown" || key === "ArrowUp") move(line, key === "ArrowDown" ? 1 : -1);
  else if (key === "Escape") offer(line, false);
  else if (key === "Tab" && option) complete(line, option);
  else if (key === "Enter" && option && option.dataset.name !== slashed(line.value)) complete(line, option);
  else return false;
  return true;
}

function lineKey(line, event) {
  if (event.key === "Enter" && !event.shiftKey) line.form.requestSubmit();
  else if (event.key === "ArrowUp" && (line.value === "" || "recalled" in line.dataset)) bringBack(line);
  else return false;
  return true;
}

function bringBack(line) {
  const back = Number(line.dataset.recalled ?? 0) + 1;
  if (back > recall.length) return;
  write(line, recall.at(-back));
  offer(line, false);
  line.dataset.recalled = back;
}

function typed(line) {
  delete line.dataset.recalled;
  keep(sessionStorage, draftKey(line), line.value);
  const long = line.value.length > Number(line.dataset.longest);
  find(".problem", line.closest(".composer")).textContent = long ? line.dataset.tooLong : "";
  line.style.height = "auto"; // set through the object model, which the policy allows
  line.style.height = `${line.scrollHeight}px`;
  suggest(line);
}

document.addEventListener("input", (event) => {
  if (event.target.matches(".composer textarea")) typed(event.target);
});

document.addEventListener("keydown", (event) => {
  const line = event.target;
  // Enter also picks a word in Chinese input methods; that one is not ours.
  if (!line.matches?.(".composer textarea") || event.isComposing || event.keyCode === 229) return;
  const open = !find(".commands", line.form).hidden;
  if ((open && suggestionKey(line, event.key)) || lineKey(line, event)) event.preventDefault();
}, true);

document.addEventListener("mousedown", (event) => {
  const option = event.target.closest(".commands [role=option]");
  if (!option) return;
  event.preventDefault(); // the line keeps the focus
  complete(find("textarea", option.closest("form")), option);
});

// ---- The start ----------------------------------------------------------------------------

function furnish() {
  all(".log").forEach(stayAtEnd);
  for (const line of all(".composer textarea")) {
    line.value = stored(sessionStorage, draftKey(line)) ?? "";
    if (line.value) typed(line);
  }
  markUnread();
  const writing = find("#reply") ?? find("#line");
  if (matchMedia("(pointer: fine)").matches) writing.focus({ preventScroll: true });
}

// A browser opens only a few connections to one server; pages nobody has looked at for a while
// give theirs back, and catch up when they are looked at again.
let rest = 0;
document.addEventListener("visibilitychange", () => {
  clearTimeout(rest);
  if (document.hidden) rest = setTimeout(() => stream.close(), 300000);
  else if (stream.readyState === EventSource.CLOSED) listen();
  markUnread();
});

addEventListener("popstate", () => visit(location.href, false));
furnish();
listen();
