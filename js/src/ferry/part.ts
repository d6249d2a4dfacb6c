/** Where the host's half of package ferry comes from; the script-tag build has classic-ferry-part.ts in place of this file. */

/** A chunk of its own; in the worker's script it is at hand. */
export const ferryPart = (): Promise<typeof import("./ferry.js")> => import("./ferry.js");
