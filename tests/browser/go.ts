/** `goferry/playwright` as it was built. */
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { root } from "../support/toolchain.ts";

const built = pathToFileURL(join(root, "js/dist/playwright.js")).href;
export const { expect, goFixtures, test } = (await import(built)) as typeof import("../../js/src/adapters/playwright.ts");
