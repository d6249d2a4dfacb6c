/** A WASI program's run in its worker. */
import type { WasiInit } from "./chunk.js";
import { WasiRun } from "./run.js";
import { piecesFrom } from "./stdin.js";
import type { WasiTools } from "./tools.js";

/** Where there is a mailbox, standard input comes through that, when `ask` has asked for it. */
export function openWasi(tools: WasiTools, { modules, preopens, mailbox }: WasiInit, ask: () => void): WasiRun {
  return new WasiRun(tools, modules, preopens, { worker: true, ...(mailbox && { pieces: piecesFrom(mailbox, ask) }) });
}
