/** A WASI program's run in its worker. */
import type { Sockets } from "../channel/sockets.js";
import type { WasiInit } from "./chunk.js";
import { WasiRun } from "./run.js";
import { piecesFrom } from "./stdin.js";
import type { WasiTools } from "./tools.js";

/** Where there is a mailbox, standard input comes through that, when `ask` has asked for it. */
export function openWasi(tools: WasiTools, { modules, preopens, mailbox }: WasiInit, ask: () => void, sockets?: Sockets): WasiRun {
  const word = sockets?.word ?? (mailbox && new Int32Array(mailbox, 0, 1));
  return new WasiRun(tools, modules, preopens, { worker: true, ...(mailbox && { pieces: piecesFrom(mailbox, ask) }), ...(word && { word }), ...(sockets && { sockets }) });
}
