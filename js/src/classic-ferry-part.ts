/** The script-tag build's way to the host's half of package ferry (ferry/part.ts): a script beside goferry.js. */
import { part } from "./classic-chunk.js";

export const ferryPart = (): ReturnType<typeof part<"ferry">> => part("ferry");
