import { useEffect, useRef, useState } from "react";
import Plotly from "plotly.js-cartesian-dist-min";

// Figures come in the light palette; `dark` maps each of its colours to the dark one, alpha digits kept.
const repaint = (node, dark) => {
  if (typeof node === "string") return node[0] === "#" && dark[node.slice(0, 7)] ? dark[node.slice(0, 7)] + node.slice(7) : node;
  if (Array.isArray(node)) return typeof node[0] === "number" ? node : node.map((part) => repaint(part, dark));
  if (node && typeof node === "object") return Object.fromEntries(Object.entries(node).map(([name, part]) => [name, repaint(part, dark)]));
  return node;
};

// where rising is red, gain and loss change places
const swapped = (map, [gain, loss]) => (document.documentElement.dataset.colours === "red_up" ? { ...map, [gain]: map[loss] ?? loss, [loss]: map[gain] ?? gain } : map);

export function QbFigure({ figure, colorMode, dark, pair, isLog, label }) {
  const [look, setLook] = useState(0);
  useEffect(() => {
    const heard = () => setLook((n) => n + 1);
    window.addEventListener("qb:look", heard);
    return () => window.removeEventListener("qb:look", heard);
  }, []);
  const box = useRef(null);
  const height = figure?.layout?.height ?? 240;
  useEffect(() => {
    if (!box.current || !figure?.data) return;
    const shown = swapped(colorMode === "dark" ? dark : {}, pair);
    const layout = repaint(figure.layout, shown);
    layout.autosize = true;
    layout.yaxis = { ...layout.yaxis, type: isLog ? "log" : "linear" };
    Plotly.react(box.current, repaint(figure.data, shown), layout, { displayModeBar: false, doubleClick: "reset" });
  }, [figure, colorMode, isLog, look]);
  useEffect(() => {
    const el = box.current;
    const watch = new ResizeObserver(() => { if (el.data && el.clientWidth) Plotly.Plots.resize(el); });
    watch.observe(el);
    return () => { watch.disconnect(); Plotly.purge(el); };
  }, []);
  return <div ref={box} role="img" aria-label={label} style={{ width: "100%", height }} />;
}
