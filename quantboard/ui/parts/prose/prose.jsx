import { useEffect, useRef } from "react";
import { useLocation, useNavigate } from "react-router";

// Rendered Markdown. Links inside the product change the page without loading it anew; the place named in the
// address (#key) is found once the text has arrived, which is after the browser has looked for it.
export function QbProse({ html, onFollow }) {
  const box = useRef(null), navigate = useNavigate(), { hash } = useLocation();

  useEffect(() => {
    if (!hash || !html || onFollow) return;
    const place = document.getElementById(decodeURIComponent(hash.slice(1)));
    if (!place || !box.current?.contains(place)) return;
    box.current.querySelectorAll("[data-here]").forEach((one) => one.removeAttribute("data-here"));
    place.setAttribute("data-here", "");
    if (place.tagName === "DETAILS") place.open = true;
    const show = () => place.scrollIntoView({ block: "start" });
    show();
    document.fonts?.ready.then(show); // a font that comes later moves what is above
  }, [hash, html]);

  const follow = (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
    const href = link.getAttribute("href");
    if (!href.startsWith("/") && !href.startsWith("#")) return;
    event.preventDefault();
    if (onFollow && href.startsWith("/help/")) onFollow(href);
    else navigate(href);
  };

  return <div ref={box} className="qb-prose" onClick={follow} dangerouslySetInnerHTML={{ __html: html ?? "" }} />;
}
