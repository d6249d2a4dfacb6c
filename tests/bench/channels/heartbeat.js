// In a worker: how long its event loop had no turn. The page asks through a BroadcastChannel, for the worker's own messages are what is measured.
"use strict";
{
  const BEAT_MS = 5;
  let last = performance.now();
  let longest = 0;
  const beat = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last - BEAT_MS);
    last = now;
  };
  setInterval(beat, BEAT_MS);
  const channel = new BroadcastChannel("heartbeat");
  channel.onmessage = () => {
    beat();
    channel.postMessage({ longest });
    longest = 0;
  };
  globalThis.goferryImports = {};
}
