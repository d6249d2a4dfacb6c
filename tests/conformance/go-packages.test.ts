/**
 * Go's own tests of packages that use files, in Chromium on files in memory, in both modes: test by test as on the real filesystem under Go's own host
 * (GOOS=js), and under node:wasi (GOOS=wasip1). What comes out otherwise stands in differences.ts, with the reason, all results in results.md.
 *
 *   GOFERRY_PACKAGE=os GOFERRY_GOOS=js node --import tsx --test tests/conformance/go-packages.test.ts    (with UPDATE=1 it writes results.md)
 */
import assert from "node:assert/strict";
import process from "node:process";
import { after, before, test } from "node:test";
import { serve, type Server } from "../../tools/serve.mjs";
import { startServer } from "../browser/support.ts";
import { closeBrowser, openBrowser } from "../bundlers/page.ts";
import { filePackages, fileTests, goroot, GOROOT, linesOnRealFiles, manifestOf, testArguments, tooDeepForWorkers, type FileSystem } from "../support/goroot.ts";
import { newestGo } from "../support/hosts.ts";
import { runInPage } from "../support/pages.ts";
import { goVersion, toolchain } from "../support/toolchain.ts";
import { differences, wrongThere } from "./differences.ts";
import { openPage } from "./page.ts";
import { committed, resultsOf, section, type Result } from "./results.ts";

const chosen = (variable: string, all: readonly string[]): readonly string[] => (process.env[variable] ? [process.env[variable]] : all);
let server: Server;
let files: Server;

before(async () => {
  await openBrowser(toolchain().chromium as string);
  server = await startServer();
  files = await serve({ roots: [goroot()], port: 0, headers: { "access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin" } });
});
after(async () => {
  await closeBrowser();
  await server.close();
  await files.close();
});

/** Runs them in a page of their own. */
async function runHere(name: string, os: FileSystem, mode: "page" | "worker", skip: readonly string[]): Promise<Map<string, Result>> {
  const { page, close } = await openPage(server.url);
  const args = { base: files.url, manifest: manifestOf(name), goroot: GOROOT, cwd: `${GOROOT}/src/${name}`, args: testArguments(name), mode, os, ...(skip.length > 0 && { skip: skip.join("|") }) };
  const { result } = await runInPage<{ lines: string[]; errors: string[]; end: { code?: number; reason: string } }>(page, "module", "file-tests", { programs: { tests: fileTests(name, os) }, args });
  await close();
  try {
    return resultsOf(result.lines);
  } catch (error) {
    throw new Error(`${String(error)}\n${result.errors.slice(0, 40).join("\n")}\n${JSON.stringify(result.end)}`);
  }
}

for (const name of chosen("GOFERRY_PACKAGE", Object.keys(filePackages))) {
  for (const os of chosen("GOFERRY_GOOS", ["js", "wasip1"]) as readonly FileSystem[]) {
    test(`${name}, GOOS=${os}`, async () => {
      const known = differences[name]?.[os] ?? {};
      const wrong = wrongThere[name]?.[os] ?? {};
      const top = (test: string): string => test.split("/")[0] as string;
      const there = resultsOf(await linesOnRealFiles(name, os));
      assert.ok(there.size > 5, "the other host ran the tests");
      const inWorker = await runHere(name, os, "worker", tooDeepForWorkers[name] === undefined ? [] : [tooDeepForWorkers[name]]);
      const inPage = await runHere(name, os, "page", []);
      const all: Result[] = [];
      const differ: string[] = []; // without a reason
      for (const test of new Set([...inPage.keys(), ...inWorker.keys(), ...there.keys()])) {
        const [ours, other, worker] = [inPage.get(test), there.get(test), inWorker.get(test)];
        if (ours?.verdict !== worker?.verdict && test !== tooDeepForWorkers[name]) differ.push(`${test}: ${ours?.verdict} in a page, ${worker?.verdict} in a worker (${worker?.why ?? ours?.why})`);
        const reason = known[test] ?? known[top(test)];
        const fault = wrong[top(test)];
        const excused = fault !== undefined && ours?.verdict === "pass";
        if (ours?.verdict !== other?.verdict && reason === undefined && !excused) differ.push(`${test}: ${ours?.verdict} here (${ours?.why}), ${other?.verdict} there (${other?.why})`);
        else if (ours?.verdict === "fail" && reason === undefined) differ.push(`${test}: it fails here and there (${ours.why})`);
        if (!ours) continue;
        if (excused && test === top(test)) all.push({ ...ours, there: "wrong", why: `node:wasi ${fault}` });
        else if (ours.verdict === other?.verdict || excused) all.push(ours);
        else all.push({ ...ours, there: other?.verdict ?? "not run", why: reason });
      }
      assert.deepEqual(differ, []);
      for (const test of Object.keys(known)) assert.ok(all.some(result => result.name === test && result.there !== undefined), `${test} does not differ any more: take it out of differences.ts`);
      const heading = `${name}, GOOS=${os}`;
      const text = section(heading, all).trimEnd();
      assert.equal(text, committed(heading, text, process.env["UPDATE"] === "1"), `results.md says otherwise; UPDATE=1 writes it, for ${goVersion(newestGo()).go}`);
    });
  }
}
