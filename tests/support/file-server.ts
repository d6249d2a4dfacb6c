/** An HTTP server of a test's own, with files from memory. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What a path answers: a content type and a body, of which `sent` bytes are sent before the connection breaks off (all, where it is not given). */
export interface ServedFile {
  readonly type: string;
  readonly body: Uint8Array | string;
  readonly sent?: number;
}

/** Serves on a free port; everything else is a 404. `url` is the address without a slash at its end. */
export async function serveFiles(files: Readonly<Record<string, ServedFile>>): Promise<{ url: string; close(): void }> {
  const server = createServer((request, response) => {
    const file = files[request.url ?? ""];
    if (!file) return void response.writeHead(404, "Not Found").end("no such file");
    response.writeHead(200, { "content-type": file.type, "content-length": file.body.length });
    if (file.sent === undefined) response.end(file.body);
    else response.write(file.body.slice(0, file.sent), () => response.destroy());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => void server.close() };
}
