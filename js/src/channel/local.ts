/** Channels on one thread: page mode, and Go's side in a worker without shared memory. */
import { Arena } from "./arena.js";
import type { ChannelInfo, End } from "./end.js";
import { GoSide, type EngineChannels } from "./go-side.js";
import type { Hub } from "./hub.js";
import { LatestReader, LatestWriter } from "./latest.js";
import { POLICY_LATEST } from "./layout.js";
import { createArena, type ChannelModules } from "./modules.js";
import { RingReader, RingWriter } from "./ring.js";
import { Turns } from "./turns.js";

/** The page's end of a channel in an arena. `ring` is called where Go's side sleeps, `again` when a held message was released. */
export function arenaEnd(arena: Arena, info: ChannelInfo, ring: () => void, again: () => void): End {
  const { capacity, maxMessage, toPage, toGo } = info;
  arena.refresh(); // it may have grown for this channel
  const inward = { at: toPage, capacity, maxMessage };
  const outward = { at: toGo, capacity, maxMessage };
  if (info.policy === POLICY_LATEST) return { reader: new LatestReader(arena, inward, again), writer: new LatestWriter(arena, outward, ring) };
  return { reader: new RingReader(arena, inward, ring), writer: new RingWriter(arena, outward, ring) };
}

/** Connects a hub with Go's side on the same thread. */
export function localChannels(program: string, modules: ChannelModules, hub: Hub): EngineChannels {
  const memory = createArena(false);
  const arena = new Arena(memory);
  const turns = new Turns(() => side.turnBegins());
  const side: GoSide = new GoSide(program, modules, memory, turns, {
    grown: () => arena.refresh(),
    opened: info => hub.opened(info),
    closed: handle => hub.closed(handle),
    bell: () => hub.rung(),
    release: () => turns.close(),
  });
  useLocal(hub, arena, side.rung, handle => side.releaseChannel(handle));
  return side;
}

/** Connects a hub with what is on the same thread; `ring` and `release` are told to that. */
export function useLocal(hub: Hub, arena: Arena, ring: () => void, release: (handle: number) => void): void {
  hub.use({ connect: info => arenaEnd(arena, info, ring, hub.rung), release, close: () => {} });
}
