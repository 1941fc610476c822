// 草稿: what was typed into a form stays on this machine until it was handed in; no password and no file does.
const TYPED = "textarea[id]:not([readonly]), input[id]:is([type=text], [type=url], [type=number], [type=date], :not([type])):not([readonly], [autocomplete=username], [autocomplete=one-time-code])";
const LONGEST = 7 * 24 * 3600 * 1000;
const MOST = 100_000;

export class Drafts {
  // `who` is signed in, on the page `path`; `own` says which forms keep what they hold themselves.
  constructor(who, path, own) {
    Object.assign(this, { before: `zhibao:draft:${who}:`, path, own, name: `zhibao:draft:${who}:${path}` });
  }

  // Whether there is anything on the page that would be lost.
  get isTyped() {
    return [...document.querySelectorAll(TYPED)].some((one) => this.isKept(one));
  }

  isKept(field) {
    return field.matches?.(TYPED) && field.form?.method === "post" && !this.own(field.form);
  }

  keep(field) {
    if (!this.isKept(field)) return;
    const kept = this.read(this.name);
    if (field.value === field.defaultValue || field.value.length > MOST) delete kept[field.id];
    else kept[field.id] = { was: field.defaultValue, now: field.value, at: Date.now() };
    this.write(this.name, kept);
  }

  // A form is handed in: what it holds is not kept any more once the site has answered with a page.
  sent(form) {
    const kept = this.read(this.name);
    for (const [id, one] of Object.entries(kept)) {
      if (document.getElementById(id)?.form === form) one.isSent = true;
    }
    this.write(this.name, kept);
  }

  // Put back what was typed here and never handed in; return when the last of it was, 0 for nothing.
  // Who comes back from a page that never came has not handed in, nor has who was refused.
  resume(isOpen) {
    for (const name of this.names()) {
      const kept = this.read(name);
      for (const [id, one] of Object.entries(kept)) {
        if (one.isSent && isOpen && name === this.name) delete one.isSent;
        if (one.isSent || Date.now() - one.at > LONGEST) delete kept[id];
      }
      this.write(name, kept);
    }
    return this.put();
  }

  put() {
    const kept = this.read(this.name);
    let latest = 0;
    for (const [id, one] of Object.entries(kept)) {
      const field = document.getElementById(id);
      if (field && this.isKept(field) && field.defaultValue === one.was && field.value === one.was) {
        field.value = one.now;
        field.closest("details")?.setAttribute("open", "");
        latest = Math.max(latest, one.at);
      } else if (field?.value !== one.now) delete kept[id];
    }
    this.write(this.name, kept);
    return latest;
  }

  // Nothing of what was put back is wanted; return the first of its fields.
  drop() {
    const fields = Object.keys(this.read(this.name)).map((id) => document.getElementById(id)).filter(Boolean);
    for (const field of fields) field.value = field.defaultValue;
    this.write(this.name, {});
    return fields[0];
  }

  // Whoever signs out leaves nothing to whoever comes next.
  clear() {
    for (const name of this.names()) this.write(name, {});
  }

  names() {
    try {
      return Object.keys(window.localStorage).filter((one) => one.startsWith(this.before));
    } catch {
      return [];
    }
  }

  read(name) {
    try {
      return JSON.parse(window.localStorage.getItem(name) ?? "{}") ?? {};
    } catch {
      return {};
    }
  }

  write(name, kept) {
    try {
      if (Object.keys(kept).length) window.localStorage.setItem(name, JSON.stringify(kept));
      else window.localStorage.removeItem(name);
    } catch {
      // A browser that keeps nothing still hands in.
    }
  }
}
