/**
 * Channels that a program for WASI has as sockets. They are open from its start, and the page's side is that of every channel: the same rings, or the same
 * port. The program's side has no wasm of its own: what it reads and writes goes through the same classes, with the directions changed.
 */
import { Arena } from "./arena.js";
import { messageBell, waitAsyncBell, type Wire } from "./doorbell.js";
import type { ChannelInfo, End } from "./end.js";
import type { Hub } from "./hub.js";
import { BELL_GO, BELL_PAGE } from "./layout.js";
import { arenaEnd, useLocal } from "./local.js";
import { createArena } from "./modules.js";
import { PortEnd, type PortMessage } from "./port.js";
import type { ChannelsInit } from "./remote.js";
import { SOCKET_PAGES } from "./socket-info.js";

/** The program's side of all its sockets. */
export interface Sockets {
  /** In the order of their names. */
  readonly ends: readonly End[];
  /** In shared memory: 0 until the page rings. For a thread that sleeps. */
  readonly word?: Int32Array;
  /** Called when the page has rung, where this thread hears that; whoever waits sets it. */
  heard?: () => void;
  /** Before a look whether all can sleep, and after it. */
  beforeSleep?(): void;
  sleep?(): void;
  /** The program has ended. */
  close?(): void;
}

/** Opens all for the page, and gives the program's ends. */
function openInArena(infos: readonly ChannelInfo[], arena: Arena, opened: (info: ChannelInfo) => void, ring: () => void): End[] {
  arena.memory.grow(infos.length * SOCKET_PAGES);
  return infos.map(info => {
    opened(info);
    return arenaEnd(arena, { ...info, toPage: info.toGo, toGo: info.toPage }, ring, ring);
  });
}

/** On one thread with the page. */
export function localSockets(hub: Hub, infos: readonly ChannelInfo[]): Sockets {
  const arena = new Arena(createArena(false));
  useLocal(hub, arena, () => sockets.heard?.(), () => {});
  const sockets: Sockets = { ends: openInArena(infos, arena, info => hub.opened(info), hub.rung) };
  return sockets;
}

/** In a worker of the page. */
export function engineSockets({ arena: memory, port, waits, sockets: infos = [] }: ChannelsInit, page: Wire): Sockets {
  const opened = (info: ChannelInfo): void => port.postMessage({ opened: info });
  const heard = (): void => sockets.heard?.();
  const bye = (): void => port.postMessage({ bye: true });
  let sockets: Sockets;
  if (memory) {
    const arena = new Arena(memory);
    const bell = waits ? waitAsyncBell(arena, BELL_GO, BELL_PAGE, heard) : messageBell(arena, BELL_GO, BELL_PAGE, heard, page);
    return (sockets = {
      ends: openInArena(infos, arena, opened, () => bell.ring()),
      word: new Int32Array(memory.buffer, BELL_GO, 1),
      beforeSleep: () => bell.beforeSleep?.(),
      sleep: () => bell.sleep?.(),
      close() {
        bell.close();
        bye();
      },
    });
  }
  const ends = infos.map(info => {
    opened(info);
    return new PortEnd(info, (message, transfer = []) => port.postMessage(message, transfer), heard);
  });
  port.addEventListener("message", event => {
    const message = event.data as PortMessage;
    if (!("handle" in message)) return;
    ends[message.handle]?.take(message);
    heard();
  });
  port.start();
  return (sockets = {
    ends,
    close() {
      for (const { writer } of ends) writer.refund(Infinity); // what was written last, before the end
      bye();
    },
  });
}
