// 撤销与重做: what was typed, step by step; a pasted block is one step.
export class Past {
  constructor(redoing) {
    Object.assign(this, { redoing, done: [], undone: [], told: () => {} });
  }

  watch(told) {
    this.told = told;
  }

  did(changes) {
    this.done.push(changes);
    this.undone = [];
    this.tell();
  }

  undo() {
    const step = this.done.pop();
    if (!step) return;
    this.undone.push(step);
    this.redoing(step.map((one) => ({ ...one, now: one.was })).reverse());
    this.tell();
  }

  redo() {
    const step = this.undone.pop();
    if (!step) return;
    this.done.push(step);
    this.redoing(step);
    this.tell();
  }

  tell() {
    this.told(this.done.length > 0, this.undone.length > 0);
  }
}
