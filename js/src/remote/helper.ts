/** Starts the worker that holds the files of a store for a page: the script of programs' workers, with another message. */
import type { Helper } from "../files/opfs-page.js";
import { spawn } from "./spawn.js";

/** `source` is the worker's script, or `address` where that is given. `failed` is called where it cannot be started. */
export function spawnHelper(source: string, address: string | URL | undefined, name: string, failed: (cause: unknown) => void): Helper {
  const { endpoint, answered, terminate } = spawn(`goferry store ${name}`, source, address, failed);
  const { port1: port, port2 } = new MessageChannel();
  endpoint.addEventListener("message", answered); // its first one
  endpoint.postMessage({ type: "store", name, port: port2 }, [port2]);
  return {
    port,
    terminate() {
      port.close();
      terminate();
    },
  };
}
