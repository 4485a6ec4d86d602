import { useEffect, useRef, useState } from "react";
import { BarSeries, CandlestickSeries, HistogramSeries, LineSeries, createChart, createSeriesMarkers } from "lightweight-charts";
import { getBackendURL } from "$/utils/state";

function decodeFrame(buffer) {
  const length = new DataView(buffer).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  const columns = {};
  head.columns.forEach((name, i) => { columns[name] = new Float64Array(buffer, 4 + length + i * head.rows * 8, head.rows); });
  return { head, columns };
}

// canvas needs plain colours: let a 1x1 canvas turn "var(--jade-9)", also as display-p3, into rgb
function colour(element, token, alpha = 1) {
  const probe = document.createElement("span");
  probe.style.color = token;
  element.appendChild(probe);
  const shown = getComputedStyle(probe).color;
  probe.remove();
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  pen.fillStyle = shown;
  pen.fillRect(0, 0, 1, 1);
  const [r, g, b] = pen.getImageData(0, 0, 1, 1).data;
  return `rgba(${r},${g},${b},${alpha})`;
}

const MA_TOKENS = ["var(--amber-10)", "var(--iris-10)", "var(--cyan-10)", "var(--plum-10)"];

function digitsOf(close) {
  const last = Math.abs(close[close.length - 1] || 1);
  return last < 0.1 ? 6 : last < 20 ? 4 : 2;
}

// the account's convention, numbers, dates and zone stand on the document; "qb:look" tells that they changed
const liked = () => document.documentElement.dataset;
function useLook() {
  const [look, setLook] = useState(0);
  useEffect(() => {
    const heard = () => setLook((n) => n + 1);
    window.addEventListener("qb:look", heard);
    return () => window.removeEventListener("qb:look", heard);
  }, []);
  return look;
}

