/**
 * The benchmark's command: builds what it needs, measures each engine and mode, prints the tables and writes the JSON.
 * It exits with 0 unless something broke; goals that are missed are reported, not punished.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { serve } from "../../tools/serve.mjs";
import { missingBrowser } from "../browser/drivers/open.ts";
import { toolchain } from "../support/toolchain.ts";
import { browserEngine } from "./browser.ts";
import type { Engine } from "./engine.ts";
import type { Mode, Side } from "./jobs.ts";
import { nodeEngine } from "./node.ts";
import { engineNames, help, parseOptions } from "./options.ts";
import type { EngineName, Options } from "./options.ts";
import { outDir, prepare } from "./prepare.ts";
import type { Prepared } from "./prepare.ts";
import { renderColumns, renderResult } from "./report.ts";
import { groupMeans, summarize } from "./results.ts";
import type { Pair, Result } from "./results.ts";
import { selectRows, startRow } from "./rows.ts";
import type { RowInfo } from "./rows.ts";

/** Without multi-memory an engine runs the compat bridge only. */
const withoutMultiMemory: ReadonlySet<EngineName> = new Set(["webkit", "node20"]);

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
        const reason = name === "node20" || name === "node24" ? "it is not in build/toolchain.json" : missingBrowser(name);
        if (options.engines) throw new Error(`no ${name}: ${reason}`);
        process.stderr.write(`${name} is left out: ${reason}\n`);
        continue;
      }
      try {
        for (const mode of options.modes) {
          if (mode === "merged" && withoutMultiMemory.has(name)) continue;
          const usual: Mode = withoutMultiMemory.has(name) ? "compat" : "merged"; // what the drop-in runs there
          const sides: Side[] = options.dropIn && mode === usual ? ["theirs", "ours", "dropIn"] : ["theirs", "ours"];
          const result = await measure(engine, mode, sides, prepared.go, options);
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
  console.log(renderColumns(results));
  const file = join(outDir, options.modes.includes("self") ? "self.json" : "syscall-js.json");
  await writeFile(file, `${JSON.stringify(results, null, 2)}\n`);
  console.log(`\nwritten: ${file}`);
  return 0;
}

/** Undefined where the toolchain lacks the engine. */
async function openEngine(name: EngineName, { node, page }: Prepared, url: string): Promise<Engine | undefined> {
  const tools = toolchain();
  if (name !== "node20" && name !== "node24") return tools[name] ? browserEngine(name, url, page) : undefined;
  const path = name === "node24" ? tools.node24 : (tools.node ?? process.execPath);
  return path ? nodeEngine(name, path, node) : undefined;
}

/** All rounds of one engine and mode. The hosts take turns in going first. */
async function measure(engine: Engine, mode: Mode, hosts: readonly Side[], go: string, options: Options): Promise<Result> {
  const { samples, sampleMs, rounds, starts } = options;
  const rows = selectRows(options.rows, engine.hasDocument);
  const table: readonly RowInfo[] = engine.start && starts > 0 && options.rows.test(startRow.name) ? [...rows, startRow] : rows;
  const byRow = new Map<string, Pair[]>(table.map((row) => [row.name, []]));
  if (!process.stderr.isTTY) process.stderr.write(`${engine.name}, ${mode}: ${rounds} rounds of ${table.length} rows\n`);
  for (let i = 0; i < rounds; i++) {
    progress(`${engine.name}, ${mode}: round ${i + 1} of ${rounds}`);
    const first = i % hosts.length;
    const sides = [...hosts.slice(first), ...hosts.slice(0, first)];
    const pairs = rows.length > 0 ? await engine.round({ mode, round: { rows, sampleMs, samples, sides } }) : {};
    for (const [name, pair] of Object.entries(pairs)) byRow.get(name)?.push(pair);
    const started = table === rows ? undefined : await engine.start?.({ mode, sides, loads: starts });
    if (started) byRow.get(startRow.name)?.push(started);
  }
  progress(`${engine.name}, ${mode}: memory`);
  const memory = (options.memory && (await engine.memory?.(mode))) || null;
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
