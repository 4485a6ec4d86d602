import { createContext, memo, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react";
import { addEdge, applyEdgeChanges, applyNodeChanges, Background, Controls, Handle, MiniMap, Position, ReactFlow, ReactFlowProvider, useReactFlow } from "@xyflow/react";
import "@xyflow/react/dist/style.css";

const MIME = "application/x-quantboard-node", STEPS = 100, GRID = 10, CANVAS_KINDS = new Set(["note", "group"]);
const Shared = createContext({});

// --- what is stored of a node and a wire, and the difference between two states
const strip = (n) => ({ id: n.id, kind: n.data.kind, version: n.data.version ?? 1, params: n.data.params ?? {}, x: Math.round(n.position.x), y: Math.round(n.position.y), extra: n.data.extra ?? {} });
const stripE = (e) => ({ source: e.source, out: e.sourceHandle, target: e.target, port: e.targetHandle });
const keyE = (e) => `${e.source}.${e.sourceHandle}>${e.target}.${e.targetHandle}`;
const inflateE = (e) => ({ id: `${e.source}.${e.out}>${e.target}.${e.port}`, source: e.source, sourceHandle: e.out, target: e.target, targetHandle: e.port });
const inflate = (n) => ({
  id: n.id, type: n.kind === "note" ? "note" : n.kind === "group" ? "frame" : "node", position: { x: n.x, y: n.y }, zIndex: n.kind === "group" ? -1 : 0,
  draggable: !n.extra?.locked, hidden: false, data: { kind: n.kind, version: n.version ?? 1, params: n.params ?? {}, extra: n.extra ?? {} },
});
const snap = (nodes, edges) => ({ order: nodes.map((n) => n.id).join(), nodes: new Map(nodes.map((n) => [n.id, JSON.stringify(strip(n))])), edges: edges.map((e) => keyE(e)).join("|") });

// --- ports of a node: nodes of code name their own
const names = (text) => String(text ?? "").split(",").map((t) => t.trim()).filter((t) => /^[A-Za-z]\w*$/.test(t));
function portsOf(specs, kind, params) {
  const spec = specs[kind];
  if (!spec) return { inputs: [], outputs: [], fields: [] };
  if (kind !== "code") return spec;
  const gives = params?.gives === "flag" ? ["flag"] : params?.gives === "series" ? ["series"] : ["flag", "series"];
  return { ...spec, inputs: names(params?.inputs ?? "x").map((name) => ({ name, title: name, types: ["series", "flag", "number", "text"], needed: true })),
    outputs: names(params?.outputs ?? "out").map((name) => ({ name, title: name, types: gives })) };
}
const mainType = (types) => (types.includes("series") ? "series" : types[0]);
const shown = (value) => (typeof value === "number" ? String(Math.round(value * 1e6) / 1e6) : value === true ? "✓" : value === false ? "✗" : String(value));

const Box = memo(function Box({ id, data, selected }) {
  const { specs, status, words, connecting, wired } = useContext(Shared), spec = portsOf(specs, data.kind, data.params), state = status[id];
  const dims = (port, side) => connecting && (connecting.side === side || !port.types.some((t) => connecting.types.includes(t)));
  const value = (f) => { const v = data.params[f.name] ?? f.default; return f.shown?.[v] ?? shown(v); };
  const fields = spec.fields ?? [], declared = new Set(spec.inputs.map((p) => p.name)), byName = Object.fromEntries(fields.map((f) => [f.name, f]));
  const free = fields.filter((f) => f.port && !declared.has(f.name)), plain = fields.filter((f) => !f.port && (f.kind !== "text" || f.name === "field"));
  const isWired = (name) => wired.has(`${id}.${name}`), isParameter = data.kind.endsWith("_parameter");
  const title = data.extra?.label || (isParameter || data.kind === "code" ? id : spec.title) || data.kind;
  const left = [...spec.inputs.map((p) => ({ ...p, value: byName[p.name] && !isWired(p.name) ? value(byName[p.name]) : "" })), ...free.map((f) => ({ name: f.name, title: f.label, types: ["number"], needed: false, value: isWired(f.name) ? "" : value(f) }))];
  return (
    <div className={`qb-node qb-node-${spec.category_key ?? "code"}${selected ? " qb-node-chosen" : ""}${state ? ` qb-node-${state}` : ""}`} title={words?.[id] ?? ""}>
      <div className="qb-node-head"><span className="qb-node-title">{title}</span>{data.extra?.locked && <span aria-hidden="true">🔒</span>}{state && <span className="qb-node-badge" aria-label={state}>!</span>}</div>
      {(left.length > 0 || spec.outputs.length > 0) && <div className="qb-node-body">
        <div className="qb-node-ports">{left.map((port) => (
          <div key={port.name} className={`qb-port${dims(port, "target") ? " qb-port-dim" : ""}`}>
            <Handle type="target" position={Position.Left} id={port.name} className={`qb-handle qb-type-${mainType(port.types)}${port.needed ? "" : " qb-handle-free"}`} />
            <span>{port.title}</span>{port.value !== "" && <b>{port.value}</b>}
          </div>))}
        </div>
        <div className="qb-node-ports qb-node-outs">{spec.outputs.map((port) => (
          <div key={port.name} className={`qb-port${dims(port, "source") ? " qb-port-dim" : ""}`}>
            <span>{spec.outputs.length > 1 ? port.title : ""}</span>
            <Handle type="source" position={Position.Right} id={port.name} className={`qb-handle qb-type-${mainType(port.types)}`} />
          </div>))}
        </div>
      </div>}
      {plain.length > 0 && <div className="qb-node-values">{plain.slice(0, 4).map((f) => <span key={f.name}>{plain.length > 1 ? `${f.label} ` : ""}{value(f)}</span>)}</div>}
    </div>
  );
});
const Note = memo(function Note({ id, data, selected }) {
  const { put } = useContext(Shared);
  return <div className={`qb-note${selected ? " qb-node-chosen" : ""}`}><textarea className="nodrag" aria-label="note" defaultValue={data.params.text ?? ""} onBlur={(e) => put(id, { params: { text: e.target.value } })} /></div>;
});
const Frame = memo(function Frame({ id, data, selected }) {
  const { put, fold, texts } = useContext(Shared), { w = 320, h = 220, collapsed } = data.extra;
  return (
    <div className={`qb-frame${selected ? " qb-node-chosen" : ""}`} style={{ width: collapsed ? 220 : w, height: collapsed ? 40 : h }}>
      <button type="button" className="nodrag qb-frame-fold" aria-label={texts.fold} aria-expanded={!collapsed} onClick={() => fold(id)}>{collapsed ? "▸" : "▾"}</button>
      <input className="nodrag qb-frame-title" aria-label={texts.title} defaultValue={data.params.title ?? ""} placeholder={texts.group} onBlur={(e) => put(id, { params: { title: e.target.value } })} />
    </div>
  );
});
const NODE_TYPES = { node: Box, note: Note, frame: Frame };

function Palette({ specs, groups, texts, onAdd, only, inputRef, onClose }) {
  const [sought, setSought] = useState(""), [at, setAt] = useState(0);
  const fits = (s) => !only || !only.side || (only.side === "source" ? s.inputs : s.outputs).some((p) => p.types.some((t) => only.types.includes(t)));
  const asked = sought.trim().toLowerCase(), words = asked.split(/\s+/).filter(Boolean);
  const near = (s) => { const title = s.title.toLowerCase(), code = s.key.split(":").pop().toLowerCase(); // what is called so comes before what mentions it
    return title === asked || code === asked || s.other.toLowerCase().includes(` ${asked} `) ? 0 : title.startsWith(asked) || code.startsWith(asked) ? 1 : title.includes(asked) ? 2 : words.every((w) => `${title} ${code} ${s.other}`.toLowerCase().includes(w)) ? 3 : 4; };
  const found = Object.values(specs).filter((s) => fits(s) && words.every((w) => `${s.title} ${s.key} ${s.meaning} ${s.other}`.toLowerCase().includes(w)));
  const flat = words.length ? [...found].sort((a, b) => near(a) - near(b)) : groups.flatMap((g) => found.filter((s) => s.category === g.key));
  useEffect(() => setAt(0), [sought]);
  const keys = (e) => {
    if (e.key === "ArrowDown") { e.preventDefault(); setAt((i) => Math.min(i + 1, flat.length - 1)); }
    if (e.key === "ArrowUp") { e.preventDefault(); setAt((i) => Math.max(i - 1, 0)); }
    if (e.key === "Enter" && flat[at]) { e.preventDefault(); onAdd(flat[at].key); }
    if (e.key === "Escape") { e.preventDefault(); onClose?.(); }
  };
  const item = (s) => (
    <button key={s.key} type="button" data-at={flat[at]?.key === s.key && words.length > 0} className={`qb-palette-item qb-node-${s.category_key}`} draggable
      onDragStart={(e) => { e.dataTransfer.setData(MIME, s.key); e.dataTransfer.effectAllowed = "copy"; }} onDoubleClick={() => !only && onAdd(s.key)} onKeyDown={(e) => e.key === "Enter" && !only && onAdd(s.key)}
      onClick={() => only && onAdd(s.key)} title={s.meaning}><span className="qb-palette-dot" />{s.title}</button>);
  return (
    <div className="qb-palette">
      <input ref={inputRef} type="search" className="qb-input qb-palette-search" placeholder={texts.search} aria-label={texts.search} value={sought} onChange={(e) => setSought(e.target.value)} onKeyDown={keys} />
      <div className="qb-palette-list">
        {words.length > 0 ? flat.map(item) : groups.map((g) => { const some = found.filter((s) => s.category === g.key); return some.length > 0 && (
          <details key={g.key} className="qb-palette-group" open={!!only || g.open}>
            <summary>{g.title} <span className="qb-palette-count">{some.length}</span></summary>
            {some.map(item)}
          </details>); })}
        {found.length === 0 && <p className="qb-palette-none">{texts.none}</p>}
      </div>
    </div>
  );
}

function Fields({ node, spec, texts, wired, set, rename, label, lock, remove }) {
  const [draft, setDraft] = useState({}), params = node.data.params;
  useEffect(() => setDraft({}), [node.id]);
  const commit = (f, text) => {
    const number = f.kind === "int" ? parseInt(text, 10) : parseFloat(text);
    if (f.kind === "int" || f.kind === "float") { if (text.trim() !== "" && isFinite(number)) set(f.name, number); } else set(f.name, text);
    setDraft((d) => ({ ...d, [f.name]: undefined }));
  };
  return (
    <div className="qb-inspect">
      <h2 className="qb-h2">{spec.title || node.data.kind}</h2>
      <p className="qb-inspect-meaning">{spec.meaning}</p>
      <label className="qb-inspect-field"><span>{texts.name}</span><input key={node.id} className="qb-input" defaultValue={node.id} spellCheck="false" onBlur={(e) => rename(e.target.value) || (e.target.value = node.id)} onKeyDown={(e) => e.key === "Enter" && e.target.blur()} /></label>
      {(spec.fields ?? []).map((f) => { const isWired = wired.has(`${node.id}.${f.name}`), value = params[f.name] ?? f.default; return (
        <label key={f.name} className="qb-inspect-field">
          <span>{f.label}{f.least != null && f.most != null && <em>{f.least} … {f.most}</em>}</span>
          {isWired ? <input className="qb-input" value={texts.wired} disabled readOnly />
            : f.kind === "choice" ? <select className="qb-input" value={value} onChange={(e) => set(f.name, e.target.value)}>{f.choices.map((c) => <option key={c} value={c}>{f.shown?.[c] ?? c}</option>)}</select>
            : f.kind === "bool" ? <input type="checkbox" checked={!!value} onChange={(e) => set(f.name, e.target.checked)} />
            : f.name === "body" || f.name === "text" ? <textarea className="qb-input qb-inspect-code" rows={f.name === "body" ? 8 : 3} spellCheck="false" value={draft[f.name] ?? value} onChange={(e) => setDraft({ ...draft, [f.name]: e.target.value })} onBlur={(e) => commit(f, e.target.value)} />
            : <input className="qb-input" type={f.kind === "text" ? "text" : "number"} step={f.kind === "int" ? 1 : "any"} min={f.least ?? undefined} max={f.most ?? undefined} value={draft[f.name] ?? value}
                onChange={(e) => { setDraft({ ...draft, [f.name]: e.target.value }); if (f.kind !== "text" && e.target.value !== "" && isFinite(+e.target.value)) set(f.name, f.kind === "int" ? Math.round(+e.target.value) : +e.target.value); }} onBlur={(e) => commit(f, e.target.value)} />}
        </label>); })}
      <label className="qb-inspect-field"><span>{texts.label}</span><input key={node.id} className="qb-input" defaultValue={node.data.extra?.label ?? ""} onBlur={(e) => label(e.target.value)} /></label>
      <div className="qb-inspect-deeds"><button type="button" className="qb-tool" onClick={lock}>{node.data.extra?.locked ? texts.unlock : texts.lock}</button><button type="button" className="qb-tool qb-tool-danger" onClick={remove}>{texts.remove}</button></div>
    </div>
  );
}

function Inner({ specs: list, groups, graph, graphRev, status, words, focus, focusRev, texts, readOnly, colorMode, height, taken, onDelta, onInvalid, onSelect, onDeed }) {
  const specs = useMemo(() => Object.fromEntries((list ?? []).map((s) => [s.key, s])), [list]);
  const [nodes, setNodes] = useState([]), [edges, setEdges] = useState([]), [, bump] = useState(0), rf = useReactFlow();
  const [adder, setAdder] = useState(null), [connecting, setConnecting] = useState(null), [side, setSide] = useState(true);
  const past = useRef([]), future = useRef([]), sent = useRef(null), rev = useRef(-1), clip = useRef(null), box = useRef(null), search = useRef(null), from = useRef(null), live = useRef({});
  live.current = { nodes, edges };
  const wired = useMemo(() => new Set(edges.map((e) => `${e.target}.${e.targetHandle}`)), [edges]);

  useEffect(() => { // loaded only when the server says so: typing and dragging never wait for it
    if (graphRev === rev.current) return;
    rev.current = graphRev;
    const ns = (graph?.nodes ?? []).map(inflate), es = (graph?.edges ?? []).map(inflateE);
    setNodes(folded(ns)); setEdges(es); past.current = []; future.current = []; sent.current = snap(ns, es);
    if (ns.length) setTimeout(() => rf.fitView({ padding: 0.15, maxZoom: 1 }), 60); // an empty canvas would centre its first node
  }, [graphRev, graph]);
  useEffect(() => {
    const timer = setTimeout(() => {
      if (!sent.current || nodes.some((n) => n.dragging)) return;
      const now = snap(nodes, edges), before = sent.current;
      if (now.edges === before.edges && now.order === before.order && [...now.nodes].every(([id, js]) => before.nodes.get(id) === js)) return;
      sent.current = now;
      onDelta?.({ rev: rev.current, put: [...now.nodes].filter(([id, js]) => before.nodes.get(id) !== js).map(([, js]) => JSON.parse(js)), order: nodes.map((n) => n.id), edges: edges.map(stripE) });
    }, 250);
    return () => clearTimeout(timer);
  }, [nodes, edges]);
  useEffect(() => {
    if (!focus) return;
    const node = rf.getNode(focus);
    if (!node) return;
    setNodes((ns) => ns.map((n) => ({ ...n, selected: n.id === focus })));
    rf.setCenter(node.position.x + 80, node.position.y + 40, { zoom: Math.max(rf.getZoom(), 0.8), duration: 250 });
  }, [focusRev]);

  const mark = useCallback(() => { past.current.push(live.current); if (past.current.length > STEPS) past.current.shift(); future.current = []; bump((x) => x + 1); }, []);
  const travel = (one, other) => { const s = one.current.pop(); if (!s) return; other.current.push(live.current); setNodes(s.nodes); setEdges(s.edges); bump((x) => x + 1); };
  const folded = (ns) => { const shut = new Set(ns.filter((n) => n.type === "frame" && n.data.extra.collapsed).map((n) => n.id)); return ns.map((n) => (n.hidden === shut.has(n.data.extra?.group) ? n : { ...n, hidden: shut.has(n.data.extra?.group) })); };
  const put = useCallback((id, change) => { if (isAsBefore(live.current.nodes.find((n) => n.id === id), change)) return; mark(); setNodes((ns) => ns.map((n) => (n.id === id ? { ...n, draggable: !(change.extra ?? n.data.extra).locked, data: { ...n.data, params: { ...n.data.params, ...change.params }, extra: change.extra ?? n.data.extra } } : n))); }, []);
  const fold = useCallback((id) => { mark(); setNodes((ns) => folded(ns.map((n) => (n.id === id ? { ...n, data: { ...n.data, extra: { ...n.data.extra, collapsed: !n.data.extra.collapsed } } } : n)))); }, []);

  const freeId = (wanted, more = []) => { const used = new Set([...live.current.nodes.map((n) => n.id), ...more, ...(taken ?? [])]), base = wanted.split(":").pop().replace(/[^a-z0-9_]/g, "_").slice(0, 32); if (!used.has(base)) return base; let n = 1; while (used.has(`${base}_${n}`)) n += 1; return `${base}_${n}`; };
  const addNode = (kind, position, extra = {}) => {
    if (readOnly) return null;
    mark();
    const id = freeId(kind), params = Object.fromEntries((specs[kind]?.fields ?? []).map((f) => [f.name, f.default]));
    const node = { ...inflate({ id, kind, x: Math.round(position.x / GRID) * GRID, y: Math.round(position.y / GRID) * GRID, params, extra }), selected: true };
    setNodes((ns) => [...ns.map((n) => (n.selected ? { ...n, selected: false } : n)), node]);
    onSelect?.(id);
    return id;
  };
  const middle = () => { const r = box.current.getBoundingClientRect(); return rf.screenToFlowPosition({ x: r.left + r.width / 2 - 80 + Math.random() * 60, y: r.top + r.height / 2 - 40 + Math.random() * 60 }); };
  const port = (id, handle, which) => { const n = live.current.nodes.find((x) => x.id === id); return n && (portsOf(specs, n.data.kind, n.data.params)[which].find((p) => p.name === handle) ?? (which === "inputs" ? fieldPort(n, handle) : undefined)); };
  const fieldPort = (n, name) => { const f = specs[n.data.kind]?.fields?.find((x) => x.name === name && x.port); return f && { name, types: ["number"] }; };
  const reject = useCallback((c) => {
    if (c.source === c.target) return texts.self;
    const o = port(c.source, c.sourceHandle, "outputs"), i = port(c.target, c.targetHandle, "inputs");
    if (!o || !i) return texts.noPort;
    if (!o.types.some((t) => i.types.includes(t))) return texts.wrongType.replace("{0}", texts.types[mainType(o.types)]).replace("{1}", texts.types[mainType(i.types)]);
    const seen = new Set(), stack = [c.target];
    while (stack.length) { const x = stack.pop(); if (x === c.source) return texts.cycle; if (seen.has(x)) continue; seen.add(x); live.current.edges.forEach((e) => e.source === x && stack.push(e.target)); }
    return null;
  }, [specs, texts]);
  const connect = (c) => {
    if (reject(c)) return;
    mark();
    const into = port(c.target, c.targetHandle, "inputs");
    setEdges((es) => addEdge({ ...c, id: keyE(c) }, into?.many ? es : es.filter((e) => !(e.target === c.target && e.targetHandle === c.targetHandle))));
  };
  const chosen = nodes.filter((n) => n.selected), only = chosen.length === 1 ? chosen[0] : null;
  const removeChosen = () => { const ids = new Set(live.current.nodes.filter((n) => n.selected && !n.data.extra?.locked).map((n) => n.id)); if (!ids.size && !live.current.edges.some((e) => e.selected)) return; mark(); setNodes((ns) => ns.filter((n) => !ids.has(n.id))); setEdges((es) => es.filter((e) => !e.selected && !ids.has(e.source) && !ids.has(e.target))); };
  const copy = () => { const ns = live.current.nodes.filter((n) => n.selected), ids = new Set(ns.map((n) => n.id)); if (ns.length) clip.current = { nodes: ns.map(strip), edges: live.current.edges.filter((e) => ids.has(e.target)).map(stripE), ids }; return ns.length > 0; };
  const paste = (held, withLinks) => {
    if (!held || readOnly) return;
    mark();
    const map = {};
    held.nodes.forEach((n) => { map[n.id] = freeId(n.id.replace(/_\d+$/, ""), Object.values(map)); });
    const ns = held.nodes.map((n) => ({ ...inflate({ ...n, id: map[n.id], x: n.x + 30, y: n.y + 30 }), selected: true }));
    const es = held.edges.filter((e) => map[e.source] || (withLinks && live.current.nodes.some((n) => n.id === e.source))).map((e) => inflateE({ ...e, source: map[e.source] ?? e.source, target: map[e.target] }));
    setNodes((all) => [...all.map((n) => ({ ...n, selected: false })), ...ns]); setEdges((all) => [...all, ...es]);
  };
  const group = () => {
    const some = live.current.nodes.filter((n) => n.selected && !CANVAS_KINDS.has(n.data.kind));
    if (!some.length) return;
    const xs = some.map((n) => n.position.x), ys = some.map((n) => n.position.y), x = Math.min(...xs) - 20, y = Math.min(...ys) - 50;
    const w = Math.max(...some.map((n) => n.position.x + (n.measured?.width ?? 170))) - x + 20, h = Math.max(...some.map((n) => n.position.y + (n.measured?.height ?? 80))) - y + 20, ids = new Set(some.map((n) => n.id));
    mark();
    const id = freeId("group"), frame = inflate({ id, kind: "group", x, y, params: { title: "" }, extra: { w: Math.round(w), h: Math.round(h) } });
    setNodes((ns) => [frame, ...ns.map((n) => (ids.has(n.id) ? { ...n, data: { ...n.data, extra: { ...n.data.extra, group: id } } } : n))]);
  };
  const tidy = () => { // left to right, each behind the last that it needs
    const needs = Object.fromEntries(nodes.map((n) => [n.id, edges.filter((e) => e.target === n.id).map((e) => e.source)])), depth = {};
    const level = (id, seen) => (depth[id] ??= Math.max(0, ...needs[id].filter((s) => !seen.includes(s) && needs[s]).map((s) => level(s, [...seen, s]) + 1)));
    const work = nodes.filter((n) => !CANVAS_KINDS.has(n.data.kind)), columns = [];
    work.forEach((n) => (columns[level(n.id, [n.id])] ??= []).push(n));
    const place = {}, high = (n) => (n.measured?.height ?? 90) + 28, total = Math.max(0, ...columns.map((c) => (c ?? []).reduce((sum, n) => sum + high(n), 0)));
    columns.forEach((column, i) => { if (!column) return;
      if (i) column.sort((a, b) => mean(needs[a.id], place) - mean(needs[b.id], place));
      let y = (total - column.reduce((sum, n) => sum + high(n), 0)) / 2; column.forEach((n) => { place[n.id] = { x: i * 250, y: Math.round(y / GRID) * GRID }; y += high(n); }); });
    mark(); setNodes((ns) => ns.map((n) => (place[n.id] && !n.data.extra?.locked ? { ...n, position: place[n.id] } : n))); setTimeout(() => rf.fitView({ padding: 0.15, maxZoom: 1, duration: 250 }), 30);
  };
  const rename = (text) => {
    const wanted = text.trim();
    if (!only || wanted === only.id) return true;
    if (!/^[a-z][a-z0-9_]{0,39}$/.test(wanted) || freeId(wanted) !== wanted) { onInvalid?.(texts.badName.replace("{0}", wanted)); return false; }
    const old = only.id;
    mark(); setNodes((ns) => ns.map((n) => (n.id === old ? { ...n, id: wanted } : n)));
    setEdges((es) => es.map((e) => { const made = { ...e, source: e.source === old ? wanted : e.source, target: e.target === old ? wanted : e.target }; return { ...made, id: keyE(made) }; }));
    onSelect?.(wanted); return true;
  };
  const openAdder = (at, held) => { if (!readOnly) { setAdder({ at, held }); setTimeout(() => search.current?.focus(), 30); } };
  const fromAdder = (kind) => {
    const at = rf.screenToFlowPosition(adder.at), held = adder.held, id = addNode(kind, at);
    setAdder(null);
    if (!held || !id) return;
    const p = (held.side === "source" ? specs[kind].inputs : specs[kind].outputs).find((x) => x.types.some((t) => held.types.includes(t)));
    if (p) setTimeout(() => connect(held.side === "source" ? { source: held.id, sourceHandle: held.handle, target: id, targetHandle: p.name } : { source: id, sourceHandle: p.name, target: held.id, targetHandle: held.handle }), 30);
  };
  const keys = (e) => {
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName)) return;
    const ctrl = e.ctrlKey || e.metaKey, key = e.key.toLowerCase(), does = (deed) => { e.preventDefault(); e.stopPropagation(); deed(); };
    if (ctrl && key === "z") does(() => (e.shiftKey ? travel(future, past) : travel(past, future)));
    else if (ctrl && key === "y") does(() => travel(future, past));
    else if (ctrl && key === "c") copy() && e.preventDefault();
    else if (ctrl && key === "x") does(() => { copy(); removeChosen(); });
    else if (ctrl && key === "v") does(() => paste(clip.current, e.shiftKey));
    else if (ctrl && key === "d") does(() => { const kept = clip.current; copy() && paste(clip.current, true); clip.current = kept; });
    else if (ctrl && key === "g") does(group);
    else if (ctrl && key === "a") does(() => setNodes((ns) => ns.map((n) => ({ ...n, selected: true }))));
    else if (ctrl && key === "f") does(() => { setSide(true); setTimeout(() => box.current?.parentElement.querySelector(".qb-palette-search")?.focus(), 30); });
    else if (ctrl && key === "s") does(() => onDeed?.("save"));
    else if (ctrl && key === "enter") does(() => onDeed?.("test"));
    else if (key === "." && !ctrl) does(() => rf.fitView({ padding: 0.15, maxZoom: 1, duration: 250 }));
    else if (key === "tab" && !e.shiftKey && e.target.classList.contains("react-flow__pane")) does(() => { const r = box.current.getBoundingClientRect(); openAdder({ x: r.left + r.width / 2, y: r.top + r.height / 3 }); });
    else if (key === "n" && !ctrl && e.target === box.current) does(() => { const r = box.current.getBoundingClientRect(); openAdder({ x: r.left + r.width / 2, y: r.top + r.height / 3 }); });
    else if ((key === "delete" || key === "backspace") && !readOnly) does(removeChosen);
  };
  const shared = useMemo(() => ({ specs, status: status ?? {}, words, connecting, wired, put, fold, texts }), [specs, status, words, connecting, wired, texts]);
  const drag = useRef(null);
  const typed = useMemo(() => edges.map((e) => { const p = port(e.source, e.sourceHandle, "outputs"), t = p ? mainType(p.types) : "number"; return { ...e, className: `qb-wire qb-wire-${t}`, reconnectable: !readOnly }; }), [edges, specs, nodes.length]);
  return (
    <Shared.Provider value={shared}>
      <div className={`qb-canvas${side && !readOnly ? "" : " qb-canvas-bare"}${readOnly && !only ? "" : " qb-canvas-inspect"}`} style={{ height }}>
        {side && !readOnly && <Palette specs={specs} groups={groups ?? []} texts={texts} onAdd={(kind) => addNode(kind, middle())} />}
        <div ref={box} className="qb-canvas-box" tabIndex={0} role="application" aria-label={texts.canvas} onKeyDown={keys} onDoubleClick={(e) => e.target.classList.contains("react-flow__pane") && openAdder({ x: e.clientX, y: e.clientY })}>
          <div className="qb-canvas-tools" role="toolbar" aria-label={texts.tools}>
            {!readOnly && <button type="button" className="qb-tool" onClick={() => setSide(!side)} aria-pressed={side}>{texts.palette}</button>}
            {!readOnly && <button type="button" className="qb-tool" onClick={() => { const r = box.current.getBoundingClientRect(); openAdder({ x: r.left + r.width / 2, y: r.top + r.height / 3 }); }}>＋ {texts.add}</button>}
            <button type="button" className="qb-tool" disabled={!past.current.length} onClick={() => travel(past, future)} aria-label={texts.undo} title={`${texts.undo} · Ctrl+Z`}>↶</button>
            <button type="button" className="qb-tool" disabled={!future.current.length} onClick={() => travel(future, past)} aria-label={texts.redo} title={`${texts.redo} · Ctrl+Shift+Z`}>↷</button>
            {!readOnly && <button type="button" className="qb-tool" onClick={tidy}>{texts.tidy}</button>}
            {!readOnly && <button type="button" className="qb-tool" disabled={!chosen.length} onClick={group} title="Ctrl+G">{texts.group}</button>}
            {!readOnly && <button type="button" className="qb-tool" onClick={() => addNode("note", middle())}>{texts.note}</button>}
          </div>
          <ReactFlow nodes={nodes} edges={typed} nodeTypes={NODE_TYPES} colorMode={colorMode ?? "system"} nodesDraggable={!readOnly} nodesConnectable={!readOnly} deleteKeyCode={null} snapToGrid snapGrid={[GRID, GRID]} minZoom={0.1} zoomOnDoubleClick={false} selectionOnDrag={false} panOnScroll={false} onlyRenderVisibleElements={nodes.length > 150} connectionRadius={28}
            onNodesChange={(ch) => { setNodes((ns) => applyNodeChanges(ch, ns)); const picked = ch.filter((c) => c.type === "select" && c.selected); if (picked.length === 1) onSelect?.(picked[0].id); }}
            onEdgesChange={(ch) => { if (ch.some((c) => c.type === "remove")) mark(); setEdges((es) => applyEdgeChanges(ch, es)); }}
            onConnect={connect} isValidConnection={(c) => reject(c) === null}
            onConnectStart={(_, p) => { const held = port(p.nodeId, p.handleId, p.handleType === "source" ? "outputs" : "inputs"); from.current = held && { id: p.nodeId, handle: p.handleId, side: p.handleType, types: held.types }; setConnecting(from.current); }}
            onConnectEnd={(e, s) => { const held = from.current, point = "changedTouches" in e ? e.changedTouches[0] : e; setConnecting(null);
              if (s.toHandle && !s.isValid) { const c = s.fromHandle.type === "source" ? { source: s.fromNode.id, sourceHandle: s.fromHandle.id, target: s.toNode.id, targetHandle: s.toHandle.id } : { source: s.toNode.id, sourceHandle: s.toHandle.id, target: s.fromNode.id, targetHandle: s.fromHandle.id }; onInvalid?.(reject(c) ?? ""); }
              else if (!s.toHandle && held && e.target.classList?.contains("react-flow__pane")) openAdder({ x: point.clientX, y: point.clientY }, held); }}
            onReconnect={(old, c) => { if (reject(c)) return; mark(); setEdges((es) => [...es.filter((e) => e.id !== old.id), { ...c, id: keyE(c) }]); }}
            onNodeDragStart={(_, n) => { mark(); drag.current = n.type === "frame" ? { id: n.id, x: n.position.x, y: n.position.y } : null; }}
            onNodeDrag={(_, n) => { const d = drag.current; if (!d || d.id !== n.id) return; const dx = n.position.x - d.x, dy = n.position.y - d.y; if (!dx && !dy) return; drag.current = { id: n.id, x: n.position.x, y: n.position.y }; setNodes((ns) => ns.map((m) => (m.data.extra?.group === n.id ? { ...m, position: { x: m.position.x + dx, y: m.position.y + dy } } : m))); }}
            onDrop={(e) => { e.preventDefault(); const kind = e.dataTransfer.getData(MIME); if (kind) addNode(kind, rf.screenToFlowPosition({ x: e.clientX - 60, y: e.clientY - 20 })); }} onDragOver={(e) => { e.preventDefault(); e.dataTransfer.dropEffect = "copy"; }}
            onPaneClick={() => { setAdder(null); onSelect?.(""); }}>
            <Background gap={20} /><Controls showInteractive={false} /><MiniMap pannable zoomable ariaLabel={texts.map} />
          </ReactFlow>
          {nodes.length === 0 && <div className="qb-canvas-empty"><p>{texts.empty}</p></div>}
          {adder && <div className="qb-adder" style={{ left: Math.min(adder.at.x - box.current.getBoundingClientRect().left, box.current.clientWidth - 270), top: Math.min(adder.at.y - box.current.getBoundingClientRect().top, Math.max(box.current.clientHeight - 340, 0)) }}><Palette specs={specs} groups={(groups ?? []).map((g) => ({ ...g, open: true }))} texts={texts} only={adder.held ?? { side: "", types: [] }} inputRef={search} onAdd={fromAdder} onClose={() => { setAdder(null); box.current.focus(); }} /></div>}
        </div>
        {!readOnly && !(only && only.type === "node") && <div className="qb-inspect qb-inspect-none"><p>{texts.choose}</p></div>}
        {only && only.type === "node" && <Fields key={only.id} node={only} spec={portsOf(specs, only.data.kind, only.data.params)} texts={texts} wired={wired} set={(name, value) => put(only.id, { params: { [name]: value } })} rename={rename}
          label={(text) => text !== (only.data.extra?.label ?? "") && put(only.id, { extra: { ...only.data.extra, label: text } })} lock={() => put(only.id, { extra: { ...only.data.extra, locked: !only.data.extra?.locked } })} remove={removeChosen} />}
      </div>
    </Shared.Provider>
  );
}
const isAsBefore = (node, change) => node && Object.entries(change.params ?? {}).every(([name, value]) => node.data.params[name] === value) && (!change.extra || JSON.stringify(change.extra) === JSON.stringify(node.data.extra));
const mean = (ids, place) => { const ys = ids.filter((id) => place[id]).map((id) => place[id].y); return ys.length ? ys.reduce((a, b) => a + b, 0) / ys.length : 1e9; };

export function QbCanvas(props) {
  return <ReactFlowProvider><Inner {...props} /></ReactFlowProvider>;
}
