/** The hand-written types of the drop-in (js/types/wasm_exec.d.ts) are those of the class that it defines. Checked by tests/js/package.test.ts, in a
 * program of its own, since a global class of that name is in others too. */
/// <reference path="../../js/types/wasm_exec.d.ts" />
import { Go as Defined } from "../../js/src/drop-in.js";

export const promised: new () => Go = Defined;
