/** `//go:wasmexport` functions on `program.exports` (tests/go/wasmexport): what they give, and how they end a program. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { afterEach, test } from "node:test";
import { load, type Program } from "../../js/dist/index.js";
import { newestGo, nodeHosts, program } from "../support/hosts.ts";
import { missingGo } from "../support/toolchain.ts";

interface Exports {
  add(a: number, b: number): number;
  wide(a: bigint, b: bigint): bigint;
  half(a: number, b: number): number;
  both(a: boolean, b: boolean): number;
  nothing(): void;
  deep(n: number): number;
  ready(n: number): void;
  count(): number;
  yields(): number;
  reenters(): number;
  sleeps(): number;
  waits(): number;
  panics(): void;
  exits(code: number): void;
  mixed(): string;
}
const page = globalThis as { goferryTestReenter?: () => unknown };

for (const version of new Set(["1.24", newestGo()])) {
  for (const { variant } of nodeHosts()) {
    const check = (what: string, body: (program: Program<Exports>) => Promise<void>): void =>
      void test(`Go ${version}, ${variant}: ${what}`, { skip: missingGo(version) ?? false }, async () => {
        const started = await load<Exports>(readFileSync(program("wasmexport", version)), { variant, stdout: "ignore", stderr: "ignore" });
        await body(started);
        started.terminate();
      });

    check("numbers and bools", async ({ exports }) => {
      assert.equal(await exports.add(2, 3), 5);
      assert.equal(await exports.add(2147483647, 1), -2147483648);
      assert.equal(await exports.wide(1n, 2n ** 63n), BigInt.asIntN(64, 1n - 2n ** 63n));
      assert.equal(await exports.half(3, 2), 1.5);
      assert.equal(await exports.both(true, true), 1);
      assert.equal(await exports.both(true, false), 0);
      assert.equal(await exports.nothing(), undefined);
    });

    check("they are listed beside what the program has set", async ({ exports }) => {
      assert.ok("add" in exports && "mixed" in exports);
      assert.equal(await exports.mixed(), "a function of the program");
      assert.deepEqual(["run", "resume", "getsp", "mem"].filter((name) => name in exports), []);
      await assert.rejects((exports as unknown as { sub(): Promise<number> }).sub(), { code: "unknown-export", message: /mixed.*add/ });
    });

    check("an argument of the wrong kind is refused, and the program goes on", async ({ exports }) => {
      const wrong = exports as unknown as Record<"add" | "wide", (...args: unknown[]) => Promise<unknown>>;
      await assert.rejects(wrong.wide(1, 2), { name: "TypeError", message: /wide of .*BigInt/ });
      await assert.rejects(wrong.add(1n, 2), { name: "TypeError", message: /add of .*2 arguments/ });
      await assert.rejects(wrong.add(Symbol("x"), 2), { name: "TypeError" });
      assert.equal(await exports.add(1, 2), 3);
    });

    check("a stack that grows meanwhile", async ({ exports }) => {
      assert.equal(await exports.deep(3), 3);
      assert.equal(await exports.deep(20000), 20000);
      assert.equal(await exports.add(1, 1), 2);
    });

    check("goroutines that it readies run before the promise settles", async ({ exports }) => {
      await exports.ready(5);
      await exports.ready(6);
      assert.equal(await exports.count(), 11);
    });

    check("it may re-enter the program through JavaScript", async ({ exports }) => {
      let inner: Promise<number> | undefined;
      page.goferryTestReenter = () => {
        inner = exports.add(20, 1);
        return 42;
      };
      assert.equal(await exports.reenters(), 42);
      assert.equal(await inner, 21);
      assert.equal(await exports.add(1, 2), 3);
    });

    for (const name of ["sleeps", "waits"] as const) {
      check(`${name}: one that blocks ends the program, and the error names ferry.Export`, async ({ exports, exited }) => {
        const blocked = { name: "GoTrapError", code: "export-blocked", message: new RegExp(`^${name} of .*ferry\\.Export`) };
        await assert.rejects(exports[name](), blocked);
        const { reason, error } = await exited;
        assert.equal(reason, "trap");
        assert.equal(error?.code, "export-blocked");
        await assert.rejects(exports.add(1, 2), { name: "GoExitedError", code: "exited" });
      });
    }

    check("one that parks and is resumed within the call is right", async ({ exports }) => {
      assert.equal(await exports.yields(), 7);
      assert.equal(await exports.add(1, 2), 3);
    });

    check("a panic ends the program", async ({ exports, exited }) => {
      await assert.rejects(exports.panics(), { name: "GoPanicError", message: /in an export/ });
      assert.equal((await exited).reason, "panic");
    });

    check("os.Exit ends the program", async ({ exports, exited }) => {
      await assert.rejects(exports.exits(3), { code: "exited", message: /exits/ });
      assert.deepEqual(await exited, { code: 3, reason: "exit" });
    });
  }
}

afterEach(() => void delete page.goferryTestReenter);
