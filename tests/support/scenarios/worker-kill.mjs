// Programs in workers that are ended at random moments of their lives, so many times. args: { seed, times, atOnce }.
import { watchWorkers } from "./worker.mjs";

export default async function kill(host) {
  const { seed, times, atOnce } = host.args;
  const left = watchWorkers();
  const module = await WebAssembly.compile(await bytesOf(host.urls.worker)); // once, so that it is the workers that take the time
  const random = mulberry32(seed);
  const outcomes = { loaded: 0, notLoaded: 0, status: {}, reasons: {}, calls: {} };
  const count = (table, key) => (table[key] = (table[key] ?? 0) + 1);
  const inTime = (promise, what) => {
    let timer;
    const hung = new Promise((_, reject) => (timer = setTimeout(() => reject(new Error(`${what} hangs`)), 60_000)));
    return Promise.race([promise, hung]).finally(() => clearTimeout(timer));
  };
  const settled = (promise) => inTime(promise.then(() => "resolved", (error) => error.code ?? String(error)), "a call");
  const one = async () => {
    const abort = new AbortController();
    const calls = [];
    const work = Math.floor(random() * 4);
    // Half of them while they load, the others while they work.
    const early = random() < 0.5;
    const moment = random() * (early ? 60 : 20);
    let kills = early ? host.sleep(moment).then(() => abort.abort()) : undefined;
    const loading = host.loader(module, { mode: "worker", stdout: "ignore", stderr: "ignore", signal: abort.signal, ...host.variant });
    const program = await inTime(loading.catch((error) => error), "load");
    if (program instanceof Error) {
      if (program.code !== "load-aborted") throw program;
      outcomes.notLoaded++;
      return kills;
    }
    outcomes.loaded++;
    calls.push(program.exports.never(), program.stats(), program.exported("nothing"), program.exports.twice((n) => n + 1, 1));
    if (work === 1) calls.push(program.exports.spin());
    for (let i = 0; work === 2 && i < 50; i++) calls.push(program.exports.add(i, i));
    if (work === 3) calls.push(program.exports.echo(new Uint8Array(1 << 20)));
    for (const call of calls) call.catch(() => {});
    kills ??= host.sleep(moment).then(() => abort.abort());
    const { reason } = await inTime(program.exited, "exited");
    await kills;
    count(outcomes.status, program.status);
    count(outcomes.reasons, reason);
    for (const call of calls) count(outcomes.calls, await settled(call));
    count(outcomes.calls, await settled(program.exports.add(1, 1)));
  };
  for (let done = 0; done < times; done += atOnce) await Promise.all(Array.from({ length: atOnce }, one));
  return { ...outcomes, left: [left.workers(), left.blobs()] };
}

async function bytesOf(url) {
  if (!url.startsWith("file:")) return (await fetch(url)).arrayBuffer();
  const { readFile } = await import("node:fs/promises");
  return readFile(new URL(url));
}

function mulberry32(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
