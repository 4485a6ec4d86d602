import { useEffect, useRef } from "react";
import { useLocation } from "react-router";

const opened = []; // panels in the order in which they were opened: Esc closes the newest
const MODAL = "[role=dialog][data-state=open], [role=alertdialog][data-state=open], [role=menu][data-state=open]";
const pages = new Map(); // panel → the page beside which it stands: each page draws it anew
const WHOLE = "(max-width: 520px)"; // where a drawer covers the page
const gently = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");

// A window beside the page, which stays usable: Esc closes it, focus enters when it opens and goes back when it closes.
// Where it covers the page, it closes when another page comes.
// With `target` (a selector) it marks that element of the page, also when the element comes later or is drawn anew.
export function QbPanel({ isOpen, label, target, onClose, id, className, children }) {
  const box = useRef(null), before = useRef(null), wasOpen = useRef(isOpen);
  const { pathname } = useLocation();

  useEffect(() => {
    if (!isOpen || target) { pages.delete(id); return; }
    const stood = pages.get(id) ?? pathname;
    pages.set(id, pathname);
    if (stood !== pathname && matchMedia(WHOLE).matches) onClose?.();
  }, [pathname, isOpen, target, id, onClose]);

  useEffect(() => {
    if (isOpen && !wasOpen.current) {
      before.current = document.activeElement;
      box.current?.focus({ preventScroll: true });
    }
    if (!isOpen && wasOpen.current && before.current?.isConnected) before.current.focus({ preventScroll: true });
    wasOpen.current = isOpen;
  }, [isOpen]);

  useEffect(() => {
    if (!isOpen) return undefined;
    opened.push(box);
    return () => { opened.splice(opened.indexOf(box), 1); };
  }, [isOpen]);

  useEffect(() => {
    if (!isOpen) return undefined;
    const leave = (event) => {
      if (event.key !== "Escape" || event.defaultPrevented || opened.at(-1) !== box || document.querySelector(MODAL)) return;
      event.preventDefault();
      onClose?.();
    };
    document.addEventListener("keydown", leave);
    return () => document.removeEventListener("keydown", leave);
  }, [isOpen, onClose]);

  useEffect(() => {
    if (!isOpen || !target) return undefined;
    let marked = null;
    const mark = () => {
      const found = [...document.querySelectorAll(target)].find((one) => one.getClientRects().length) ?? null;
      if (found === marked) return;
      marked?.removeAttribute("data-pointed");
      marked = found;
      marked?.setAttribute("data-pointed", "");
      marked?.scrollIntoView({ block: "center", behavior: gently() });
    };
    mark();
    const timer = setInterval(mark, 300);
    return () => { clearInterval(timer); marked?.removeAttribute("data-pointed"); };
  }, [isOpen, target]);

  if (!isOpen) return null;
  return <aside ref={box} id={id} tabIndex={-1} aria-label={label} className={className}>{children}</aside>;
}
