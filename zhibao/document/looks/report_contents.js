"use strict";
// The contents: the section that is read is marked; on a narrow screen they fold away.
(() => {
  document.documentElement.classList.add("js");
  const toc = document.querySelector(".side-toc .toc");
  if (!toc) return;
  const nav = toc.closest("nav");
  const narrow = matchMedia("(max-width: 62.49rem)");
  const fold = () => { toc.open = !narrow.matches; };
  narrow.addEventListener("change", fold);
  fold();
  const links = new Map([...toc.querySelectorAll("a")].map((one) => [decodeURIComponent(one.hash.slice(1)), one]));
  const heads = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  let current = null;
  const mark = () => {
    const edge = innerHeight / 4;
    let low = 0, high = heads.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (heads[middle].getBoundingClientRect().top <= edge) low = middle + 1; else high = middle;
    }
    const now = low ? links.get(heads[low - 1].id) : null;
    if (now === current) return;
    if (current) current.removeAttribute("aria-current");
    current = now;
    if (!now) return;
    now.setAttribute("aria-current", "true");
    const box = nav.getBoundingClientRect(), line = now.getBoundingClientRect();
    if (!narrow.matches && (line.top < box.top || line.bottom > box.bottom)) nav.scrollTop += line.top - box.top - box.height / 3;
  };
  let waiting = false;
  const soon = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; mark(); });
  };
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon);
  toc.addEventListener("click", (event) => { if (event.target.closest("a") && narrow.matches) toc.open = false; });
  mark();
})();
