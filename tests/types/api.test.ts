/**
 * The public API as committed reports (`<entry>.api.md`, by API Extractor): a type that changes, appears or goes away is a decision.
 * To accept a change: UPDATE=1 node --import tsx --test tests/types/api.test.ts
 */
import assert from "node:assert/strict";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import process from "node:process";
import { after, before, test } from "node:test";
import { root } from "../support/toolchain.ts";
import { publishing } from "./publishing.ts";

type Prepared = object;
interface ApiExtractor {
  ExtractorConfig: { prepare(options: { configObject: object; configObjectFullPath: undefined; packageJsonFullPath: string }): Prepared };
  Extractor: { invoke(config: Prepared, options: { localBuild: true; messageCallback(message: Message): void }): { apiReportChanged: boolean } };
}
interface Message {
  messageId: string;
  logLevel: string;
  text: string;
  handled: boolean;
}

const { Extractor, ExtractorConfig } = createRequire(join(publishing(), "package.json"))("@microsoft/api-extractor") as ApiExtractor;
const folder = join(root, "build/api");

/** Complaints that are no fault: types which only other types are made of, and what the DOM documents. */
const accepted = [/^console-api-report-created/, /^ae-forgotten-export: The symbol "(errorCodes|CodeOf|EventTypes)"/, /^ae-undocumented: .*"((add|remove)EventListener|EventTypes)"/];

before(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** Writes build/api/<entry>.api.md; returns what API Extractor complains of. */
function report(entry: string): string[] {
  const complaints: string[] = [];
  const main = join(root, `js/dist/${entry}.d.ts`);
  const compilerOptions = { target: "es2022", lib: ["es2023", "dom", "dom.iterable", "dom.asynciterable"], module: "nodenext", strict: true, types: [] };
  const config = ExtractorConfig.prepare({
    configObject: {
      projectFolder: join(root, "js"),
      mainEntryPointFilePath: main,
      compiler: { overrideTsconfig: { compilerOptions, files: [main] } },
      apiReport: { enabled: true, includeForgottenExports: true, reportFileName: `${entry}.api.md`, reportFolder: folder, reportTempFolder: join(folder, "temp") },
      messages: {
        extractorMessageReporting: { default: { logLevel: "warning" }, "ae-missing-release-tag": { logLevel: "none" } },
        tsdocMessageReporting: { default: { logLevel: "warning" } },
      },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: join(root, "js/package.json"),
  });
  Extractor.invoke(config, {
    localBuild: true,
    messageCallback(message) {
      message.handled = true;
      if (message.logLevel === "warning" || message.logLevel === "error") complaints.push(`${message.messageId}: ${message.text}`);
    },
  });
  return complaints;
}

/** The names in a report. */
function exportedNames(entry: string): Set<string> {
  const text = readFileSync(join(root, `tests/types/${entry}.api.md`), "utf8");
  return new Set([...text.matchAll(/^export (?:(?:class|interface|type|const|function) |\{ )(\w+)/gm)].map(match => match[1] as string)); // WorkerOptions_2 as WorkerOptions: the DOM has one, too
}

for (const entry of ["files", "index", "element", "react", "vue", "playwright"]) {
  test(`the types of ${entry} are those of tests/types/${entry}.api.md`, () => {
    const complaints = report(entry);
    const found = join(folder, `${entry}.api.md`);
    const kept = join(root, `tests/types/${entry}.api.md`);
    if (process.env["UPDATE"]) copyFileSync(found, kept);
    // What `goferry` and `goferry/files` export may be used by the types of the other entries.
    const nameable = new Set(["index", "files"].flatMap(other => [...exportedNames(other)]));
    const faults = complaints.filter(text => !accepted.some(pattern => pattern.test(text)) && !nameable.has(/^ae-forgotten-export: The symbol "(\w+)"/.exec(text)?.[1] ?? ""));
    assert.deepEqual(faults, []);
    assert.equal(readFileSync(found, "utf8"), existsSync(kept) ? readFileSync(kept, "utf8") : "", "UPDATE=1 accepts a change");
  });
}
