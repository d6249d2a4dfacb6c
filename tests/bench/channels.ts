/**
 * The command of the channels' benchmark: builds what it needs, measures each browser, prints the tables and writes the JSON.
 * It exits with 0 unless something broke; goals that are missed are reported, not punished.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { serve } from "../../tools/serve.mjs";
import { engines } from "../browser/drivers/driver.ts";
import type { Browser, EngineName } from "../browser/drivers/driver.ts";
import { missingBrowser, openBrowser } from "../browser/drivers/open.ts";
import { root } from "../support/toolchain.ts";
import { measureBareWakes } from "./channels/bare-wakes.ts";
import { onOneCpu } from "./channels/one-cpu.ts";
import { help, parseOptions } from "./channels/options.ts";
import type { Options } from "./channels/options.ts";
import { outDir, prepare } from "./channels/prepare.ts";
import { renderResult } from "./channels/report.ts";
import { summarize } from "./channels/results.ts";
import type { OneCpu, Result, Round } from "./channels/results.ts";
import { isOfWakes, rows } from "./channels/rows.ts";
import type { RowInfo } from "./channels/rows.ts";
import { sideNames } from "./channels/subject.ts";
import type { Files } from "./channels/subject.ts";
import { watchTicker } from "./channels/ticker.ts";

async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2));
  if (options === "help") {
    process.stdout.write(help);
    return 0;
  }
  const { go, files } = await prepare(options.package);
  const server = await serve({ roots: [outDir], port: 0 });
  const results: Result[] = [];
  try {
    for (const name of options.engines ?? engines) {
      const missing = missingBrowser(name);
      if (missing !== undefined) {
        if (options.engines) throw new Error(`no ${name}: ${missing}`);
        process.stderr.write(`${name} is left out: ${missing}\n`);
        continue;
      }
      const browser = await openBrowser(name);
      let measured: Omit<Result, "one_cpu">;
      try {
        measured = await measure(browser, server.url, files, go, options);
      } finally {
        await browser.close();
      }
      const pinned = await onOneCpu(() => measureOneCpu(name, server.url, files, options));
      const result = { ...measured, one_cpu: pinned ?? null };
      console.log(renderResult(result));
      results.push(result);
    }
  } finally {
    await server.close();
  }
  const file = join(root, "build/bench/channels.json");
  await mkdir(join(root, "build/bench"), { recursive: true });
  await writeFile(file, `${JSON.stringify(results, null, 2)}\n`);
  console.log(`\nwritten: ${file}`);
  return 0;
}

/** One browser, as it is. */
async function measure(browser: Browser, url: string, files: Files, go: string, options: Options): Promise<Omit<Result, "one_cpu">> {
  const { idleMs, tickerMs } = options;
  const chosen = rows.filter(row => options.rows.test(row.name));
  const rounds = await measureRounds(browser, url, files, chosen, options);
  const idle = idleMs === 0 ? null : await inPage(browser, url, "idle.html", tab => tab.evaluate(({ files, ms }) => globalThis.runIdle(files, ms), { files, ms: idleMs }));
  return {
    engine: browser.name,
    go,
    rounds: options.rounds,
    rows: chosen.flatMap(row => summarize(row, rounds) ?? []),
    idle: idle && { ...idle, ms: idleMs },
    ticker: browser.engine === "chromium" && tickerMs > 0 ? await watchTicker(tickerMs) : null,
    bare_wakes_ns: await measureBareWakes(),
  };
}

/** The rows that are wake-ups and little else, in a browser whose threads share one CPU. Undefined where none of them was chosen. */
async function measureOneCpu(name: EngineName, url: string, files: Files, options: Options): Promise<OneCpu | undefined> {
  const chosen = rows.filter(row => isOfWakes(row) && options.rows.test(row.name));
  if (chosen.length === 0) return undefined;
  process.stderr.write("the same on one CPU\n");
  const browser = await openBrowser(name);
  try {
    const rounds = await measureRounds(browser, url, files, chosen, options);
    return { rows: chosen.flatMap(row => summarize(row, rounds) ?? []), bare_wakes_ns: await measureBareWakes() };
  } finally {
    await browser.close();
  }
}

/** All rounds in one browser. The sides take turns, each in a page of its own, and another one goes first in each round. */
async function measureRounds(browser: Browser, url: string, files: Files, chosen: readonly RowInfo[], options: Options): Promise<Round[]> {
  const { samples, sampleMs } = options;
  const sides = sideNames.filter(side => side !== "comlink" || browser.engine === "chromium");
  const rounds: Round[] = [];
  for (let i = 0; i < (chosen.length > 0 ? options.rounds : 0); i++) {
    process.stderr.write(`${browser.name}: round ${i + 1} of ${options.rounds}\n`);
    const round: Round = {};
    const first = i % sides.length;
    for (const side of [...sides.slice(first), ...sides.slice(0, first)]) {
      const own = chosen.filter(row => row.ours === side || row.floor === side || row.others.includes(side)).map(row => row.name);
      if (own.length === 0) continue;
      round[side] = await inPage(browser, url, "channels.html", tab => tab.evaluate(({ files, job }) => globalThis.runChannelSide(files, job), { files, job: { side, rows: own, sampleMs, samples } }));
    }
    rounds.push(round);
  }
  return rounds;
}

async function inPage<T>(browser: Browser, url: string, page: string, run: (tab: Awaited<ReturnType<Browser["newTab"]>>) => Promise<T>): Promise<T> {
  const tab = await browser.newTab(url, { watched: false });
  try {
    await tab.goto(page);
    return await run(tab);
  } finally {
    await tab.close();
  }
}

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`bench: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return 1;
});
