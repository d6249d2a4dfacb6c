/**
 * A server before another one that lets each HTML page load pages/watch.js ahead of anything else. WebDriver does not tell what a page says
 * to its console, nor of errors in it, so the page has to.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { once } from "node:events";

export interface WatchedServer {
  readonly url: string;
  close(): void;
}

const script = `<script src="/tests/browser/pages/watch.js"></script>`;

export async function watchServer(server: string): Promise<WatchedServer> {
  const front = createServer((request, response) => {
    const { method = "GET", url = "/", headers } = request;
    const condition = headers["if-none-match"];
    fetch(new URL(url, server), { method, redirect: "manual", headers: condition === undefined ? {} : { "If-None-Match": condition } })
      .then(async (answer) => {
        const given = Object.fromEntries(answer.headers);
        let body = Buffer.from(await answer.arrayBuffer());
        if (given["content-type"]?.startsWith("text/html")) {
          body = Buffer.from(body.toString().replace(/^\s*(<!doctype[^>]*>)?/i, `$&${script}`));
          given["content-length"] = String(body.length);
        }
        response.writeHead(answer.status, answer.statusText, given).end(body);
      })
      .catch((error: unknown) => response.destroy(error as Error));
  }).listen(0, "127.0.0.1");
  await once(front, "listening");
  return {
    url: `http://127.0.0.1:${(front.address() as AddressInfo).port}/`,
    close() {
      front.close();
      front.closeAllConnections();
    },
  };
}
