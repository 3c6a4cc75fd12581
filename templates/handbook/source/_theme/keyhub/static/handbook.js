/* The list of pages is open on a wide screen and closed on a narrow one. Nothing else needs it. */
"use strict";
(() => {
  const pages = document.querySelector(".pages");
  const narrow = window.matchMedia("(max-width: 60rem)");
  const fit = () => { pages.open = !narrow.matches; };
  if (pages) { fit(); narrow.addEventListener("change", fit); }
})();
