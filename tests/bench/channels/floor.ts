/** The floor: the same rings and the same doorbell between a page and a worker without Go, and without an interface for users. */
import { hasWaitAsync } from "../../../js/src/channel/doorbell.ts";
import { FloorEnd, MEMORY_PAGES } from "./floor-end.ts";
import type { FloorInit, Role } from "./floor-end.ts";
import { askWorker } from "./heartbeat.ts";
import type { Subject } from "./subject.ts";

export function openFloor(spin: FloorInit["spin"]): Subject {
  const memory = new WebAssembly.Memory({ initial: MEMORY_PAGES, maximum: MEMORY_PAGES, shared: true });
  const { port1: port, port2 } = new MessageChannel();
  const init = { memory, waits: hasWaitAsync(), spin };
  const worker = new Worker(new URL("floor-worker.js", location.href));
  worker.postMessage({ ...init, port: port2 }, [port2]);
  const end = new FloorEnd(init, worker, true);
  const tell = (role: Role): Promise<void> => new Promise(resolve => {
    const ready = ({ data }: MessageEvent): void => {
      if (data !== "ready") return;
      port.removeEventListener("message", ready);
      resolve();
    };
    port.addEventListener("message", ready);
    port.start();
    port.postMessage(role);
  });
  return {
    async roundTrips(count) {
      await tell({ role: "echo", count, bytes: 64 });
      const message = new Uint8Array(64).fill(7);
      let left = count;
      await new Promise<void>(resolve => {
        end.write(1, 64).then(() => end.read(64, false, (_, writer) => {
          if (--left === 0) {
            resolve();
            return true;
          }
          writer.write(message);
          writer.publish();
          return false;
        }));
      });
    },
    async toWorker(count, bytes) {
      await tell({ role: "sink", count, bytes });
      await end.write(count, bytes);
      await new Promise<void>(resolve => end.read(bytes, false, () => (resolve(), true)));
    },
    async fromWorker(count, bytes) {
      await tell({ role: "source", count, bytes });
      await end.write(1, bytes);
      let left = count;
      await new Promise<void>(resolve => end.read(bytes, false, () => --left === 0 && (resolve(), true)));
    },
    workerGap: askWorker,
    close() {
      end.close();
      worker.terminate();
    },
  };
}
