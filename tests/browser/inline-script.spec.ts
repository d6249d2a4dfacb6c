/** A page with goferry.js inlined, so that its scripts of parts have no address of their own: `goferry.baseUrl` says where they lie. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { program } from "../support/hosts.ts";
import { urlOf } from "../support/pages.ts";
import { expect, root, test } from "./any-browser.ts";

const file = "build/inline-script/index.html";

test("channels with goferry.baseUrl; without it the error names that", async ({ tab }) => {
  const script = readFileSync(join(root, "js/dist/classic/goferry.js"), "utf8").replaceAll("</script", "<\\/script");
  mkdirSync(join(root, "build/inline-script"), { recursive: true });
  writeFileSync(join(root, file), `<!doctype html><html lang="en"><meta charset="utf-8"><title>Inline</title><link rel="icon" href="data:,"><script>${script}</script></html>`);
  await tab.goto(`/${file}`);
  const seen = await tab.evaluate(async ({ wasm }) => {
    type Channels = { send(text: string): Promise<void>; [Symbol.asyncIterator](): AsyncIterator<string> };
    interface Goferry {
      baseUrl?: string;
      load(url: string, options?: object): Promise<{ channel(name: string, options: object): Channels; transport: string; terminate(): void }>;
    }
    const { goferry } = globalThis as unknown as { goferry: Goferry };
    const refusal = await goferry.load(wasm).catch((error: { name: string; code: string; message: string }) => [error.name, error.code, error.message]);
    const heard: string[] = [];
    // Each worker fetches its parts; in the page, what is there is not asked for again.
    for (const [mode, baseUrl] of [["page", "../../dist/classic"], ["worker", "/dist/classic/"], ["page", "/nowhere"]] as const) {
      goferry.baseUrl = baseUrl;
      const running = await goferry.load(wasm, { mode });
      const control = running.channel("control", { codec: "text" });
      await control.send("count 0");
      const { value } = await control[Symbol.asyncIterator]().next();
      heard.push(`${mode}: ${value}`);
      running.terminate();
    }
    return { refusal, heard };
  }, { wasm: urlOf(program("channels")) });
  expect(seen.refusal).toEqual(["GoLoadError", "load-failed", expect.stringMatching(/set goferry\.baseUrl to the folder of /)]);
  expect(seen.heard).toEqual(["page: ok", "worker: ok", "page: ok"]);
});
