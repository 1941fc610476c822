"use strict";
// The preview: shows the newest page in a frame, keeps the place of reading, and what was found beside it.
(() => {
  const by = (id) => document.getElementById(id);
  const SVG = "http://www.w3.org/2000/svg";
  const KINDS = { error: ["bad", "err", "强制"], warning: ["warn", "warn", "提示"], note: ["note", "faint", "注"] };
  const BLOCKS = "main p, main li, main tr, main h2, main h3, main h4, main h5, main figcaption";
  const sheet = `.zb-mark{box-shadow:-.5rem 0 var(--paper),calc(-.5rem - 3px) 0 var(--zb,#855300)}
    .zb-error{--zb:#ad0f3c}.zb-warning{--zb:#855300}.zb-note{--zb:#7d8a94}.zb-on{background:var(--azure-w)}
    ::highlight(zb){background:#fbf1dc;color:#16202a;text-decoration:underline wavy #ad0f3c}
    @media (prefers-color-scheme:dark){.zb-error{--zb:#ff93aa}.zb-warning{--zb:#e4b455}
    ::highlight(zb){background:#33290f;color:#e7ecef;text-decoration:underline wavy #ff93aa}}
    @media print{.zb-mark{box-shadow:none}}`;
  let frame = null, waiting = null, last = null, chosen = "", drawn = "";

  const make = (tag, kind, ...inside) => {
    const made = document.createElement(tag);
    if (kind) made.className = kind;
    made.append(...inside.filter((one) => one !== "" && one !== null));
    return made;
  };
  const icon = (name, kind, label) => {
    const made = document.createElementNS(SVG, "svg");
    made.setAttribute("class", `i ${kind}`);
    if (label) { made.setAttribute("role", "img"); made.setAttribute("aria-label", label); } else made.setAttribute("aria-hidden", "true");
    const use = document.createElementNS(SVG, "use");
    use.setAttribute("href", `#i-${name}`);
    made.append(use);
    return made;
  };
  const tight = (text) => text.replace(/\s+/g, "");
  const words = (element) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    let text = "";
    while (walker.nextNode()) if (!walker.currentNode.parentElement.closest("sup, svg, button")) text += walker.currentNode.data;
    return tight(text);
  };
  const key = (one) => [one.said, one.file, one.spot.anchor, one.spot.quote].join("\n");

  // --- the page in its frame -------------------------------------------------------------------------------------
  const place = () => {
    const page = frame && frame.contentDocument, view = frame && frame.contentWindow;
    if (!page || !page.body || view.scrollY < 4) return null;
    const top = [...page.querySelectorAll(BLOCKS)].find((one) => one.getBoundingClientRect().bottom > 0);
    if (!top) return { y: view.scrollY };
    const anchors = [...page.querySelectorAll("main [id]")].filter((one) => one.getBoundingClientRect().top <= 1);
    const above = anchors[anchors.length - 1];
    return { y: view.scrollY, text: words(top).slice(0, 60), at: top.getBoundingClientRect().top,
      anchor: above && above.id, below: above && above.getBoundingClientRect().top };
  };
  const restore = (view, page, kept) => {
    if (!kept) return;
    page.documentElement.style.scrollBehavior = "auto";
    const same = kept.text && [...page.querySelectorAll(BLOCKS)].filter((one) => words(one).slice(0, 60) === kept.text);
    const near = same && same.sort((a, b) => Math.abs(a.getBoundingClientRect().top - kept.y) - Math.abs(b.getBoundingClientRect().top - kept.y))[0];
    const anchor = kept.anchor && page.getElementById(kept.anchor);
    if (near) view.scrollTo(0, near.getBoundingClientRect().top - kept.at);
    else if (anchor) view.scrollTo(0, anchor.getBoundingClientRect().top - kept.below);
    else view.scrollTo(0, kept.y);
  };
  const turn = (number) => {
    if (waiting) waiting.remove();
    const next = waiting = make("iframe", "next");
    next.title = "报告";
    next.addEventListener("load", () => {
      if (next !== waiting) return;
      const page = next.contentDocument, old = frame && frame.contentDocument;
      if (old) {
        const were = old.querySelectorAll("details"), are = page.querySelectorAll("details");
        if (were.length === are.length) are.forEach((one, at) => { one.open = were[at].open; });
      }
      by("title").textContent = page.title;
      document.title = `${page.title} · 预览`;
      prepare(page);
      restore(next.contentWindow, page, place());
      const focused = frame && document.activeElement === frame;
      next.className = "";
      if (frame) frame.remove();
      frame = next; waiting = null;
      by("first").hidden = true;
      if (focused) frame.focus();
      document.body.dataset.page = number;
      mark();
    });
    next.src = `report.html?page=${number}`;
    by("paper").append(next);
  };
  const prepare = (page) => {
    try {
      const made = new page.defaultView.CSSStyleSheet();
      made.replaceSync(sheet);
      page.adoptedStyleSheets = [...page.adoptedStyleSheets, made];
    } catch { /* an older browser shows no marks; the links still lead to the place */ }
    page.addEventListener("click", (event) => {
      const link = event.target.closest("a[href]");
      if (link && !link.getAttribute("href").startsWith("#")) { link.target = "_blank"; link.rel = "noopener noreferrer"; return; }
      const marked = event.target.closest(".zb-mark");
      if (marked && !event.target.closest("a, button, summary, data")) choose(marked.dataset.zb, false);
    });
    page.addEventListener("keydown", keys);
  };

  // --- where a finding stands in the page ------------------------------------------------------------------------
  const element = (spot, page) => {
    const anchor = spot.anchor && page.getElementById(spot.anchor);
    if (!spot.text) return anchor;
    const follows = (one) => !anchor || anchor === one || anchor.compareDocumentPosition(one) & (Node.DOCUMENT_POSITION_FOLLOWING | Node.DOCUMENT_POSITION_CONTAINED_BY);
    return [...page.querySelectorAll(BLOCKS)].find((one) => follows(one) && words(one).includes(spot.text)) || anchor;
  };
  const range = (spot, found, page) => {
    if (!spot.quote) return null;
    const walker = page.createTreeWalker(found, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const at = walker.currentNode.data.indexOf(spot.quote);
      if (at < 0) continue;
      const made = page.createRange();
      made.setStart(walker.currentNode, at);
      made.setEnd(walker.currentNode, at + spot.quote.length);
      return made;
    }
    return null;
  };
  const open = () => (last ? last.groups.flatMap((group) => group.asides).filter((one) => !one.done && one.spot.anchor + one.spot.text) : []);
  const mark = () => {
    const page = frame && frame.contentDocument;
    if (!page) return;
    page.querySelectorAll(".zb-mark").forEach((one) => { one.classList.remove("zb-mark", "zb-error", "zb-warning", "zb-note", "zb-on"); delete one.dataset.zb; });
    for (const one of open().reverse()) {
      const found = element(one.spot, page);
      if (!found) continue;
      found.classList.remove("zb-error", "zb-warning", "zb-note");
      found.classList.add("zb-mark", `zb-${one.severity}`);
      found.dataset.zb = key(one);
    }
  };
  const show = (spot) => {
    const page = frame && frame.contentDocument, found = page && element(spot, page);
    if (!found) return;
    for (let up = found; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
    page.querySelectorAll(".zb-on").forEach((one) => one.classList.remove("zb-on"));
    found.classList.add("zb-on");
    found.scrollIntoView({ block: narrow() ? "start" : "center" });
    if (narrow()) frame.contentWindow.scrollBy(0, -24);
    const highlights = frame.contentWindow.CSS.highlights, exact = range(spot, found, page);
    if (highlights) { highlights.delete("zb"); if (exact) highlights.set("zb", new frame.contentWindow.Highlight(exact)); }
  };

  // --- beside the page -------------------------------------------------------------------------------------------
  const narrow = () => matchMedia("(max-width: 62.49rem)").matches;
  const drawer = (is) => {
    by("beside").classList.toggle("open", is);
    by("toggle").setAttribute("aria-expanded", String(is));
  };
  const choose = (which, lead) => {
    chosen = which;
    if (!lead) drawer(true);
    for (const one of document.querySelectorAll(".find")) {
      const is = one.dataset.key === which;
      one.classList.toggle("on", is);
      if (!is) continue;
      one.closest("details").open = true;
      one.scrollIntoView({ block: "nearest" });
      if (lead) show(one.spot);
    }
  };
  const copied = (path) => {
    const made = make("button", "", "复制路径");
    made.type = "button";
    made.addEventListener("click", () => navigator.clipboard.writeText(path).then(() => { made.textContent = "已复制"; }, () => { made.textContent = path; }));
    return made;
  };
  const find = (one) => {
    const [name, kind, label] = KINDS[one.severity];
    const press = make("button", "", icon(name, kind, label), make("span", "said", one.said));
    press.type = "button";
    press.disabled = !(one.spot.anchor || one.spot.text);
    if (!press.disabled) press.title = "到文中的位置";
    const rest = make("div", "rest", ...one.more.map((text) => make("p", "", text)), one.excerpt ? make("pre", "", one.excerpt) : "");
    if (one.file) rest.append(make("p", "file", make("span", "", one.file), one.path ? copied(one.path) : ""));
    const made = make("li", "find", press, rest);
    made.spot = one.spot;
    made.dataset.key = key(one);
    press.addEventListener("click", () => choose(key(one), true));
    return made;
  };
  const group = (name, label, asides, kind, is) => {
    const made = make("details", `group ${kind}`, make("summary", "", label, make("b", "", String(asides.length))), make("ol", "", ...asides.map(find)));
    made.dataset.name = name;
    made.open = is;
    return made;
  };
  const empty = (state) => {
    if (state.phase !== "done") return make("div", "empty", make("p", "", "正在校验，核验成稿。"));
    return make("div", "empty", icon("ok", ""), make("b", "", "没有要改的"), make("p", "", "校验、放行和成稿核验都没有发现问题，可以发布。"));
  };
  const beside = (state) => {
    const text = JSON.stringify([state.groups, state.held, state.phase === "done"]);
    if (text === drawn) return;
    drawn = text;
    const were = new Map([...document.querySelectorAll(".group")].map((one) => [one.dataset.name, one.open]));
    const top = by("beside").scrollTop, made = [], done = [];
    for (const one of state.groups) {
      const waits = one.asides.filter((each) => !each.done);
      done.push(...one.asides.filter((each) => each.done));
      if (waits.length) made.push(group(one.name, one.label, waits, one.name, were.get(one.name) ?? true));
    }
    if (!made.length) made.push(empty(state));
    if (done.length) made.push(group("done", "已写明理由的", done, "done", were.get("done") ?? false));
    by("groups").replaceChildren(...made);
    const held = state.held.map(([name, count]) => make("li", "err", `${name} `, make("b", "", String(count))));
    by("gate").hidden = !held.length;
    by("gate").replaceChildren(make("h2", "", "离发布还差"), make("ul", "", ...held));
    const waits = state.groups.flatMap((one) => one.asides).filter((one) => !one.done).length;
    by("toggle").textContent = waits ? `问题 ${waits}` : "问题";
    by("beside").scrollTop = top;
    if (chosen) for (const one of document.querySelectorAll(".find")) one.classList.toggle("on", one.dataset.key === chosen);
    mark();
  };
  const strip = (name, strong, text) => {
    by("strip").hidden = !name;
    if (name) by("strip").replaceChildren(icon(name, ""), make("b", "", strong), ` ${text}`);
  };
  const tell = (state) => {
    const page = state.page ? `${state.made} 的一页` : "";
    const phase = { making: "正在编", checking: "已更新，正在校验", done: state.stale ? "没有编出" : "已是最新" }[state.phase];
    const time = state.page && !(state.stale && state.phase === "done") ? `　${state.made}，用时 ${state.seconds.toFixed(1)} 秒` : "";
    by("state").textContent = `${phase}${time}`;
    const fault = state.groups.find((one) => one.name === "fault");
    document.body.classList.toggle("is-stuck", Boolean(fault) && !state.page);
    if (fault && !state.page) by("first-said").textContent = `第一页还没有编出：${fault.asides[0].said}改好后存盘，会自动再编。`;
    if (state.stale && state.page) strip("past", "过期", `这是 ${page}。之后存的有错，没有编出；文件都在，改好再存盘就会更新。`);
    else strip("");
  };
  const keys = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.target.closest("input, textarea, select")) return;
    const step = { j: 1, k: -1 }[event.key.toLowerCase()];
    const all = [...document.querySelectorAll(".group[open] .find")];
    if (!step || !all.length) return;
    const at = all.findIndex((one) => one.dataset.key === chosen);
    const next = all[Math.min(all.length - 1, Math.max(0, at < 0 ? 0 : at + step))];
    choose(next.dataset.key, true);
    next.querySelector("button").focus({ preventScroll: true });
  };
  document.addEventListener("keydown", keys);
  by("toggle").addEventListener("click", () => drawer(!by("beside").classList.contains("open")));

  // --- what the program says -------------------------------------------------------------------------------------
  const line = new EventSource("events");
  line.onmessage = (event) => {
    const state = JSON.parse(event.data), turned = !last || last.page !== state.page;
    last = state;
    tell(state);
    beside(state);
    if (state.page && turned) turn(state.page);
  };
  line.addEventListener("end", () => {
    line.close();
    by("state").textContent = "预览已结束";
    strip("off", "预览已结束", "页面停在最后一次，不再更新；文件都在。要接着看，请在终端里再运行 zhibao preview。");
  });
  line.onerror = () => {
    if (line.readyState === EventSource.CLOSED) return;
    by("state").textContent = "连不上预览程序";
    strip("off", "断开", "连不上预览程序，正在重试；页面停在最后一次，文件都在。程序关了的，请在终端里再运行 zhibao preview。");
  };
})();
