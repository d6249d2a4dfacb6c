// Writes the constants that C++ and TypeScript share, from the tables of bridge/. usage: node tools/generate-layout.mjs [--check]
//   js/src/channel/layout.ts   from bridge/channel/layout.def: the bytes of an arena
//   js/src/files/layout.ts     from bridge/files/layout.def: the bytes and numbers of files.wasm's exports
//   js/src/files/errno.ts      from bridge/base/errno.def: error numbers, Node's codes and their texts
//   --check   writes nothing; exit code 1 if a file is not what it would write
import {readFileSync, writeFileSync} from 'node:fs';
import process from 'node:process';

const read = path => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
function rows(table, pattern) {
  const found = [...read(table).matchAll(pattern)].map(match => match.slice(1));
  if (found.length === 0) throw new Error(`${table} has no rows`);
  return found;
}

function constants(table, about) {
  return `/** ${about} Generated from ${table} by tools/generate-layout.mjs; sizes and offsets in bytes. */\n` +
    rows(table, /^LAYOUT\((\w+), (-?\d+), "(.+)"\)$/gm)
      .map(([name, value, what]) => `/** ${what[0].toUpperCase()}${what.slice(1)}. */\nexport const ${name} = ${value};\n`).join('');
}

function errors(table) {
  return `/** The error numbers of files.wasm. Generated from ${table} by tools/generate-layout.mjs. */\n` +
    '/** Of each number, Node\'s code and its text. */\nexport const errnos: ReadonlyMap<number, readonly [code: string, text: string]> = new Map([\n' +
    rows(table, /^ERRNO\(\w+, "(\w+)", (\d+), \d+, "(.+)"\)$/gm).map(([code, number, text]) => `  [${number}, ["${code}", "${text}"]],\n`).join('') + ']);\n';
}

const files = {
  'js/src/channel/layout.ts': constants('bridge/channel/layout.def', 'The bytes of an arena.'),
  'js/src/files/layout.ts': constants('bridge/files/layout.def', 'The bytes and numbers of the exports of files.wasm.'),
  'js/src/files/errno.ts': errors('bridge/base/errno.def'),
};
for (const [path, text] of Object.entries(files)) {
  if (process.argv[2] !== '--check') writeFileSync(new URL(`../${path}`, import.meta.url), text);
  else if (read(path) !== text) {
    console.error(`${path} is not what the tables of bridge/ say: run \`node tools/generate-layout.mjs\``);
    process.exitCode = 1;
  }
}
