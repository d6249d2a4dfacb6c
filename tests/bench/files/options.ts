/** The command line of the files' benchmark. */
import { parseArgs } from "node:util";
import { count, oneOf } from "../arguments.ts";
import { kinds } from "./rows.ts";
import type { Kind } from "./rows.ts";

export const places = ["chromium", "node"] as const;
export type PlaceName = (typeof places)[number];

export const help = `Measures files: the option files against Go's own wasm_exec.js with memfs as globalThis.fs, WASI against browser_wasi_shim,
OPFS against a bare sync access handle; the same Go binary on both sides, in Chromium and in Node.

  node --import tsx tests/bench/files.ts [options]

Options
  --places LIST    of chromium and node; default: both
  --kinds LIST     of js, wasi, and in Chromium opfs and opfs-wasi; default: all
  --rows REGEX     only rows whose name matches, such as "^read"; the memory is a row, too
  --rounds N       rounds of each (default 5)
  --sample-ms N    a row is repeated within a round until so much time has passed (default 1500)
  --package DIR    the built package to measure (default js/dist)
  --help           this text

Writes build/bench/files.json. tests/bench/files/README.md says how the numbers come about.
`;

export interface Options {
  readonly places: readonly PlaceName[];
  readonly kinds: readonly Kind[];
  readonly rows: RegExp;
  readonly rounds: number;
  readonly sampleMs: number;
  /** Undefined: js/dist. */
  readonly package: string | undefined;
}

/** Reads the command line; throws with a sentence on what is wrong, and returns "help" where that is asked for. */
export function parseOptions(args: readonly string[]): Options | "help" {
  const { values } = parseArgs({
    args: [...args],
    options: {
      places: { type: "string", default: places.join() },
      kinds: { type: "string", default: kinds.join() },
      rows: { type: "string", default: "" },
      rounds: { type: "string", default: "5" },
      "sample-ms": { type: "string", default: "1500" },
      package: { type: "string" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return "help";
  return {
    places: values.places.split(",").map(name => oneOf("--places", name.trim(), places)),
    kinds: values.kinds.split(",").map(name => oneOf("--kinds", name.trim(), kinds)),
    rows: new RegExp(values.rows),
    rounds: count("--rounds", values.rounds, 1),
    sampleMs: count("--sample-ms", values["sample-ms"], 1),
    package: values.package,
  };
}
