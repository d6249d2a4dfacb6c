/** Channels in each browser, over each transport. tests/js/channel.test.ts has the details of what they do. */
import { join } from "node:path";
import { program } from "../support/hosts.ts";
import { runInPage, urlOf } from "../support/pages.ts";
import { expect, needsSharedMemory, root, spread, test } from "./any-browser.ts";

interface EchoResult {
  readonly transport: string;
  readonly isolated: boolean;
  readonly received: number;
  readonly wrong: number;
  readonly sum: number;
  readonly frames: { readonly last: number; readonly torn: number };
  readonly connected: number;
  readonly after: string;
}

const MESSAGES = 100_000;

for (const { build, variant } of spread) {
  for (const transport of ["local", "shared", "port"]) {
    test(`100,000 messages there and back, frames, a connection, ${transport}, ${build}, ${variant}`, async ({ tab }) => {
      test.setTimeout(180_000);
      await tab.goto("/tests/browser/pages/blank.html"); // with the isolation headers
      if (transport === "shared") await needsSharedMemory(tab);
      const { result, uncaught } = await runInPage<EchoResult>(tab, build, "channel", { programs: { channels: program("channels") }, variant, args: { transport, messages: MESSAGES } });
      expect(uncaught).toEqual([]);
      expect(result).toEqual({
        transport,
        isolated: true,
        received: MESSAGES,
        wrong: 0,
        sum: (MESSAGES * (MESSAGES - 1)) / 2,
        frames: { last: 200, torn: 0 },
        connected: 2000,
        after: "GoChannelError channel-closed",
      });
    });
  }
}

interface IdleResult {
  /** How often something happened that can wake a thread while messages passed. */
  readonly used: number;
  /** The same while none did. */
  readonly idle: { readonly page: object; readonly worker: object };
}

for (const { build, variant } of spread.slice(0, 1)) {
  for (const transport of ["shared", "port"]) {
    test(`nothing wakes the page or the worker while no message passes, ${transport}, ${build}, ${variant}`, async ({ tab }) => {
      await tab.goto("/tests/browser/pages/blank.html");
      if (transport === "shared") await needsSharedMemory(tab);
      const counter = join(root, "tests/support/count-wakes.js");
      const { result } = await runInPage<IdleResult>(tab, build, "idle", { programs: { channels: program("channels") }, variant, fixture: counter, args: { transport, imports: urlOf(counter), ms: 1000 } });
      expect(result.used).toBeGreaterThan(0);
      const nothing = { rings: 0, sleeps: 0, messages: 0, timers: 0 };
      expect(result.idle).toEqual({ page: nothing, worker: nothing });
    });
  }
}
