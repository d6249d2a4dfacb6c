/**
 * What can go wrong, as classes with stable codes. Switch on `code`: `instanceof` fails between two copies of a package.
 * docs/errors.md has a section for each code.
 */
import type { CodeOf, GoferryErrorCode } from "./error-codes.js";

export type { GoferryErrorCode } from "./error-codes.js";

/** The base of all errors of this package. */
export class GoferryError<Code extends GoferryErrorCode = GoferryErrorCode> extends Error {
  /** Says which error it is; stable. */
  readonly code: Code;
  /** The program's name (the URL it was loaded from), where one is concerned. */
  readonly program: string | undefined;

  constructor(code: Code, message: string, details: { program?: string | undefined; cause?: unknown } = {}) {
    super(message, "cause" in details ? { cause: details.cause } : undefined);
    this.code = code;
    this.program = details.program;
  }
}

/** The module could not be fetched, read or compiled, or is none that can run here. */
export class GoLoadError extends GoferryError<CodeOf<"GoLoadError">> {}
/** The module is sound, but its imports cannot be satisfied. */
export class GoLinkError extends GoferryError<CodeOf<"GoLinkError">> {}
/** A function of a program was called after the program had ended. */
export class GoExitedError extends GoferryError<CodeOf<"GoExitedError">> {}
/** A function that the program has not exported was called. */
export class GoExportError extends GoferryError<CodeOf<"GoExportError">> {}
/** Go panicked, or its runtime stopped with a fatal error. `goStack` is the text that the runtime printed. */
export class GoPanicError extends GoferryError<CodeOf<"GoPanicError">> {
  /** The runtime's own report: the message and the goroutines' stacks. */
  readonly goStack: string;

  constructor(message: string, goStack: string, details: { program?: string | undefined; cause?: unknown } = {}) {
    super("panic", message, details);
    this.goStack = goStack;
  }
}
/** WebAssembly trapped, or an exception passed through frames of Go that cannot be taken back. `cause` is what was thrown. */
export class GoTrapError extends GoferryError<CodeOf<"GoTrapError">> {}
/** The program was ended by `terminate()`. */
export class GoTerminatedError extends GoferryError<CodeOf<"GoTerminatedError">> {}
/** Something about a channel of a program. */
export class GoChannelError extends GoferryError<CodeOf<"GoChannelError">> {}
/** Something about the files of a program. */
export class GoFileError extends GoferryError<CodeOf<"GoFileError">> {
  /** The absolute path, where one is concerned. */
  readonly path: string | undefined;
  /** Node's code for it, such as "ENOENT", where there is one. */
  readonly errno: string | undefined;

  constructor(code: CodeOf<"GoFileError">, message: string, details: { program?: string | undefined; cause?: unknown; path?: string; errno?: string } = {}) {
    super(code, message, details);
    this.path = details.path;
    this.errno = details.errno;
  }
}

/** All of them, by name. */
export const errorClasses = { GoferryError, GoLoadError, GoLinkError, GoExitedError, GoExportError, GoPanicError, GoTrapError, GoTerminatedError, GoChannelError, GoFileError };
// The bundler shortens the names of classes; people read these in consoles and logs.
for (const [name, { prototype }] of Object.entries(errorClasses)) {
  Object.defineProperty(prototype.constructor, "name", { value: name });
  Object.defineProperty(prototype, "name", { value: name, writable: true, configurable: true });
}

/** The text of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  try {
    return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  } catch {
    return "a value that has no text";
  }
}
