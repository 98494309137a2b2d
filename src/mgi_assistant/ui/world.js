const SVG = "http://www.w3.org/2000/svg";
const SHAPES = {
  circle: "M-5 0A5 5 0 1 0 5 0A5 5 0 1 0 -5 0Z",
  diamond: "M0 -6L6 0L0 6L-6 0Z",
  area: "M-8 -5H8V5H-8Z",
};

function made(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const svg = parentElement.querySelector("svg.world");
  const layer = svg.querySelector(".marks");
  const told = parentElement.querySelector(".told");
  const held = parentElement.activeElement?.dataset?.place;
  const [left, top, width, height] = data.window;
  svg.setAttribute("viewBox", `${left} ${top} ${width} ${height}`);
  svg.setAttribute("aria-label", data.label);
  layer.replaceChildren();
  for (const land of svg.querySelectorAll("[data-country]")) {
    land.setAttribute("class", "land");
    for (const name of ["role", "tabindex", "aria-label", "aria-pressed", "data-place"]) land.removeAttribute(name);
    land.onclick = land.onkeydown = land.onfocus = land.onpointerenter = null;
  }
  const shapes = data.places.map((place) => {
    const area = place.shape === "area";
    const shape = area
      ? svg.querySelector(`[data-country="${place.id}"]`)
      : layer.appendChild(made("path", { d: SHAPES[place.shape], "data-x": place.x, "data-y": place.y, "data-beside": place.beside }));
    shape.setAttribute("class", `place ${area ? "land area" : "mark"} ${place.kind}`);
    shape.setAttribute("data-place", place.id);
    shape.setAttribute("role", "button");
    shape.setAttribute("aria-label", place.label);
    shape.setAttribute("aria-pressed", place.chosen);
    shape.setAttribute("tabindex", -1);
    return shape;
  });
  const inOrder = shapes.map((_, index) => index);
  inOrder.sort((a, b) => data.places[a].label.localeCompare(data.places[b].label));
  const go = (next) => {
    for (const shape of shapes) shape.setAttribute("tabindex", shape === next ? 0 : -1);
    next.focus();
  };
  shapes.forEach((shape, index) => {
    const { id, label } = data.places[index];
    shape.onclick = () => setTriggerValue("picked", id);
    shape.onfocus = shape.onpointerenter = () => { told.textContent = label; };
    shape.onkeydown = (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (step) go(shapes[inOrder.at((inOrder.indexOf(index) + step) % inOrder.length)]);
      else if (event.key === "Enter" || event.key === " ") setTriggerValue("picked", id);
      else return;
      event.preventDefault();
    };
  });
  const at = data.places.findIndex((place) => place.id === held);
  if (at >= 0) go(shapes[at]);
  else shapes[inOrder[0]]?.setAttribute("tabindex", 0);
  const scale = () => {
    const unit = width / (svg.clientWidth || width);
    for (const mark of layer.children) {
      const { x, y, beside } = mark.dataset;
      mark.setAttribute("transform", `translate(${x} ${y}) scale(${unit}) translate(${12 * beside} 0)`);
    }
  };
  scale();
  const watch = new ResizeObserver(scale);
  watch.observe(svg);
  const legend = parentElement.querySelector(".legend");
  legend.replaceChildren(...data.legend.map(([kind, shape, words]) => {
    const item = document.createElement("li");
    const key = made("svg", { viewBox: "-10 -8 20 16", "aria-hidden": "true" });
    key.append(made("path", { d: SHAPES[shape], class: `place key ${shape === "area" ? "area" : "mark"} ${kind}` }));
    item.append(key, words);
    return item;
  }));
  return () => watch.disconnect();
}
