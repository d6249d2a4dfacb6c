// cmake/cached-step.sh: a folder of the cache is filled once, whatever else runs or fails.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("../cmake/cached-step.sh", import.meta.url));

function cache(t) {
  const root = mkdtempSync(join(tmpdir(), "cache & more-"));
  t.after(() => rmSync(root, { recursive: true }));
  const dir = join(root, "tool");
  /** Resolves to the exit code and what was printed. */
  const step = (command) =>
    new Promise((done) => {
      execFile(script, [dir, "Making it", "sh", "-c", command], (error, stdout) => done({ code: error?.code ?? 0, stdout }));
    });
  return { root, dir, step, log: () => readFileSync(join(root, "log"), "utf8") };
}

test("the command runs once", async (t) => {
  const { dir, step, log } = cache(t);
  const command = `echo run >>"@DIR@/../log"; echo ok >"@DIR@/file"`;
  assert.equal((await step(command)).stdout, `-- Making it (once, into ${dir})\n`);
  assert.deepEqual(await step(command), { code: 0, stdout: "" });
  assert.equal(log(), "run\n");
  assert.equal(readFileSync(join(dir, "file"), "utf8"), "ok\n");
});

test("of two at once, one waits and finds it done", async (t) => {
  const { root, step, log } = cache(t);
  const command = `echo run >>"@DIR@/../log"; until [ -e "@DIR@/../go" ]; do sleep 0.05; done`;
  const first = step(command);
  while (!existsSync(join(root, "log"))) await new Promise((done) => setTimeout(done, 20));
  const second = step(command);
  await new Promise((done) => execFile("touch", [join(root, "go")], done));
  const answers = await Promise.all([first, second]);
  assert.deepEqual(answers.map(({ code }) => code), [0, 0]);
  assert.equal(log(), "run\n");
});

test("bad: a command that fails leaves nothing that counts, and the next one starts from an empty folder", async (t) => {
  const { dir, step } = cache(t);
  assert.notEqual((await step(`echo half >"@DIR@/file"; exit 3`)).code, 0);
  assert.equal(existsSync(join(dir, ".complete")), false);
  assert.equal((await step(`[ ! -e "@DIR@/file" ]`)).code, 0);
  assert.equal(existsSync(join(dir, ".complete")), true);
});
