/* High contrast by hand: what the reader chose goes before what the system asks for. Read before the
   page is drawn; kept in the browser, where the browser keeps anything for pages from a disk. */
"use strict";
(() => {
  const name = "keyhub-contrast";
  const sheet = document.getElementById("contrast");
  const system = window.matchMedia("(prefers-contrast: more)");
  let chosen = null;
  try { chosen = localStorage.getItem(name); } catch { /* no memory: the choice holds for this page */ }
  const isOn = () => (chosen === null ? system.matches : chosen === "more");
  const show = () => {
    if (chosen !== null) { sheet.media = chosen === "more" ? "screen" : "not all"; }
    const button = document.querySelector("button.contrast");
    if (button) { button.setAttribute("aria-pressed", String(isOn())); }
  };
  show();
  system.addEventListener("change", show);
  document.addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("button.contrast");
    if (!button) { return; }
    button.hidden = false;
    button.addEventListener("click", () => {
      chosen = isOn() ? "less" : "more";
      try { localStorage.setItem(name, chosen); } catch { /* as above */ }
      show();
    });
    show();
  });
})();
