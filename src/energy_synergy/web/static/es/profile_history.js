/* What was done to a profile: undo gives back exactly what was there, redo what was undone. */
const MOST = 300;

/** Keep a value that is never changed in place; `changed(value)` is called after every step. */
export function history(first, changed) {
  let past = [], now = first, future = [];
  const go = value => { now = value; changed(now); };
  return {
    get now() { return now; },
    get canUndo() { return past.length > 0; },
    get canRedo() { return future.length > 0; },
    set(value) {
      if (value === now) return;
      past = [...past, now].slice(-MOST);
      future = [];
      go(value);
    },
    undo() {
      if (!past.length) return false;
      future = [now, ...future];
      go(past.pop());
      return true;
    },
    redo() {
      if (!future.length) return false;
      past = [...past, now];
      go(future.shift());
      return true;
    },
  };
}
