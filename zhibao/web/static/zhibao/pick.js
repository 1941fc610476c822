// 找数字: looks for an indicator by its name and puts what prints it into the text; never the number itself.
import { filled, gettext } from "./words.js";

export class Pick {
  constructor(address, put) {
    const box = document.getElementById("pick");
    Object.assign(this, { address, put, box, field: document.getElementById("q"), list: document.getElementById("hits"), at: 0, asked: 0 });
    this.field.addEventListener("input", () => {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.look(), 150);
    });
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose(option);
    });
    box.addEventListener("focusout", (event) => {
      if (!box.contains(event.relatedTarget)) this.close();
    });
  }

  open(typed) {
    this.typed = typed;
    this.box.hidden = false;
    this.field.value = "";
    this.list.replaceChildren();
    this.field.focus();
  }

  close() {
    this.box.hidden = true;
  }

  key(event) {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.select(this.at + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter") {
      event.preventDefault();
      const option = this.list.children[this.at];
      if (option?.dataset.insert) this.choose(option);
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.close();
      this.put("", 0);
    }
  }

  choose(option) {
    this.close();
    this.put(option.dataset.insert, this.typed ? 1 : 0);
  }

  async look() {
    const asked = ++this.asked;
    const words = this.field.value.trim();
    if (!words) return this.list.replaceChildren();
    const answer = await fetch(`${this.address}?q=${encodeURIComponent(words)}`, { headers: { "X-Requested-With": "zhibao" } }).catch(() => null);
    if (asked !== this.asked) return;
    if (!answer?.ok) return this.say(gettext("没有查到：网断了，或者要再登录一次。"));
    const { hits } = await answer.json();
    if (!hits.length) return this.say(filled(gettext("没有名称或别名像“{words}”的指标。换个说法，或到指标目录里看。"), { words }));
    this.list.replaceChildren(...hits.map((one, at) => this.option(one, at)));
    this.select(0);
  }

  option(one, at) {
    const option = document.createElement("li");
    option.id = `hit${at}`;
    option.setAttribute("role", "option");
    option.dataset.insert = one.insert;
    for (const [tag, text] of [["b", one.printed], ["span", one.label], ["small", one.told]]) {
      option.appendChild(document.createElement(tag)).textContent = text;
    }
    return option;
  }

  say(text) {
    const one = document.createElement("li");
    one.className = "faint";
    one.textContent = text;
    this.list.replaceChildren(one);
  }

  select(at) {
    const options = this.list.children;
    this.at = Math.max(0, Math.min(at, options.length - 1));
    [...options].forEach((one, place) => one.setAttribute("aria-selected", String(place === this.at)));
    this.field.setAttribute("aria-activedescendant", options[this.at]?.id ?? "");
    options[this.at]?.scrollIntoView({ block: "nearest" });
  }
}
