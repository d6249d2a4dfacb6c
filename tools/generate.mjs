// Generates what must agree with the tables of bridge/. usage: node generate.mjs BRIDGE_DIR OUT_DIR
//   mem.wat        gomem and the copies, on the bridge's memory and Go's: merged into the bridge
//   gomem.wat      gomem alone, for the compat link (js/src/bridge/copies.ts has the copies); and blocks of it, for arena.wat
//   link.wat       one trampoline per import of Go's, through an exported table
//   library.js     a JavaScript library that names what we supply to the bridge, so that emcc still reports any other undefined symbol
//   arena.wat      the arena's instructions and xfew, for the compat link of channels.wasm; chanmem.wat: with gomem and the copies, merged into it
//   ferry-link.wat typed trampolines of the module "goferry", and ferry.json: the order of their table
//   wasi_exports.inc the handlers as exports of files.wasm, for bridge/embind/wasi.cpp
//   wasi-link.wat  typed trampolines of the module "wasi_snapshot_preview1", which wait where a handler has to; wasi.json: the order of their table
//   imports.json   the order of link's table: [[Go name, handler export of the bridge], …]
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';

const [source, out] = process.argv.slice(2);
if (!out) throw new Error('usage: node generate.mjs BRIDGE_DIR OUT_DIR');
mkdirSync(out, {recursive: true});

/** The rows of a table, as the text between the parentheses. A table without rows is a mistake. */
function rows(file, macro) {
  const found = [...readFileSync(`${source}/${file}.def`, 'utf8').matchAll(new RegExp(`^${macro}\\((.*)\\)$`, 'gm'))].map(match => match[1]);
  if (found.length === 0) throw new Error(`${file}.def has no ${macro} rows`);
  return found;
}
/** A row split by a pattern; says which row does not fit. */
function parse(row, pattern) {
  const match = row.match(pattern);
  if (!match) throw new Error(`cannot read the row ${row}`);
  return match.slice(1);
}

const wasmType = {uint32_t: 'i32', uint64_t: 'i64', double: 'f64'};
const gets = count => Array.from({length: count}, (_, i) => ` (local.get ${i})`).join('');
const ownMemory = '(import "bridge" "memory" (memory $own 0))';
const goMemory = '(import "go" "mem" (memory $go 0))';
const writeWat = (name, ...parts) => writeFileSync(`${out}/${name}.wat`, `(module\n  ${parts.flat().join('\n  ')}\n)\n`);

const gomem = rows('host/gomem', 'GOMEM').map(row => parse(row, /^(\w+), (\w+), \((.*?)\), (.+)$/));
const loadsAndStores = gomem.map(([name, result, params, instruction]) => {
  const types = params.split(', ').filter(Boolean).map(type => wasmType[type]);
  return `(func (export "gomem_${name}")${types.length ? ` (param ${types.join(' ')})` : ''}` +
    `${wasmType[result] ? ` (result ${wasmType[result]})` : ''} (${instruction} $go${gets(types.length)}))`;
});
const xmem = rows('host/xmem', 'XMEM').map(row => parse(row, /^(\w+), \(.*\), (\w+), (\w+)$/));
const copies = xmem.map(([name, to, from]) => `(func (export "xmem_${name}") (param i32 i32 i32) (memory.copy $${to} $${from}${gets(3)}))`);
/** A block of 64 bytes is eight words; for xfew. */
const eight = [0, 1, 2, 3, 4, 5, 6, 7];
const words = eight.map(() => 'i64').join(' ');
const blocks = [
  `(func (export "gomem_ldblock") (param i32) (result ${words}) ${eight.map(i => `(i64.load $go offset=${8 * i} (local.get 0))`).join(' ')})`,
  `(func (export "gomem_stblock") (param i32 ${words}) ${eight.map(i => `(i64.store $go offset=${8 * i} (local.get 0) (local.get ${i + 1}))`).join(' ')})`,
];
writeWat('gomem', goMemory, loadsAndStores, blocks);
writeWat('mem', ownMemory, goMemory, loadsAndStores, copies);

const imports = rows('imports/imports', 'IMPORT').map(row => parse(row, /^"(.+?)", (\w+), \d+, ".*"$/));
writeWat('link',
  '(type $host (func (param i32)))',
  '(import "host" "unready" (func $unready (type $host)))',
  `(table $table (export "table") ${imports.length} ${imports.length} funcref)`,
  `(elem (table $table) (i32.const 0) func${' $unready'.repeat(imports.length)})`,
  imports.map(([name], i) => `(func (export "${name}") (type $host) (call_indirect $table (type $host) (local.get 0) (i32.const ${i})))`));
