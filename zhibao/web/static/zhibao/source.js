// 源稿: draws the text under the field that it is typed into, line by line, with what stands in braces and what is wrong.
const BRACES = /\{[^{}\n]*\}/g;

export class Source {
  constructor(box, field, under) {
    Object.assign(this, { box, field, under, faults: new Map(), notes: new Map(), drawn: [] });
    box.classList.add("is-drawn");
    this.draw();
  }

  // Draw what changed; lines that say the same are left as they are.
  draw() {
    let fenced = false;
    const lines = this.field.value.split("\n");
    lines.forEach((text, at) => {
      const fence = text.startsWith("```");
      const inside = fenced || fence;
      if (fence) fenced = !fenced;
      const kind = inside ? "is-fenced" : text.startsWith("#") ? "is-head" : text.startsWith("<!--") ? "is-talk" : "";
      const mark = this.faults.has(at + 1) ? "has-err" : this.notes.get(at + 1) ?? "";
      const told = `${kind} ${mark} ${text}`;
      if (this.drawn[at] === told) return;
      this.drawn[at] = told;
      const line = this.under.children[at] ?? this.under.appendChild(document.createElement("div"));
      line.className = `${kind} ${mark}`.trim();
      line.replaceChildren(...this.bits(text, inside));
    });
    this.drawn.length = lines.length;
    while (this.under.children.length > lines.length) this.under.lastChild.remove();
  }

  bits(text, plain) {
    if (plain || !text) return [document.createTextNode(text)];
    const bits = [];
    let at = 0;
    for (const found of text.matchAll(BRACES)) {
      bits.push(document.createTextNode(text.slice(at, found.index)));
      const chip = document.createElement("b");
      chip.textContent = found[0];
      bits.push(chip);
      at = found.index + found[0].length;
    }
    bits.push(document.createTextNode(text.slice(at)));
    return bits;
  }

  mark(faults, notes) {
    if (faults) this.faults = faults;
    if (notes) this.notes = notes;
    this.draw();
  }

  // Put the caret into a line, and the line into sight.
  go(number) {
    const lines = this.field.value.split("\n");
    const begin = lines.slice(0, number - 1).reduce((sum, one) => sum + one.length + 1, 0);
    this.field.focus({ preventScroll: true });
    this.field.setSelectionRange(begin, begin + (lines[number - 1]?.length ?? 0));
    this.under.children[number - 1]?.scrollIntoView({ block: "center" });
  }

  // The directive that the caret is in, if it is in one.
  get directive() {
    const at = this.field.selectionStart;
    for (const found of this.field.value.matchAll(BRACES)) {
      if (found.index <= at && at <= found.index + found[0].length) return found[0];
    }
    return "";
  }

  // Type as a person would, so that undoing it works.
  insert(text, back = 0) {
    const { field } = this;
    field.focus();
    field.setSelectionRange(field.selectionStart - back, field.selectionEnd);
    if (!document.execCommand("insertText", false, text)) {
      field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
}
