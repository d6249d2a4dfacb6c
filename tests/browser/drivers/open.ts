/** Opens the browsers that the configure step found. */
import { toolchain } from "../../support/toolchain.ts";
import { openChromium } from "./chromium.ts";
import type { Browser, EngineName } from "./driver.ts";
import { openFirefox } from "./firefox.ts";
import { openWebKit } from "./webkit.ts";

/** Why a browser cannot be had, or undefined where it can. */
export function missingBrowser(engine: EngineName): string | undefined {
  const tools = toolchain();
  if (tools[engine]) return undefined;
  const absent = { chromium: undefined, firefox: tools.firefoxAbsent, webkit: tools.webkitAbsent }[engine];
  return absent ?? `the configure step did not look for ${engine}: run \`cmake --preset test\``;
}

/** Starts a browser. Throws, with the reason, where it could not be had. */
export async function openBrowser(engine: EngineName): Promise<Browser> {
  const { chromium, firefox, webkit, webkitDriver } = toolchain();
  if (engine === "chromium" && chromium) return openChromium(chromium);
  if (engine === "firefox" && firefox) return openFirefox(firefox);
  if (engine === "webkit" && webkit && webkitDriver) return openWebKit(webkit, webkitDriver);
  throw new Error(missingBrowser(engine));
}
