"use strict";
// Sorting: numbers as numbers, what is missing last, totals where they stand; a third press brings the printed order back.
(() => {
  const MISSING = /^[\s－\-—–−／/缺无＊*÷…·]*$/;
  const words = new Intl.Collator("zh-Hans-CN", { numeric: true });
  const fraction = (text) => {
    const [above, below] = text.split("/");
    return below ? Number(above) / Number(below) : Number(above);
  };
  const amount = (cell) => {
    const one = cell.querySelector("data.num");
    if (one) return one.getAttribute("value") ? fraction(one.getAttribute("value")) : null;
    const text = cell.textContent.normalize("NFKC").replace(/[\s,，约%↑+]/g, "").replace(/[∶:]1$/, "").replace(/^[−↓]/, "-");
    if (MISSING.test(cell.textContent)) return null;
    return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
  };
  const keys = (rows, column) => {
    const amounts = rows.map((row) => amount(row.cells[column]));
    const numeric = amounts.every((one) => one === null || !Number.isNaN(one));
    const texts = rows.map((row) => row.cells[column].textContent.trim());
    return {
      missing: rows.map((_, at) => (numeric ? amounts[at] === null : MISSING.test(texts[at]))),
      compare: numeric ? (one, two) => amounts[one] - amounts[two] : (one, two) => words.compare(texts[one], texts[two]),
    };
  };
  const order = (rows, column, turn) => {
    const { missing, compare } = keys(rows, column);
    return rows.map((_, at) => at).sort((one, two) =>
      missing[one] - missing[two] || (missing[one] ? 0 : turn * compare(one, two)) || one - two);
  };
  for (const table of document.querySelectorAll("table[data-sort]")) {
    const body = table.tBodies[0];
    const printed = [...body.rows];
    const moving = printed.filter((row) => !("kept" in row.dataset));
    const heads = [...table.querySelectorAll("thead th[data-c]")];
    const sort = (head) => {
      const was = head.getAttribute("aria-sort");
      for (const one of heads) one.removeAttribute("aria-sort");
      let sorted = moving;
      if (was !== "descending") {
        const turn = was === "ascending" ? -1 : 1;
        head.setAttribute("aria-sort", turn > 0 ? "ascending" : "descending");
        sorted = order(moving, Number(head.dataset.c), turn).map((at) => moving[at]);
      }
      const next = sorted[Symbol.iterator]();
      body.append(...printed.map((row) => ("kept" in row.dataset ? row : next.next().value)));
      document.dispatchEvent(new Event("zhibao:moved"));
    };
    for (const head of heads) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.title = "按这一列排序";
      button.append(...head.childNodes);
      button.addEventListener("click", () => sort(head));
      head.append(button);
    }
  }
})();
