// The app's Home tab.

import { blocks } from "./blocks.js";
import { make } from "./dom.js";

export function home(place, world, act) {
  const state = JSON.stringify(world.home);
  if (place.dataset.of === "home" && place.state === state) return;
  place.dataset.of = "home";
  place.state = state;
  place.replaceChildren(world.home
    ? make("div", { class: "home" }, blocks(world.home.blocks, act, world))
    : make("p", { class: "empty" }, "The app has published no Home for you yet."));
}
