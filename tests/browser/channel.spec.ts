/** Channels in each browser, over each transport. tests/js/channel.test.ts has the details of what they do. */
import { program } from "../support/hosts.ts";
import { runInPage } from "../support/pages.ts";
import { engine, expect, spread, test } from "./any-browser.ts";

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
      const shares = await tab.evaluate(() => typeof SharedArrayBuffer === "function");
      if (transport === "shared" && !shares) {
        console.log(`skipped: this ${engine} has no SharedArrayBuffer in isolated pages`);
        test.skip();
      }
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
