#!/usr/bin/env node
// Static development server: correct MIME types (application/wasm above all), the headers that make a page
// cross-origin isolated, and nothing outside its roots. No dependency.
//
//   node tools/serve.mjs ROOT... [--port N] [--host ADDRESS] [--no-isolation]

import { createReadStream } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, relative, resolve, sep } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

/** The port that is tried first when none is asked for. */
const USUAL_PORT = 8080;

/** What makes `SharedArrayBuffer` available; `require-corp` is the one value that every browser knows. */
const ISOLATION_HEADERS = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
};

const MIME_TYPES = {
  ".avif": "image/avif",
  ".css": "text/css; charset=utf-8",
  ".gif": "image/gif",
  ".go": "text/plain; charset=utf-8",
  ".gz": "application/gzip",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".md": "text/markdown; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".svg": "image/svg+xml; charset=utf-8",
  ".ts": "text/plain; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
  ".xml": "application/xml; charset=utf-8",
};

/**
 * Starts a server. Resolves once it listens.
 * @param {object} options
 * @param {(string | {at: string, dir: string})[]} options.roots Folders searched in order. `{at: "/tests", dir}`
 *   serves `dir` below that path only.
 * @param {number} [options.port] 0 takes any free port. Without it the usual one (8080), or a free one if that is taken.
 * @param {string} [options.host] Address to listen on; this machine only by default.
 * @param {Record<string, string | undefined>} [options.headers] Sent with each answer, over the defaults; undefined removes one.
 * @param {boolean} [options.isolation] False leaves out COOP, COEP and CORP.
 * @returns {Promise<{url: string, port: number, usual: boolean, close: () => Promise<void>}>} `usual` is false when
 *   another port had to be taken than the one preferred.
 */
export async function serve({ roots, port, host = "127.0.0.1", headers = {}, isolation = true }) {
  const mounts = await Promise.all(roots.map(openRoot));
  const common = definedOnly({
    "Cache-Control": "no-cache",
    "X-Content-Type-Options": "nosniff",
    ...(isolation ? ISOLATION_HEADERS : {}),
    ...headers,
  });
  const server = createServer((request, response) => {
    answer(mounts, common, request, response).catch((error) => {
      console.error(`${request.method} ${request.url}: ${error.stack ?? error}`);
      if (response.headersSent) response.destroy();
      else sendPage(response, 500, common, "Something went wrong", "The server's own output says what.");
    });
  });
  const usual = await listen(server, host, port);
  const actual = server.address().port;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${actual}/`,
    port: actual,
    usual,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** Listens on `port`; without one, on the usual port or any free one. Resolves to whether the preferred port was had. */
async function listen(server, host, port) {
  const attempt = (candidate) =>
    new Promise((done, failed) => {
      server.once("error", failed);
      server.listen(candidate, host, () => {
        server.off("error", failed);
        done();
      });
    });
  try {
    await attempt(port ?? USUAL_PORT);
    return true;
  } catch (error) {
    if (port !== undefined || error.code !== "EADDRINUSE") throw error;
    await attempt(0);
    return false;
  }
}

async function openRoot(root) {
  const { at, dir } = typeof root === "string" ? { at: "/", dir: root } : root;
  const real = await realpath(resolve(dir)).catch(() => {
    throw new Error(`there is no folder ${dir} to serve`);
  });
  if (!(await stat(real)).isDirectory()) throw new Error(`${dir} is not a folder`);
  return { prefix: at.endsWith("/") ? at : `${at}/`, dir: real };
}

async function answer(mounts, common, request, response) {
  if (request.method !== "GET" && request.method !== "HEAD") {
    return sendPage(response, 405, { ...common, Allow: "GET, HEAD" }, "Method not allowed", "This server only reads files.");
  }
  const [rawPath, query] = splitOnce(request.url ?? "/", "?");
  const path = decodePath(rawPath);
  if (path === undefined) {
    return sendPage(response, 400, common, "Bad address", "That is no path of this server.");
  }
  for (const mount of mounts) {
    if (!path.startsWith(mount.prefix)) continue;
    const found = await find(mount.dir, path.slice(mount.prefix.length));
    if (!found) continue;
    if (found.redirect) {
      // Relative, so that it stays right behind a proxy that adds a prefix.
      const location = `${encodeURIComponent(path.split("/").pop() ?? "")}/${query === undefined ? "" : `?${query}`}`;
      response.writeHead(301, { ...common, Location: location });
      return void response.end();
    }
    return sendFile(request, response, common, found);
  }
  sendPage(response, 404, common, "Page not found", `Nothing is served at <code>${escapeHtml(path)}</code>.`);
}

/** The decoded path, or undefined where it is malformed or tries to climb. */
function decodePath(rawPath) {
  let path;
  try {
    path = decodeURIComponent(rawPath);
  } catch {
    return undefined;
  }
  if (!path.startsWith("/") || path.includes("\0") || path.includes("\\")) return undefined;
  // Hidden files (.git, editors' leftovers) are not served either: a segment that starts with a dot is refused whole.
  return path.split("/").some((segment) => segment.startsWith(".")) ? undefined : path;
}

/** The file for a path below `dir`; `{redirect: true}` for a folder asked for without its slash. */
async function find(dir, path) {
  let file = join(dir, path);
  let info = await stat(file).catch(() => undefined);
  if (info?.isDirectory()) {
    if (path !== "" && !path.endsWith("/")) return { redirect: true };
    file = join(file, "index.html");
    info = await stat(file).catch(() => undefined);
  } else if (path.endsWith("/")) {
    return undefined;
  }
  if (!info?.isFile()) return undefined;
  // A symbolic link may point anywhere: what counts is where the file really is.
  const real = await realpath(file);
  return real.startsWith(dir.endsWith(sep) ? dir : dir + sep) ? { file: real, info } : undefined;
}

function sendFile(request, response, common, { file, info }) {
  const etag = `"${info.size.toString(16)}-${Math.round(info.mtimeMs).toString(16)}"`;
  const headers = { ETag: etag, "Last-Modified": info.mtime.toUTCString(), ...common };
  if (request.headers["if-none-match"] === etag) {
    response.writeHead(304, headers);
    return void response.end();
  }
  response.writeHead(200, {
    "Content-Type": MIME_TYPES[extname(file).toLowerCase()] ?? "application/octet-stream",
    "Content-Length": info.size,
    ...headers,
  });
  if (request.method === "HEAD") return void response.end();
  return new Promise((done, failed) => {
    const stream = createReadStream(file, { highWaterMark: 1 << 22 });
    stream.once("error", failed);
    response.once("close", () => {
      stream.destroy();
      done();
    });
    stream.pipe(response);
  });
}

function sendPage(response, status, headers, title, text) {
  const body = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<main>
<h1>${title}</h1>
<p>${text}</p>
<p><a href="/">Go to the start page</a></p>
</main>
</html>
`;
  response.writeHead(status, {
    ...headers,
    "Content-Type": "text/html; charset=utf-8",
    "Content-Length": Buffer.byteLength(body),
  });
  response.end(response.req.method === "HEAD" ? undefined : body);
}

