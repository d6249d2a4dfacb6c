/**
 * The benchmark's command: builds what it needs, measures each engine and mode, prints the tables and writes the JSON.
 * It exits with 0 unless something broke; goals that are missed are reported, not punished.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { serve } from "../../tools/serve.mjs";
import { toolchain } from "../support/toolchain.ts";
import { chromiumEngine } from "./chromium.ts";
import type { Engine } from "./engine.ts";
import type { Mode } from "./jobs.ts";
import { nodeEngine } from "./node.ts";
import { engineNames, help, parseOptions } from "./options.ts";
import type { EngineName, Options } from "./options.ts";
import { outDir, prepare } from "./prepare.ts";
import type { Prepared } from "./prepare.ts";
import { renderResult } from "./report.ts";
import { groupMeans, summarize } from "./results.ts";
import type { Pair, Result } from "./results.ts";
import { selectRows, startRow } from "./rows.ts";
import type { RowInfo } from "./rows.ts";

/** Node 20 has no multi-memory, so it runs the compat bridge only. */
const withoutMultiMemory: ReadonlySet<EngineName> = new Set(["node20"]);

async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2));
  if (options === "help") {
    process.stdout.write(help);
    return 0;
  }
  const prepared = await prepare(options.modes.includes("self") ? "none" : options.build, options.package);
  const server = await serve({ roots: [outDir], port: 0 });
  const results: Result[] = [];
  try {
    for (const name of options.engines ?? engineNames) {
      const engine = await openEngine(name, prepared, server.url);
      if (engine === undefined) {
        if (options.engines) throw new Error(`build/toolchain.json names no ${name}`);
        process.stderr.write(`${name} is not in build/toolchain.json: left out\n`);
        continue;
      }
      try {
        for (const mode of options.modes) {
          if (mode === "merged" && withoutMultiMemory.has(name)) continue;
          const result = await measure(engine, mode, prepared.go, options);
          console.log(renderResult(result));
          results.push(result);
        }
      } finally {
        await engine.close();
      }
    }
  } finally {
    await server.close();
  }
  const file = join(outDir, options.modes.includes("self") ? "self.json" : "syscall-js.json");
  await writeFile(file, `${JSON.stringify(results, null, 2)}\n`);
  console.log(`\nwritten: ${file}`);
  return 0;
}

/** Undefined where the toolchain lacks the engine. */
async function openEngine(name: EngineName, { node, page }: Prepared, url: string): Promise<Engine | undefined> {
  const tools = toolchain();
  if (name === "chromium") return tools.chromium ? chromiumEngine(tools.chromium, url, page) : undefined;
  const path = name === "node24" ? tools.node24 : (tools.node ?? process.execPath);
  return path ? nodeEngine(name, path, node) : undefined;
}

/** All rounds of one engine and mode. The hosts take turns in going first. */
async function measure(engine: Engine, mode: Mode, go: string, options: Options): Promise<Result> {
  const { samples, sampleMs, rounds, starts } = options;
  const rows = selectRows(options.rows, engine.hasDocument);
  const table: readonly RowInfo[] = engine.start && starts > 0 && options.rows.test(startRow.name) ? [...rows, startRow] : rows;
  const byRow = new Map<string, Pair[]>(table.map((row) => [row.name, []]));
  if (!process.stderr.isTTY) process.stderr.write(`${engine.name}, ${mode}: ${rounds} rounds of ${table.length} rows\n`);
  for (let i = 0; i < rounds; i++) {
    progress(`${engine.name}, ${mode}: round ${i + 1} of ${rounds}`);
    const oursFirst = i % 2 === 1;
    const pairs = rows.length > 0 ? await engine.round({ mode, round: { rows, sampleMs, samples, oursFirst } }) : {};
    for (const [name, pair] of Object.entries(pairs)) byRow.get(name)?.push(pair);
    const started = table === rows ? undefined : await engine.start?.({ mode, oursFirst, loads: starts });
    if (started) byRow.get(startRow.name)?.push(started);
  }
  progress(`${engine.name}, ${mode}: memory`);
  const memory = options.memory ? await engine.memory(mode) : null;
  progress("");
  const summary = table.map((row) => summarize(row, byRow.get(row.name) ?? []));
  return { engine: engine.name, mode, go, rounds, rows: summary, groups: groupMeans(summary), memory };
}

/** One line on the terminal that replaces itself; nothing where the output is kept. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`bench: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return 1;
});
