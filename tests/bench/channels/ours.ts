/** The package: channels of a Go program in a worker. */
import type { Channel, Program } from "../../../js/src/index.ts";
import { askWorker } from "./heartbeat.ts";
import { numbers } from "./subject.ts";
import type { Files, Subject } from "./subject.ts";

interface Loader {
  load(source: string, options: { mode: "worker"; imports?: string }): Promise<Program>;
}

interface View {
  readonly value: Uint8Array;
  release(): void;
}

/** Of short messages one in so many is sent by `send`, which lets the event loop have its turns; the others need no promise (docs/channels.md, "Turns"). */
const SENDS = 32;

/** Starts the program. Whether threads look for a while before they sleep is chosen by the browser's name: in one without a name they do not. */
export async function openOurs({ bridge, ring }: Files, { spin, imports }: { spin: boolean; imports?: string }): Promise<{ subject: Subject; program: Program }> {
  const { load } = (await import(new URL(bridge, location.href).href)) as Loader;
  const nameless = !spin && !hasMessageBell();
  if (nameless) Object.defineProperty(navigator, "userAgent", { value: "", configurable: true });
  const program = await load(new URL(ring, location.href).href, { mode: "worker", ...(imports === undefined ? {} : { imports: new URL(imports, location.href).href }) });
  if (nameless) delete (navigator as { userAgent?: string }).userAgent;
  if (program.transport !== "shared") throw new Error("this page has no shared memory");
  return { program, subject: subjectOf(program) };
}

/** The browser in which the doorbell is a message, and nobody spins anyway. */
export const hasMessageBell = (): boolean => /AppleWebKit/.test(navigator.userAgent) && !/Chrome/.test(navigator.userAgent);

function subjectOf(program: Program): Subject {
  const echo = program.channel<Uint8Array, Uint8Array>("echo");
  const answers = echo[Symbol.asyncIterator]();
  const message = new Uint8Array(64).fill(7);
  const opened = new Map<string, Channel<Uint8Array, unknown>>();
  const open = (name: string, views: boolean): Channel<Uint8Array, unknown> => {
    const channel = opened.get(name) ?? program.channel<Uint8Array, unknown>(name, { views });
    opened.set(name, channel);
    return channel;
  };
  return {
    async roundTrips(count) {
      for (let i = 0; i < count; i++) {
        await echo.send(message);
        const { value } = await answers.next();
        if (value?.length !== message.length) throw new Error("that is not what was sent");
      }
    },
    async toWorker(count, bytes) {
      const channel = open(`sink ${bytes}`, false);
      const full = new Uint8Array(bytes).fill(7);
      const done = new Promise<void>(resolve => {
        const stop = channel.subscribe(() => {
          stop();
          resolve();
        });
      });
      await channel.send(numbers(count));
      const each = bytes > 1024 ? 1 : SENDS;
      for (let i = 0; i < count; i++) if (i % each === 0 || !channel.trySend(full)) await channel.send(full);
      await done;
    },
    async fromWorker(count, bytes) {
      const channel = open(`source ${bytes}`, bytes > 1024);
      let left = count;
      let sum = 0;
      const done = new Promise<void>(resolve => {
        const stop = channel.subscribe(received => {
          if (bytes > 1024) {
            const { value, release } = received as View;
            sum += value[0] as number;
            release();
          } else {
            sum += (received as Uint8Array)[0] as number;
          }
          if (--left > 0) return;
          stop();
          resolve();
        });
      });
      await channel.send(numbers(count, bytes));
      await done;
      if (sum < 0) throw new Error("bytes are not negative");
    },
    workerGap: askWorker,
    close: () => program.terminate(),
  };
}
