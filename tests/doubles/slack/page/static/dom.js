// Small ways to build a page without ever putting text through an HTML parser.

export function make(kind, attributes = {}, ...children) {
  const node = document.createElement(kind);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.className = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(9).filter((one) => one !== null && one !== undefined && one !== ""));
  return node;
}

export function draw(kind, attributes = {}, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", kind);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children.flat(9));
  return node;
}

export async function ask(act, body = {}) {
  const answer = await fetch(`/double/${act}`, { method: "POST", body: JSON.stringify(body) });
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.wrong);
  return told.told;
}

// Waits until the app acknowledged what was pushed to it; gives the delivery.
export async function settled(number) {
  for (let tries = 0; tries < 80; tries += 1) {
    const [delivery] = await (await fetch(`/double/deliveries?since=${number}`)).json();
    if (!delivery || delivery.over) return delivery;
    await new Promise((done) => setTimeout(done, tries < 10 ? 30 : 100));
  }
  return null;
}
