/** A made-up site, answered by routing: the package, Go modules, and folders of the user's. */
import { existsSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { BrowserContext, Route } from "@playwright/test";

/** No such host exists: the domain is reserved for tests. */
const HOST = "goferry.test";
const isolation = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };
const anywhere = { "Cross-Origin-Resource-Policy": "cross-origin", "Access-Control-Allow-Origin": "*" };
const blank = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Go</title><link rel="icon" href="data:,"></html>';

type Answer = { path: string } | { body: Buffer; contentType: string };

export class Site {
  /** The address of an empty page. */
  readonly page = `https://${HOST}/`;
  readonly #context: BrowserContext;
  readonly #bases: readonly string[];
  readonly #headers: Record<string, string>;
  readonly #modules = new Map<string, Answer>();
  readonly #folders = new Map<string, string>();
  readonly #pattern = new RegExp(`^https://(?:[\\w-]+\\.)?${HOST.replace(".", "\\.")}/`);

  /** `bases`: files and folders beside and in which paths are looked for. */
  constructor(context: BrowserContext, bases: readonly string[], isolated: boolean) {
    this.#context = context;
    this.#bases = bases;
    this.#headers = isolated ? { ...anywhere, ...isolation } : anywhere;
  }

  async open(): Promise<void> {
    await this.#context.route(this.#pattern, this.#answer);
  }

  async close(): Promise<void> {
    await this.#context.unroute(this.#pattern, this.#answer);
  }

  /** Gives a module an address. One on the web keeps its own. */
  module(module: string | URL | Uint8Array): string {
    if (!(module instanceof Uint8Array) && /^https?:/.test(String(module))) return String(module);
    const answer = module instanceof Uint8Array ? { body: Buffer.from(module), contentType: "application/wasm" } : { path: this.#find(module) };
    const path = `/modules/${this.#modules.size}/${"path" in answer ? basename(answer.path) : "main.wasm"}`;
    this.#modules.set(path, answer);
    return new URL(path, this.page).href;
  }

  /** The address of a file of the package. */
  packaged(file: string): string {
    return new URL(`/goferry/${file}`, this.page).href;
  }

  /** Serves a folder on an origin of its own. */
  serve(folder: string): string {
    const host = `site${this.#folders.size + 1}.${HOST}`;
    this.#folders.set(host, this.#find(folder));
    return `https://${host}/`;
  }

  #find(path: string | URL): string {
    if (path instanceof URL || path.startsWith("file:")) return fileURLToPath(path);
    const candidates = this.#bases.map(base => resolve(existsSync(base) && statSync(base).isFile() ? dirname(base) : base, path));
    const found = candidates.find(candidate => existsSync(candidate));
    if (found === undefined) throw new Error(`there is no ${path}: looked for ${[...new Set(candidates)].join(" and ")}`);
    return found;
  }

  readonly #answer = async (route: Route): Promise<void> => {
    const { host, pathname } = new URL(route.request().url());
    const answer = this.#lookUp(host, decodeURIComponent(pathname));
    if (answer) await route.fulfill({ ...answer, headers: this.#headers });
    else await route.fulfill({ status: 404, contentType: "text/plain", body: `there is no ${pathname}`, headers: this.#headers });
  };

  #lookUp(host: string, path: string): Answer | undefined {
    const folder = this.#folders.get(host);
    if (folder !== undefined) return fileOf(folder, path);
    if (path === "/") return { body: Buffer.from(blank), contentType: "text/html" };
    if (path.startsWith("/goferry/")) return fileOf(dirname(fileURLToPath(import.meta.url)), path.slice("/goferry".length));
    return this.#modules.get(path);
  }
}

/** A file below a folder; a folder's own page is its index.html. */
function fileOf(folder: string, path: string): Answer | undefined {
  const file = join(folder, path);
  if (relative(folder, file).split(sep)[0] === ".." || !existsSync(file)) return undefined;
  if (!statSync(file).isDirectory()) return { path: file };
  return path.endsWith("/") ? fileOf(folder, `${path}index.html`) : undefined;
}
