// 写一节: keeps every word on this machine until the server has it; says who else is at it; shows both texts when two wrote.
import { Pick } from "./pick.js";
import { Source } from "./source.js";
import { filled, gettext } from "./words.js";

const PAUSE = 1200;
const LATER = 5000;
const BEAT = 30000;
const form = document.getElementById("editor");

class Editor {
  constructor() {
    this.field = document.getElementById("text");
    this.seen = document.getElementById("seen").value;
    this.saved = this.field.value;
    this.token = form.elements.csrfmiddlewaretoken.value;
    this.name = `zhibao:${form.dataset.save}`;
    this.source = new Source(document.getElementById("src"), this.field, document.getElementById("under"));
    this.pick = new Pick(form.dataset.find, (text, back) => (text ? this.source.insert(text, back) : this.field.focus()));
    this.isMine = false;
    this.isClash = !document.getElementById("clash").hidden;
    this.listen();
    this.showFaults([...document.querySelectorAll("#faults li")].map((one) => [Number(one.dataset.line), one.textContent.replace(/^.*?(?:行：|: )/u, "")]));
    this.count();
    this.resume();
    this.toLine();
  }

  listen() {
    this.field.addEventListener("input", (event) => this.typed(event));
    this.field.addEventListener("focus", () => this.hold("beat"));
    for (const kind of ["keyup", "click"]) this.field.addEventListener(kind, () => this.says());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    const find = document.getElementById("find");
    find.hidden = false;
    find.addEventListener("click", () => this.pick.open(false));
    for (const id of ["mine", "theirs"]) document.getElementById(id).hidden = false;
    document.getElementById("mine").addEventListener("click", () => this.settle(false));
    document.getElementById("theirs").addEventListener("click", () => this.settle(true));
    document.getElementById("again").addEventListener("click", () => this.hold("over"));
    document.getElementById("faults").addEventListener("click", (event) => {
      const one = event.target.closest("[data-line]");
      if (one) this.source.go(Number(one.dataset.line));
    });
    window.addEventListener("hashchange", () => this.toLine());
    window.addEventListener("online", () => this.send());
    window.addEventListener("beforeunload", (event) => {
      if (this.field.value !== this.saved) event.preventDefault();
    });
    window.addEventListener("pagehide", () => this.leave());
    window.setInterval(() => this.isMine && this.hold("beat"), BEAT);
    document.body.addEventListener("htmx:afterSettle", () => this.notes());
  }