writeFileSync(`${out}/imports.json`, JSON.stringify(imports.map(([name, handler]) => [name, `h_${handler}`])));

const arenaMemory = '(import "arena" "mem" (memory $arena 1 4096 shared))'; // PAGES_MAX of channel/layout.def; js/src/channel/modules.ts clears the flag
const arena = rows('channel/arena', 'ARENA').map(row => parse(row, /^(\w+), (\w+), \((.*?)\), (.+)$/));
const onArena = arena.map(([name, result, params, instruction]) => {
  const types = params.split(', ').filter(Boolean).map(type => wasmType[type]);
  return `(func (export "arena_${name}")${types.length ? ` (param ${types.join(' ')})` : ''}` +
    `${wasmType[result] ? ` (result ${wasmType[result]})` : ''} (${instruction} $arena${gets(types.length)}))`;
});
const xarena = rows('channel/xarena', 'XMEM').map(row => parse(row, /^(\w+), \(.*\), (\w+), (\w+)$/));
const arenaCopies = xarena.map(([name, to, from]) => `(func (export "xmem_${name}") (param i32 i32 i32) (memory.copy $${to} $${from}${gets(3)}))`);
const xfew = rows('channel/xarena', 'XFEW').map(row => parse(row, /^(\w+), \(.*\), (\w+), (\w+)$/));
/** Step by step (local 3 counts) from the address of local 1 to that of local 0; the last step ends with the bytes. REQUIRES: local 2, the length, is at least a step. */
const inSteps = (step, copy) => `(loop $next
    (local.set 4 (select (local.get 3) (local.tee 4 (i32.sub (local.get 2) (i32.const ${step}))) (i32.lt_u (local.get 3) (local.get 4))))
    ${copy('(i32.add (local.get 0) (local.get 4))', '(i32.add (local.get 1) (local.get 4))')}
    (br_if $next (i32.lt_u (local.tee 3 (i32.add (local.get 3) (i32.const ${step}))) (local.get 2))))`;
const few = (name, body, locals = '') => `(func (export "xfew_${name}") (param i32 i32 i32) (local i32 i32${locals}) ${body})`;
const inWords = ([name, to, from]) => few(name, inSteps(8, (at, start) => `(i64.store $${to} ${at} (i64.load $${from} ${start}))`));
const inBlocks = ([name, to]) => {
  const [word, block] = to === 'go'
    ? [(at, start) => `(call $st64 ${at} (i64.load $arena ${start}))`, (at, start) => `(local.set 5 ${start}) (call $stblock ${at} ${eight.map(i => `(i64.load $arena offset=${8 * i} (local.get 5))`).join(' ')})`]
    : [(at, start) => `(i64.store $arena ${at} (call $ld64 ${start}))`,
      (at, start) => `(local.set 5 ${at}) (call $ldblock ${start}) ${eight.toReversed().map(i => `local.set ${i + 6}`).join(' ')} ${eight.map(i => `(i64.store $arena offset=${8 * i} (local.get 5) (local.get ${i + 6}))`).join(' ')}`];
  return few(name, `(if (i32.ge_u (local.get 2) (i32.const 64)) (then ${inSteps(64, block)}) (else ${inSteps(8, word)}))`, ` i32 ${words}`);
};
writeWat('arena',
  `(import "mem" "gomem_ld64" (func $ld64 (param i32) (result i64)))`,
  `(import "mem" "gomem_st64" (func $st64 (param i32 i64)))`,
  `(import "mem" "gomem_ldblock" (func $ldblock (param i32) (result ${words})))`,
  `(import "mem" "gomem_stblock" (func $stblock (param i32 ${words})))`,
  arenaMemory, onArena, xfew.map(inBlocks));
writeWat('chanmem', goMemory, arenaMemory, loadsAndStores, onArena, arenaCopies, xfew.map(inWords));

const ferry = rows('imports/ferry', 'FERRY').map(row => parse(row, /^(\w+), \((.*?)\), ".*"$/)).map(([name, params]) => [name, params.split(', ').filter(Boolean).length]);
const ferryType = count => `(func${' (param i32)'.repeat(count)} (result i32))`;
const counts = [...new Set(ferry.map(([, count]) => count))];
writeWat('ferry-link',
  counts.map(count => `(type $f${count} ${ferryType(count)})`),
  '(import "host" "unready" (func $unready))',
  `(table $table (export "table") ${ferry.length} ${ferry.length} funcref)`,
  counts.map(count => `(func $early${count} (type $f${count}) (call $unready) (unreachable))`),
  `(elem (table $table) (i32.const 0) func${ferry.map(([, count]) => ` $early${count}`).join('')})`,
  ferry.map(([name, count], i) => `(func (export "${name}") (type $f${count}) (call_indirect $table (type $f${count})${gets(count)} (i32.const ${i})))`));
