/** Worker mode under a Content-Security-Policy that forbids workers from blob:, with the exported files in their place. */
import { program, type PlainError } from "../support/hosts.ts";
import { runInPage } from "../support/pages.ts";
import { engine, expect, spread, test } from "./any-browser.ts";
import { startServer } from "./support.ts";

const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src 'self'";
const programs = { worker: program("worker") };

interface CspResult {
  readonly refused: PlainError;
  readonly greeting: number;
  readonly status: string;
  readonly wrongUrl: PlainError;
  readonly left: readonly number[];
}

for (const { build, variant } of spread) {
  test(`workerUrl and wasmUrl, ${build}, ${variant}`, async ({ tab, pageErrors }) => {
    const server = await startServer({ headers: { "Content-Security-Policy": policy } });
    try {
      if (engine !== "webkit") pageErrors.allow(/worker/i); // a browser's words for what was refused, and for what is missing
      const at = `${server.url}tests/browser/pages/blank.html`;
      const { result } = await runInPage<CspResult>(tab, build, "worker-csp", { programs, variant, at });
      expect([result.refused.name, result.refused.code]).toEqual(["GoLoadError", "worker-failed"]);
      expect(result.refused.message).toMatch(/Content-Security-Policy.*blob:.*workerUrl/);
      expect(result.wrongUrl.code).toBe("worker-failed");
      expect(result.wrongUrl.message).toContain("/nowhere/worker.js");
      expect([result.greeting, result.status]).toEqual([5, "running"]);
      expect(result.left).toEqual([0, 0]);
    } finally {
      await server.close();
    }
  });
}
