// 填报的表: wires the sheet: what is typed is kept, sent, checked; without this file the form still posts.
import { Keeper } from "./keeper.js";
import { moves } from "./keys.js";
import { block, plain } from "./paste.js";
import { Past } from "./past.js";
import { filled, gettext, ngettext } from "./words.js";

const form = document.getElementById("sheet");
const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
const by = (id) => document.getElementById(id);
const inputs = () => [...form.querySelectorAll("tbody input[data-line]")];
const of = (input) => ({ line: input.dataset.line, field: input.dataset.field, part: input.dataset.part });
const find = ({ line, field, part }) =>
  inputs().find((one) => one.dataset.line === line && one.dataset.field === field && one.dataset.part === part);

let due = 0;
const keeper = new Keeper(form.dataset.save, token, {
  saving: (cells) => {
    mark(cells, true);
    tell("go", gettext("正在存"));
  },
  saved: (cells, answer) => {
    mark(cells, false);
    arrived(cells, answer.conflicts);
    clashes(answer.conflicts);
    tell("ok", filled(gettext("已存 {at}"), { at: new Date().toTimeString().slice(0, 8) }));
    window.clearTimeout(due);
    due = window.setTimeout(look, 500);
  },
  waiting: (count) => {
    const text = ngettext("等网络，{count} 格还在这台电脑上，恢复后自动补交", "等网络，{count} 格还在这台电脑上，恢复后自动补交", count);
    tell("warn", filled(text, { count }));
    window.dispatchEvent(new Event("unheard"));
  },
  refused: (cells, why, count) => {
    mark(cells, false);
    tell("err", count === undefined ? why : filled(left(why, count), { why, count }));
  },
});
const past = new Past((cells) => {
  for (const one of cells) {
    const input = find(one);
    if (input) set(input, one.now, false);
  }
});

function left(why, count) {
  if (why) return ngettext("{why}{count} 格没有存上，还留在这台电脑上。", "{why}{count} 格没有存上，还留在这台电脑上。", count);
  return ngettext("这一页过期了，请刷新。{count} 格没有存上，还留在这台电脑上。", "这一页过期了，请刷新。{count} 格没有存上，还留在这台电脑上。", count);
}

function tell(kind, text) {
  by("saved").className = `tag ${kind}`;
  by("saved-text").textContent = text;
}

function mark(cells, busy) {
  for (const one of cells) find(one)?.closest("td").classList.toggle("busy", busy);
}

// What the server has is what the next change of a cell is typed over, also in the middle of typing.
function arrived(cells, conflicts) {
  for (const one of cells) {
    const clashing = conflicts.some((other) => other.line === one.line && other.field === one.field && other.part === one.part);
    const input = clashing || one.what === "add" ? null : find(one);
    if (input) input.dataset.was = one.now;
  }
}

// Text that changed: remembered for undo, kept on this machine, sent.
function set(input, now, remember = true) {
  const was = input.dataset.was ?? input.defaultValue;
  input.value = now;
  if (now === was) {
    keeper.back({ ...of(input), now });
    return null;
  }
  input.dataset.was = now;
  const change = { ...of(input), was, now };
  if (input.closest("tr").classList.contains("spare")) begin(input.closest("tr"));
  keeper.keep(change);
  if (remember) past.did([change]);
  reckon(input);
  return change;
}

// The spare row becomes a row, and another spare one stands below it.
function begin(row) {
  const next = row.cloneNode(true);
  row.classList.remove("spare");
  keeper.keep({ line: row.dataset.line, what: "add", field: "", part: "cells", was: "", now: "" });
  const id = `n${Array.from(crypto.getRandomValues(new Uint8Array(5)), (one) => one.toString(16).padStart(2, "0")).join("")}`;
  next.dataset.line = id;
  for (const input of next.querySelectorAll("input")) {
    input.name = `${input.dataset.part}.${id}.${input.dataset.field}`;
    input.dataset.line = id;
    delete input.dataset.was;
    input.value = "";
  }
  row.querySelector(".rn").textContent = String(row.parentElement.rows.length);
  row.after(next);
}

