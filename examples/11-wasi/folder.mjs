// The folder that programs find at /data. It is the page's: each
// program gets a copy, and what it has changed is taken over when it
// ends.
const ROOT = "/data";
const opened = Date.now();

/** Its files by path, below /data; a folder's path ends with a slash. */
const tree = new Map(Object.entries({
  "poems/harbour.txt": `The harbour sleeps, the ropes are slack,
the tide takes what the tide brings back.
`,
  "poems/sea.txt": `Grey is the sea when the wind goes round,
green is the sea where the old ships drowned,
and black is the sea at night.
`,
  "poems/shore.txt": `I walked the shore from stone to stone
and heard the sea, and was not alone.
`,
  "crossings.csv": `7:10,Northbank,41
7:40,Southbank,12
8:10,Northbank,63
8:40,Southbank,35
9:10,Northbank,20
`,
  "notes/": "",
}).map(([path, content]) => [path, { content, modified: opened }]));

/** The option `preopens` of a program. */
export function mount() {
  return { [ROOT]: Object.fromEntries(tree) };
}

/** Takes over what a program, given that mount, has made of it. */
export async function takeOver(files, { [ROOT]: given }) {
  const left = new Set(Object.keys(given));
  for (const info of await files.list(ROOT, { recursive: true })) {
    const isFolder = info.type === "directory";
    const path = info.path.slice(ROOT.length + 1) + (isFolder ? "/" : "");
    left.delete(path);
    const modified = info.modified.getTime();
    if (given[path] && (isFolder || given[path].modified === modified)) continue;
    const content = isFolder ? "" : await files.readFile(info.path);
    tree.set(path, { content, modified });
  }
  for (const gone of left) tree.delete(gone);
}

/** Adds files that the user has chosen. */
export function add(files) {
  for (const file of files) {
    tree.set(file.name, { content: file, modified: file.lastModified });
  }
}

/** An absolute path, of one that may be relative to a folder. */
export function resolve(path, from) {
  const parts = [];
  for (const part of `${path.startsWith("/") ? "" : from}/${path}`.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}

/** All that is there, absolute; folders end with a slash. */
function paths() {
  const all = new Set([`${ROOT}/`]);
  for (const path of tree.keys()) {
    const parts = path.split("/");
    parts.forEach((_, i) => i > 0 && all.add(`${ROOT}/${parts.slice(0, i).join("/")}/`));
    if (parts.at(-1) !== "") all.add(`${ROOT}/${path}`);
  }
  return [...all].sort();
}

export function isFolder(path) {
  return paths().includes(path === "/" ? `${ROOT}/` : `${path}/`);
}

/** What a pattern with * and ? stands for; itself where that is nothing. */
export function expand(pattern, from) {
  const absolute = resolve(pattern, from);
  const source = absolute.replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", "[^/]*").replaceAll("?", "[^/]");
  const matches = new RegExp(`^${source}/?$`);
  const found = paths().filter((path) => matches.test(path))
    .map((path) => path.replace(/\/$/, ""));
  const start = pattern.startsWith("/") ? 0 : `${from.replace(/\/$/, "")}/`.length;
  return found.length > 0 ? found.map((path) => path.slice(start)) : [pattern];
}

/** How what was typed of a path may go on. */
export function completions(typed, from) {
  const folder = typed.slice(0, typed.lastIndexOf("/") + 1);
  const at = resolve(folder || ".", from).replace(/\/$/, "");
  return paths()
    .filter((path) => path.startsWith(`${at}/`) && /^[^/]+\/?$/.test(path.slice(at.length + 1)))
    .map((path) => folder + path.slice(at.length + 1))
    .filter((path) => path.startsWith(typed));
}
