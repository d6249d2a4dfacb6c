/**
 * The command of the files' benchmark: builds what it needs, measures each place, prints the tables and writes the JSON.
 * It exits with 0 unless something broke; goals that are missed are reported, not punished.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { serve } from "../../tools/serve.mjs";
import { root } from "../support/toolchain.ts";
import type { Job, Memory, Times } from "./files/measure.ts";
import { help, parseOptions } from "./files/options.ts";
import type { Options } from "./files/options.ts";
import { openPlace } from "./files/places.ts";
import type { MeasuringPlace } from "./files/places.ts";
import { outDir, prepare } from "./files/prepare.ts";
import { renderResult } from "./files/report.ts";
import { memoryResults, timeRows } from "./files/results.ts";
import type { Result, Sides } from "./files/results.ts";
import { kindInfo } from "./files/rows.ts";
import type { Kind } from "./files/rows.ts";

async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2));
  if (options === "help") {
    process.stdout.write(help);
    return 0;
  }
  const prepared = await prepare(options.package);
  const server = await serve({ roots: [outDir], port: 0 });
  const results: Result[] = [];
  try {
    for (const name of options.places) {
      const place = await openPlace(name, server.url, prepared);
      try {
        for (const kind of options.kinds) {
          if (kindInfo[kind].inBrowser && name !== "chromium") continue;
          const result: Result = { place: place.name, kind, against: kindInfo[kind].against, go: prepared.go, rounds: options.rounds, rows: await measure(place, kind, options) };
          console.log(renderResult(result));
          results.push(result);
        }
      } finally {
        await place.close();
      }
    }
  } finally {
    await server.close();
  }
  const file = join(root, "build/bench/files.json");
  await mkdir(join(root, "build/bench"), { recursive: true });
  await writeFile(file, `${JSON.stringify(results, null, 2)}\n`);
  console.log(`\nwritten: ${file}`);
  return 0;
}

/** All rounds of one comparison. The sides take turns, each in a page or process of its own, and the other one goes first in each round. */
async function measure(place: MeasuringPlace, kind: Kind, { rows: pattern, rounds, sampleMs }: Options): Promise<Result["rows"]> {
  const info = kindInfo[kind];
  const rows = info.rows.filter(row => pattern.test(row));
  const measured: Sides<Times>[] = [];
  const memory: Sides<Memory[]>[] = [];
  const inTurns = async <T>(round: number, of: (side: Job["side"]) => Promise<T>): Promise<Sides<T>> => {
    if (round % 2 === 0) {
      const ours = await of(info.ours);
      return { ours, theirs: await of(info.theirs) };
    }
    const theirs = await of(info.theirs);
    return { ours: await of(info.ours), theirs };
  };
  for (let round = 0; round < rounds; round++) {
    const times = (side: Job["side"], rows: Job["rows"]): Promise<Times> => {
      process.stderr.write(`${place.name}, ${info.title}: round ${round + 1} of ${rounds}, ${side}\n`);
      return place.times({ kind, side, rows, sampleMs });
    };
    if (rows.length > 0) {
      const sides = await inTurns(round, side => times(side, rows));
      const { side, rows: floorRows = [] } = info.floor ?? {};
      const floor = side && (await times(side, rows.filter(row => floorRows.includes(row))));
      measured.push({ ...sides, ...(floor && { floor }) });
    }
    if (info.hasMemory && pattern.test("memory")) memory.push(await inTurns(round, side => place.memory(side)));
  }
  return [...timeRows(kind, measured), ...(memory.length > 0 ? memoryResults(kind, memory) : [])];
}

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`bench: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return 1;
});