function splitOnce(text, separator) {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)];
}

function definedOnly(headers) {
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
}

function escapeHtml(text) {
  return text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
}

const HELP = `Serves folders to a browser on this machine.

  node tools/serve.mjs ROOT... [options]

ROOT is a folder; several are searched in order. PATH=FOLDER serves a folder below a path, as in
  node tools/serve.mjs build/gallery /tests=tests

Options
  --port N         listen on this port (0: any free one). Without it, ${USUAL_PORT}, or a free one if that is taken
  --host ADDRESS   listen on this address (default 127.0.0.1: this machine only)
  --no-isolation   leave out the headers that make the page cross-origin isolated (COOP, COEP)
  --help           this text
`;

/** The command line; returns the exit code when there is nothing to wait for. */
async function main() {
  let values, positionals;
  try {
    ({ values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        port: { type: "string" },
        host: { type: "string" },
        "no-isolation": { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    }));
  } catch (error) {
    return complain(`${error.message}\n\n${HELP}`);
  }
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  if (positionals.length === 0) return complain(`which folder?\n\n${HELP}`);
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65535)) {
    return complain(`--port takes a number from 0 to 65535, not "${values.port}"`);
  }
  const roots = positionals.map((root) => {
    const [at, dir] = splitOnce(root, "=");
    return dir !== undefined && at.startsWith("/") ? { at, dir } : root;
  });

  let server;
  try {
    server = await serve({
      roots,
      isolation: !values["no-isolation"],
      ...(port === undefined ? {} : { port }),
      ...(values.host === undefined ? {} : { host: values.host }),
    });
  } catch (error) {
    if (error.code === "EADDRINUSE") return complain(`port ${port} is taken; leave --port out for a free one`);
    if (error.code === "EACCES") return complain(`port ${port} needs more rights than this user has; take one above 1023`);
    return complain(error.message);
  }
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.once(signal, async () => {
      await server.close();
      console.log("\nStopped.");
      process.exit(0);
    });
  }
  if (!server.usual) console.log(`Port ${USUAL_PORT} is taken; using ${server.port}.`);
  const shown = roots.map((path) => (typeof path === "string" ? relative(process.cwd(), path) || "." : `${path.dir} below ${path.at}`));
  console.log(`Serving ${shown.join(", ")} at ${server.url} (Ctrl-C stops)`);
  return undefined;
}

function complain(message) {
  process.stderr.write(`serve: ${message}\n`);
  return 1;
}

if (process.argv[1] && (await realpath(process.argv[1])) === fileURLToPath(import.meta.url)) {
  const code = await main();
  if (code !== undefined) process.exitCode = code;
}