  typed(event) {
    this.source.draw();
    this.count();
    this.keep();
    const at = this.field.selectionStart;
    const before = this.field.value.slice(Math.max(0, at - 2), at);
    if (event.data === "/" && !event.isComposing && !/[\w<:/.]\/$/u.test(before)) this.pick.open(true);
    if (!this.isMine) this.hold("beat");
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.send(), PAUSE);
    this.tell("sync", "go", gettext("正在写…"));
  }

  keep() {
    try {
      if (this.field.value === this.saved) window.localStorage.removeItem(this.name);
      else window.localStorage.setItem(this.name, JSON.stringify({ seen: this.seen, text: this.field.value }));
    } catch {
      // A browser that keeps nothing still sends.
    }
  }

  // Take up what an earlier window left behind.
  resume() {
    let kept = null;
    try {
      kept = JSON.parse(window.localStorage.getItem(this.name) ?? "null");
    } catch {
      kept = null;
    }
    if (!kept || typeof kept.text !== "string" || kept.text === this.field.value) return;
    this.field.value = kept.text;
    this.seen = kept.seen;
    this.source.draw();
    this.send();
  }

  async post(address, body, type) {
    const headers = { "X-CSRFToken": this.token, "X-Requested-With": "zhibao", ...(type ? { "Content-Type": type } : {}) };
    return fetch(address, { method: "POST", headers, body }).catch(() => null);
  }

  async send() {
    if (this.going || this.isClash || this.field.readOnly || this.field.value === this.saved) return;
    this.going = this.field.value;
    this.tell("sync", "go", gettext("正在存…"));
    const answer = await this.post(form.dataset.save, JSON.stringify({ seen: this.seen, text: this.going }), "application/json");
    const sent = this.going;
    this.going = null;
    if (answer?.ok) this.heard(await answer.json(), sent);
    else if (answer?.status === 409) this.refused(await answer.json());
    else {
      const why = answer?.status === 401 ? gettext("要再登录一次，写的字都在这台电脑上") : gettext("没有连上，写的字都在这台电脑上，会自己再存");
      this.tell("off", "warn", answer?.status === 400 || answer?.status === 403 ? gettext("没有存：请刷新页面，写的字都在这台电脑上") : why);
      if (!answer) window.dispatchEvent(new Event("unheard"));
      window.setTimeout(() => this.send(), LATER);
    }
  }

  heard(told, sent) {
    this.saved = sent;
    this.seen = told.seen;
    this.isMine = true;
    this.keep();
    this.tell("ok", "ok", filled(gettext("第 {number} 版，{at} 存"), told));
    this.showFaults(told.faults);
    if (told.address !== window.location.pathname) this.moved(told.address);
    if (this.field.value !== sent) this.send();
    else document.body.dispatchEvent(new Event("saved"));
  }

  // The heading was written anew, and with it the address of the section.
  moved(address) {
    try {
      window.localStorage.removeItem(this.name);
    } catch {
      // Nothing was kept.
    }
    form.dataset.save = `${address}save/`;
    form.dataset.hold = `${address}hold/`;
    this.name = `zhibao:${form.dataset.save}`;
    window.history.replaceState(null, "", address);
  }

  refused(told) {
    if (told.diff) this.clash(told);
    else if (told.taken) this.lose(filled(gettext("{taken}接过了这一节。您没有存下的字都在框里，也在这台电脑上。"), told));
    else this.tell("bad", "err", told.said);
  }

  clash(told) {
    this.isClash = true;
    this.other = told;
    document.getElementById("clash-said").textContent = told.at ? filled(gettext("{said}（{at}）"), told) : told.said;
    const bits = told.diff.map(([kind, text]) => {
      if (kind === "same") return document.createTextNode(text);
      const bit = document.createElement(kind);
      bit.textContent = text;
      return bit;
    });
    document.getElementById("clash-diff").replaceChildren(...bits);
    document.getElementById("clash").hidden = false;
    this.tell("fork", "warn", gettext("两边都改过，请定"));
  }

  // Decide between both texts; the one that is not taken stays among the versions, or in this window's undo.
  settle(theirs) {
    document.getElementById("clash").hidden = true;
    this.isClash = false;
    if (this.other) {
      this.seen = this.other.seen;
      this.saved = this.other.theirs;
    }
    if (theirs) {
      this.field.focus();
      this.field.select();
      this.source.insert(this.saved);
      this.source.draw();
    }
    this.keep();
    this.send();
    if (theirs) this.tell("ok", "ok", gettext("用了对方的"));
  }

  async hold(how) {
    if (this.holding) return;
    this.holding = true;
    const answer = await this.post(form.dataset.hold, new URLSearchParams({ do: how }));
    this.holding = false;
    if (answer?.ok) {
      const wasLost = this.field.readOnly;
      this.isMine = true;
      this.field.readOnly = false;
      document.getElementById("lost").hidden = true;
      document.getElementById("holder").hidden = false;
      if (wasLost) this.send();
    } else if (answer?.status === 409) {
      const told = await answer.json();
      const busy = gettext("{taken}在改这一节（{at} 起）。您没有存下的字都在框里，也在这台电脑上。");
      this.lose(told.taken ? filled(busy, told) : told.said);
    }
  }

  lose(text) {
    this.isMine = false;
    this.field.readOnly = true;
    document.getElementById("holder").hidden = true;
    document.getElementById("lost-text").textContent = text;
    document.getElementById("lost").hidden = false;
    this.tell("lock", "warn", gettext("只读"));
  }

  leave() {
    if (!this.isMine || this.field.value !== this.saved) return;
    const body = new FormData();
    body.set("csrfmiddlewaretoken", this.token);
    body.set("do", "leave");
    navigator.sendBeacon(form.dataset.hold, body);
  }

  showFaults(faults) {
    const list = document.getElementById("faults");
    list.replaceChildren(
      ...faults.map(([line, said]) => {
        const one = document.createElement("li");
        one.dataset.line = line;
        const button = one.appendChild(document.createElement("button"));
        button.type = "button";
        button.className = "btn bare";
        button.textContent = filled(gettext("第 {line} 行"), { line });
        one.append(` ${said}`);
        return one;
      }),
    );
    list.hidden = !faults.length;
    this.source.mark(new Map(faults), null);
  }

  // What was found in this section, at its lines.
  notes() {
    const notes = new Map();
    for (const one of document.querySelectorAll("#look [data-line]")) {
      notes.set(Number(one.dataset.line), one.dataset.said === "error" ? "has-err" : "has-warn");
    }
    this.source.mark(null, notes);
  }

  toLine() {
    const found = /^#L(\d+)$/u.exec(window.location.hash);
    if (found) this.source.go(Number(found[1]));
  }

  async says() {
    const brace = this.source.directive;
    if (brace === this.asked) return;
    this.asked = brace;
    const place = document.getElementById("says");
    place.textContent = "";
    if (!brace || brace.startsWith("{#")) return;
    const answer = await fetch(`${form.dataset.find}?say=${encodeURIComponent(brace)}`, { headers: { "X-Requested-With": "zhibao" } }).catch(() => null);
    if (!answer?.ok || brace !== this.asked) return;
    const { said } = await answer.json();
    place.textContent = said.map((one) => (one.told ? `${one.told}：${one.text}` : one.text)).join("");
  }

  count() {
    const bound = [...this.field.value.matchAll(/\{[a-z][^{}\n]*\}/gu)].length;
    const letters = this.field.value.replace(/\s/gu, "").length;
    document.getElementById("count").textContent = filled(gettext("本节 {letters} 字，绑定 {bound} 处"), { letters, bound });
  }

  tell(icon, tone, text) {
    const place = document.getElementById("saved");
    place.className = `tag ${tone}`;
    const use = place.querySelector("use");
    use.setAttribute("href", use.getAttribute("href").replace(/#.*$/u, `#i-${icon}`));
    document.getElementById("saved-text").textContent = text;
  }
}

if (form) new Editor();
