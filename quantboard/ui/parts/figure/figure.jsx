import { useEffect, useRef, useState } from "react";
import Plotly from "plotly.js-cartesian-dist-min";

// Figures come in the light palette; `dark` maps each of its colours to the dark one, alpha digits kept.
const repaint = (node, dark) => {
  if (typeof node === "string") return node[0] === "#" && dark[node.slice(0, 7)] ? dark[node.slice(0, 7)] + node.slice(7) : node;
  if (Array.isArray(node)) return typeof node[0] === "number" && typeof node[1] !== "string" ? node : node.map((part) => repaint(part, dark));
  if (node && typeof node === "object") return Object.fromEntries(Object.entries(node).map(([name, part]) => [name, repaint(part, dark)]));
  return node;
};

// where rising is red, gain and loss change places
const swapped = (map, [gain, loss]) => (document.documentElement.dataset.colours === "red_up" ? { ...map, [gain]: map[loss] ?? loss, [loss]: map[gain] ?? gain } : map);

// what the time axis shows now, as text; null where it shows everything
function rangeOf(told) {
  if (told["xaxis.autorange"]) return { from: "", to: "" };
  const pair = told["xaxis.range"] ?? [told["xaxis.range[0]"], told["xaxis.range[1]"]];
  return pair[0] !== undefined && pair[1] !== undefined ? { from: String(pair[0]), to: String(pair[1]) } : null;
}

// `onPoint` hears {x, y, curve, number} of a click, `onRange` {from, to} once the axis has come to rest. `steps` are
// [label, months] (0 = everything, -1 = this year): buttons that show the last part of the time axis.
export function QbFigure({ figure, colorMode, dark, pair, isLog, label, steps, onPoint, onRange }) {
  const [look, setLook] = useState(0);
  useEffect(() => {
    const heard = () => setLook((n) => n + 1);
    window.addEventListener("qb:look", heard);
    return () => window.removeEventListener("qb:look", heard);
  }, []);
  const box = useRef(null), told = useRef({}), timer = useRef(0);
  told.current = { onPoint, onRange };
  const height = figure?.layout?.height ?? 240;
  useEffect(() => {
    if (!box.current || !figure?.data) return;
    const shown = swapped(colorMode === "dark" ? dark : {}, pair);
    const layout = repaint(figure.layout, shown);
    layout.autosize = true;
    layout.yaxis = { ...layout.yaxis, type: isLog ? "log" : layout.yaxis?.type ?? "linear" };
    Plotly.react(box.current, repaint(figure.data, shown), layout, { displayModeBar: false, doubleClick: "reset" });
    const el = box.current;
    if (el.dataset.heard || !el.on) return;
    el.dataset.heard = "true";
    el.on("plotly_click", (event) => {
      const at = event.points[0];
      told.current.onPoint?.({ x: String(at.x), y: Number(at.y) || 0, curve: at.curveNumber, number: Number(at.customdata ?? -1) });
    });
    el.on("plotly_relayout", (event) => {
      const range = rangeOf(event);
      if (!range || !told.current.onRange) return;
      clearTimeout(timer.current);
      timer.current = setTimeout(() => told.current.onRange?.(range), 350);
    });
  }, [figure, colorMode, isLog, look]);
  useEffect(() => {
    const el = box.current;
    const watch = new ResizeObserver(() => { if (el.data && el.clientWidth) Plotly.Plots.resize(el); });
    watch.observe(el);
    return () => { clearTimeout(timer.current); watch.disconnect(); Plotly.purge(el); };
  }, []);
  const show = (months) => {
    const times = figure?.data?.find((trace) => trace.x?.length)?.x;
    if (!times?.length) return;
    if (!months) { Plotly.relayout(box.current, { "xaxis.autorange": true }); return; }
    const last = times[times.length - 1], start = new Date(last.slice(0, 10) + "T00:00:00Z");
    if (months < 0) start.setUTCMonth(0, 1);
    else start.setUTCMonth(start.getUTCMonth() - months);
    const from = start.toISOString().slice(0, 10);
    Plotly.relayout(box.current, { "xaxis.range": [from < times[0] ? times[0] : from, last] });
  };
  const drawn = <div ref={box} role="img" aria-label={label} style={{ width: "100%", height }} />;
  if (!steps?.length) return drawn;
  return <>
    <div className="qb-figure-steps" role="group" aria-label={label}>
      {steps.map(([name, months]) => <button key={name} type="button" className="qb-figure-step" onClick={() => show(Number(months))}>{name}</button>)}
    </div>
    {drawn}
  </>;
}
