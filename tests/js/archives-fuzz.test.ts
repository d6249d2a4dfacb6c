/**
 * Archives made for mischief: the corpus tests/fuzz/corpus/archives and seeded mutations of it, unpacked and put into a filesystem. Whatever they hold, it
 * lies in their own mount or is refused by an Error, soon, and without memory for what they only claim.
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { bridgeModules, detectVariant } from "../../js/src/bridge/variant.ts";
import { unpackArchive } from "../../js/src/files/archives.ts";
import { openCore } from "../../js/src/files/core.ts";
import { mountPlan } from "../../js/src/files/mounting.ts";
import { filesModules } from "../../js/src/files/modules.ts";
import type { Seed } from "../../js/src/files/planned.ts";
import { RemoteData } from "../../js/src/files/remote-data.ts";
import { isSystemError } from "../../js/src/files/system-error.ts";
import { root } from "../support/toolchain.ts";

const RUNS = Number(process.env["ARCHIVES_RUNS"] ?? 4000);
const SEED = Number(process.env["ARCHIVES_SEED"] ?? 1);
const folder = join(root, "tests/fuzz/corpus/archives");
const corpus = readdirSync(folder).sort().map((name) => ({ name, format: name.endsWith(".zip") ? ("zip" as const) : ("tar" as const), bytes: new Uint8Array(readFileSync(join(folder, name))) }));

/** Mulberry32: the same numbers for the same seed, in every engine. */
function randomFrom(seed: number): (below: number) => number {
  return (below) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), seed | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

function mutated(bytes: Uint8Array<ArrayBuffer>, random: (below: number) => number): Uint8Array<ArrayBuffer> {
  let result = bytes.slice();
  const at = (): number => random(Math.max(1, result.length));
  for (let rounds = 1 + random(4); rounds > 0; rounds--) {
    switch (random(6)) {
      case 0:
        result[at()] = random(256);
        break;
      case 1:
        result[at()]! ^= 1 << random(8);
        break;
      case 2:
        new DataView(result.buffer).setUint32(random(Math.max(1, result.length - 3)), [0, 1, 0x7fffffff, 0x80000000, 0xffffffff][random(5)] as number, true);
        break;
      case 3:
        result = result.slice(0, at());
        break;
      case 4:
        result = Uint8Array.from([...result.subarray(0, at()), ...result.subarray(at())]); // a part twice, or missing
        break;
      default:
        result.set(new TextEncoder().encode(["../", "/", "__proto__", "\0", "..", "a/b/"][random(6)]).subarray(0, result.length), Math.max(0, at() - 9));
    }
    if (result.length < 4) return bytes.slice(0, random(bytes.length));
  }
  if (random(4) > 0) checksum(result);
  return result;
}

/** Puts the right sums into the headers of a tar: else most that is wrong with it would not be reached. */
function checksum(bytes: Uint8Array): void {
  for (let at = 0; at + 512 <= bytes.length; at += 512) {
    if (String.fromCharCode(...bytes.subarray(at + 257, at + 262)) !== "ustar") continue;
    const header = bytes.subarray(at, at + 512);
    header.fill(32, 148, 156);
    const sum = header.reduce((a, b) => a + b, 0);
    header.set(new TextEncoder().encode(`${sum.toString(8).padStart(6, "0")}\0 `), 148);
  }
}

const modules = await filesModules(await bridgeModules(detectVariant(), () => import("../../js/generated/compat.js")));
const prototype = Object.getOwnPropertyNames(Object.prototype).join();

/** Seeds a mount beside others; nothing else has changed then. */
function sow(seeds: readonly Seed[]): void {
  const core = openCore(modules);
  const files = [{ path: "secret", type: "file", bytes: new Uint8Array([1]) }] as const;
  const mounts = [{ at: "/", mount: { kind: "memory", seeds: files } }, { at: "/box", mount: { kind: "memory", seeds } }] as const;
  try {
    mountPlan(core, new RemoteData(core), { mounts, limits: { bytes: 1 << 24, files: 5000 }, cwd: "/", devices: false });
  } catch (error) {
    assert.ok(isSystemError(error), String(error)); // two entries for one place, too long a name, no space
  }
  const fd = core.path("/", (at, length) => core.exports.open(at, length, 0, 0));
  assert.deepEqual((core.entries(fd) as { name: string }[]).map(({ name }) => name).sort(), ["box", "secret"]);
  const secret = core.path("/secret", (at, length) => core.exports.open(at, length, 0, 0));
  const buffer = new Uint8Array(4);
  assert.equal(core.read(secret, buffer, 0), 1);
}

async function check(format: "zip" | "tar", bytes: Uint8Array): Promise<"used" | "refused"> {
  let seeds: Seed[];
  try {
    seeds = await unpackArchive(format, bytes);
  } catch (error) {
    assert.ok(error instanceof Error && !(error instanceof RangeError && /allocation/.test(error.message)), String(error));
    return "refused";
  }
  let total = 0;
  for (const seed of seeds) {
    assert.ok(seed.path !== "" && !/(^|\/)(\.{0,2})(\/|$)|\0/.test(seed.path), JSON.stringify(seed.path));
    if (seed.type === "file") total += (seed.bytes as Uint8Array).length;
    if (seed.type === "link") assert.ok(!(seed.target as string).split("/").includes(".."), seed.target);
  }
  assert.ok(total <= bytes.length * 1032, `${total} bytes came from ${bytes.length}`);
  sow(seeds);
  return "used";
}

for (const { name, format, bytes } of corpus) {
  test(`the archive ${name} is ${name.startsWith("bad-") ? "refused" : "used"}`, async () => {
    assert.equal(await check(format, bytes), name.startsWith("bad-") ? "refused" : "used");
  });
}

test(`${RUNS} archives made from them, seed ${SEED}`, async () => {
  const random = randomFrom(SEED);
  const seen = { used: 0, refused: 0 };
  for (let run = 0; run < RUNS; run++) {
    const { name, format, bytes } = corpus[random(corpus.length)] as (typeof corpus)[number];
    const input = mutated(bytes, random);
    try {
      seen[await check(format, input)]++;
    } catch (cause) {
      throw new Error(`run ${run}, from ${name}: ${Buffer.from(input).toString("base64")}`, { cause });
    }
  }
  assert.ok(seen.used > RUNS / 20 && seen.refused > RUNS / 20, JSON.stringify(seen));
  assert.equal(Object.getOwnPropertyNames(Object.prototype).join(), prototype);
});
