/** The page's side: the driver calls these functions of globalThis. */
import { spinTimes } from "../../../js/src/channel/spin.ts";
import { median } from "../stats.ts";
import { openFloor } from "./floor.ts";
import { watchEventLoop } from "./heartbeat.ts";
import { openOurs } from "./ours.ts";
import { openComlink, openPosted } from "./posted.ts";
import { operation, rows } from "./rows.ts";
import type { Files, SideName, Subject } from "./subject.ts";

/** What one side came to in one row. */
export interface Sample {
  readonly ns: number;
  /** The longest time, in milliseconds, that the page and the worker stayed away from their event loops. */
  readonly pageGapMs: number;
  readonly workerGapMs: number;
}
export interface Job {
  readonly side: SideName;
  readonly rows: readonly string[];
  readonly sampleMs: number;
  readonly samples: number;
}
/** What can wake a thread, as count-wakes.js counts it. */
export interface Wakes {
  readonly rings: number;
  readonly sleeps: number;
  readonly messages: number;
  readonly timers: number;
}
/** What happened on both sides while messages passed, and then while none did. */
export interface Idle {
  readonly busy: { readonly page: Wakes; readonly worker: Wakes };
  readonly idle: { readonly page: Wakes; readonly worker: Wakes };
}

declare global {
  var runChannelSide: (files: Files, job: Job) => Promise<Record<string, Sample>>;
  var runIdle: (files: Files, ms: number) => Promise<Idle>;
  /** Set by count-wakes.js. */
  var wakes: Wakes;
}

/** How long each row runs before it is measured. */
const WARM_MS = 700;

const failed = new Promise<never>((_, reject) => {
  addEventListener("error", event => reject(event.error ?? new Error(event.message)));
  addEventListener("unhandledrejection", event => reject(event.reason));
});
failed.catch(() => {}); // reported through the races

async function open(files: Files, side: SideName): Promise<Subject> {
  if (side === "ours" || side === "oursNoSpin") return (await openOurs(files, { spin: side === "ours", imports: "heartbeat.js" })).subject;
  if (side === "posted") return openPosted(files);
  if (side === "comlink") return openComlink(files);
  return openFloor(side === "floor" ? spinTimes() : { page: 0, worker: 0 });
}

globalThis.runChannelSide = (files, job) => Promise.race([runSide(files, job), failed]);

async function runSide(files: Files, { side, rows: names, sampleMs, samples }: Job): Promise<Record<string, Sample>> {
  const subject = await open(files, side);
  const results: Record<string, Sample> = {};
  try {
    for (const row of rows) {
      const run = names.includes(row.name) ? operation(row, subject) : undefined;
      if (run) results[row.name] = await measure(subject, run, sampleMs, samples);
    }
  } finally {
    subject.close();
  }
  return results;
}

async function measure(subject: Subject, run: (count: number) => Promise<void>, sampleMs: number, samples: number): Promise<Sample> {
  const timed = async (count: number): Promise<number> => {
    const began = performance.now();
    await run(count);
    return performance.now() - began;
  };
  // Until it is compiled, and its speed is known.
  let count = 16;
  for (let ms = 0, warm = 0; warm < WARM_MS; warm += ms) {
    ms = await timed(count);
    count = Math.max(16, Math.min(4 * count, Math.ceil((count * sampleMs) / Math.max(ms, 0.1))));
  }
  await subject.workerGap();
  const page = watchEventLoop();
  const times: number[] = [];
  for (let i = 0; i < samples; i++) times.push((1e6 * (await timed(count))) / count);
  return { ns: median(times), pageGapMs: page.stop(), workerGapMs: await subject.workerGap() };
}

globalThis.runIdle = (files, ms) => Promise.race([runIdle(files, ms), failed]);

async function runIdle(files: Files, ms: number): Promise<Idle> {
  const pause = globalThis.setTimeout; // counted: the page's own two pauses are taken off below
  const { subject, program } = await openOurs(files, { spin: true, imports: "count-wakes.js" });
  const channel = new BroadcastChannel("wakes");
  const ofWorker = (): Promise<Wakes> => new Promise(resolve => {
    channel.onmessage = ({ data }: MessageEvent<Wakes>) => resolve(data);
    channel.postMessage("how many?");
  });
  const look = async () => ({ page: { ...globalThis.wakes }, worker: await ofWorker() });
  const sleep = (time: number): Promise<void> => new Promise(resolve => void pause(resolve, time));
  const first = await look();
  await subject.roundTrips(100);
  await sleep(200); // whoever looked for more before it sleeps has stopped by now
  const before = await look();
  await sleep(ms);
  const after = await look();
  program.terminate();
  channel.close();
  return { busy: { page: less(before.page, first.page, 1), worker: less(before.worker, first.worker, 0) }, idle: { page: less(after.page, before.page, 1), worker: less(after.worker, before.worker, 0) } };
}

const less = (a: Wakes, b: Wakes, ownTimers: number): Wakes => ({ rings: a.rings - b.rings, sleeps: a.sleeps - b.sleeps, messages: a.messages - b.messages, timers: a.timers - b.timers - ownTimers });
