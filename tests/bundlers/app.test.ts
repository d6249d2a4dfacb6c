/**
 * The packed package in one app of tests/bundlers: its production build below a sub-folder, under a strict Content-Security-Policy, with its
 * scripts on another origin, and its development server. Each time Chromium opens the page, and Go greets.
 *
 *   GOFERRY_APP=vite8 node --import tsx --test tests/bundlers/app.test.ts
 */
import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { after, before, test } from "node:test";
import { serve } from "../../tools/serve.mjs";
import { toolchain } from "../support/toolchain.ts";
import { apps, build, install, startDev, type App } from "./app.ts";
import { closeBrowser, openBrowser, visit } from "./page.ts";

const name = process.env["GOFERRY_APP"] ?? "";
const app = apps[name] as App;
if (!app) throw new Error(`GOFERRY_APP is one of ${Object.keys(apps).join(", ")}`);
/** Nothing inline, nothing evaluated, nothing from elsewhere. */
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src data:";
const base = app.base ?? "/some/folder";
let folder = "";
let output = "";

before(async () => {
  folder = install(name, app);
  output = join(folder, app.output);
  await openBrowser(toolchain().chromium as string);
});
after(closeBrowser);

test(`${name}: it builds without a warning about the package`, () => {
  assert.doesNotMatch(build(folder), /(?:warning|\(!\))[^]{0,300}goferry\/dist/i);
});

test(`${name}: the production build, below a sub-folder`, async () => {
  const server = await serve({ roots: [{ at: base, dir: output }], port: 0 });
  try {
    await visit(`${server.url}${base.slice(1)}/`);
  } finally {
    await server.close();
  }
});

test(`${name}: the production build, under a strict Content-Security-Policy`, { skip: app.inlineScripts ?? false }, async () => {
  copyFileSync(join(folder, "node_modules/goferry/dist/worker.js"), join(output, "goferry-worker.js")); // no blob: there
  const server = await serve({ roots: [{ at: base, dir: output }], port: 0, headers: { "Content-Security-Policy": policy } });
  try {
    await visit(`${server.url}${base.slice(1)}/?workerUrl=goferry-worker.js`);
  } finally {
    await server.close();
  }
});

test(`${name}: the page's scripts and Go module on another origin`, { skip: app.fixedOrigin ?? false }, async () => {
  const cdn = await serve({ roots: [{ at: base, dir: output }], port: 0, headers: { "Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin" } });
  const pages = join(folder, "pages");
  mkdirSync(pages, { recursive: true });
  const html = readFileSync(join(output, "index.html"), "utf8");
  const elsewhere = html.replace(/\b(src|href)="?(?!data:)([^"> ]+)"?/g, (_all, attribute: string, path: string) => `${attribute}="${new URL(path, `${cdn.url}${base.slice(1)}/`).href}"`);
  assert.notEqual(elsewhere, html);
  writeFileSync(join(pages, "index.html"), elsewhere);
  const server = await serve({ roots: [{ at: base, dir: pages }], port: 0 });
  try {
    await visit(`${server.url}${base.slice(1)}/`);
  } finally {
    await server.close();
    await cdn.close();
  }
});

test(`${name}: the development server`, { skip: app.dev ? false : "it has none" }, async () => {
  const server = await startDev(folder, app);
  try {
    const { isolated } = await visit(server.url, app.abandonsInDev ? [/main\S*\.wasm failed: net::ERR_ABORTED$/] : []);
    assert.equal(isolated, app.isolatedDev ?? false);
  } finally {
    await server.stop();
  }
});
