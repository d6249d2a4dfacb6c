/** results.md: how Go's own tests come out, package by package. A run compares its part with what is there; UPDATE=1 writes it anew. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../support/toolchain.ts";

const file = join(root, "tests/conformance/results.md");

/** What one test came to, and why where it did not pass. */
export interface Result {
  readonly name: string;
  readonly verdict: "pass" | "skip" | "fail";
  readonly why?: string | undefined;
  /** What it comes to on the host it is compared with, where that is something else. */
  readonly there?: "pass" | "skip" | "fail" | "not run" | "wrong";
}

/** The tests of a run by name, from the output of -test.v. A test that does not pass has the reason that it logged. Throws where the run came to no end. */
export function resultsOf(lines: readonly string[]): Map<string, Result> {
  if (!lines.some(line => /^(PASS|FAIL)$/.test(line))) throw new Error(`the tests did not come to their end:\n${lines.slice(-25).join("\n")}`);
  const results = new Map<string, Result>();
  const logged = new Map<string, string[]>();
  let running = "";
  for (const line of lines) {
    const [, event, subject = ""] = /^=== (RUN|PAUSE|CONT|NAME) +(\S*)/.exec(line) ?? [];
    const [, verdict, name = ""] = /^\s*--- (PASS|FAIL|SKIP): (\S+)/.exec(line) ?? [];
    if (event !== undefined) running = subject;
    else if (verdict !== undefined) {
      const why = verdict === "PASS" ? undefined : logged.get(name)?.at(-1);
      results.set(name, { name, verdict: verdict.toLowerCase() as Result["verdict"], why });
    } else {
      const said = /^\s+\w+\.go:\d+: (.*)/.exec(line)?.[1]?.replace(/\d{6,}/g, "…"); // temporary folders have numbers
      if (said !== undefined) logged.set(running, [...(logged.get(running) ?? []), said]);
    }
  }
  return results;
}

/** A part of the file: its heading, and the results by name. Tests that pass with all their subtests are only counted and named. */
export function section(heading: string, results: readonly Result[]): string {
  const sorted = [...results].sort((a, b) => (a.name < b.name ? -1 : 1));
  const plain = (result: Result): boolean => result.verdict === "pass" && result.there === undefined;
  const named = (name: string): string => {
    const inner = sorted.filter(result => plain(result) && result.name.startsWith(`${name}/`)).length;
    return inner === 0 ? name : `${name} (${inner})`;
  };
  const passed = sorted.filter(result => plain(result) && !result.name.includes("/")).map(({ name }) => named(name));
  const rows = new Map<string, string[]>();
  for (const result of sorted.filter(result => !plain(result))) {
    const { name, verdict, there, why = "" } = result;
    const row = `| ${verdict}${there === undefined ? "" : `; there ${there}`} | ${why.replaceAll("|", "\\|")} |`;
    rows.set(row, [...(rows.get(row) ?? []), named(name)]);
  }
  const count = (verdict: string): number => results.filter(result => result.verdict === verdict).length;
  const table = rows.size === 0 ? [] : ["| | why | tests |", "|---|---|---|", ...[...rows].map(([row, names]) => `${row} ${names.join(", ")} |`), ""];
  return [`## ${heading}`, `${count("pass")} pass, ${count("skip")} skip, ${count("fail")} fail.`, "", ...table, ...wrap(passed), ""].join("\n");
}

/** What the file holds under a heading; with UPDATE=1 it is written first. */
export function committed(heading: string, text: string, update: boolean): string | undefined {
  const [head = "", ...parts] = readFileSync(file, "utf8").split(/^(?=## )/m);
  const titled = (part: string): boolean => part.startsWith(`## ${heading}\n`);
  if (update) writeFileSync(file, [head, ...[...parts.filter(part => !titled(part)).map(part => `${part.trimEnd()}\n`), text].sort().join("\n")].join(""));
  return update ? text : parts.find(titled)?.trimEnd();
}

function wrap(words: readonly string[]): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined) lines[lines.length - 1] = `${last},`;
    if (last === undefined || last.length + word.length > 150) lines.push(word);
    else lines[lines.length - 1] += ` ${word}`;
  }
  return lines;
}
