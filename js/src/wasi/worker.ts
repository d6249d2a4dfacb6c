/** A WASI program's run in its worker. */
import type { WasiInit } from "./chunk.js";
import { WasiRun } from "./run.js";
import { piecesFrom } from "./stdin.js";
import type { WasiTools } from "./tools.js";

/** `byMessage`: standard input is a stream of the page's. Where there is shared memory it comes through that, when `ask` has asked for it. */
export function openWasi(tools: WasiTools, { modules, preopens, mailbox }: WasiInit, byMessage: boolean, ask: () => void): WasiRun {
  return new WasiRun(tools, modules, preopens, { worker: true, inputByMessage: byMessage && !mailbox, ...(mailbox && { pieces: piecesFrom(mailbox, ask) }) });
}
