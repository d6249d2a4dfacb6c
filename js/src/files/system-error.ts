/** The errors of files as Node's fs gives them. */
import { errnos } from "./errno.js";

/** What Node's errors have; Go's standard library looks at `code`. */
export interface SystemError extends Error {
  readonly code: string;
  readonly errno: number;
  readonly syscall: string;
  readonly path?: string;
  readonly dest?: string;
}

/** `number` is negative, as libuv has it. No stack: it is an answer to a program, which asks for many. */
export function systemError(number: number, syscall: string, path?: string, dest?: string): SystemError {
  const [code, text] = errnos.get(-number) ?? ["EIO", `error ${number}`];
  const where = path === undefined ? "" : ` '${path}'${dest === undefined ? "" : ` -> '${dest}'`}`;
  const error = Object.create(Error.prototype) as Record<string, unknown>;
  error["message"] = `${code}: ${text}, ${syscall}${where}`;
  error["errno"] = number;
  error["code"] = code;
  error["syscall"] = syscall;
  if (path !== undefined) error["path"] = path;
  if (dest !== undefined) error["dest"] = dest;
  return error as unknown as SystemError;
}

export const isSystemError = (error: unknown): error is SystemError => error instanceof Error && typeof (error as Partial<SystemError>).syscall === "string";
