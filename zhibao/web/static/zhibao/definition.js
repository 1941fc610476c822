// 口径: a number tells what it is where it stands; without this script its link leads to the definition's own page.
(() => {
  "use strict";
  if (!HTMLElement.prototype.showPopover) return;
  const NAMED = /(?:^|\/)k\/([^/]+)\/(?:index\.html)?$/;
  const EDGE = 16, APART = 8;

  const behind = (link) => {
    const found = NAMED.exec(link.getAttribute("href") || "");
    return found && document.getElementById(`k-${found[1]}`);
  };

  const placed = (pop, link) => {
    const at = link.getBoundingClientRect();
    const x = Math.max(EDGE, Math.min(at.left, innerWidth - pop.offsetWidth - EDGE));
    const isRoom = at.bottom + APART + pop.offsetHeight <= innerHeight - EDGE;
    const y = isRoom ? at.bottom + APART : Math.max(EDGE, at.top - APART - pop.offsetHeight);
    pop.style.setProperty("--at-x", `${x}px`);
    pop.style.setProperty("--at-y", `${y}px`);
  };

  for (const link of document.querySelectorAll("a.dfn")) {
    if (behind(link)) link.setAttribute("aria-haspopup", "dialog");
  }
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.dfn");
    const pop = link && behind(link);
    if (!pop || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    link.focus({ preventScroll: true });
    pop.showPopover({ source: link });
    placed(pop, link);
    pop.querySelector("button").focus({ preventScroll: true });
  });
})();
