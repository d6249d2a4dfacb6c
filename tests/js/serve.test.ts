// tools/serve.mjs over real sockets: fetch() would tidy up the very paths that are tried here.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, request, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { serve, type Server } from "../../tools/serve.mjs";

const script = fileURLToPath(new URL("../../tools/serve.mjs", import.meta.url));
let folder: string;
let root: string;
let server: Server;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "goferry-serve-"));
  root = join(folder, "root");
  mkdirSync(join(root, "sub dir"), { recursive: true });
  mkdirSync(join(root, ".hidden"));
  mkdirSync(join(folder, "root-beside"));
  writeFileSync(join(folder, "secret.txt"), "secret");
  writeFileSync(join(folder, "root-beside/secret.txt"), "secret");
  writeFileSync(join(root, "index.html"), "<p>start</p>");
  writeFileSync(join(root, "main.wasm"), new Uint8Array([0, 0x61, 0x73, 0x6d]));
  writeFileSync(join(root, "a.js"), "1");
  writeFileSync(join(root, "m.mjs"), "1");
  writeFileSync(join(root, "main.go.txt"), "package main");
  writeFileSync(join(root, "data.unknown"), "1");
  writeFileSync(join(root, "100% ü.txt"), "percent");
  writeFileSync(join(root, "sub dir/index.html"), "<p>sub</p>");
  writeFileSync(join(root, ".hidden/file.txt"), "secret");
  symlinkSync("../secret.txt", join(root, "link-out.txt"));
  symlinkSync("../root-beside", join(root, "link-beside"));
  symlinkSync("a.js", join(root, "link-in.js"));
  server = await serve({ roots: [{ at: "/other", dir: join(root, "sub dir") }, root], port: 0 });
});
after(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** One request with the path exactly as given. */
function get(path: string, options: { method?: string; headers?: Record<string, string>; port?: number } = {}): Promise<Answer> {
  const { method = "GET", headers = {}, port = server.port } = options;
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: "127.0.0.1", port, path, method, headers, agent: false }, (incoming) => {
      let body = "";
      incoming.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
      incoming.on("end", () => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body }));
    });
    outgoing.on("error", reject).end();
  });
}

