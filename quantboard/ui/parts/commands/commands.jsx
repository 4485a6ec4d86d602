import { useEffect, useId, useMemo, useRef, useState } from "react";
import { useLocation, useNavigate } from "react-router";
import IconDataset from "lucide-react/dist/esm/icons/database.mjs";
import IconStrategy from "lucide-react/dist/esm/icons/code-xml.mjs";
import IconBacktest from "lucide-react/dist/esm/icons/chart-line.mjs";
import IconTask from "lucide-react/dist/esm/icons/list-checks.mjs";
import IconTopic from "lucide-react/dist/esm/icons/book-open.mjs";
import IconPage from "lucide-react/dist/esm/icons/arrow-right.mjs";
import IconAct from "lucide-react/dist/esm/icons/zap.mjs";
import IconSearch from "lucide-react/dist/esm/icons/search.mjs";

const ICONS = { dataset: IconDataset, strategy: IconStrategy, backtest: IconBacktest, task: IconTask, topic: IconTopic, page: IconPage, action: IconAct };
const OBJECT = /^\/(data|strategies|backtests|tasks)\/([0-9a-f]{32})\/?$/;
const KIND = { data: "dataset", strategies: "strategy", backtests: "backtest", tasks: "task" };
const FIELDS = "input:not([type=checkbox]):not([type=radio]):not([type=button]), textarea, select, [contenteditable]:not([contenteditable=false]), .cm-editor, [role=textbox], [role=menu], [role=listbox]";
const OPEN_DIALOG = "dialog[open], [role=dialog][data-state=open], [role=alertdialog][data-state=open]";
const MAIN_DEED = "#start, #start-import, #create-and-test"; // what the page is for
const MOST_RECENT = 12, PREFIX_MS = 1200, WAIT_MS = 90;
const READING = 25; // "import" means the deed rather than the chapter about it
const isMac = () => /Mac|iP(hone|ad)/.test(navigator.platform);

// 0 is no match; more is better: whole, beginning, a word's beginning, inside, letters apart
export function score(text, asked) {
  const name = text.toLowerCase(), words = asked.toLowerCase().trim();
  if (!words) return 1;
  if (name === words) return 100;
  if (name.startsWith(words)) return 80;
  const parts = words.split(/\s+/);
  if (parts.every((part) => (" " + name).includes(" " + part))) return 60;
  if (parts.every((part) => name.includes(part))) return 40;
  let from = 0, gaps = 0;
  for (const letter of words.replace(/\s+/g, "")) {
    const at = name.indexOf(letter, from);
    if (at < 0) return 0;
    gaps += at - from;
    from = at + 1;
  }
  return Math.max(1, 25 - gaps);
}

const recentKey = (who) => `qb-recent:${who}`;
function recent(who) {
  try { return JSON.parse(localStorage.getItem(recentKey(who)) ?? "[]").filter((pair) => Array.isArray(pair) && pair.length === 2); } catch { return []; }
}
function remember(who, pair) {
  const kept = [pair, ...recent(who).filter((one) => one.join() !== pair.join())].slice(0, MOST_RECENT);
  try { localStorage.setItem(recentKey(who), JSON.stringify(kept)); } catch { /* a full or forbidden store only forgets */ }
}

function useKeys(me) {
  useEffect(() => {
    let prefix = "", until = 0;
    const heard = (event) => {
      const { jumps, go, open, sheet, isOpen } = me.current;
      if (event.defaultPrevented || event.isComposing) return;
      const key = event.key.toLowerCase(), mod = isMac() ? event.metaKey : event.ctrlKey;
      if (mod && !event.shiftKey && !event.altKey && key === "k") {
        if (!isOpen() && document.querySelector(OPEN_DIALOG)) return;
        event.preventDefault();
        return isOpen() ? me.current.close() : open();
      }
      if (mod && !event.shiftKey && !event.altKey && event.key === "Enter" && !event.repeat && !document.querySelector(OPEN_DIALOG)) {
        const deed = [...document.querySelectorAll(MAIN_DEED)].find((one) => one.offsetParent !== null && !one.disabled);
        if (deed) { event.preventDefault(); deed.click(); }
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || event.target?.closest?.(FIELDS) || document.querySelector(OPEN_DIALOG)) return (prefix = "");
      if (prefix === "g" && event.timeStamp < until && jumps[key]) { prefix = ""; event.preventDefault(); return go(jumps[key]); }
      prefix = "";
      if (event.key === "?") { event.preventDefault(); return sheet(); }
      if (key === "/") { event.preventDefault(); return focusSearch(open); }
      if (key === "g" && !event.repeat) { prefix = "g"; until = event.timeStamp + PREFIX_MS; }
    };
    window.addEventListener("keydown", heard);
    return () => window.removeEventListener("keydown", heard);
  }, []);
}

function focusSearch(otherwise) {
  const field = [...document.querySelectorAll("main input[type=search], main [data-search]")].find((one) => one.offsetParent !== null);
  if (!field) return otherwise();
  field.focus();
  field.select?.();
}

