/**
 * A browser that is killed at random moments while a program writes: every step that the program has told this process of is there when the
 * browser has been started again. In the preset `test` a few times, in `conformance` (GOFERRY_CONFORMANCE=1) 100 times. GOFERRY_SEED=n gives the moments.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { program } from "../support/hosts.ts";
import { urlOf } from "../support/pages.ts";
import { toolchain } from "../support/toolchain.ts";
import { chromiumFlags } from "./drivers/chromium.ts";
import { expect, startServer, test } from "./support.ts";

const kills = process.env["GOFERRY_CONFORMANCE"] === "1" ? 100 : 6;
/** The longest that a browser runs after its page has begun to write. */
const LONGEST_MS = 400;

/** mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** What the pages tell: they are in browsers that die, this process does not. */
async function listen() {
  let last = 0;
  let go = true;
  const checks: string[] = [];
  let onCheck: (said: string) => void = () => {};
  let onStep: () => void = () => {};
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => (body += text));
    request.on("end", () => {
      const what = request.url?.slice(1);
      if (what === "done") last = Number(body);
      if (what === "done" || what === "failed") onStep();
      if (what === "checked" || what === "failed") {
        checks.push(`after step ${last}: ${body}`);
        onCheck(body);
      }
      response.writeHead(200, { "access-control-allow-origin": "*", "content-type": "application/json" });
      response.end(what === "last" ? String(last) : JSON.stringify({ go }));
    });
    request.on("error", () => {});
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    checks,
    get last() {
      return last;
    },
    /** Resolves when a page has looked at all that there is. */
    checked: () => new Promise<string>(resolve => (onCheck = resolve)),
    /** Resolves when the next step is told of, or that it failed. */
    step: () => new Promise<void>(resolve => (onStep = resolve)),
    /** Pages only look from now on. */
    stop: () => void (go = false),
    close: () => void (server.close(), server.closeAllConnections()),
  };
}

for (const [mode, times] of [["worker", kills], ["page", Math.ceil(kills / 5)]] as const) {
  test(`killed ${times} times, ${mode} mode: nothing that was told of is lost`, async () => {
    test.setTimeout(60_000 + times * 10_000);
    const seed = Number(process.env["GOFERRY_SEED"] ?? Math.floor(Math.random() * 1e9));
    console.log(`GOFERRY_SEED=${seed}`);
    const random = randomFrom(seed);
    const [server, pages] = [await listen(), await startServer()];
    const profile = mkdtempSync(join(tmpdir(), "goferry-killed-"));
    const page = new URL(`/tests/browser/pages/store-loop.html?${new URLSearchParams({ wasm: urlOf(program("store")), acks: server.url, mode }).toString()}`, pages.url).href;

    /** Starts a browser on the page; it is killed, with all of its processes, when what is given resolves. */
    const browse = async (until: (checked: Promise<string>) => Promise<unknown>): Promise<void> => {
      const checked = server.checked();
      const browser = spawn(toolchain().chromium as string, ["--headless=new", `--user-data-dir=${profile}`, ...chromiumFlags, page], { stdio: "ignore", detached: true });
      const ended = once(browser, "exit");
      try {
        await Promise.race([until(checked), ended.then(() => Promise.reject(new Error("the browser has ended by itself")))]);
      } finally {
        process.kill(-(browser.pid as number), "SIGKILL");
        await ended;
      }
    };
    try {
      for (let i = 0; i < times; i++) {
        // Now and then already while it starts, and reads what the last one has left.
        const whileStarting = random() < 0.15;
        const moment = random() * (whileStarting ? 2000 : LONGEST_MS);
        const pause = () => new Promise(resolve => setTimeout(resolve, moment));
        const step = server.step();
        await browse(whileStarting && i > 0 ? pause : async checked => {
          expect(await checked, `after step ${server.last}`).toBe("ok");
          // Every second browser lives until it has told of a step at least, however slow the machine; the others may die in their first.
          if (i % 2 === 0) await step;
          await pause();
        });
      }
      server.stop();
      await browse(async checked => expect(await checked, `after step ${server.last}`).toBe("ok"));
      expect(server.checks.filter(text => !text.endsWith(": ok"))).toEqual([]);
      expect(server.last, "nothing was written that could have been lost").toBeGreaterThan(0);
      console.log(`${server.last} steps, ${server.checks.length} times looked at`);
    } finally {
      server.close();
      await pages.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    }
  });
}
