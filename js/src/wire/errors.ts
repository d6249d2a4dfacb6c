/** Errors, with what structured clone would lose: their class, their code, and where an engine drops them, stack and cause. */
import type { Packed, WireError } from "../protocol.js";

/** The classes of errors by name: each side has its own. */
export type ErrorClasses = Readonly<Record<string, unknown>>;

type ErrorClass = { readonly prototype: Error };

/** `pack` is for the cause. */
export function packError(error: Error, pack: (value: unknown) => Packed): WireError {
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(error)) {
    if (name !== "stack" && (value === null || !/^(object|function|symbol)$/.test(typeof value))) fields[name] = value;
  }
  const dom = typeof DOMException === "function" && error instanceof DOMException;
  const { name, message, stack } = error;
  return { name: String(name), message: String(message), stack, dom, fields, ...("cause" in error && error.cause !== undefined && { cause: pack(error.cause) }) };
}

export function unpackError({ name, message, stack, dom, fields, cause }: WireError, classes: ErrorClasses, unpack: (packed: Packed) => unknown): Error {
  const error = dom ? new DOMException(message, name) : new Error(message);
  if (!dom) {
    const known = classOf(classes[name]) ?? classOf((globalThis as Record<string, unknown>)[name]) ?? classOf((WebAssembly as unknown as Record<string, unknown>)[name]);
    if (known) Object.setPrototypeOf(error, known.prototype);
    else define(error, "name", name);
  }
  if (stack !== undefined) define(error, "stack", stack);
  if (cause) define(error, "cause", unpack(cause));
  return Object.assign(error, fields);
}

function classOf(value: unknown): ErrorClass | undefined {
  return typeof value === "function" && (value === Error || (value as Partial<ErrorClass>).prototype instanceof Error) ? (value as unknown as ErrorClass) : undefined;
}

function define(error: Error, name: string, value: unknown): void {
  Object.defineProperty(error, name, { value, writable: true, configurable: true });
}
