// Before the first paint: tell the server the browser's language and zone, and look as the account looked last time.
(function () {
  try {
    var zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
    var secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = "qb_browser=" + encodeURIComponent((navigator.language || "") + "|" + zone) + "; path=/; max-age=31536000; SameSite=Lax" + secure;
    var look = JSON.parse(localStorage.getItem("qb-look") || "{}"), root = document.documentElement;
    if (look.colours) root.dataset.colours = look.colours;
    if (look.motion) root.dataset.motion = look.motion;
  } catch (problem) { /* storage or cookies are forbidden: the defaults hold */ }
})();
