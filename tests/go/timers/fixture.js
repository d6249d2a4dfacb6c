// The page's side of the timers program, a classic script that runs before the loader is evaluated: `currentTurn()` numbers the turns of the
// event loop, and `timerSpy` records how deeply the calls of setTimeout nest. (From the sixth level on a browser clamps them to 4 ms.)
"use strict";
(() => {
  let turn = 0;
  let counted = false;
  globalThis.currentTurn = () => {
    if (!counted) {
      counted = true;
      turn++;
      queueMicrotask(() => { counted = false; }); // microtasks run at the end of the turn
    }
    return turn;
  };

  const spy = { calls: 0, pending: 0, deepest: 0 };
  globalThis.timerSpy = spy;
  let level = 0;
  const { setTimeout, clearTimeout } = globalThis;
  const live = new Set();
  const settle = (id) => { if (live.delete(id)) spy.pending = live.size; };
  globalThis.setTimeout = (callback, delay, ...args) => {
    const own = level + 1;
    spy.calls++;
    spy.deepest = Math.max(spy.deepest, own);
    const id = setTimeout(() => {
      settle(id);
      const outer = level;
      level = own;
      try { callback(...args); } finally { level = outer; }
    }, delay);
    live.add(id);
    spy.pending = live.size;
    return id;
  };
  globalThis.clearTimeout = (id) => { settle(id); clearTimeout(id); };
})();
