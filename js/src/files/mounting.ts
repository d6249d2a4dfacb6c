/** Puts a plan's mounts into files.wasm. */
import type { Core } from "./core.js";
import { DEVICE_NULL, DEVICE_ZERO, O_CREAT, O_TRUNC, O_WRONLY, STAT_DEV } from "./layout.js";
import type { FilesPlan, PlannedMount, PlannedStore, RemoteFiles, Seed } from "./planned.js";
import type { RemoteData } from "./remote-data.js";
import { systemError } from "./system-error.js";

/** The empty volume that is at the root from the start. */
const ROOT_VOLUME = 1;
const UMASK = 0o022;
const EEXIST = -17;
const ENOSPC = -28;

/** Sets the filesystem up. Throws a SystemError that names what could not be done. */
export function mountPlan(core: Core, remote: RemoteData, { mounts, limits, cwd, devices }: FilesPlan): void {
  core.exports.setup(limits.bytes ?? 0, limits.files ?? 0, 0, limits.pathBytes ?? 0);
  core.exports.umask(0);
  const readOnly = mounts.map(({ at, mount }) => place(core, remote, at, mount)).flat();
  if (devices) {
    core.path("/dev", (path, length) => core.exports.mkdir(path, length, 0o755));
    for (const [name, rdev] of [["/dev/null", DEVICE_NULL], ["/dev/zero", DEVICE_ZERO]] as const) {
      const made = core.path(name, (path, length) => core.exports.device(path, length, 0o666, rdev));
      if (made !== EEXIST) done(made, "mknod", name);
    }
  }
  for (const volume of readOnly) core.exports.set_read_only(volume, 1); // now that all places for mounts are made
  core.exports.umask(UMASK);
  done(core.path(cwd, core.exports.chdir), "chdir", cwd);
}

/** Mounts one more, while the program runs. */
export function addMount(core: Core, remote: RemoteData, at: string, mount: PlannedMount): void {
  const mask = core.exports.umask(0);
  try {
    for (const volume of place(core, remote, at, mount)) core.exports.set_read_only(volume, 1);
  } finally {
    core.exports.umask(mask);
  }
}

/** Gives the volumes that are to be read-only in the end. */
function place(core: Core, remote: RemoteData, at: string, mount: PlannedMount): number[] {
  const { exports } = core;
  const put = (volume: number): number => done(core.path(at, (path, length) => exports.mount(volume, path, length, 0)), "mount", at);
  switch (mount.kind) {
    case "memory": {
      const volume = at === "/" ? ROOT_VOLUME : exports.volume_memory();
      if (volume !== ROOT_VOLUME) put(volume);
      sow(core, at, mount.seeds);
      return [];
    }
    case "url": {
      const volume = fillRemote(core, remote, mount);
      put(volume);
      return [];
    }
    case "opfs": {
      put(openStore(core, mount, at));
      return [];
    }
    case "overlay": {
      const { lower } = mount;
      put(exports.volume_overlay(lower.kind === "opfs" ? openStore(core, lower, at) : fillRemote(core, remote, lower)));
      return [];
    }
    case "readOnly": {
      // The volume that is mounted there is the last one made.
      const inner = place(core, remote, at, mount.mount);
      return [...inner, volumeAt(core, at)];
    }
  }
}

/** The volume of a store whose files are held open. */
function openStore({ exports, stores }: Core, store: PlannedStore, at: string): number {
  const volume = exports.volume_store(stores.id(store));
  if (volume < 0) throw Object.assign(systemError(volume, "mount", at), { store: store.name });
  stores.is(volume, store);
  return volume;
}

/** Tells `remote` of the files of a mount in the order in which `place` does: files.wasm has their keys already. */
export function rememberRemote(remote: RemoteData, mount: PlannedMount): void {
  if (mount.kind === "url") for (const file of mount.files) remote.add(file);
  else if (mount.kind === "overlay") rememberRemote(remote, mount.lower);
  else if (mount.kind === "readOnly") rememberRemote(remote, mount.mount);
}

