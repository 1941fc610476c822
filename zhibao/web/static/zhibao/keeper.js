// 存格的人: keeps every change on this machine until the server has said that it has it.
const PAUSE = 5000;

export class Keeper {
  // `address` is where changes go; `told` hears what becomes of them, and how many a refusal leaves on this machine.
  constructor(address, token, told) {
    Object.assign(this, { address, token, told, name: `zhibao:${address}`, waiting: new Map(), going: null, timer: 0 });
    window.addEventListener("online", () => this.send());
    window.addEventListener("beforeunload", (event) => {
      if (this.waiting.size && !this.leaving) event.preventDefault();
    });
  }

  get isWaiting() {
    return this.waiting.size > 0 || this.going !== null;
  }

  // How many changes an earlier window left behind.
  get left() {
    try {
      return JSON.parse(window.localStorage.getItem(this.name) ?? "[]").length;
    } catch {
      return 0;
    }
  }

  // Remember a change, were the window closed now; it is sent with the next one that is done.
  note(change) {
    const key = this.key(change);
    const before = this.waiting.get(key);
    this.waiting.set(key, before ? { ...change, was: before.was } : change);
    this.store();
  }

  // What was noted and then taken back: the cell says again what it said.
  back(change) {
    const key = this.key(change);
    const before = this.waiting.get(key);
    if (!before) return;
    if (before.was === change.now) this.waiting.delete(key);
    else this.waiting.set(key, { ...before, now: change.now });
    this.store();
  }

  keep(change) {
    this.note(change);
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.send(), 30);
  }

  // Take up what an earlier window left behind.
  resume(shown) {
    let kept = [];
    try {
      kept = JSON.parse(window.localStorage.getItem(this.name) ?? "[]");
    } catch {
      kept = [];
    }
    for (const one of kept) this.waiting.set(this.key(one), one);
    if (!kept.length) return;
    shown(kept);
    this.send();
  }

  // What goes along with a form that is sent; what was not taken before would not be taken with it either.
  forget() {
    if (this.leaving) return;
    this.leaving = true;
    this.waiting.clear();
    this.store();
  }

  async send() {
    if (this.going || !this.waiting.size) return;
    this.going = this.waiting;
    this.waiting = new Map();
    const changes = [...this.going.values()].sort((one, other) => (other.what === "add") - (one.what === "add"));
    this.told.saving(changes);
    const answer = await fetch(this.address, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": this.token, "X-Requested-With": "zhibao" },
      body: JSON.stringify({ changes }),
    }).catch(() => null);
    await this.heard(answer, changes);
  }

  async heard(answer, changes) {
    const gone = this.going;
    const said = answer?.ok ? await answer.json().catch(() => null) : null;
    this.going = null;
    if (said) {
      this.rebase(gone, new Set(said.conflicts.map((one) => this.key(one))));
      this.store();
      this.told.saved(changes, said);
    } else if (answer?.status === 423 || answer?.status === 403) {
      // Not the time for it, or the page is of an earlier sign-in: what was typed stays on this machine for the next one.
      this.again(gone);
      this.leaving = true;
      const why = answer.status === 423 ? await answer.text() : "";
      this.told.refused(changes, why, this.waiting.size);
      return;
    } else if (answer && answer.status >= 400 && answer.status < 500 && answer.status !== 401 && answer.status !== 429) {
      this.store();
      this.told.refused(changes, await answer.text());
    } else {
      // Not heard: back among those that wait, under what was typed since.
      this.again(gone);
      this.told.waiting(gone.size);
      window.setTimeout(() => this.send(), PAUSE);
      return;
    }
    if (this.waiting.size) this.send();
  }

  again(gone) {
    for (const [key, one] of this.waiting) {
      const before = gone.get(key);
      gone.set(key, before ? { ...one, was: before.was } : one);
    }
    this.waiting = gone;
    this.store();
  }

  // What was typed while its cell was on the way was typed over what has arrived there.
  rebase(gone, clashing) {
    for (const [key, one] of this.waiting) {
      const sent = gone.get(key);
      if (sent && one.was === sent.was && !clashing.has(key)) this.waiting.set(key, { ...one, was: sent.now });
    }
  }

  key(change) {
    return `${change.what ?? "set"} ${change.line} ${change.part} ${change.field}`;
  }

  store() {
    const all = [...(this.going?.values() ?? []), ...this.waiting.values()];
    try {
      if (all.length) window.localStorage.setItem(this.name, JSON.stringify(all));
      else window.localStorage.removeItem(this.name);
    } catch {
      // A browser that keeps nothing still sends.
    }
  }
}
