// The box to type in: commands, people and channels are offered while typing.

import { make } from "./dom.js";

export function composer(form, send, world) {
  const box = make("textarea", {
    rows: 1, "aria-label": "Message", placeholder: "Write a message, /command or @Tidebell …",
  });
  const offers = make("div", { class: "offers", hidden: true });
  form.replaceChildren(offers, box, make("button", { class: "press primary" }, "Send"));

  const submit = (event) => {
    event.preventDefault();
    const text = box.value.trim();
    if (!text) return;
    box.value = "";
    fit();
    offer();
    send(text);
  };
  const fit = () => {
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight, 160)}px`;
  };
  const take = (typed, whole) => {
    box.value = box.value.slice(0, box.value.length - typed.length) + whole + " ";
    offer();
    box.focus();
  };
  const offer = () => {
    const found = offered(box.value, world());
    offers.hidden = !found.length;
    offers.replaceChildren(...found.slice(0, 8).map(([typed, whole]) =>
      make("button", { type: "button", onclick: () => take(typed, whole) }, whole)));
  };
  form.addEventListener("submit", submit);
  box.addEventListener("input", () => { fit(); offer(); });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Tab" && !offers.hidden) {
      event.preventDefault();
      offers.firstChild.click();
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event);
  });
}

function offered(text, world) {
  if (!world) return [];
  const typed = text.match(/(?:^|\s)([/@#][\w-]*)$/)?.[1];
  if (!typed || (typed[0] === "/" && typed !== text)) return [];
  const all = {
    "/": world.commands,
    "@": world.users.filter((one) => !one.gone).map((one) => `@${one.name}`),
    "#": world.channels.filter((one) => one.name).map((one) => `#${one.name}`),
  }[typed[0]];
  return all.filter((one) => one.startsWith(typed) && one !== typed).map((one) => [typed, one]);
}
