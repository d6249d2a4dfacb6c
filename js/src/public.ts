/** What both builds export beside `load`. */
export {
  GoChannelError,
  GoExitedError,
  GoExportError,
  GoFileError,
  GoLinkError,
  GoLoadError,
  GoPanicError,
  GoTerminatedError,
  GoTrapError,
  GoferryError,
  type GoferryErrorCode,
} from "./errors.js";
export type { Channel, ChannelOptions, ChannelView } from "./channel/channel.js";
export type { ChannelCodec, CodecValue, NumericArrays } from "./channel/codecs.js";
export { connect, type Connection } from "./channel/connect.js";
export type { FileChange } from "./files/changes.js";
export type { FilesUsage } from "./files/backend.js";
export type { FileContent, FileEntry, FileLimits, FilesOption, FileTree, Mount } from "./files/mounts.js";
export type { ExportOptions, ExportProgress, FileInfo, ProgramFiles } from "./files/program-files.js";
export type { Variant } from "./bridge/variant.js";
export type { Stats } from "./host/stats.js";
export type { AnyExports, AsyncExport, AsyncExports } from "./exports.js";
export type { InputSource, OutputTarget } from "./host/stdio.js";
export type { Load } from "./load.js";
export type { CommonOptions, ImportContext, ImportModules, LoadOptions, LoadProgress, PageOptions, WorkerOptions } from "./options.js";
export type { Exit, PageProgram, Program, ProgramStatus } from "./program.js";
export type { Transport } from "./run.js";
export type { Source } from "./source.js";
export { transfer } from "./transfer.js";
