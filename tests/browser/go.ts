/** `goferry/playwright` as it was built, for specs of what a user would test with it. A test fails on an error that its pages had and it did not expect. */
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { root } from "../support/toolchain.ts";
import type { Go } from "../../js/src/adapters/playwright.ts";
import type { PageErrors } from "./page-errors.ts";
import { watchPageErrors } from "./support.ts";

const built = pathToFileURL(join(root, "js/dist/playwright.js")).href;
const playwright = (await import(built)) as typeof import("../../js/src/adapters/playwright.ts");
export const { expect } = playwright;
export const test = playwright.test.extend<{ readonly pageErrors: PageErrors }>({ pageErrors: [watchPageErrors, { auto: true }] });

/** The origin of the built gallery, for `openExample`. */
export const galleryOf = async (go: Go): Promise<string> => (await go.serve(join(root, "build/gallery"))).replace(/\/$/, "");
