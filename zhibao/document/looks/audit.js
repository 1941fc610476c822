"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const root = document.documentElement;
  const detail = document.getElementById("detail");
  const list = document.getElementById("list");
  const where = document.getElementById("where");
  const keys = document.getElementById("keys");
  const marks = [...document.querySelectorAll(".paper [data-n], .paper [data-f]")];
  const shown = { class: null, severities: new Set(Object.keys(data.severities)) };
  let stops = [];
  let at = -1;
  let current = null;
  root.classList.add("js");

  // Everything of the report goes in as text; no string ever becomes markup.
  const make = (tag, kind, ...inside) => {
    const made = document.createElement(tag);
    if (kind) made.className = kind;
    for (const one of inside) if (one !== null && one !== "" && one !== undefined) made.append(one);
    return made;
  };
  const icon = (name, tone) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("class", `i ${tone || ""}`);
    svg.setAttribute("aria-hidden", "true");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", `#i-${name}`);
    svg.append(use);
    return svg;
  };
  const section = (title, ...inside) => make("section", "", make("h3", "", title), ...inside);
  const link = (target, text) => {
    const made = make(target ? "a" : "span", "", text);
    if (target) made.href = `#${target}`;
    return made;
  };

  // What is changed in a correction is marked: the digits that differ, not the whole number.
  const change = (text) => {
    const parts = text.split(/\s*→\s*/);
    if (parts.length !== 2) return make("b", "", text);
    const [was, now] = parts;
    let low = 0;
    while (low < was.length && low < now.length && was[low] === now[low]) low += 1;
    let high = 0;
    while (high < was.length - low && high < now.length - low && was.at(-1 - high) === now.at(-1 - high)) high += 1;
    const end = now.length - high;
    return make("b", "", `${was} → ${now.slice(0, low)}`, make("mark", "", now.slice(low, end)), now.slice(end));
  };
  const sums = (texts) => {
    const rows = texts.flatMap((text) => text.split("；")).filter(Boolean);
    return rows.length ? make("ul", "calc", ...rows.map((text) => make("li", "", text))) : null;
  };

  const about = (number) => {
    const one = data.findings[number];
    const [label, sign, tone] = data.severities[one.severity];
    const sure = `把握 ${one.confidence.toFixed(2)}${one.status ? `，${one.status}` : ""}`;
    const head = make("p", `tag ${tone}`, icon(sign), label, make("span", "dim", ` ${sure}`));
    const made = make("div", "finding", head, make("p", "said", one.message));
    const computed = sums([one.computation]);
    if (computed) made.append(section("怎么算的", computed));
    if (one.expected && one.said)
      made.append(section("文中与应为", make("dl", "kv", make("dt", "", "文中"), make("dd", "", one.said), make("dt", "", "应为"), make("dd", "", one.expected))));
    if (one.suggestions.length)
      made.append(section("最小的改法", make("ul", "fixes", ...one.suggestions.map((text) => make("li", "", change(text))))));
    if (one.fix) made.append(section("怎么办", make("p", "", one.fix)));
    if (one.related.length)
      made.append(section("牵连的地方", make("ul", "rel", ...one.related.map(([place, quote, target]) =>
        make("li", "", link(target, place), quote ? ` “${quote}”` : "")))));
    if (one.reason) made.append(section("说明", make("p", "", one.reason)));
    made.append(make("footer", "faint", `规则：${one.rule}`, one.source ? `　依据：${one.source}` : ""));
    return made;
  };

  const numberOf = (mark) => (mark.dataset.n === undefined ? null : Number(mark.dataset.n));
  const findingsOf = (mark) => (mark.dataset.f ? mark.dataset.f.split(" ").map(Number) : []);

  const tell = (mark) => {
    const close = make("button", "ib close", icon("no"));
    close.type = "button";
    close.setAttribute("aria-label", "关，回到问题清单");
    close.addEventListener("click", shut);
    const parts = [close];
    const number = numberOf(mark);
    const found = new Set(findingsOf(mark));
    if (number !== null) {
      const [printed, kind, place, reading, reason, checked, numbers] = data.numerals[number];
      const [label, sign, meaning] = data.classes[kind];
      for (const one of numbers) found.add(one);
      parts.push(make("p", "tag", make("span", `v v-${sign}`, label), make("span", "dim", ` ${meaning}`)));
      parts.push(make("p", "big", make("span", `v v-${sign}`, printed)));
      parts.push(make("p", "dim", reading, reading ? document.createElement("br") : null, make("span", "faint", place)));
      const computed = sums(checked);
      if (computed && !found.size) parts.push(section("拿什么核对的", computed));
      if (reason) parts.push(section(kind === "excluded" ? "为什么不作数据" : "原因", make("p", "", reason)));
      if (computed && found.size) parts.push(section("参与的计算", computed));
    } else {
      const first = data.findings[findingsOf(mark)[0]];
      parts.push(make("p", "quoted", make("q", "", first.quote)), make("p", "faint", first.where));
    }
    for (const one of found) if (data.findings[one]) parts.push(about(one));
    detail.replaceChildren(...parts);
    detail.hidden = false;
    list.hidden = true;
    root.classList.add("open");
  };

  const choose = (mark, { scroll = true, focus = false } = {}) => {
    if (current) current.classList.remove("on"), current.removeAttribute("aria-current");
    current = mark;
    mark.classList.add("on");
    mark.setAttribute("aria-current", "true");
    tell(mark);
    at = stops.indexOf(mark);
    count();
    if (scroll) mark.scrollIntoView({ block: "center", inline: "nearest" });
    if (focus) mark.focus({ preventScroll: true });
    detail.parentElement.scrollTop = 0;
  };
  const shut = () => {
    detail.hidden = true;
    list.hidden = false;
    root.classList.remove("open");
    if (current) current.classList.remove("on"), current.removeAttribute("aria-current"), current.focus({ preventScroll: true });
    current = null;
  };

  const count = () => {
    const what = shown.class ? data.classes[shown.class][0] : "问题";
    where.textContent = stops.length ? `${what} ${at < 0 ? "" : `${at + 1} / `}${stops.length}` : `没有${what}`;
  };
  const refresh = () => {
    const seen = new Set();
    stops = marks.filter((mark) => {
      const number = numberOf(mark);
      if (shown.class) {
        if (number === null || data.numerals[number][1] !== shown.class || seen.has(number)) return false;
        seen.add(number);
        return true;
      }
      const fresh = findingsOf(mark).filter((one) => !seen.has(one) && shown.severities.has(data.findings[one].severity));
      fresh.forEach((one) => seen.add(one));
      return fresh.length > 0;
    });
    for (const mark of marks) {
      const number = numberOf(mark);
      const other = shown.class !== null && (number === null || data.numerals[number][1] !== shown.class);
      const found = findingsOf(mark);
      const quiet = found.length > 0 && !found.some((one) => shown.severities.has(data.findings[one].severity));
      mark.classList.toggle("away", other);
      mark.classList.toggle("quiet", quiet);
    }
    for (const one of list.querySelectorAll("li[data-severity]")) one.hidden = !shown.severities.has(one.dataset.severity);
    root.classList.toggle("filtered", shown.class !== null);
    at = current ? stops.indexOf(current) : -1;
    count();
  };
  // From where the reader is, not from where the list was left: the nearest stop in the wanted direction.
  const step = (by) => {
    if (!stops.length) return;
    let next = at + by;
    if (at < 0 && current) {
      const after = stops.findIndex((one) => current.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
      next = by > 0 ? (after < 0 ? 0 : after) : (after < 0 ? stops.length : after) - 1;
    } else if (at < 0) next = by > 0 ? 0 : stops.length - 1;
    choose(stops[(next + stops.length) % stops.length], { focus: true });
  };

  document.addEventListener("click", (event) => {
    const mark = event.target.closest(".paper [data-n], .paper [data-f]");
    if (mark) {
      event.preventDefault();
      choose(mark, { scroll: false });
      return;
    }
    const item = event.target.closest("a[data-f], .rel a");
    if (!item) return;
    const target = item.dataset.f === undefined
      ? document.getElementById(item.getAttribute("href").slice(1))
      : marks.find((one) => findingsOf(one).includes(Number(item.dataset.f)));
    if (target && target.matches("[data-n], [data-f]")) {
      event.preventDefault();
      choose(target);
    }
  });
  for (const button of document.querySelectorAll("[data-class]"))
    button.addEventListener("click", () => {
      shown.class = shown.class === button.dataset.class ? null : button.dataset.class;
      for (const one of document.querySelectorAll("[data-class]"))
        one.setAttribute("aria-pressed", String(one.dataset.class === shown.class));
      refresh();
      if (shown.class && stops.length && at < 0) step(1);
    });
  for (const box of document.querySelectorAll("input[data-severity]"))
    box.addEventListener("change", () => {
      shown.severities[box.checked ? "add" : "delete"](box.dataset.severity);
      refresh();
    });
  document.getElementById("next").addEventListener("click", () => step(1));
  document.getElementById("prev").addEventListener("click", () => step(-1));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") shut();
    if (!keys.checked) return;
    if (event.key === "j" || event.key === "J") step(1);
    if (event.key === "k" || event.key === "K") step(-1);
  });
  refresh();
  const wanted = location.hash && marks.find((one) => one.id === location.hash.slice(1)
    || findingsOf(one).some((number) => `f${number}` === location.hash.slice(1)));
  if (wanted) choose(wanted);
})();
