/** Channels between the page and a worker: through a shared arena, or through a MessagePort alone. */
import { Arena } from "./arena.js";
import { hasWaitAsync, messageBell, waitAsyncBell, type Doorbell, type Wire } from "./doorbell.js";
import { GoSide, type EngineChannels } from "./go-side.js";
import type { Hub } from "./hub.js";
import { BELL_GO, BELL_PAGE, CANCEL_AT, CANCEL_WORDS, LOOKS_GO, LOOKS_PAGE } from "./layout.js";
import { arenaEnd } from "./local.js";
import { createArena, type ChannelModules } from "./modules.js";
import { connectPort, portSide } from "./port.js";
import { spinBeforeSleep, spinTimes } from "./spin.js";
import type { ChannelInfo } from "./end.js";
import { Turns } from "./turns.js";

/** What the worker is given, by a message. */
export interface ChannelsInit {
  program: string;
  modules: ChannelModules;
  /** The shared arena, if there is one. */
  arena: WebAssembly.Memory | undefined;
  port: MessagePort;
  /** Whether the doorbell is `Atomics.waitAsync` on both sides. */
  waits: boolean;
  /** For how many milliseconds Go's side looks before it sleeps. */
  spin: number;
  /** A WASI program's sockets: its channels. */
  sockets?: readonly ChannelInfo[];
}

/** The page's part of one run in a worker. */
export interface RemoteChannels {
  hub: Hub;
  init: ChannelsInit;
  transfer: Transferable[];
}

/** What Go's side tells the page beside what lies in the arena. */
type GoMessage = { opened: ChannelInfo } | { closed: number } | { bye: true };

/** So many microtasks later the page listens for the next ring: as many as it takes to send an answer. */
const HOPS = 8;
const resolved = Promise.resolve();

/** The page's side. */
export function remoteChannels(hub: Hub, program: string, modules: ChannelModules, shared: boolean, worker: Wire): RemoteChannels {
  const { port1: port, port2 } = new MessageChannel();
  unref(port);
  const memory = shared ? createArena(true) : undefined;
  const waits = hasWaitAsync();
  const spin = spinTimes();
  const init = { program, modules, arena: memory, port: port2, waits, spin: spin.worker };
  if (!memory) {
    connectPort(hub, port);
    return { hub, init, transfer: [port2] };
  }

  const arena = new Arena(memory);
  const bell: Doorbell = waits ? waitAsyncBell(arena, BELL_PAGE, BELL_GO, woken) : messageBell(arena, BELL_PAGE, BELL_GO, woken, worker);
  function woken(): void {
    hub.turns.began();
    settle();
  }
  /** Hands out what is there; those that found nothing have set their waiting words, and any ring since then wakes the doorbell at once. */
  function settle(): void {
    bell.beforeSleep?.();
    hub.pump();
    if (bell.sleep) hop(HOPS);
  }
  /** First what was waited for goes on, and what it sends is on its way: to listen takes microseconds. */
  function hop(left: number): void {
    if (left === 0) bell.sleep?.();
    else void resolved.then(() => hop(left - 1));
  }
  port.addEventListener("message", event => {
    const message = event.data as GoMessage;
    if ("opened" in message) hub.opened(message.opened);
    else if ("closed" in message) hub.closed(message.closed);
    else heard();
  });
  port.start();
  let heard = (): void => void (saidBye = true);
  let saidBye = false;
  hub.use({
    drain: done => (saidBye ? done() : (heard = done)),
    connect: info => arenaEnd(arena, info, () => bell.ring(), () => hub.rung()),
    release: handle => port.postMessage({ release: handle }),
    close() {
      bell.close();
      port.close();
    },
  });
  hub.spin = spinBeforeSleep(spin.page, arena, LOOKS_PAGE, LOOKS_GO);
  hub.setCanceled = (slot, canceled) => {
    if (slot > 0 && slot < CANCEL_WORDS) arena.store(CANCEL_AT + 4 * slot, canceled ? 1 : 0);
  };
  settle();
  return { hub, init, transfer: [port2] };
}

/** Go's side, in the worker. */
export function engineChannels({ program, modules, arena: memory, port, waits, spin }: ChannelsInit): EngineChannels {
  unref(port);
  if (!memory) return portSide(program, modules, port);
  const arena = new Arena(memory);
  const turns = new Turns(() => side.turnBegins());
  const bell: Doorbell = waits ? waitAsyncBell(arena, BELL_GO, BELL_PAGE, woken) : messageBell(arena, BELL_GO, BELL_PAGE, woken, globalThis as unknown as Wire);
  const side: GoSide = new GoSide(program, modules, memory, turns, {
    opened: info => port.postMessage({ opened: info }),
    closed: handle => port.postMessage({ closed: handle }),
    bell: () => bell.ring(),
    beforeSleep: () => bell.beforeSleep?.(),
    sleep: () => bell.sleep?.(),
    spin: spinBeforeSleep(spin, arena, LOOKS_GO, LOOKS_PAGE),
    release() {
      turns.close();
      bell.close();
      port.postMessage({ bye: true }); // closing it here could lose what is on its way
    },
  });
  function woken(): void {
    turns.began();
    side.woken();
  }
  port.addEventListener("message", event => {
    side.releaseChannel((event.data as { release: number }).release);
  });
  port.start();
  return side;
}

/** In Node, a channel alone does not keep the process alive. */
function unref(port: MessagePort): void {
  (port as { unref?: () => void }).unref?.();
}
