"use strict";
// The search: all text of headings, paragraphs, tables and captions; full and half width, case and spaces do not matter.
(() => {
  const main = document.getElementById("main");
  const bar = document.createElement("div");
  bar.className = "find";
  bar.setAttribute("role", "search");
  const label = document.createElement("label");
  label.textContent = "查找";
  label.htmlFor = "find";
  const field = Object.assign(document.createElement("input"), { type: "search", id: "find", autocomplete: "off", enterKeyHint: "search" });
  field.placeholder = "标题、正文、表、图";
  field.title = "按 / 到这里；回车下一处，Shift＋回车上一处，Esc 清除";
  field.setAttribute("aria-keyshortcuts", "/");
  const button = (text, name) => {
    const made = Object.assign(document.createElement("button"), { type: "button", textContent: text });
    made.setAttribute("aria-label", name);
    return made;
  };
  const before = button("↑", "上一处"), after = button("↓", "下一处");
  const count = document.createElement("output");
  count.setAttribute("role", "status");
  bar.append(label, field, before, after, count);
  document.querySelector(".cols").before(bar);

  const BLOCKS = "h2, h3, h4, h5, p, li, figcaption, td, th, summary";
  let index = null;
  // Per block its folded text, and for each letter of it the text node and place that it came from.
  const build = () => {
    const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT, {
      acceptNode: (node) => (node.parentElement.closest("svg, button.sort > i") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT),
    });
    const found = new Map();
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const block = node.parentElement.closest(BLOCKS);
      if (!block) continue;
      if (!found.has(block)) found.set(block, { block, text: "", from: [] });
      const one = found.get(block), letters = node.data;
      for (let at = 0; at < letters.length; at += 1) {
        for (const letter of fold(letters[at])) { one.text += letter; one.from.push([node, at]); }
      }
    }
    return [...found.values()];
  };
  const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/[\s\u200b]/g, "");
  const found = (wanted) => {
    if (!index) index = build();
    const hits = [];
    for (const { block, text, from } of index) {
      for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
        const range = document.createRange();
        const [first, low] = from[at], [last, high] = from[at + wanted.length - 1];
        range.setStart(first, low);
        range.setEnd(last, high + 1);
        hits.push({ block, range });
      }
    }
    return hits;
  };

  let hits = [], here = -1;
  const paint = () => {
    const one = hits[here];
    if (window.CSS && CSS.highlights) {
      CSS.highlights.set("found", new Highlight(...hits.map((hit) => hit.range)));
      if (one) CSS.highlights.set("here", Object.assign(new Highlight(one.range), { priority: 1 }));
      else CSS.highlights.delete("here");
    } else if (one) {
      getSelection().removeAllRanges();
      getSelection().addRange(one.range);
    }
    count.textContent = field.value.trim() ? (hits.length ? `${here + 1}／${hits.length}` : "没有找到") : "";
    before.disabled = after.disabled = hits.length < 2;
  };
  const go = (step) => {
    if (!hits.length) return;
    here = (here + step + hits.length) % hits.length;
    const { block, range } = hits[here];
    for (let one = block.closest("details"); one; one = one.parentElement.closest("details")) one.open = true;
    block.scrollIntoView({ block: "center", inline: "nearest" });
    const box = block.closest(".tblbox");
    const seen = range.getBoundingClientRect();
    if (box) {
      const edge = box.getBoundingClientRect();
      if (seen.left < edge.left || seen.right > edge.right) box.scrollLeft += seen.left - edge.left - edge.width / 2;
    } else if (seen.top < 80 || seen.bottom > innerHeight - 20) scrollBy(0, seen.top - innerHeight / 2);
    paint();
  };
  const search = () => {
    const wanted = fold(field.value);
    hits = wanted ? found(wanted) : [];
    here = hits.length ? Math.max(0, hits.findIndex(({ block }) => block.getBoundingClientRect().bottom > 0)) - 1 : -1;
    if (hits.length) go(1); else paint();
  };
  // While pinyin is being put together nothing is searched.
  field.addEventListener("input", (event) => { if (!event.isComposing) search(); });
  field.addEventListener("compositionend", search);
  before.addEventListener("click", () => go(-1));
  after.addEventListener("click", () => go(1));
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter") { event.preventDefault(); go(event.shiftKey ? -1 : 1); }
    if (event.key === "Escape" && field.value) { event.preventDefault(); event.stopPropagation(); field.value = ""; search(); }
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
  document.addEventListener("zhibao:moved", () => { index = null; if (hits.length) { hits = found(fold(field.value)); here = Math.min(here, hits.length - 1); paint(); } });
  paint();
})();
