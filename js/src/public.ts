/** What both builds export beside `load`. */
export {
  GoExitedError,
  GoExportError,
  GoLinkError,
  GoLoadError,
  GoPanicError,
  GoTerminatedError,
  GoTrapError,
  GoferryError,
  type GoferryErrorCode,
} from "./errors.js";
export type { Variant } from "./bridge/variant.js";
export type { Stats } from "./engine.js";
export type { AnyExports, AsyncExports } from "./exports.js";
export type { InputSource, OutputTarget } from "./host/stdio.js";
export type { Load } from "./load.js";
export type { ImportContext, ImportModules, LoadOptions, LoadProgress } from "./options.js";
export type { Exit, Program, ProgramStatus } from "./program.js";
export type { Source } from "./source.js";