describe("serve", () => {
  for (const [path, type] of [
    ["/", "text/html; charset=utf-8"],
    ["/main.wasm", "application/wasm"],
    ["/a.js", "text/javascript; charset=utf-8"],
    ["/m.mjs", "text/javascript; charset=utf-8"],
    ["/main.go.txt", "text/plain; charset=utf-8"],
    ["/data.unknown", "application/octet-stream"],
    ["/100%25%20%C3%BC.txt", "text/plain; charset=utf-8"],
    ["/link-in.js", "text/javascript; charset=utf-8"],
    ["/sub%20dir/?query", "text/html; charset=utf-8"],
    ["/other/", "text/html; charset=utf-8"],
  ] as const) {
    it(`serves ${path} as ${type}, isolated`, async () => {
      const { status, headers } = await get(path);
      assert.equal(status, 200);
      assert.equal(headers["content-type"], type);
      assert.equal(headers["cross-origin-opener-policy"], "same-origin");
      assert.equal(headers["cross-origin-embedder-policy"], "require-corp");
      assert.equal(headers["x-content-type-options"], "nosniff");
    });
  }

  for (const path of [
    "/../secret.txt",
    "/%2e%2e/secret.txt",
    "/..%2fsecret.txt",
    "/sub%20dir/../../secret.txt",
    "/..%5csecret.txt",
    "/..\\secret.txt",
    "//../secret.txt",
    "/../root-beside/secret.txt",
    "/link-out.txt",
    "/link-beside/secret.txt",
    "/.hidden/file.txt",
    "/%00/../../secret.txt",
    "/a.js%00.txt",
    "/%ff",
    "http://127.0.0.1/../secret.txt",
  ]) {
    it(`refuses ${path}`, async () => {
      const { status, body } = await get(path);
      assert.ok(status === 400 || status === 404, `status ${status}`);
      assert.notEqual(body, "secret");
    });
  }

  it("answers a missing page with a page, its name escaped", async () => {
    const { status, headers, body } = await get("/no%3Cb%3E");
    assert.equal(status, 404);
    assert.match(headers["content-type"] ?? "", /^text\/html/);
    assert.ok(body.includes("Page not found"));
    assert.ok(!body.includes("<b>"));
  });

  it("sends a folder to its slash, and keeps the query", async () => {
    const { status, headers } = await get("/sub%20dir?x=1");
    assert.equal(status, 301);
    assert.equal(headers.location, "sub%20dir/?x=1");
  });

  it("answers HEAD without a body, and other methods with 405", async () => {
    const head = await get("/main.wasm", { method: "HEAD" });
    assert.deepEqual([head.status, head.headers["content-length"], head.body], [200, "4", ""]);
    const post = await get("/", { method: "POST" });
    assert.deepEqual([post.status, post.headers.allow], [405, "GET, HEAD"]);
  });

  it("lets the browser keep what has not changed", async () => {
    const { headers } = await get("/main.wasm");
    assert.equal(headers["cache-control"], "no-cache");
    const again = await get("/main.wasm", { headers: { "If-None-Match": headers.etag ?? "" } });
    assert.deepEqual([again.status, again.body], [304, ""]);
  });

  it("takes headers of one's own, and can leave isolation out", async () => {
    const plain = await serve({ roots: [root], port: 0, isolation: false, headers: { "X-Own": "1", "Cache-Control": undefined } });
    const { headers } = await get("/", { port: plain.port });
    await plain.close();
    assert.equal(headers["x-own"], "1");
    assert.equal(headers["cache-control"], undefined);
    assert.equal(headers["cross-origin-opener-policy"], undefined);
    assert.equal(headers["cross-origin-embedder-policy"], undefined);
  });

  it("names a folder that is not there", async () => {
    await assert.rejects(serve({ roots: [join(folder, "nowhere")], port: 0 }), /no folder .*nowhere/);
  });
});

/** Runs the command line until it ends, or until it has printed `until`, after which it gets a Ctrl-C. */
async function run(args: string[], until?: RegExp): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [script, ...args]);
  let [out, err] = ["", ""];
  let stopped = false;
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
    if (until && !stopped && until.test(out)) {
      stopped = true;
      child.kill("SIGINT");
    }
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, out, err };
}

describe("serve's command line", () => {
  it("prints the address, and Ctrl-C ends it well", async () => {
    const { code, out } = await run([root, "--port", "0"], /Serving .* at http:\/\/127\.0\.0\.1:\d+\//);
    assert.equal(code, 0);
    assert.match(out, /Stopped\.\n$/);
  });

  it("says when the port that was asked for is taken", async () => {
    const { code, err } = await run([root, "--port", String(server.port)]);
    assert.equal(code, 1);
    assert.match(err, new RegExp(`port ${server.port} is taken`));
  });

  it("takes a free port where the usual one is taken", async (t) => {
    // Someone holds 8080: this test, or whoever had it before.
    const holder = createServer();
    const held = await new Promise<boolean>((resolve) => {
      holder.once("error", () => resolve(false)).listen(8080, "127.0.0.1", () => resolve(true));
    });
    t.after(() => holder.close());
    const other = await serve({ roots: [root] });
    await other.close();
    assert.equal(other.usual, false);
    assert.notEqual(other.port, 8080);
    if (held) assert.equal((holder.address() as AddressInfo).port, 8080);
  });

  it("explains itself", async () => {
    assert.match((await run(["--help"])).out, /node tools\/serve\.mjs ROOT/);
    assert.match((await run([])).err, /which folder\?/);
    assert.match((await run([root, "--prot", "1"])).err, /--prot/);
    assert.match((await run([root, "--port", "http"])).err, /--port takes a number/);
  });
});
