"use strict";
// The numbers: pressed, each shows its indicator, definition, formula, parts, the schools' values, period and snapshot.
(() => {
  const told = JSON.parse(document.getElementById("numbers").textContent);
  const all = [...document.querySelectorAll("data.num")];
  if (!all.length) return;
  const make = (tag, kind, ...inside) => {
    const made = document.createElement(tag);
    if (kind) made.className = kind;
    made.append(...inside.filter((one) => one !== null && one !== undefined && one !== ""));
    return made;
  };
  const panel = make("div", "told");
  panel.hidden = true;
  panel.tabIndex = -1;
  panel.setAttribute("role", "dialog");
  panel.setAttribute("aria-labelledby", "told-name");
  document.body.append(panel);
  let pressed = null;

  const facts = (rows) => {
    const list = make("dl", "");
    for (const [name, ...what] of rows) {
      const shown = what.filter((one) => one !== "" && one !== null && one !== undefined);
      if (shown.length) list.append(make("dt", "", name), make("dd", "", ...shown));
    }
    return list;
  };
  const lines = (texts) => texts.flatMap((text, at) => (at ? [make("br"), text] : [text]));
  const snapshot = ([id, whose]) => make("li", "", whose ? `${whose} ` : "", make("code", "", id));
  // [period, value, above, below, origin, places, values, aboves, belows]
  const schools = (behind, unit) => {
    if (!behind[5]) return null;
    const columns = behind.slice(5).filter(Boolean).map((one) => one.split("|"));
    const body = make("tbody", "");
    columns[0].forEach((code, at) => {
      const first = make("th", "", told.p[code] || code);
      first.scope = "row";
      body.append(make("tr", "", first, ...columns.slice(1).map((column) => make("td", "", column[at]))));
    });
    const row = make("tr", "", ...["学校", !unit || unit === "x:1" ? "值" : unit, "分子", "分母"].slice(0, columns.length).map((text) => {
      const made = make("th", "", text);
      made.scope = "col";
      return made;
    }));
    const box = make("div", "scroll", make("table", "", make("caption", "", `各校的数（${behind[0]}）`), make("thead", "", row), body));
    box.tabIndex = 0;
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", "各校的数");
    return box;
  };
  const parts = (behind, one) => [
    ["分子", behind[2] ? `${one[5]} ＝ ${behind[2]}` : ""],
    ["分母", behind[3] ? `${one[6]} ＝ ${behind[3]}` : ""],
  ];

  const close = () => {
    panel.hidden = true;
    if (!pressed) return;
    pressed.classList.remove("on");
    pressed.setAttribute("aria-expanded", "false");
    pressed.focus({ preventScroll: true });
    pressed = null;
  };
  const show = (number) => {
    const { indicator, place, period, unit, n } = number.dataset;
    const [member, snapshots, values] = told.n[n];
    const one = told.i[indicator];
    const behind = values.map((each) => told.v[each]);
    const exact = number.getAttribute("value");
    const shut = make("button", "shut", "关闭");
    shut.type = "button";
    shut.addEventListener("click", close);
    const name = make("h2", "", one[0] || indicator);
    name.id = "told-name";
    const unrounded = exact && !number.textContent.includes(exact) ? `未舍入的数：${exact}` : "";
    const rows = [
      ["地区", told.p[place] || place], ["期间", one[4] ? `${period}（${one[4]}）` : period], ["分项", member], ["单位", unit || one[3]],
      ["口径", one[1]], ["算法", one[2]],
      ...(behind.length === 1 ? parts(behind[0], one) : []),
      ...(behind.length === 2 ? [["两期", ...lines(behind.map((each) => `${each[0]}：${each[1]} ${one[3]}`))]] : []),
      ["来源", ...lines([one[7], behind.length ? behind[0][4] : ""].filter(Boolean))],
      ["依据", ...lines(one[8])],
    ];
    const frozen = snapshots.length ? make("ul", "", ...snapshots.map((each) => snapshot(told.s[each]))) : "无（不是由封存的数据得出）";
    panel.replaceChildren(...[
      make("header", "", name, shut),
      make("p", "value", make("b", "", number.textContent), unrounded ? make("span", "", unrounded) : ""),
      facts(rows), ...behind.map((each) => schools(each, one[3])), facts([["封存", frozen]]),
    ].filter(Boolean));
    if (pressed) { pressed.classList.remove("on"); pressed.setAttribute("aria-expanded", "false"); }
    pressed = number;
    number.classList.add("on");
    number.setAttribute("aria-expanded", "true");
    panel.hidden = false;
    panel.scrollTop = 0;
    panel.focus({ preventScroll: true });
    const seen = number.getBoundingClientRect(), box = panel.getBoundingClientRect();
    if (seen.bottom > box.top && seen.right > box.left) number.scrollIntoView({ block: "center" });
    const again = number.getBoundingClientRect(), under = panel.getBoundingClientRect();
    if (again.bottom > under.top && again.right > under.left && under.top > 80) scrollBy(0, again.bottom - under.top + 40);
  };

  // One number of every paragraph and table is reached by the tab key; arrows lead from number to number.
  const groups = new Set();
  for (const one of all) {
    const group = one.closest("table, p, li, h2, h3, h4, h5, figcaption") || one.parentElement;
    one.setAttribute("role", "button");
    one.setAttribute("aria-haspopup", "dialog");
    one.setAttribute("aria-expanded", "false");
    one.tabIndex = groups.has(group) ? -1 : 0;
    groups.add(group);
    const cell = one.closest("td");
    if (cell && cell.querySelectorAll("data.num").length === 1) cell.classList.add("has");
  }
  const below = (one, step) => {
    const cell = one.closest("td, th");
    const rows = cell ? [...cell.closest("tbody").rows] : [];
    for (let at = cell ? rows.indexOf(cell.parentElement) + step : 0; cell && rows[at]; at += step) {
      const found = rows[at].cells[cell.cellIndex]?.querySelector("data.num");
      if (found) return found;
    }
    return null;
  };
  const beside = (one, step) => {
    const now = [...document.querySelectorAll("data.num")].filter((each) => each.checkVisibility());
    return now[now.indexOf(one) + step];
  };
  const keys = {
    ArrowRight: (one) => beside(one, 1), ArrowLeft: (one) => beside(one, -1),
    ArrowDown: (one) => below(one, 1), ArrowUp: (one) => below(one, -1),
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) return close();
    const one = event.target.closest?.("data.num");
    if (!one || event.ctrlKey || event.metaKey || event.altKey) return undefined;
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); return show(one); }
    const next = keys[event.key]?.(one);
    if (next) { event.preventDefault(); next.focus(); }
    return undefined;
  });
  document.addEventListener("click", (event) => {
    const one = event.target.closest("data.num") || event.target.closest("td.has")?.querySelector("data.num");
    if (one && getSelection().isCollapsed) show(one);
  });
})();
