// Writes js/src/channel/layout.ts from bridge/channel/layout.def, whose constants C++ and TypeScript share. usage: node tools/generate-layout.mjs [--check]
//   --check   writes nothing; exit code 1 if the file is not what it would write
import {readFileSync, writeFileSync} from 'node:fs';
import process from 'node:process';

const table = new URL('../bridge/channel/layout.def', import.meta.url);
const target = new URL('../js/src/channel/layout.ts', import.meta.url);

const rows = [...readFileSync(table, 'utf8').matchAll(/^LAYOUT\((\w+), (\d+), "(.+)"\)$/gm)];
if (rows.length === 0) throw new Error('layout.def has no LAYOUT rows');
const text = '/** The bytes of an arena. Generated from bridge/channel/layout.def by tools/generate-layout.mjs; sizes and offsets in bytes. */\n' +
  rows.map(([, name, value, what]) => `/** ${what[0].toUpperCase()}${what.slice(1)}. */\nexport const ${name} = ${value};\n`).join('');

if (process.argv[2] !== '--check') writeFileSync(target, text);
else if (readFileSync(target, 'utf8') !== text) {
  console.error('js/src/channel/layout.ts is not what bridge/channel/layout.def says: run `node tools/generate-layout.mjs`');
  process.exitCode = 1;
}