// The change against last year, as the server writes it.
function reckon(input) {
  const cell = input.closest("td");
  const change = cell.nextElementSibling;
  if (!change?.classList.contains("vd")) return;
  const [now, last] = [Number(plain(input.value)), Number(input.dataset.last)];
  const known = input.value !== "" && input.dataset.last && Number.isFinite(now) && Number.isFinite(last);
  const by10 = Math.round((now - last) * 100) / 100;
  change.textContent = known ? `${by10 > 0 ? "+" : by10 < 0 ? "−" : ""}${Math.abs(by10)}` : "";
}

// What others wrote into the same cell: both stand there until somebody decides.
function clashes(conflicts) {
  const box = by("conflicts");
  for (const one of conflicts) {
    const input = find(one);
    const row = document.createElement("div");
    row.className = "clash";
    row.setAttribute("role", "alert");
    const said = document.createElement("span");
    const who = one.by ? `${one.by}${one.at ? ` ${one.at}` : ""} ` : gettext("别人");
    const clash = one.gone
      ? gettext("{ref}：{who}已经把这一行删了，您填的是“{mine}”。请定一个，另一个会留在历史里。")
      : gettext("{ref}：{who}写的是“{theirs}”，您填的是“{mine}”。请定一个，另一个会留在历史里。");
    const empty = gettext("空");
    said.textContent = filled(clash, { ref: input?.dataset.ref ?? "", who, theirs: one.theirs || empty, mine: one.mine || empty });
    const mine = button(gettext("用我的"), () => {
      if (one.gone) keeper.keep({ line: one.line, what: "add", field: "", part: "cells", was: "", now: "" });
      keeper.keep({ line: one.line, field: one.field, part: one.part, was: one.theirs, now: one.mine });
    });
    const theirs = button(gettext("用对方的"), () => {
      if (input) {
        input.value = one.theirs;
        input.dataset.was = one.theirs;
      }
    });
    row.append(said, mine, theirs);
    for (const each of [mine, theirs]) each.addEventListener("click", () => {
      row.remove();
      box.hidden = !box.childElementCount;
    });
    box.append(row);
    box.hidden = false;
  }
}

function button(text, done) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "btn";
  made.textContent = text;
  made.addEventListener("click", done);
  return made;
}

// Findings of the same checks, made again on the server.
async function look() {
  const answer = await fetch(form.dataset.findings, { headers: { "X-Requested-With": "zhibao" } }).catch(() => null);
  if (!answer?.ok || keeper.isWaiting) return;
  by("side").innerHTML = await answer.text();
  const list = by("found");
  for (const input of inputs()) {
    input.closest("td").classList.remove("bad", "odd");
    input.removeAttribute("aria-invalid");
  }
  for (const one of list.querySelectorAll("[data-open='1']")) {
    const input = find({ line: one.dataset.line, field: one.dataset.field, part: "cells" });
    if (!input) continue;
    const wrong = one.dataset.error === "1";
    input.closest("td").classList.add(wrong ? "bad" : "odd");
    if (wrong) input.setAttribute("aria-invalid", "true");
  }
  const errors = Number(list.dataset.errors);
  by("block").className = `tag ${errors ? "err" : "ok"}`;
  by("block").textContent = errors ? filled(wrong(errors), { count: errors }) : gettext("没有错误");
}

function wrong(count) {
  return ngettext("{count} 处错误，改好才能提交", "{count} 处错误，改好才能提交", count);
}

function explain(cell) {
  by("fx-ref").textContent = cell.dataset.ref ?? "";
  const last = cell.dataset.past || (cell.dataset.last ? filled(gettext("上年 {number}"), { number: cell.dataset.last }) : "");
  const label = cell.getAttribute("aria-label");
  const about = last ? gettext("{label}。{last}。{note}") : gettext("{label}。{note}");
  by("fx-note").textContent = filled(about, { label, last, note: cell.dataset.note ?? "" });
  if (by("proof-line")) {
    by("proof-line").value = cell.dataset.line;
    by("proof-field").value = cell.dataset.field;
    by("proof-ref").textContent = cell.dataset.ref || gettext("整张表");
  }
  if (by("say-line")) {
    by("say-line").value = cell.dataset.line;
    by("say-field").value = cell.dataset.field;
    by("say-ref").textContent = cell.dataset.ref || gettext("整张表");
  }
}

