/**
 * Every error code, with the class that carries it. A code is never renamed or reused; docs/errors.md has a section for each. Used for its
 * types only, so it costs the bundles nothing.
 */
export const errorCodes = {
  "load-failed": "GoLoadError", // the module could not be fetched or read
  "load-aborted": "GoLoadError", // the caller's AbortSignal
  "bad-option": "GoLoadError", // an option that the mode cannot take
  "worker-failed": "GoLoadError", // the worker could not be started
  "not-wasm": "GoLoadError", // the bytes are no WebAssembly module (an HTML page, a text)
  truncated: "GoLoadError", // a WebAssembly module whose end is missing
  "compile-failed": "GoLoadError", // WebAssembly, but the engine refused it
  "not-go": "GoLoadError", // WebAssembly, but no Go program
  tinygo: "GoLoadError", // built by TinyGo
  wasip1: "GoLoadError", // a WASI program that is laid out as none that runs here
  "go-too-old": "GoLoadError", // built by a Go before 1.18
  "go-too-new": "GoLoadError", // built by a Go that asks for functions not known here
  "unknown-layout": "GoLoadError", // a Go program that is not laid out as any known Go does it
  "unknown-import": "GoLinkError", // the module wants a function that nobody gives
  exited: "GoExitedError", // a callback into a program that has ended
  "unknown-export": "GoExportError", // no function of that name on program.exports
  "not-cloneable": "GoExportError", // an argument or a result that cannot cross between page and worker
  panic: "GoPanicError", // Go panicked, or stopped with a fatal error
  trap: "GoTrapError", // WebAssembly trapped, or an exception passed through Go
  "export-blocked": "GoTrapError", // a //go:wasmexport function waited, which it cannot
  "would-wait": "GoTrapError", // a WASI program, or a direct call of it, had to wait where neither can
  "bad-abi": "GoTrapError", // the module broke a rule of Go's ABI
  terminated: "GoTerminatedError", // program.terminate()
  "no-channels": "GoChannelError", // the program does not use channels
  "codec-mismatch": "GoChannelError", // the two sides of a channel say different codecs
  "channel-closed": "GoChannelError", // sent to, or awaited of, a channel that is closed
  "channel-busy": "GoChannelError", // a second iteration over a channel
  "message-too-large": "GoChannelError", // longer than Go allows for that channel
  "bad-message": "GoChannelError", // bytes that are no message of the codec
  "channel-broken": "GoChannelError", // the other side broke the channel's rules
  "no-files": "GoFileError", // the program was loaded without the option files
  "file-not-found": "GoFileError", // ENOENT
  "file-exists": "GoFileError", // EEXIST
  "not-a-directory": "GoFileError", // ENOTDIR
  "is-a-directory": "GoFileError", // EISDIR
  "directory-not-empty": "GoFileError", // ENOTEMPTY
  "file-read-only": "GoFileError", // EROFS
  "no-space": "GoFileError", // ENOSPC: the limits that the options set, or the browser's quota
  "file-unavailable": "GoFileError", // it could not be fetched
  "store-in-use": "GoFileError", // another tab or program has the store
  "store-unavailable": "GoFileError", // the browser has no place for stores, or this one cannot be read
  "file-failed": "GoFileError", // another error of the filesystem; `errno` says which
  "bad-archive": "GoFileError", // a zip or tar that cannot be read, or leads out of itself
  "bad-manifest": "GoFileError", // the manifest of a url mount
} as const satisfies Record<string, `Go${string}Error`>;

/** Every code that exists. */
export type GoferryErrorCode = keyof typeof errorCodes;

/** The codes that a class carries. */
export type CodeOf<Class extends string> = { [Code in GoferryErrorCode]: (typeof errorCodes)[Code] extends Class ? Code : never }[GoferryErrorCode];
