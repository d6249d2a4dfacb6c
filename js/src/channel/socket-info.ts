/** What channels are that a program for WASI has as sockets, of its number and its name. */
import type { ChannelInfo } from "./end.js";
import { FRAME_HEAD, POLICY_QUEUE, RINGS_AT } from "./layout.js";

/** The longest message, with a frame of 128 KiB; a ring has room for 16. */
export const SOCKET_LONGEST = 2 ** 17 - FRAME_HEAD;
const CAPACITY = 2 ** 21;

/** In place of a codec's number: the page says what the bytes are. */
const ANY_CODEC = -1;

/** How much of an arena the two rings of a socket take, in its pages. */
export const SOCKET_PAGES = 65;
const HALF = SOCKET_PAGES * 2 ** 15;

export function socketInfo(name: string, handle: number): ChannelInfo {
  const toPage = RINGS_AT + handle * 2 * HALF;
  return { handle, name, policy: POLICY_QUEUE, codec: ANY_CODEC, toPage, toGo: toPage + HALF, capacity: CAPACITY, maxMessage: SOCKET_LONGEST };
}
