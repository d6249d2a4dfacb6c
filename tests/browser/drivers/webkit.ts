/** WebKitGTK's MiniBrowser, driven over WebDriver, on a display and a message bus of its own. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import process from "node:process";
import type { Readable } from "node:stream";
import { makeTab } from "./driver.ts";
import type { Browser, Message } from "./driver.ts";
import { watchServer } from "./watched-server.ts";
import type { WatchedServer } from "./watched-server.ts";
import { newSession } from "./webdriver.ts";
import type { Session } from "./webdriver.ts";

export async function openWebKit(miniBrowser: string, driver: string): Promise<Browser> {
  const started: ChildProcess[] = [];
  const start = (command: string, args: string[], env: object = {}): ChildProcess => {
    // In a process group of its own, which is ended as a whole: these programs start others.
    const child = spawn(command, args, { detached: true, stdio: ["ignore", "pipe", "ignore"], env: { ...process.env, ...env } });
    started.push(child);
    return child;
  };
  const stopAll = (): void => {
    for (const { pid } of started.splice(0).reverse()) {
      try {
        if (pid !== undefined) process.kill(-pid, "SIGTERM");
      } catch {
        // it has ended already
      }
    }
  };
  process.once("exit", stopAll);

  const display = start("Xvfb", ["-displayfd", "1", "-nolisten", "tcp", "-screen", "0", "1280x800x24"]);
  const number = await firstLine(display);
  const port = await freePort();
  // WebKitGTK gives isolated pages SharedArrayBuffer only where it is told to.
  // No accessibility bus: nobody listens to it, and starting it takes as long as the browser itself.
  const server = start("dbus-run-session", ["--", driver, `--port=${port}`], { DISPLAY: `:${number}`, NO_AT_BRIDGE: "1", GTK_A11Y: "none", JSC_useSharedArrayBuffer: "1" });
  server.stdout?.resume();
  const address = `http://127.0.0.1:${port}`;
  await answers(`${address}/status`, server);

  const capabilities = {
    // The test's own limit holds. (And a limit for scripts would be a setTimeout in the page.)
    timeouts: { script: null, pageLoad: 600_000 },
    "webkitgtk:browserOptions": { binary: miniBrowser, args: ["--automation"] },
  };
  // A session is a browser of its own, which takes a second or two to start: tests use one after another, measurements each a new one.
  const first = await newSession(address, capabilities);
  let idle: Session | undefined = first;
  const watched = new Map<string, WatchedServer>();
  return {
    engine: "webkit",
    name: `WebKitGTK ${first.capabilities.browserVersion}`,
    async newTab(server, options = {}) {
      const asGiven = options.watched === false;
      const front = asGiven ? undefined : (watched.get(server) ?? (await watchServer(server)));
      if (front) watched.set(server, front);
      if (asGiven) {
        await idle?.end(); // the driver has one session at a time
        idle = undefined;
      }
      const session = idle ?? (await newSession(address, capabilities));
      if (session === idle) idle = undefined;
      const earlier: Message[] = []; // of pages that were left
      const messages = async (): Promise<Message[]> => {
        const text = await session.run(`Promise.resolve(JSON.stringify(globalThis.watchedMessages ?? []))`);
        return [...earlier, ...(JSON.parse(text as string) as Message[])];
      };
      return makeTab({
        async navigate(url) {
          earlier.push(...(await messages()).slice(earlier.length));
          await session.navigate(url);
          await loaded(session);
        },
        run: async (expression) => (await session.run(expression)) as string,
        messages,
        async close() {
          if (asGiven || idle) return session.end();
          await session.reset();
          idle = session;
        },
      }, front?.url ?? server);
    },
    async close() {
      for (const front of watched.values()) front.close();
      stopAll();
      process.off("exit", stopAll);
    },
  };
}

/** Waits until the page is there. The driver may take the blank page of reset(), which comes to its end late, for the one that was asked for. */
async function loaded(session: Session): Promise<void> {
  for (;;) {
    const [at, state] = JSON.parse((await session.run(`Promise.resolve(JSON.stringify([location.href, document.readyState]))`)) as string) as string[];
    if (at !== "about:blank" && state === "complete") return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function firstLine(child: ChildProcess): Promise<string> {
  const output = child.stdout as Readable;
  const ended = once(child, "exit").then(() => { throw new Error("Xvfb ended at once"); });
  const [line] = (await Promise.race([once(output, "data"), ended])) as [Buffer];
  ended.catch(() => {}); // it ends when it is told to
  output.resume();
  return line.toString().trim();
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** Waits until a server answers; rejects when its process ends instead. */
async function answers(url: string, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`WebKitWebDriver ended with ${child.exitCode}`);
    if (await fetch(url).then((response) => response.ok, () => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
