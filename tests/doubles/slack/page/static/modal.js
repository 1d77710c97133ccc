// Modals: the topmost of the person's stack, with what was entered kept while it is redrawn.

import { blocks } from "./blocks.js";
import { make } from "./dom.js";
import { entered } from "./elements.js";

export function drawModals(place, world, pushed) {
  const view = world.modals.at(-1);
  place.hidden = !view;
  if (!view) {
    place.dataset.state = "";
    place.replaceChildren();
    return;
  }
  const state = JSON.stringify([view.hash, view.id, view.errors]);
  if (place.dataset.state === state) return;
  place.dataset.state = state;
  const old = place.dataset.view === view.id ? written(place) : new Map();
  place.dataset.view = view.id;
  place.replaceChildren(form(view, world, pushed));
  for (const [name, node] of fields(place)) if (old.has(name)) restore(node, old.get(name));
  place.querySelector("input, textarea, select")?.focus();
}

// Every field of a form by the names of its block and its action.
function fields(place) {
  return [...place.querySelectorAll("[data-action]")].map((node) =>
    [`${node.closest("[data-block]")?.dataset.block} ${node.dataset.action}`, node]);
}

const boxesOf = (node) => [...node.querySelectorAll("input")];

const written = (place) => new Map(fields(place).map(([name, node]) =>
  [name, node.matches(".boxes") ? boxesOf(node).map((box) => box.checked) : node.value]));

function restore(node, value) {
  if (node.matches(".boxes")) boxesOf(node).forEach((box, at) => { box.checked = value[at]; });
  else node.value = value;
}

function form(view, world, pushed) {
  const act = (one, block, choose) =>
    pushed("press_in_view", { view: view.id, action_id: one.action_id, value: one.value, choose });
  const told = make("form", { class: "modal", role: "dialog", "aria-label": view.title.text },
    make("header", {},
      make("strong", {}, view.title.text),
      make("button", { type: "button", "aria-label": "Close", onclick: () => pushed("close_view", { everything: true }) }, "✕")),
    make("div", { class: "content" }, blocks(view.blocks, act, world)),
    make("footer", {},
      make("button", { type: "button", class: "press", onclick: () => pushed("close_view", {}) }, view.close?.text || "Cancel"),
      view.submit ? make("button", { class: "press primary" }, view.submit.text) : null));
  showErrors(told, view.errors || {});
  told.addEventListener("submit", async (event) => {
    event.preventDefault();
    const send = told.querySelector("footer .primary");
    send.classList.add("waiting");
    await pushed("submit_view", { view: view.id, values: valuesOf(told, view) });
    send.classList.remove("waiting");
  });
  return told;
}

function showErrors(told, errors) {
  for (const [block, words] of Object.entries(errors)) {
    const place = told.querySelector(`[data-block="${CSS.escape(block)}"] .error`);
    if (place) {
      place.hidden = false;
      place.textContent = words;
    }
  }
}

// {block_id: {action_id: value}} of everything filled in.
function valuesOf(told, view) {
  const values = {};
  for (const block of view.blocks) {
    for (const one of [block.element, block.accessory, ...(block.elements || [])].filter(Boolean)) {
      const node = told.querySelector(
        `[data-block="${CSS.escape(block.block_id)}"] [data-action="${CSS.escape(one.action_id || "")}"]`,
      );
      if (node) (values[block.block_id] ||= {})[one.action_id] = entered(node, one);
    }
  }
  return values;
}
