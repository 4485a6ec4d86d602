import { useContext, useEffect } from "react";
import { ColorModeContext } from "$/utils/context";

// What the account likes reaches the document: theme, language, colour convention, motion.
export function QbLook({ theme, language, colours, motion, tooltips, numbers, dates, zone }) {
  const { rawColorMode, setColorMode } = useContext(ColorModeContext);
  useEffect(() => { if (theme && theme !== rawColorMode) setColorMode(theme); }, [theme]);
  useEffect(() => {
    const root = document.documentElement;
    if (language) root.lang = language;
    root.dataset.colours = colours;
    root.dataset.motion = motion;
    root.dataset.tooltips = tooltips ? "on" : "off";
    Object.assign(root.dataset, { numbers, dates, zone });
    window.dispatchEvent(new Event("qb:look"));
    try { localStorage.setItem("qb-look", JSON.stringify({ colours, motion })); } catch { /* nothing is remembered then */ }
  }, [language, colours, motion, tooltips, numbers, dates, zone]);
  return null;
}