function dated(seconds, isDay) {
  const parts = Object.fromEntries(new Intl.DateTimeFormat("en-GB", { timeZone: isDay ? "UTC" : liked().zone || "UTC", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).formatToParts(seconds * 1000).map((p) => [p.type, p.value]));
  const { year: y, month: m, day: d } = parts;
  const day = { dmy: `${d}/${m}/${y}`, mdy: `${m}/${d}/${y}`, dots: `${d}.${m}.${y}`, chinese: `${y}年${m}月${d}日` }[liked().dates] ?? `${y}-${m}-${d}`;
  return isDay ? day : `${day} ${parts.hour}:${parts.minute}`;
}

const ticked = (seconds, kind) => {
  const zone = { timeZone: liked().zone || "UTC" }, at = new Date(seconds * 1000), lang = document.documentElement.lang || "en";
  const look = [{ year: "numeric" }, { month: "short" }, { day: "numeric" }][kind] ?? { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  return new Intl.DateTimeFormat(lang, { ...zone, ...look }).format(at);
};

const big = (v) => (liked().numbers === "wan" && v >= 1e4 ? (v >= 1e8 ? (v / 1e8).toFixed(2) + "亿" : (v / 1e4).toFixed(1) + "万") : v >= 1e9 ? (v / 1e9).toFixed(2) + "B" : v >= 1e6 ? (v / 1e6).toFixed(2) + "M" : v >= 1e3 ? (v / 1e3).toFixed(1) + "K" : v.toFixed(v < 10 ? 2 : 0));

export function QbPriceChart({ datasetId, symbol, kind, averages, markers, focus, colorMode, label, failedText, keysText, height, firstDay, lastDay, onMark }) {
  const box = useRef(null), me = useRef({}), [legend, setLegend] = useState(null), [state, setState] = useState("loading"), [rev, setRev] = useState(0), look = useLook();

  useEffect(() => {
    const chart = createChart(box.current, { autoSize: true, crosshair: { mode: 0 }, layout: { background: { color: "transparent" }, attributionLogo: true, panes: { enableResize: true } } });
    me.current = { chart, key: "" };
    return () => { chart.remove(); me.current = {}; };
  }, []);

  const list = (averages ?? []).filter((n) => n > 0), listKey = list.join(",");

  useEffect(() => {
    if (!datasetId || !symbol) return;
    const stop = new AbortController(), url = getBackendURL();
    url.pathname = `/api/v1/datasets/${datasetId}/bars`;
    url.search = new URLSearchParams({ symbol, max: 20000, ...(listKey ? { ma: listKey } : {}), ...(firstDay ? { from: firstDay } : {}), ...(lastDay ? { to: lastDay } : {}) });
    setState((s) => (s === "ready" ? s : "loading"));
    fetch(url, { credentials: "include", signal: stop.signal })
      .then(async (r) => { if (!r.ok) throw new Error((await r.json().catch(() => ({}))).message ?? r.status); return r.arrayBuffer(); })
      .then((buffer) => { me.current.frame = decodeFrame(buffer); me.current.source = `${datasetId}/${symbol}/${firstDay}/${lastDay}`; setState("ready"); setRev((n) => n + 1); })
      .catch((e) => { if (e.name !== "AbortError") setState(String(e.message ?? e)); });
    return () => stop.abort();
  }, [datasetId, symbol, listKey, firstDay, lastDay]);

  useEffect(() => {
    const { chart, frame, source } = me.current;
    if (!chart || !frame) return;
    const el = box.current, { head, columns: c } = frame, n = head.rows, digits = digitsOf(c.close);
    const gain = colour(el, "var(--qb-gain-fill)"), loss = colour(el, "var(--qb-loss-fill)"), line = colour(el, "var(--gray-6)");
    const isDay = /[dwy]$|mo$/.test(head.interval);
    chart.applyOptions({
      localization: { locale: document.documentElement.lang || "en", timeFormatter: (time) => dated(time, isDay) },
      layout: { background: { color: "transparent" }, textColor: colour(el, "var(--gray-11)"), fontFamily: getComputedStyle(el).fontFamily, fontSize: 11, panes: { separatorColor: line, separatorHoverColor: line } },
      grid: { vertLines: { color: colour(el, "var(--gray-6)", 0.35) }, horzLines: { color: colour(el, "var(--gray-6)", 0.35) } },
      rightPriceScale: { borderColor: line }, timeScale: { borderColor: line, timeVisible: !isDay, secondsVisible: false, tickMarkFormatter: isDay ? undefined : ticked, rightOffset: 4, minBarSpacing: 0.05 },
    });
    const range = me.current.key === source ? chart.timeScale().getVisibleLogicalRange() : null;
    (me.current.series ?? []).forEach((s) => chart.removeSeries(s));
    const series = [], price = { priceFormat: { type: "price", precision: digits, minMove: 10 ** -digits }, priceLineVisible: false };
    const main = kind === "bars"
      ? chart.addSeries(BarSeries, { ...price, upColor: gain, downColor: loss, thinBars: true }, 0)
      : chart.addSeries(CandlestickSeries, { ...price, upColor: gain, downColor: loss, wickUpColor: gain, wickDownColor: loss, borderVisible: false }, 0);
    const bars = new Array(n);
    for (let i = 0; i < n; i++) bars[i] = { time: c.time[i], open: c.open[i], high: c.high[i], low: c.low[i], close: c.close[i] };
    main.setData(bars);
    series.push(main);
    list.forEach((period, k) => {
      const values = c[`ma${period}`], points = [];
      if (!values) return;
      for (let i = 0; i < n; i++) if (!Number.isNaN(values[i])) points.push({ time: c.time[i], value: values[i] });
      const s = chart.addSeries(LineSeries, { ...price, color: colour(el, MA_TOKENS[k % 4]), lineWidth: 1.5, lastValueVisible: false, crosshairMarkerVisible: false }, 0);
      s.setData(points);
      series.push(s);
    });
    if (c.volume && c.volume.some((v) => v > 0)) {
      const up = colour(el, "var(--qb-gain-fill)", 0.45), down = colour(el, "var(--qb-loss-fill)", 0.45), points = [];
      for (let i = 0; i < n; i++) if (!Number.isNaN(c.volume[i])) points.push({ time: c.time[i], value: c.volume[i], color: c.close[i] >= c.open[i] ? up : down });
      const s = chart.addSeries(HistogramSeries, { priceFormat: { type: "volume" }, priceLineVisible: false, lastValueVisible: false }, 1);
      s.setData(points);
      series.push(s);
      chart.panes()[0]?.setStretchFactor(4);
      chart.panes()[1]?.setStretchFactor(1);
    }
    me.current.series = series;
    me.current.main = main;
    me.current.key = source;
    me.current.marks = createSeriesMarkers(main, []);
    chart.timeScale().setVisibleLogicalRange(range ?? { from: Math.max(n - 220, 0) - 1, to: n + 4 });
    const at = new Map();
    for (let i = 0; i < n; i++) at.set(c.time[i], i);
    const show = (i) => setLegend(i < 0 || i === undefined ? null : {
      date: dated(c.time[i], isDay),
      cells: [["O", c.open[i]], ["H", c.high[i]], ["L", c.low[i]], ["C", c.close[i]]].map(([k, v]) => [k, v.toFixed(digits)]),
      volume: c.volume && !Number.isNaN(c.volume[i]) ? big(c.volume[i]) : "",
      move: i > 0 ? c.close[i] / c.close[i - 1] - 1 : null,
      lines: list.map((p) => [`MA ${p}`, Number.isNaN(c[`ma${p}`]?.[i]) ? "–" : c[`ma${p}`]?.[i]?.toFixed(digits) ?? "–"]),
    });
    show(n - 1);
    const follow = (p) => show(p.time === undefined ? n - 1 : at.get(p.time));
    chart.subscribeCrosshairMove(follow);
    el.dataset.ready = "true";
    return () => chart.unsubscribeCrosshairMove(follow);
  }, [rev, kind, colorMode, look]);

  useEffect(() => {
    const { marks } = me.current;
    if (!marks || !box.current) return;
    const shapes = { buy: ["belowBar", "arrowUp", "var(--qb-gain-fill)"], sell: ["aboveBar", "arrowDown", "var(--qb-loss-fill)"], note: ["aboveBar", "circle", "var(--iris-9)"] };
    marks.setMarkers((markers ?? []).map((m) => { const [position, shape, token] = shapes[m.side] ?? shapes.note; return { time: m.time, position, shape, color: colour(box.current, token), text: m.text ?? "", ...(m.id ? { id: m.id } : {}) }; }));
  }, [rev, kind, markers, colorMode, look]);

  useEffect(() => {
    const { chart } = me.current;
    if (!chart || !onMark) return undefined;
    const pressed = (p) => { if (p.hoveredObjectId !== undefined && p.hoveredObjectId !== null) onMark(String(p.hoveredObjectId)); };
    chart.subscribeClick(pressed);
    return () => chart.unsubscribeClick(pressed);
  }, [rev, onMark]);

  useEffect(() => {
    const { chart, frame } = me.current;
    if (!chart || !frame || !focus?.from) return;
    const t = frame.columns.time, find = (x) => { let a = 0, b = t.length - 1; while (a < b) { const m = (a + b) >> 1; t[m] < x ? (a = m + 1) : (b = m); } return a; };
    const from = find(focus.from), to = find(focus.to ?? focus.from), pad = Math.max((to - from) * 0.5, 30);
    chart.timeScale().setVisibleLogicalRange({ from: from - pad, to: to + pad });
  }, [rev, focus]);

  const whole = () => me.current.chart?.timeScale().fitContent();
  // the same with keys: arrows move, + and − zoom about the newest bar in sight, Home and End jump, 0 shows everything
  const onKeyDown = (event) => {
    const { chart, frame } = me.current;
    if (!chart || !frame || event.ctrlKey || event.metaKey || event.altKey) return;
    const time = chart.timeScale(), seen = time.getVisibleLogicalRange(), n = frame.head.rows;
    if (!seen) return;
    const width = seen.to - seen.from, show = (from, to) => time.setVisibleLogicalRange({ from, to });
    const step = width * (event.shiftKey ? 0.9 : 0.1);
    const deeds = {
      ArrowLeft: () => show(seen.from - step, seen.to - step), ArrowRight: () => show(seen.from + step, seen.to + step),
      "+": () => width > 8 && show(seen.to - width * 0.8, seen.to), "-": () => show(seen.to - Math.min(width * 1.25, n + 10), seen.to),
      Home: () => show(-1, width - 1), End: () => show(n + 4 - width, n + 4), 0: whole,
    };
    const deed = deeds[event.key === "=" ? "+" : event.key === "_" ? "-" : event.key];
    if (!deed) return;
    event.preventDefault();
    deed();
  };
  return (
    <figure className="qb-price" role="group" aria-label={label} aria-keyshortcuts="ArrowLeft ArrowRight + - Home End 0" aria-description={keysText} tabIndex={0} style={{ height }} onDoubleClick={whole} onKeyDown={onKeyDown}>
      <div className="qb-price-legend" aria-live="off">
        <strong>{symbol}</strong>
        {legend && <>
          <span className="qb-price-date">{legend.date}</span>
          {legend.cells.map(([k, v]) => <span key={k}><i>{k}</i>{v}</span>)}
          {legend.move !== null && <span className={legend.move >= 0 ? "qb-gain" : "qb-loss"}>{legend.move >= 0 ? "+" : "−"}{Math.abs(legend.move * 100).toFixed(2)}%</span>}
          {legend.volume && <span><i>V</i>{legend.volume}</span>}
          {legend.lines.map(([k, v], i) => <span key={k} className={`qb-price-ma${i}`}><i>{k}</i>{v}</span>)}
        </>}
      </div>
      <div className="qb-price-canvas" ref={box} />
      <div className="qb-price-keys" aria-hidden="true">{keysText}</div>
      {state === "loading" && <div className="qb-price-veil"><span className="qb-price-spin" /></div>}
      {state !== "loading" && state !== "ready" && <div className="qb-price-veil" role="alert">{failedText}: {state}</div>}
    </figure>
  );
}
