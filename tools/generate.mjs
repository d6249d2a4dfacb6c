// Generates what must agree with the tables of bridge/. usage: node generate.mjs BRIDGE_DIR OUT_DIR
//   mem.wat        gomem and the copies, on the bridge's memory and Go's: merged into the bridge
//   gomem.wat      gomem alone, for the compat link (js/src/bridge/copies.ts has the copies)
//   link.wat       one trampoline per import of Go's, through an exported table
//   library.js     a JavaScript library that names what we supply to the bridge, so that emcc still reports any other undefined symbol
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
writeWat('gomem', goMemory, loadsAndStores);
writeWat('mem', ownMemory, goMemory, loadsAndStores, copies);

const imports = rows('imports/imports', 'IMPORT').map(row => parse(row, /^"(.+?)", (\w+), \d+, ".*"$/));
writeWat('link',
  '(type $host (func (param i32)))',
  '(import "host" "unready" (func $unready (type $host)))',
  `(table $table (export "table") ${imports.length} ${imports.length} funcref)`,
  `(elem (table $table) (i32.const 0) func${' $unready'.repeat(imports.length)})`,
  imports.map(([name], i) => `(func (export "${name}") (type $host) (call_indirect $table (type $host) (local.get 0) (i32.const ${i})))`));
writeFileSync(`${out}/imports.json`, JSON.stringify(imports.map(([name, handler]) => [name, `h_${handler}`])));

const supplied = [
  ...rows('host/js_host', 'JS_HOST').map(row => `js_${parse(row, /^(\w+),/)[0]}`),
  ...rows('host/go_exports', 'GO_EXPORT').map(row => `go_${parse(row, /^(\w+),/)[0]}`),
  ...gomem.map(([name]) => `gomem_${name}`),
  ...xmem.map(([name]) => `xmem_${name}`),
];
writeFileSync(`${out}/library.js`, `addToLibrary({${supplied.map(name => `${name}: () => {}`).join(', ')}});\n`);
