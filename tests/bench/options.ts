/** The command line of the benchmark. */
import { parseArgs } from "node:util";
import { count, oneOf } from "./arguments.ts";
import type { Variant } from "./hosts.ts";
import type { Mode } from "./jobs.ts";

export const help = `Measures syscall/js: Go's own wasm_exec.js against the bridge, on one unmodified Go binary.

  node --import tsx tests/bench/run.ts [options]

Options
  --engines LIST   of chromium, firefox, webkit, node20 (the Node of this machine) and node24; default: all that
                   build/toolchain.json has
  --rows REGEX     only rows whose name matches, such as "^(get|set) "; goals of whole groups are then left out
  --rounds N       rounds of each engine and mode (default 5)
  --starts N       page loads of each host within a round, for "main reached" (default 7; 0 leaves it out)
  --samples N      samples of each host within a round (default 21)
  --sample-ms N    length of one sample (default 4)
  --variant V      merged, compat or both (default both, where the engine has multi-memory)
  --build B        how a page takes the bridge: classic or esm (default classic); Node always takes the ES module
  --package DIR    the built package to measure (default js/dist)
  --no-drop-in     leave out the drop-in (goferry's wasm_exec.js), which runs the variant that the engine is given by default
  --no-memory      leave out what one program costs in memory
  --self           wasm_exec.js against itself, which shows the noise: each ratio should be near 1
  --help           this text

Writes build/bench/syscall-js.json (with --self: self.json). tests/bench/README.md says how the numbers come about.
`;

export const engineNames = ["chromium", "firefox", "webkit", "node20", "node24"] as const;
export type EngineName = (typeof engineNames)[number];

export interface Options {
  /** Undefined: whatever is there. */
  readonly engines: readonly EngineName[] | undefined;
  readonly rows: RegExp;
  readonly rounds: number;
  readonly starts: number;
  readonly samples: number;
  readonly sampleMs: number;
  readonly modes: readonly Mode[];
  readonly build: "classic" | "esm";
  readonly dropIn: boolean;
  readonly memory: boolean;
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
      starts: { type: "string", default: "7" },
      samples: { type: "string", default: "21" },
      "sample-ms": { type: "string", default: "4" },
      variant: { type: "string", default: "both" },
      build: { type: "string", default: "classic" },
      package: { type: "string" },
      "no-drop-in": { type: "boolean", default: false },
      "no-memory": { type: "boolean", default: false },
      self: { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return "help";
  const variants: Record<string, readonly Variant[]> = { merged: ["merged"], compat: ["compat"], both: ["merged", "compat"] };
  return {
    engines: values.engines?.split(",").map((name) => oneOf("--engines", name.trim(), engineNames)),
    rows: new RegExp(values.rows),
    rounds: count("--rounds", values.rounds, 1),
    starts: count("--starts", values.starts, 0),
    samples: count("--samples", values.samples, 1),
    sampleMs: count("--sample-ms", values["sample-ms"], 1),
    modes: values.self ? ["self"] : (variants[oneOf("--variant", values.variant, Object.keys(variants))] ?? []),
    build: oneOf("--build", values.build, ["classic", "esm"]),
    package: values.package,
    dropIn: !values["no-drop-in"] && !values.self,
    memory: !values["no-memory"],
  };
}
