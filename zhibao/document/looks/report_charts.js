"use strict";
// Charts: the mark under the pointer, or the one that the arrow keys reach, tells its series, category and printed value.
(() => {
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  tip.setAttribute("aria-hidden", "true");
  const spoken = document.createElement("p");
  spoken.className = "vh";
  spoken.setAttribute("role", "status");
  document.body.append(tip, spoken);
  let lit = null;
  const off = () => {
    if (lit) lit.classList.remove("lit");
    lit = null;
    tip.hidden = true;
  };
  const show = (mark, aloud) => {
    if (mark !== lit) {
      off();
      lit = mark;
      mark.classList.add("lit");
      const { c, s, v } = mark.dataset;
      const value = document.createElement("b");
      value.textContent = v;
      const where = document.createElement("span");
      where.textContent = [c, s].filter(Boolean).join("，");
      tip.replaceChildren(value, where);
    }
    tip.hidden = false;
    if (aloud) spoken.textContent = `${tip.lastChild.textContent}：${mark.dataset.v}`;
    const box = mark.getBoundingClientRect();
    const left = box.left + box.width / 2 - tip.offsetWidth / 2;
    tip.style.left = `${Math.max(8, Math.min(left, document.documentElement.clientWidth - tip.offsetWidth - 8)) + scrollX}px`;
    tip.style.top = `${(box.top > tip.offsetHeight + 12 ? box.top - tip.offsetHeight - 6 : box.bottom + 6) + scrollY}px`;
  };
  // A dot of a line is small; the nearest mark within a thumb's width answers too.
  const near = (svg, x, y) => {
    let best = null, least = 24;
    for (const mark of svg.querySelectorAll("[data-v]")) {
      const box = mark.getBoundingClientRect();
      const away = Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom));
      if (away < least) { best = mark; least = away; }
    }
    return best;
  };
  const shown = (chart) => [...chart.querySelectorAll("svg")].filter((one) => one.checkVisibility()).flatMap((one) => [...one.querySelectorAll("[data-v]")]);
  for (const chart of document.querySelectorAll(".chart")) {
    if (!chart.querySelector("[data-v]")) continue;
    chart.tabIndex = 0;
    chart.setAttribute("role", "group");
    chart.setAttribute("aria-label", `${chart.closest("figure")?.querySelector("figcaption")?.textContent || "图"}：左右键逐个读出各数`);
    const point = (event) => {
      const svg = event.target.closest("svg");
      const mark = event.target.closest("[data-v]") || (svg && near(svg, event.clientX, event.clientY));
      if (mark) show(mark); else off();
    };
    chart.addEventListener("pointermove", point);
    chart.addEventListener("pointerdown", point);
    chart.addEventListener("pointerleave", (event) => { if (event.pointerType === "mouse") off(); });
    chart.addEventListener("blur", off);
    // The number behind a mark, in the table below, tells the rest.
    const ask = (mark) => {
      const table = chart.closest("figure")?.querySelector(".table-behind table");
      if (!table) return;
      const column = [...table.tHead.rows[0].cells].findIndex((one, at) => at && one.textContent === mark.dataset.s);
      const row = [...table.tBodies[0].rows].find((one) => one.cells[0].textContent === mark.dataset.c);
      row?.cells[column < 0 ? 1 : column]?.querySelector("data.num")?.click();
    };
    chart.addEventListener("click", (event) => { if (event.target.closest("svg") && lit) ask(lit); });
    chart.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (event.key === "Enter" && lit) return ask(lit);
      if (event.key === "Escape") return off();
      if (!step) return undefined;
      event.preventDefault();
      const marks = shown(chart), at = marks.indexOf(lit);
      return show(marks[at < 0 ? (step > 0 ? 0 : marks.length - 1) : (at + step + marks.length) % marks.length], true);
    });
  }
  addEventListener("resize", off);
})();
