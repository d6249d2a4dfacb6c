/** One app of tests/bundlers: its folder below build/bundlers, with the packed package installed, and its commands run there. */
import { spawn, spawnSync } from "node:child_process";
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { basename, dirname, join } from "node:path";
import process from "node:process";
import { buildGo, root } from "../support/toolchain.ts";

/** What the runner must know of an app; its own files say the rest. */
export interface App {
  /** The folder that its build writes. */
  readonly output: string;
  /** The folder that main.wasm and checks.js go to. */
  readonly source: string;
  /** The arguments that its development server (script `dev`) takes for a port, where it has such a server. */
  readonly dev?: (port: number) => string[];
  /** The path below which the built site works; any, where it is left out. */
  readonly base?: string;
  /** Whether its development server is set up to isolate the page. */
  readonly isolatedDev?: boolean;
  /** Why its development server's page abandons a fetch of the Go module. */
  readonly abandonsInDev?: string;
  /** Why the built site cannot do without inline scripts. */
  readonly inlineScripts?: string;
  /** Why the built site's scripts cannot be moved to another origin. */
  readonly fixedOrigin?: string;
}

export const apps: Readonly<Record<string, App>> = {
  vite7: { source: "src", output: "dist", dev: port => ["--host", "127.0.0.1", "--port", `${port}`, "--strictPort"], isolatedDev: true },
  vite8: { source: "src", output: "dist", dev: port => ["--host", "127.0.0.1", "--port", `${port}`, "--strictPort"], isolatedDev: true },
  webpack: { source: "src", output: "dist", dev: port => ["--host", "127.0.0.1", "--port", `${port}`, "--no-open"], isolatedDev: true },
  esbuild: { source: "src", output: "dist" },
  rollup: { source: "src", output: "dist" },
  parcel: { source: "src", output: "dist", dev: port => ["--host", "127.0.0.1", "--port", `${port}`] },
  next: {
    source: "app",
    output: "out",
    dev: port => ["--hostname", "127.0.0.1", "--port", `${port}`],
    base: "/below/a/path",
    abandonsInDev: "React's StrictMode mounts a component twice; its first program is aborted",
    inlineScripts: "Next passes its data to the page in inline scripts",
    fixedOrigin: "Next is told at build time where its scripts will be (assetPrefix)",
  },
};

/** No tool of these apps reports home, asks the registry, or draws. */
const env = { ...process.env, CI: "1", NO_COLOR: "1", NEXT_TELEMETRY_DISABLED: "1", NEXT_IGNORE_INCORRECT_LOCKFILE: "1", NUXT_TELEMETRY_DISABLED: "1", PARCEL_WORKERS: "2" };

/** Makes build/bundlers/<name>: the app's files, the packages of its lock file, and ours as `npm pack` makes it. Returns the folder. */
export function install(name: string, { source, output }: App): string {
  const files = { "checks.js": join(root, "tests/bundlers/checks.js"), "main.wasm": buildGo({ dir: "examples/01-greet" }) };
  const to = installApp([join(root, "tests/bundlers", name)], join(root, "build/bundlers", name), Object.fromEntries(Object.entries(files).map(([file, from]) => [join(source, file), from])));
  rmSync(join(to, output), { recursive: true, force: true });
  return to;
}

/** Makes the folder `to`: the files of the folders `from`, later ones over earlier ones, and `files`, with the packages. Returns it. */
export function installApp(from: readonly string[], to: string, files: Readonly<Record<string, string>>): string {
  mkdirSync(to, { recursive: true });
  for (const old of readdirSync(to)) if (old !== "node_modules" && old !== ".installed") rmSync(join(to, old), { recursive: true });
  for (const folder of from) cpSync(folder, to, { recursive: true });
  for (const [path, file] of Object.entries(files)) {
    mkdirSync(dirname(join(to, path)), { recursive: true });
    copyFileSync(file, join(to, path));
  }

  const stamp = join(to, ".installed");
  const lock = readFileSync(join(to, "package-lock.json"), "utf8");
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== lock) {
    rmSync(stamp, { force: true });
    npm(to, "ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund");
    writeFileSync(stamp, lock);
  }
  const packed = npm(to, "pack", join(root, "js"), "--silent").trim().split("\n").pop() as string;
  rmSync(join(to, "node_modules/goferry"), { recursive: true, force: true });
  npm(to, "install", `./${basename(packed)}`, "--no-save", "--prefer-offline", "--ignore-scripts", "--no-audit", "--no-fund");
  return to;
}

/** Runs the app's script `build`. Returns what it said. */
export function build(folder: string): string {
  return npm(folder, "run", "build");
}

/** Runs npm; throws with the beginning and the end of what it said where it fails. Returns what it said. */
function npm(folder: string, ...args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync("npm", args, { cwd: folder, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  const said = `${stdout}${stderr}`;
  if (status !== 0) throw new Error(`npm ${args.join(" ")}: exit code ${status}\n${said.length < 4000 ? said : `${said.slice(0, 2000)}\n…\n${said.slice(-2000)}`}`, { cause: error });
  return args[0] === "pack" ? stdout : said;
}

/** A development server that runs. */
export interface DevServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts the app's script `dev`; resolves when the port answers, rejects with what it said where it ends before. */
export async function startDev(folder: string, { dev, base = "" }: Pick<App, "dev" | "base">): Promise<DevServer> {
  if (!dev) throw new Error("this app has no development server");
  const port = await freePort();
  const url = `http://127.0.0.1:${port}${base}/`;
  const server = spawn("npm", ["run", "dev", "--", ...dev(port)], { cwd: folder, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [server.stdout, server.stderr]) stream.setEncoding("utf8").on("data", (text: string) => (said += text));
  const ended = new Promise<void>(resolve => server.once("close", () => resolve()));
  const stop = async (): Promise<void> => {
    // The whole group: npm, the shell that it starts, the server, its workers.
    if (server.exitCode === null && server.pid !== undefined) process.kill(-server.pid, "SIGKILL");
    await ended;
  };
  const give_up = Date.now() + 120_000;
  for (;;) {
    if (server.exitCode !== null) throw new Error(`the development server ended:\n${said}`);
    if (Date.now() > give_up) {
      await stop();
      throw new Error(`the development server does not answer:\n${said}`);
    }
    const answered = await fetch(url).then(response => response.ok, () => false);
    if (answered) return { url, stop };
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}

/** A port that nobody listens on now. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => (typeof address === "object" && address ? resolve(address.port) : reject(new Error("no port"))));
    });
  });
}