// A page that comes by a link begins at its content, as one that was loaded does; its predecessor took the focus along.
let shown = "";
function useArrival(pathname) {
  useEffect(() => {
    if (shown && shown !== pathname && document.activeElement === document.body) document.getElementById("main")?.focus({ preventScroll: true });
    shown = pathname;
  }, [pathname]);
}

// What has the focus may go: a dialog closes, a button turns into another, a notice is answered. The focus then stays as
// near as can be: where it was before the dialog, else at the first thing left in the same box.
const STOPS = "a[href], button, input, select, textarea, [tabindex], [contenteditable=true]";
const OVER = "dialog, [role=dialog], [role=alertdialog], [role=menu], [role=listbox]";
const canTake = (one) => one?.isConnected && one.getClientRects().length && !one.disabled && one !== document.body;
function useKeptFocus() {
  useEffect(() => {
    let before = null, boxes = [], wasOver = false, timer = 0;
    const entered = ({ target }) => {
      if (!(target instanceof Element)) return;
      wasOver = !!target.closest(OVER);
      if (!wasOver) before = target;
      boxes = [];
      const main = document.getElementById("main"); // a box around the content is not near: its first stop skips to it
      for (let one = target; one && one !== document.body && !one.contains(main); one = one.parentElement) boxes.push(one);
    };
    const settle = () => {
      if (document.activeElement !== document.body || !boxes.length || document.querySelector(OPEN_DIALOG) || canTake(boxes[0])) return;
      const stopsIn = (box) => [...box.querySelectorAll(STOPS)].filter((one) => one.tabIndex >= 0 && canTake(one));
      const near = wasOver ? before : boxes.filter((one) => one.isConnected).flatMap(stopsIn)[0];
      boxes = [];
      (canTake(near) ? near : document.getElementById("main"))?.focus({ preventScroll: true });
    };
    const watch = new MutationObserver(() => { if (document.activeElement === document.body && boxes.length) { clearTimeout(timer); timer = setTimeout(settle, 80); } });
    watch.observe(document.body, { childList: true, subtree: true });
    const pressed = () => { boxes = []; }; // who uses a pointer chose where the focus is
    document.addEventListener("focusin", entered);
    document.addEventListener("pointerdown", pressed, true);
    return () => { watch.disconnect(); clearTimeout(timer); document.removeEventListener("focusin", entered); document.removeEventListener("pointerdown", pressed, true); };
  }, []);
}

// The menu of small screens: nothing behind it can be reached, Esc closes it, the focus returns to its button.
function useDrawer(isOpen, onAct) {
  useEffect(() => {
    const column = document.querySelector(".qb-column");
    if (!isOpen || !column) return;
    const close = (event) => { if (event.key === "Escape") onAct?.("close-drawer"); };
    column.inert = true;
    document.querySelector("#rail .qb-nav a")?.focus();
    window.addEventListener("keydown", close);
    return () => {
      column.inert = false;
      window.removeEventListener("keydown", close);
      document.getElementById("open-menu")?.focus();
    };
  }, [isOpen]);
}