/** The volume of a place: its number is the device that stat names. */
function volumeAt(core: Core, at: string): number {
  done(core.path(at, (path, length) => core.exports.stat(path, length, 1, core.resultAt)), "stat", at);
  return core.resultWord(STAT_DEV);
}

function fillRemote(core: Core, remote: RemoteData, { files, openBase }: RemoteFiles): number {
  const { exports } = core;
  const volume = exports.volume_remote(openBase === undefined ? 0 : 1);
  if (openBase !== undefined) remote.openEnded(volume, openBase);
  for (const file of files) {
    const { path, type, size, mode, modified } = file;
    const key = remote.add(file);
    if (type === "symlink") done(core.paths(path, file.target ?? "", (at, length, target, targetLength) => exports.remote_symlink(volume, at, length, target, targetLength, modified)), "symlink", path);
    else if (type === "directory") done(core.path(path, (at, length) => exports.remote_directory(volume, at, length, mode, modified, key)), "mkdir", path);
    else done(core.path(path, (at, length) => exports.remote_file(volume, at, length, size, mode, modified, key)), "mount", path);
  }
  return volume;
}

/** Makes what a memory mount begins with. Links come last, so that nothing is written through one. */
function sow(core: Core, root: string, seeds: readonly Seed[]): void {
  const { exports } = core;
  const folders = new Set([""]);
  const full = (path: string): string => (root === "/" ? `/${path}` : path === "" ? root : `${root}/${path}`);
  const makeFolder = (path: string): void => {
    if (folders.has(path)) return;
    makeFolder(parentOf(path));
    const name = full(path);
    const made = core.path(name, (at, length) => exports.mkdir(at, length, 0o755));
    if (made !== EEXIST) done(made, "mkdir", name);
    folders.add(path);
  };
  const order = { directory: 0, file: 1, device: 1, link: 2, symlink: 3 };
  for (const { path, type, bytes, target = "", mode } of [...seeds].sort((a, b) => order[a.type] - order[b.type])) {
    const name = full(path);
    if (type === "directory") {
      makeFolder(path);
      if (mode !== undefined) done(core.path(name, (at, length) => exports.chmod(at, length, 1, mode)), "chmod", name);
      continue;
    }
    makeFolder(parentOf(path));
    if (type === "symlink") done(core.paths(target, name, (at, length, to, toLength) => exports.symlink(at, length, to, toLength)), "symlink", name);
    else if (type === "device") done(core.path(name, (at, length) => exports.device(at, length, mode ?? 0o666, target === "null" ? DEVICE_NULL : DEVICE_ZERO)), "mknod", name);
    else if (type === "link") done(core.paths(full(target.slice(1)), name, (at, length, to, toLength) => exports.link(at, length, to, toLength)), "link", name);
    else writeSeed(core, name, bytes as Uint8Array, mode ?? 0o644);
  }
  // Times last: what is put into a folder changes its.
  for (const { path, type, modified } of seeds) {
    if (modified !== undefined && type !== "link") core.path(full(path), (at, length) => exports.utimes(at, length, 0, modified, modified));
  }
}

function writeSeed(core: Core, name: string, bytes: Uint8Array, mode: number): void {
  const fd = done(core.path(name, (at, length) => core.exports.open(at, length, O_WRONLY | O_CREAT | O_TRUNC, mode)), "open", name);
  let written = 0;
  while (written < bytes.length) {
    const count = core.write(fd, bytes.subarray(written), -1);
    if (count <= 0) {
      core.exports.close(fd);
      throw systemError(count < 0 ? count : ENOSPC, "write", name);
    }
    written += count;
  }
  core.exports.close(fd);
}

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/")));

function done(result: number, syscall: string, path: string): number {
  if (result < 0) throw systemError(result, syscall, path);
  return result;
}
