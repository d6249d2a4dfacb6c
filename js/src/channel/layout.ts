/** The bytes of an arena. Generated from bridge/channel/layout.def by tools/generate-layout.mjs; sizes and offsets in bytes. */
/** Word of the arena: counts the rings of the page for Go's side. */
export const BELL_GO = 0;
/** Word of the arena: counts the rings of Go's side for the page. */
export const BELL_PAGE = 64;
/** Word of the arena: 1 while Go's side looks for a while before it sleeps, since that pays. */
export const LOOKS_GO = 128;
/** Word of the arena: the same of the page. */
export const LOOKS_PAGE = 192;
/** Words of the arena: 1 in word n cancels the call of slot n. */
export const CANCEL_AT = 256;
/** How many there are; word 0 is nobody's. */
export const CANCEL_WORDS = 64;
/** Where the first ring may begin. */
export const RINGS_AT = 1024;
/** The arena's largest size, in pages of 64 KiB. */
export const PAGES_MAX = 4096;
/** Ring: bytes read so far, modulo 2^32; the reader's. */
export const HEAD = 0;
/** 1 when the reader will read no more; the reader's. */
export const READER_CLOSED = 4;
/** Ring: bytes written so far, modulo 2^32; the writer's. */
export const TAIL = 64;
/** Slots: the index of the slot that neither side holds, and FRESH; exchanged by both. */
export const MIDDLE = 64;
/** 1 when the writer will write no more; the writer's. */
export const WRITER_CLOSED = 68;
/** 1 while the reader sleeps: whoever takes it back to 0 rings. */
export const READER_WAITING = 128;
/** 1 while the writer sleeps, for want of space. */
export const WRITER_WAITING = 192;
/** Where frames, or slots, begin. */
export const DATA = 256;
/** Flag in MIDDLE: the slot was not read yet. */
export const FRESH = 4;
/** Slots of the policy latest. */
export const SLOTS = 3;
/** Bytes before the payload: u32 length, u32 kind. */
export const FRAME_HEAD = 8;
/** Bytes before a slot's payload, so that the payload begins on a cache line. */
export const SLOT_HEAD = 64;
/** A message. */
export const KIND_MESSAGE = 1;
/** Fills the end of the ring, where the next frame does not fit. */
export const KIND_PAD = 2;
/** Largest messages that a ring has room for, at least. */
export const MESSAGES_MIN = 16;
/** Channels that a program may have open at a time. */
export const CHANNELS_MAX = 64;
/** Every message arrives. */
export const POLICY_QUEUE = 0;
/** A message that nobody has read gives way to a newer one. */
export const POLICY_LATEST = 1;