export function QbCommands({ who, items, groups, hits, hitsFor, shortcuts, texts, isDrawerOpen, onSearch, onAct }) {
  const box = useRef(null), sheet = useRef(null), field = useRef(null), list = useRef(null), me = useRef({});
  const [asked, setAsked] = useState(""), [at, setAt] = useState(0), [isOpen, setIsOpen] = useState(false), [command, setCommand] = useState("Ctrl+");
  const navigate = useNavigate(), { pathname } = useLocation(), id = useId();
  const all = useMemo(() => arranged(items ?? [], hits ?? [], hitsFor ?? "", asked, groups ?? {}), [items, hits, hitsFor, asked, groups]);
  const flat = useMemo(() => all.flatMap((group) => group.items), [all]);

  const open = () => { setAsked(""); setAt(0); setIsOpen(true); if (!box.current.open) box.current.showModal(); field.current.focus(); onSearch?.("", recent(who)); };
  const close = () => box.current.close();
  const go = (href) => navigate(href);
  const showSheet = () => { if (!sheet.current.open) sheet.current.showModal(); };
  me.current = { jumps: Object.fromEntries((items ?? []).filter((one) => one.jump).map((one) => [one.jump, one.href])), go, open, close, sheet: showSheet, isOpen: () => box.current?.open };
  useKeys(me);
  useArrival(pathname);
  useKeptFocus();
  useDrawer(isDrawerOpen, onAct);
  useEffect(() => { if (isMac()) setCommand("⌘"); }, []);

  useEffect(() => {
    const told = { "qb:palette": () => me.current.open(), "qb:shortcuts": () => me.current.sheet() };
    for (const [name, deed] of Object.entries(told)) window.addEventListener(name, deed);
    return () => { for (const [name, deed] of Object.entries(told)) window.removeEventListener(name, deed); };
  }, []);
  useEffect(() => {
    const found = OBJECT.exec(pathname);
    if (found && who) remember(who, [KIND[found[1]], found[2]]);
  }, [pathname, who]);
  useEffect(() => {
    if (!isOpen || !asked.trim()) return;
    const timer = setTimeout(() => onSearch?.(asked.trim(), []), WAIT_MS);
    return () => clearTimeout(timer);
  }, [asked, isOpen]);
  useEffect(() => { list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" }); }, [at, all]);

  const choose = (item) => {
    close();
    if (item.href) return go(item.href);
    if (item.id === "shortcuts") return setTimeout(showSheet, 0);
    onAct?.(item.id);
  };
  const onKeyDown = (event) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step) { event.preventDefault(); setAt((n) => (flat.length ? (Math.abs(step) === 1 ? (n + step + flat.length) % flat.length : Math.min(Math.max(n + step, 0), flat.length - 1)) : 0)); }
    if (event.key === "Enter" && flat[at]) { event.preventDefault(); choose(flat[at]); }
  };
  const outside = (event) => { if (event.target === event.currentTarget) event.currentTarget.close(); };
  let n = -1;
  return (
    <>
      <dialog ref={box} className="qb-commands" aria-label={texts.title} onClick={outside} onClose={() => setIsOpen(false)}>
        <div className="qb-commands-head">
          <IconSearch size={16} aria-hidden="true" />
          <input ref={field} id="command-search" type="text" role="combobox" aria-expanded="true" aria-controls={`${id}-list`} aria-activedescendant={flat[at] ? `${id}-${at}` : undefined}
            aria-label={texts.title} placeholder={texts.placeholder} autoComplete="off" spellCheck={false} maxLength={80} value={asked}
            onChange={(event) => { setAsked(event.target.value); setAt(0); }} onKeyDown={onKeyDown} />
          <kbd className="qb-kbd">Esc</kbd>
        </div>
        <div ref={list} id={`${id}-list`} className="qb-commands-list" role="listbox" aria-label={texts.title}>
          {isOpen && all.map((group) => (
            <div key={group.kind} role="group" aria-label={group.label}>
              <div className="qb-commands-group" aria-hidden="true">{group.label}</div>
              {group.items.map((item) => {
                n += 1;
                const mine = n, Icon = ICONS[item.kind] ?? IconPage;
                return (
                  <div key={item.key} id={`${id}-${mine}`} role="option" aria-selected={mine === at} className="qb-command" data-key={item.key}
                    onMouseMove={() => mine !== at && setAt(mine)} onClick={() => choose(item)}>
                    <Icon size={15} aria-hidden="true" />
                    <span className="qb-command-name">{item.label}</span>
                    {group.kind === "recent" && <span className="qb-command-kind">{groups[item.kind]}</span>}
                    {item.jump && <kbd className="qb-kbd">g {item.jump}</kbd>}
                  </div>
                );
              })}
            </div>
          ))}
        </div>
        {isOpen && !flat.length && <p className="qb-commands-none" role="status">{texts.none}</p>}
        <p className="qb-commands-foot" aria-hidden="true"><span><kbd className="qb-kbd">↑↓</kbd> {texts.choose}</span><span><kbd className="qb-kbd">↵</kbd> {texts.open}</span></p>
      </dialog>
      <dialog ref={sheet} id="shortcut-sheet" className="qb-commands qb-shortcuts" aria-label={texts.shortcuts} onClick={outside}>
        <div className="qb-commands-head">
          <h2 className="qb-h2">{texts.shortcuts}</h2>
          <button type="button" className="qb-icon-button" aria-label={texts.close} autoFocus onClick={() => sheet.current.close()}>✕</button>
        </div>
        <div className="qb-shortcuts-body">
          {(shortcuts ?? []).map((group) => (
            <section key={group.title}>
              <h3 className="qb-h3">{group.title}</h3>
              <dl>{group.keys.map(([keys, does]) => (
                <div key={does}><dt>{does}</dt><dd>{keys.map((key) => key.replace("Ctrl+", command)).map((key) => <kbd className="qb-kbd" key={key}>{key}</kbd>)}</dd></div>
              ))}</dl>
            </section>
          ))}
        </div>
      </dialog>
    </>
  );
}

function arranged(items, hits, hitsFor, asked, groups) {
  const words = asked.trim(), found = {};
  const put = (kind, item, points) => { (found[kind] ??= []).push({ ...item, points }); };
  for (const item of items) {
    const points = score(item.words, words);
    if (points) put(item.kind, { ...item, key: item.id }, points);
  }
  for (const hit of hits) {
    if (hit.recent ? words : !words) continue;
    const points = words === hitsFor ? Math.max(score(hit.label, words), 2) : score(hit.label, words);
    if (points) put(hit.recent ? "recent" : hit.kind, { ...hit, key: `${hit.kind}-${hit.id}` }, hit.kind === "topic" ? points - READING : points + 1);
  }
  const order = Object.keys(groups);
  const best = (kind) => Math.max(...found[kind].map((item) => item.points));
  const kinds = Object.keys(found).sort((a, b) => (words ? best(b) - best(a) : 0) || order.indexOf(a) - order.indexOf(b));
  return kinds.map((kind) => ({ kind, label: groups[kind], items: words ? found[kind].sort((a, b) => b.points - a.points) : found[kind] }));
}
