/** The command line of the channels' benchmark. */
import { parseArgs } from "node:util";
import { count, oneOf } from "../arguments.ts";
import { engines } from "../../browser/drivers/driver.ts";
import type { EngineName } from "../../browser/drivers/driver.ts";

export const help = `Measures channels between a page and Go in a worker: against the same rings between two ends in JavaScript (the floor), and against
Go's own wasm_exec.js in a worker with postMessage and js.FuncOf (in Chromium with Comlink, too).

  node --import tsx tests/bench/channels.ts [options]

Options
  --engines LIST   of chromium, firefox and webkit; default: all that build/toolchain.json has
  --rows REGEX     only rows whose name matches, such as "^round trip"
  --rounds N       rounds of each engine (default 5)
  --samples N      samples of each side within a round (default 5)
  --sample-ms N    length of one sample (default 100)
  --idle-ms N      how long no message passes, for the row that counts wake-ups (default 5000; 0 leaves it out)
  --ticker-ms N    how long the example 06-react-ticker is watched in Chromium (default 10000; 0 leaves it out)
  --package DIR    the built package to measure (default js/dist)
  --help           this text

Writes build/bench/channels.json. tests/bench/channels/README.md says how the numbers come about.
`;

export interface Options {
  /** Undefined: whatever is there. */
  readonly engines: readonly EngineName[] | undefined;
  readonly rows: RegExp;
  readonly rounds: number;
  readonly samples: number;
  readonly sampleMs: number;
  readonly idleMs: number;
  readonly tickerMs: number;
  /** Undefined: js/dist. */
  readonly package: string | undefined;
}

/** Reads the command line; throws with a sentence on what is wrong, and returns "help" where that is asked for. */
export function parseOptions(args: readonly string[]): Options | "help" {
  const { values } = parseArgs({
    args: [...args],
    options: {
      engines: { type: "string" },
      rows: { type: "string", default: "" },
      rounds: { type: "string", default: "5" },
      samples: { type: "string", default: "5" },
      "sample-ms": { type: "string", default: "100" },
      "idle-ms": { type: "string", default: "5000" },
      "ticker-ms": { type: "string", default: "10000" },
      package: { type: "string" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return "help";
  return {
    engines: values.engines?.split(",").map(name => oneOf("--engines", name.trim(), engines)),
    rows: new RegExp(values.rows),
    rounds: count("--rounds", values.rounds, 1),
    samples: count("--samples", values.samples, 1),
    sampleMs: count("--sample-ms", values["sample-ms"], 1),
    idleMs: count("--idle-ms", values["idle-ms"], 0),
    tickerMs: count("--ticker-ms", values["ticker-ms"], 0),
    package: values.package,
  };
}
