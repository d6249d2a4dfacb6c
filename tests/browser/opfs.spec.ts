/** Files that stay: opfs mounts, in pages and in workers. */
import { program } from "../support/hosts.ts";
import { runInPage } from "../support/pages.ts";
import { engine, expect, spread, test } from "./any-browser.ts";

interface Written {
  expected: string[];
  written: unknown[];
  after: unknown[];
  show: string[];
  usage: string[];
  persist: string;
  go: string;
  large: string;
  again: [string, string[], number];
  above: string[];
  below: [string[], string[]];
}

interface Again {
  show: string[];
  second: unknown[];
  next: string;
  restarted: string[];
  broken: unknown;
  empty: unknown;
}

for (const { build, variant } of spread) {
  for (const mode of ["worker", "page"] as const) {
    test(`what is written is there on the next page, ${mode} mode, ${build}, ${variant}`, async ({ tab }) => {
      test.setTimeout(120_000);
      await tab.goto("/tests/browser/pages/blank.html");
      const hasStores = await tab.evaluate(() => typeof (navigator.storage as StorageManager | undefined)?.getDirectory === "function");
      const reason = `this ${engine} has no origin private file system`;
      if (!hasStores) console.log(`skipped: ${reason}`);
      test.skip(!hasStores, reason);
      const config = { programs: { store: program("store") }, variant };
      const first = await runInPage<Written>(tab, build, "opfs", { ...config, args: { phase: "write", mode, asks: engine === "firefox" } });
      const { expected, ...seen } = first.result;
      expect(seen.written).toEqual([["written"], [], 0]);
      expect(expected).toContain("soft Lrwxrwxrwx false -> deep/er/file");
      expect(seen.show).toEqual(expected.slice(1));
      expect(seen.after).toEqual([true, expect.objectContaining({ name: "GoFileError", code: "file-unavailable" }), expect.objectContaining({ code: "file-read-only" })]);
      expect(seen.usage).toEqual(["number", "number"]);
      expect(seen.persist).toBe("boolean");
      expect(seen.go).toBe("kept");
      expect(seen.large).toBe("ok");
      expect(seen.again).toEqual(["kept", ["/s/a", "/s/from-the-page", "/s/large"], 2_000_000]);
      expect(seen.above).toEqual(["ok", "above", "above", "in three"]);
      expect(seen.below).toEqual([seen.show, seen.show]);
      expect(first.uncaught).toEqual([]);

      const again = await runInPage<Again>(tab, build, "opfs", { ...config, args: { phase: "again", mode } });
      expect(again.result.show).toEqual(seen.show);
      const inUse = { name: "GoFileError", code: "store-in-use", message: 'store.wasm: the store "one" cannot be opened: it is open in another tab, or by another program' };
      expect(again.result.second).toEqual(["store-in-use", inUse, "of the first"]);
      expect(again.result.next).toBe("of the first");
      expect(again.result.restarted).toEqual(["running", "of the first"]);
      expect(again.result.broken).toEqual({ name: "GoFileError", code: "store-unavailable", message: 'store.wasm: the store "broken" cannot be opened: its journal is damaged, or of another version of goferry (EIO)' });
      expect(again.result.empty).toMatchObject({ name: "GoLoadError", code: "bad-option" });
      expect(again.uncaught).toEqual([]);
    });
  }
}
