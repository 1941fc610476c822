// 存格的人: keeps every change on this machine until the server has said that it has it.
const PAUSE = 5000;

export class Keeper {
  // `address` is where changes go; `told` hears what becomes of them.
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

  forget() {
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
    this.going = null;
    if (answer?.ok) {
      this.store();
      this.told.saved(changes, await answer.json());
    } else if (answer?.status === 423) {
      // Not the time for it: what was typed stays on this machine until the register is opened again.
      this.waiting = new Map([...gone, ...this.waiting]);
      this.store();
      this.leaving = true;
      this.told.refused(changes, `${await answer.text()}${this.waiting.size} 格没有存上，还留在这台电脑上。`);
      return;
    } else if (answer && answer.status >= 400 && answer.status < 500 && answer.status !== 401 && answer.status !== 429) {
      this.store();
      this.told.refused(changes, await answer.text());
    } else {
      // Not heard: back among those that wait, under what was typed since.
      for (const [key, one] of this.waiting) {
        const before = gone.get(key);
        gone.set(key, before ? { ...one, was: before.was } : one);
      }
      this.waiting = gone;
      this.store();
      this.told.waiting(gone.size);
      window.setTimeout(() => this.send(), PAUSE);
      return;
    }
    if (this.waiting.size) this.send();
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