form.addEventListener("focusin", (event) => {
  const cell = event.target.closest("[data-line][data-field]");
  if (cell && cell.closest("tbody")) explain(cell);
});

if (!form.dataset.open && keeper.left) {
  const count = keeper.left;
  const text = ngettext("{count} 格没有存上，还留在这台电脑上；表打开后回到这一页，自动补交", "{count} 格没有存上，还留在这台电脑上；表打开后回到这一页，自动补交", count);
  tell("warn", filled(text, { count }));
}

if (form.dataset.open) {
  let composing = false;
  let typing = 0;
  form.addEventListener("compositionstart", () => { composing = true; });
  form.addEventListener("compositionend", (event) => {
    composing = false;
    event.target.dispatchEvent(new Event("input", { bubbles: true }));
  });
  form.addEventListener("input", (event) => {
    const input = event.target.closest("tbody input[data-line]");
    if (!input || composing) return;
    window.clearTimeout(typing);
    if (input.closest("tr").classList.contains("spare")) begin(input.closest("tr"));
    keeper.note({ ...of(input), was: input.dataset.was ?? input.defaultValue, now: input.value });
    typing = window.setTimeout(() => set(input, input.value), 900);
  });
  form.addEventListener("change", (event) => {
    const input = event.target.closest("tbody input[data-line]");
    if (!input) return;
    window.clearTimeout(typing);
    set(input, input.dataset.field && input.inputMode === "decimal" ? plain(input.value) : input.value.trim());
  });
  form.addEventListener("keydown", (event) => {
    if (!event.target.matches("tbody input[data-line]")) return;
    if ((event.ctrlKey || event.metaKey) && event.key === "z") {
      event.preventDefault();
      past.undo();
      return;
    }
    if (event.key === "Escape") {
      window.clearTimeout(typing);
      set(event.target, event.target.dataset.was ?? event.target.defaultValue);
      return;
    }
    const next = moves(event, composing);
    if (next) {
      event.preventDefault();
      next.focus();
      next.select();
    }
  });
  form.addEventListener("paste", (event) => {
    const input = event.target.closest("tbody input[data-line]");
    const rows = input ? block(event.clipboardData.getData("text/plain")) : [];
    if (rows.length === 0 || (rows.length === 1 && rows[0].length === 1)) return;
    event.preventDefault();
    lay(input, rows);
  });
  by("undo").addEventListener("click", () => past.undo());
  by("redo").addEventListener("click", () => past.redo());
  past.watch((canUndo, canRedo) => {
    by("undo").disabled = !canUndo;
    by("redo").disabled = !canRedo;
  });
  // A form that is sent takes everything along; what waits here goes first.
  form.addEventListener("submit", () => keeper.forget());
  keeper.resume((kept) => {
    for (const one of kept) {
      const input = find(one);
      if (input) {
        input.value = one.now;
        input.dataset.was = one.now;
      }
    }
  });
}

// A block from Excel is laid over the columns that are typed, row by row; rows beyond the last one are added.
function lay(start, rows) {
  const done = [];
  let row = start.closest("tr");
  const at = [...row.querySelectorAll("input[data-line]")].indexOf(start);
  for (const texts of rows) {
    if (!row) break;
    const cells = [...row.querySelectorAll("input[data-line]")].slice(at);
    texts.slice(0, cells.length).forEach((text, number) => {
      const input = cells[number];
      const change = set(input, input.inputMode === "decimal" ? plain(text) : text.trim(), false);
      if (change) done.push(change);
    });
    row = row.nextElementSibling;
  }
  if (done.length) past.did(done);
  by("sum").textContent = filled(gettext("粘贴了 {rows} 行，改了 {cells} 格，可以撤销"), { rows: rows.length, cells: done.length });
}
