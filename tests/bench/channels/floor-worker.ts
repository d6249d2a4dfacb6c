/** The floor's other end. */
import { FloorEnd } from "./floor-end.ts";
import type { FloorInit, Role } from "./floor-end.ts";
import type { Wire } from "../../../js/src/channel/doorbell.ts";

addEventListener("message", ({ data }: MessageEvent<FloorInit & { port: MessagePort }>) => {
  const { port, ...init } = data;
  const end = new FloorEnd(init, globalThis as unknown as Wire, false);
  port.addEventListener("message", ({ data }: MessageEvent<Role>) => {
    const { role, count, bytes } = data;
    let left = count;
    if (role === "echo") {
      end.read(bytes, true, (message, writer) => {
        writer.write(message);
        writer.publish();
        return --left === 0;
      });
    } else if (role === "sink") {
      end.read(bytes, true, (_, writer) => {
        if (--left > 0) return false;
        writer.write(new Uint8Array(4));
        writer.publish();
        return true;
      });
    } else {
      end.read(bytes, true, () => {
        queueMicrotask(() => void end.write(count, bytes));
        return true;
      });
    }
    port.postMessage("ready");
  });
  port.start();
}, { once: true });
