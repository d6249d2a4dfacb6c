// In a page or a worker, before anything else: counts what can wake a thread. A worker's counts are asked for through a BroadcastChannel.
"use strict";
{
  const counts = { rings: 0, sleeps: 0, messages: 0, timers: 0 };
  const counted = (object, name, what) => {
    const original = object[name];
    if (!original) return;
    object[name] = function (...args) {
      counts[what]++;
      return original.apply(this, args);
    };
  };
  counted(Atomics, "notify", "rings");
  counted(Atomics, "waitAsync", "sleeps");
  counted(MessagePort.prototype, "postMessage", "messages");
  for (const name of ["setTimeout", "setInterval"]) {
    const original = globalThis[name];
    globalThis[name] = (run, ...rest) => original(() => (counts.timers++, run()), ...rest);
  }
  if (typeof document === "undefined") {
    counted(globalThis, "postMessage", "messages");
    globalThis.goferryImports = {};
    const channel = new BroadcastChannel("wakes");
    channel.onmessage = () => channel.postMessage(counts);
  } else {
    counted(Worker.prototype, "postMessage", "messages");
    globalThis.wakes = counts;
  }
}
