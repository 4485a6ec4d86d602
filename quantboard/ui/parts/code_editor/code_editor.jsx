import { useEffect, useRef } from "react";
import { basicSetup } from "codemirror";
import { Compartment, EditorState, Prec } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { closeCompletion } from "@codemirror/autocomplete";
import { indentLess, indentMore } from "@codemirror/commands";
import { HighlightStyle, syntaxHighlighting, syntaxTree, indentUnit } from "@codemirror/language";
import { python, pythonLanguage } from "@codemirror/lang-python";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { tags } from "@lezer/highlight";

// every colour is a token of the theme, so that light and dark follow by themselves
const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.controlKeyword, tags.operatorKeyword, tags.definitionKeyword], color: "var(--iris-11)", fontWeight: "500" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--qb-code-string)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--qb-code-number)" },
  { tag: tags.comment, color: "var(--gray-11)", fontStyle: "italic" },
  { tag: [tags.function(tags.variableName), tags.function(tags.definition(tags.variableName))], color: "var(--plum-11)" },
  { tag: tags.propertyName, color: "var(--cyan-11)" },
  { tag: tags.invalid, color: "var(--red-11)" },
]);

const look = (dark) =>
  EditorView.theme(
    {
      "&": { height: "100%", backgroundColor: "transparent", color: "var(--gray-12)", fontSize: "13px" },
      "&.cm-focused": { outline: "none" },
      ".cm-scroller": { fontFamily: "var(--code-font-family), ui-monospace, monospace", lineHeight: "1.6" },
      ".cm-content": { caretColor: "var(--gray-12)", padding: "10px 0" },
      ".cm-cursor": { borderLeftColor: "var(--gray-12)" },
      ".cm-gutters": { backgroundColor: "transparent", color: "var(--gray-11)", border: "none" },
      ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--gray-a2)" },
      "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--accent-a4)" },
      ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": { backgroundColor: "var(--accent-a4)", outline: "none" },
      ".cm-selectionMatch": { backgroundColor: "var(--gray-a4)" },
      ".cm-tooltip": { backgroundColor: "var(--color-panel-solid)", border: "1px solid var(--gray-a5)", borderRadius: "6px", boxShadow: "var(--shadow-4)", color: "var(--gray-12)", overflow: "hidden" },
      ".cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--accent-a4)", color: "var(--gray-12)" },
      ".cm-completionDetail": { color: "var(--gray-11)", fontStyle: "normal", marginLeft: "10px" },
      ".cm-diagnostic": { padding: "6px 10px", borderLeft: "none" },
      ".cm-panels": { backgroundColor: "var(--gray-2)", color: "var(--gray-12)" },
      ".cm-foldPlaceholder": { backgroundColor: "var(--gray-a3)", border: "none", color: "var(--gray-11)" },
    },
    { dark },
  );

// after "np." the names of numpy, after "p." the parameters; elsewhere everything that stands alone
function completing(tables, parameters) {
  return (context) => {
    if (/Comment|^String$/.test(syntaxTree(context.state).resolveInner(context.pos, -1).name)) return null;
    const member = context.matchBefore(/\b(np|numpy|math|bars|p)\.\w*$/);
    if (member) {
      const base = member.text.split(".")[0];
      const options = base === "p" ? parameters.map((label) => ({ label, type: "property" })) : tables[base === "numpy" ? "np" : base] ?? [];
      return { from: member.from + base.length + 1, options, validFor: /^\w*$/ };
    }
    const word = context.matchBefore(/\w+$/);
    if (!word || (word.from > 0 && context.state.sliceDoc(word.from - 1, word.from) === ".")) return null;
    return { from: word.from, options: tables.names ?? [], validFor: /^\w*$/ };
  };
}

function marks(state, diagnostics) {
  const doc = state.doc;
  const at = (line, column) => {
    const found = doc.line(Math.min(Math.max(line, 1), doc.lines));
    return Math.min(found.from + Math.max(column, 0), found.to);
  };
  return diagnostics.map((one) => {
    const from = at(one.line, one.column), to = Math.max(at(one.line, one.end_column), from);
    return { from, to: to > from ? to : Math.min(from + 1, doc.length), severity: one.severity, message: [one.message, one.suggestion].filter(Boolean).join("\n") };
  });
}

export function QbCodeEditor({ value, docRev, diagnostics, tables, parameters, readOnly, colorMode, height, label, onChange, onSave }) {
  const box = useRef(null), view = useRef(null), timer = useRef(0), now = useRef({});
  const theme = useRef(new Compartment()), completion = useRef(new Compartment());
  now.current = { onChange, onSave };
  const complete = () => pythonLanguage.data.of({ autocomplete: completing(tables ?? {}, parameters ?? []) });

  useEffect(() => {
    const send = (editor) => { clearTimeout(timer.current); timer.current = 0; now.current.onChange?.(editor.state.doc.toString()); };
    const save = (editor) => { closeCompletion(editor); send(editor); now.current.onSave?.(); return true; };
    const made = new EditorView({
      parent: box.current,
      state: EditorState.create({
        doc: value ?? "",
        extensions: [
          Prec.highest(keymap.of([{ key: "Mod-s", preventDefault: true, run: save }])),
          keymap.of([{ key: "Tab", run: indentMore, shift: indentLess }]), // Esc before it lets it leave, as the hint beneath says
          basicSetup, python(), indentUnit.of("    "), lintGutter(), syntaxHighlighting(colours),
          theme.current.of(look(colorMode === "dark")), completion.current.of(complete()),
          EditorState.readOnly.of(!!readOnly), EditorView.editable.of(!readOnly), EditorView.lineWrapping,
          EditorView.contentAttributes.of({ "aria-label": label ?? "", tabindex: "0" }),
          EditorView.updateListener.of((update) => {
            if (!update.docChanged || readOnly) return;
            clearTimeout(timer.current);
            timer.current = setTimeout(() => send(update.view), 400);
          }),
          EditorView.domEventHandlers({ blur: (_event, editor) => { if (timer.current) send(editor); } }),
        ],
      }),
    });
    view.current = made;
    return () => { if (timer.current) send(made); made.destroy(); view.current = null; };
  }, [docRev, readOnly]);

  useEffect(() => { view.current?.dispatch({ effects: theme.current.reconfigure(look(colorMode === "dark")) }); }, [colorMode]);
  useEffect(() => { view.current?.dispatch({ effects: completion.current.reconfigure(complete()) }); }, [JSON.stringify(parameters)]);
  useEffect(() => {
    const editor = view.current;
    if (editor) editor.dispatch(setDiagnostics(editor.state, marks(editor.state, diagnostics ?? [])));
  }, [diagnostics, docRev]);

  useEffect(() => {
    const heard = (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== "s" || event.defaultPrevented) return;
      event.preventDefault(); // the page's text is what a person means to save, wherever the focus is
      if (view.current && timer.current) { clearTimeout(timer.current); timer.current = 0; now.current.onChange?.(view.current.state.doc.toString()); }
      now.current.onSave?.();
    };
    window.addEventListener("keydown", heard);
    return () => window.removeEventListener("keydown", heard);
  }, []);

  return <div ref={box} className="qb-code" style={{ height: height ?? "420px" }} />;
}
