import { useEffect, useRef } from "react";
import Plotly from "plotly.js-cartesian-dist-min";

// Figures come in the light palette; `dark` maps each of its colours to the dark one, alpha digits kept.
const repaint = (node, dark) => {
  if (typeof node === "string") return node[0] === "#" && dark[node.slice(0, 7)] ? dark[node.slice(0, 7)] + node.slice(7) : node;
  if (Array.isArray(node)) return typeof node[0] === "number" ? node : node.map((part) => repaint(part, dark));
  if (node && typeof node === "object") return Object.fromEntries(Object.entries(node).map(([name, part]) => [name, repaint(part, dark)]));
  return node;
};

export function QbFigure({ figure, colorMode, dark, isLog, label }) {
  const box = useRef(null);
  const height = figure?.layout?.height ?? 240;
  useEffect(() => {
    if (!box.current || !figure?.data) return;
    const shown = colorMode === "dark" ? dark : {};
    const layout = repaint(figure.layout, shown);
    layout.autosize = true;
    layout.yaxis = { ...layout.yaxis, type: isLog ? "log" : "linear" };
    Plotly.react(box.current, repaint(figure.data, shown), layout, { displayModeBar: false, doubleClick: "reset" });
  }, [figure, colorMode, isLog]);
  useEffect(() => {
    const el = box.current;
    const watch = new ResizeObserver(() => { if (el.data && el.clientWidth) Plotly.Plots.resize(el); });
    watch.observe(el);
    return () => { watch.disconnect(); Plotly.purge(el); };
  }, []);
  return <div ref={box} role="img" aria-label={label} style={{ width: "100%", height }} />;
}
