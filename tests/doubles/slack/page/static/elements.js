// What people press, choose and fill in.

import { make } from "./dom.js";
import { mrkdwn } from "./words.js";

// `act(element, block, choose)` is called when somebody presses or chooses.
export function element(one, block, act, world) {
  const use = (choose) => guarded(one, () => act(one, block, choose), world);
  switch (one.type) {
    case "button":
      return button(one, use);
    case "workflow_button":
    case "icon_button":
      return make("button", { type: "button", class: "press", onclick: () => use() }, one.text.text);
    case "feedback_buttons":
      return make("span", {}, [one.positive_button, one.negative_button].map((each) =>
        make("button", { type: "button", class: "press", onclick: () => use(each.value) }, each.text.text)));
    case "overflow":
      return chooser({ ...one, placeholder: { text: "⋯" } }, plainOptions(one), use);
    case "checkboxes":
    case "radio_buttons":
      return boxes(one, use);
    default:
      return one.type === "image"
        ? make("img", { class: "thumb", src: imageSource(one), alt: one.alt_text })
        : field(one, world, use);
  }
}

function button(one, use) {
  const style = one.style ? `press ${one.style}` : "press";
  const press = make("button", { type: "button", class: style, title: one.value || undefined }, one.text.text);
  press.addEventListener("click", async () => {
    if (one.url) window.open(one.url, "_blank", "noreferrer");
    press.classList.add("waiting");
    await use();
    press.classList.remove("waiting");
  });
  return press;
}

export const imageSource = (one) =>
  one.image_url || (one.slack_file.id ? `/files-pri/x-${one.slack_file.id}/picture` : one.slack_file.url);

const plainOptions = (one) => (one.options || []).map((each) => [each.value, each.text.text]);

function grouped(one) {
  if (!one.option_groups) return plainOptions(one);
  return one.option_groups.flatMap((group) => plainOptions(group));
}

export function choices(one, world) {
  const kind = one.type.replace("multi_", "");
  if (kind === "users_select") return world.users.filter((each) => !each.gone).map((each) => [each.id, each.real]);
  if (kind === "channels_select" || kind === "conversations_select") {
    return world.channels.filter((each) => each.name).map((each) => [each.id, `#${each.name}`]);
  }
  return grouped(one);
}

function first(one) {
  const option = one.initial_option?.value;
  return option ?? one.initial_user ?? one.initial_channel ?? one.initial_conversation ?? "";
}

function chooser(one, options, use) {
  const several = one.type.startsWith("multi_");
  const chosen = new Set((one.initial_options || []).map((each) => each.value));
  const told = make(
    "select",
    { multiple: several, "data-action": one.action_id, "aria-label": one.placeholder?.text || "choose" },
    several ? null : make("option", { value: "" }, one.placeholder?.text || "Choose…"),
    options.map(([value, label]) =>
      make("option", { value, selected: value === first(one) || chosen.has(value) }, label)),
  );
  told.addEventListener("change", () => use(several ? [...told.selectedOptions].map((each) => each.value) : told.value));
  return told;
}

function boxes(one, use) {
  const kind = one.type === "checkboxes" ? "checkbox" : "radio";
  const chosen = new Set([one.initial_option, ...(one.initial_options || [])].filter(Boolean).map((each) => each.value));
  const name = `choice-${one.action_id}-${Math.random()}`;
  const group = make("span", { class: "boxes", "data-action": one.action_id });
  for (const option of one.options) {
    const box = make("input", { type: kind, name, value: option.value, checked: chosen.has(option.value) });
    box.addEventListener("change", () => use(entered(group, one)));
    group.append(make("label", {}, box, " ", option.text.text));
  }
  return group;
}

const TYPED = {
  plain_text_input: "text", email_text_input: "email", url_text_input: "url", number_input: "number",
  datepicker: "date", timepicker: "time", datetimepicker: "datetime-local",
};

function field(one, world, use) {
  if (!TYPED[one.type]) return chooser(one, choices(one, world), use);
  const more = {
    "data-action": one.action_id, placeholder: one.placeholder?.text, step: one.is_decimal_allowed ? "any" : undefined,
  };
  const value = one.initial_value || one.initial_date || one.initial_time || "";
  if (one.multiline) return make("textarea", { ...more, rows: 4 }, value);
  const told = make("input", { ...more, type: TYPED[one.type], value });
  if (!one.type.endsWith("_input")) told.addEventListener("change", () => use(told.value));
  return told;
}

// What stands in a field of a form, as the app shall get it.
export function entered(node, one) {
  if (one.type === "checkboxes") return [...node.querySelectorAll(":checked")].map((each) => each.value);
  if (one.type === "radio_buttons") return node.querySelector(":checked")?.value ?? null;
  if (one.type.startsWith("multi_")) return [...node.selectedOptions].map((each) => each.value);
  if (one.type === "datetimepicker") return Math.floor(new Date(node.value).getTime() / 1000) || null;
  return node.value || null;
}

// Asks first where the app wants a confirmation.
async function guarded(one, act, world) {
  if (!one.confirm) return act();
  const box = document.getElementById("confirm");
  const close = (answer) => () => box.close(answer);
  box.replaceChildren(
    make("h3", {}, one.confirm.title.text),
    make("p", {}, mrkdwn(one.confirm.text.text, world)),
    make("div", { class: "row" },
      make("button", { type: "button", class: "press", onclick: close("no") }, one.confirm.deny?.text || "Cancel"),
      make("button", { type: "button", class: `press ${one.confirm.style || "primary"}`, onclick: close("yes") },
        one.confirm.confirm?.text || "Yes")),
  );
  box.showModal();
  await new Promise((done) => { box.onclose = done; });
  return box.returnValue === "yes" ? act() : undefined;
}
