/** An HTTP server for any origin, which knows ranges and remembers what it was asked for. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A running one. */
export interface RangeServer {
  /** Its address, with a slash at its end. */
  readonly url: string;
  /** Paths, with the range where one was asked for; in order. */
  readonly requests: string[];
  close(): Promise<void>;
}

/** Serves files by path, without a slash at the beginning; those in `plain` without ranges. Everything else is a 404. */
export async function serveRanges(files: Readonly<Record<string, Uint8Array | string>>, plain: readonly string[] = []): Promise<RangeServer> {
  const requests: string[] = [];
  const cors = {
    "access-control-allow-origin": "*",
    "access-control-allow-headers": "range",
    "access-control-expose-headers": "content-range",
    "cross-origin-resource-policy": "cross-origin",
    "cache-control": "no-store",
  };
  const server = createServer((request, response) => {
    if (request.method === "OPTIONS") return void response.writeHead(204, cors).end();
    const path = decodeURIComponent((request.url ?? "").slice(1));
    const { range } = request.headers;
    requests.push(range === undefined ? path : `${path} ${range}`);
    const file = Object.hasOwn(files, path) ? files[path] : undefined;
    if (file === undefined) return void response.writeHead(404, cors).end("no such file");
    const bytes = Buffer.from(file);
    const [, start, end] = plain.includes(path) ? [] : (/^bytes=(\d+)-(\d+)$/.exec(range ?? "") ?? []);
    if (start === undefined || end === undefined) return void response.writeHead(200, cors).end(bytes);
    if (bytes.length === 0) return void response.writeHead(416, { ...cors, "content-range": "bytes */0" }).end();
    const part = bytes.subarray(Number(start), Number(end) + 1);
    response.writeHead(206, { ...cors, "content-range": `bytes ${start}-${Number(start) + part.length - 1}/${bytes.length}` }).end(part);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    requests,
    async close() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