writeFileSync(`${out}/ferry.json`, JSON.stringify(ferry.map(([name]) => name)));

const wasi = [...readFileSync(`${source}/imports/wasi_preview1.def`, 'utf8').matchAll(/^(WASI(?:_EXIT)?)\((\w+), \((.*?)\), ".*"\)$/gm)]
  .map(([, macro, name, params]) => ({name, params, returns: macro === 'WASI', types: params.split(', ').filter(Boolean).map(param => wasmType[param.split(' ')[0]])}));
if (wasi.length !== 46) throw new Error(`wasi_preview1.def has ${wasi.length} functions, and preview 1 has 46`);
const wasiKind = ({returns, types}) => `$${returns ? 'f' : 'x'}${types.map(type => `_${type}`).join('')}`;
const wasiType = ({returns, types}) => `(func${types.length ? ` (param ${types.join(' ')})` : ''}${returns ? ' (result i32)' : ''})`;
const wasiKinds = new Map(wasi.map(item => [wasiKind(item), item]));
writeWat('wasi-link',
  [...wasiKinds].map(([kind, item]) => `(type ${kind} ${wasiType(item)})`),
  '(import "host" "unready" (func $unready))',
  '(import "host" "before_wait" (func $before_wait (result i32)))',
  '(import "host" "wait" (func $wait))',
  `(table $table (export "table") ${wasi.length} ${wasi.length} funcref)`,
  [...wasiKinds.keys()].map(kind => `(func $early${kind.slice(1)} (type ${kind}) (call $unready) (unreachable))`),
  `(elem (table $table) (i32.const 0) func${wasi.map(item => ` $early${wasiKind(item).slice(1)}`).join('')})`,
  // -1 is kWait of imports/wasi.h. Nothing of the bridge is on the stack while `before_wait` sleeps, or `wait` suspends the program.
  wasi.map((item, i) => {
    const call = `(call_indirect $table (type ${wasiKind(item)})${gets(item.types.length)} (i32.const ${i}))`;
    const again = `(local $errno i32) (loop $again (local.set $errno ${call}) (if (i32.eq (local.get $errno) (i32.const -1)) (then (if (i32.eqz (call $before_wait)) (then (call $wait))) (br $again)))) (local.get $errno)`;
    return `(func (export "${item.name}") (type ${wasiKind(item)}) ${item.returns ? again : call})`;
  }));
writeFileSync(`${out}/wasi.json`, JSON.stringify(wasi.map(({name}) => name)));
writeFileSync(`${out}/wasi_exports.inc`, wasi.map(({name, params, returns}) => {
  const call = `wasi->${name}(${params.split(', ').filter(Boolean).map(param => param.split(' ')[1]).join(', ')})`;
  return `EXPORT("h_${name}") ${returns ? 'uint32_t' : 'void'} h_${name}(${params}) { ++calls; ${returns ? `return goferry::Wasi::answer(${call})` : call}; }\n`;
}).join(''));

const supplied = [
  ...rows('host/files_host', 'FILES_HOST').map(row => `files_${parse(row, /^(\w+),/)[0]}`),
  ...rows('host/manifest_host', 'MANIFEST_HOST').map(row => `manifest_${parse(row, /^(\w+),/)[0]}`),
  ...rows('imports/wasi_host', 'WASI_HOST').map(row => `wasi_${parse(row, /^(\w+),/)[0]}`),
  ...rows('imports/ferry_host', 'FERRY_HOST').map(row => `ferry_${parse(row, /^(\w+),/)[0]}`),
  ...arena.map(([name]) => `arena_${name}`),
  ...xarena.map(([name]) => `xmem_${name}`),
  ...xfew.map(([name]) => `xfew_${name}`),
  ...rows('host/js_host', 'JS_HOST').map(row => `js_${parse(row, /^(\w+),/)[0]}`),
  ...rows('host/go_exports', 'GO_EXPORT').map(row => `go_${parse(row, /^(\w+),/)[0]}`),
  ...gomem.map(([name]) => `gomem_${name}`),
  ...xmem.map(([name]) => `xmem_${name}`),
];
writeFileSync(`${out}/library.js`, `addToLibrary({${supplied.map(name => `${name}: () => {}`).join(', ')}});\n`);
