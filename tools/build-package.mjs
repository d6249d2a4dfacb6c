// Builds the npm package, unless nothing has changed. usage: node tools/build-package.mjs WASM_BUILD_DIR DIST_DIR   (build/wasm js/dist)
//   js/generated/{core,compat}.js   Emscripten's glue and the wasm, embedded as hex
//   DIST/index.js, compat.js        the ES module, and the compat variant behind import()
//   DIST/element.js                 defines <go-ferry>, on index.js
//   DIST/classic/goferry.js         the script-tag build: one classic, sloppy script with both variants
//   DIST/classic/wasm_exec.js       the drop-in for Go's own file, likewise
//   DIST/*.wasm                     the bare modules, for wasmUrl
//   DIST/*.d.ts, types/             declarations; those of the classic scripts are written by hand, in js/types
import {build} from 'esbuild';
import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {compatSource, coreSource} from './embed.mjs';

const [wasmBuild, target] = process.argv.slice(2).map(path => resolve(path));
if (!target) throw new Error('usage: node tools/build-package.mjs WASM_BUILD_DIR DIST_DIR');
const wasmDir = join(wasmBuild, 'out');
const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const js = join(root, 'js');

/** A hash over all files that the package is made of. */
function inputsHash() {
  const hash = createHash('sha256');
  const add = path => {
    if (statSync(path).isDirectory()) for (const name of readdirSync(path).sort()) add(join(path, name));
    else hash.update(path).update(readFileSync(path));
  };
  for (const path of [wasmDir, join(js, 'src'), join(js, 'types'), join(js, 'package.json'), join(js, 'tsconfig.json'), join(root, 'package-lock.json'), ...['build-package.mjs', 'embed.mjs'].map(name => join(root, 'tools', name))]) add(path);
  return hash.digest('hex');
}
const inputs = inputsHash();
const stamp = join(target, '.inputs');
if (existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs && existsSync(join(js, 'generated/core.js'))) process.exit(0);
// Built beside and moved into place at the end, so that nobody sees half a package.
const dist = `${target}.new`;

const generated = join(js, 'generated');
mkdirSync(generated, {recursive: true});
writeFileSync(join(generated, 'core.js'), coreSource(wasmDir));
writeFileSync(join(generated, 'compat.js'), compatSource(wasmDir));

rmSync(dist, {recursive: true, force: true});
mkdirSync(join(dist, 'classic'), {recursive: true});
const {version} = JSON.parse(readFileSync(join(js, 'package.json'), 'utf8'));
const common = {
  bundle: true,
  minify: true,
  target: 'es2022',
  charset: 'ascii',
  legalComments: 'none',
  sourcemap: false,
  logLevel: 'warning',
  banner: {js: `/*! goferry ${version} | MIT */`},
};
await build({...common, entryPoints: {index: join(js, 'src/index.ts')}, format: 'esm', splitting: true, chunkNames: '[name]', outdir: dist});

/** index.js stays one file, and what an entry beside it needs of it is imported, not bundled again: one set of error classes, one bridge. */
const besideIndex = {
  name: 'beside-index',
  setup({onResolve, onEnd}) {
    onResolve({filter: /^\.\/index\.js$/}, () => ({path: './index.js', external: true}));
    onEnd(({metafile}) => {
      const again = Object.keys(metafile?.inputs ?? {}).filter(input => /src\/(errors|load|program|engine)\.ts$|generated\//.test(input));
      return {errors: again.map(input => ({text: `${input} is in index.js: import it from there`}))};
    });
  },
};
await build({...common, entryPoints: {element: join(js, 'src/register-element.ts')}, format: 'esm', outdir: dist, metafile: true, plugins: [besideIndex]});
// Not strict: a refused assignment must not throw there (js/src/host/assign.ts), and esbuild would add "use strict" for TypeScript's strict.
const sloppy = {tsconfigRaw: {compilerOptions: {target: 'es2022', alwaysStrict: false, strict: false}}};
/**
 * The drop-in's host, most of the file, is a function that runs when it is first needed: engines only skim it before that, while the page waits
 * to send for its module (JavaScriptCore: 4 ms of a start of 200).
 */
const hostOnFirstUse = {
  name: 'host-on-first-use',
  setup({onResolve, onLoad}) {
    onResolve({filter: /^\.\/drop-in-host\.js$/}, () => ({path: join(js, 'src/drop-in-host.ts'), namespace: 'on-first-use'}));
    onLoad({filter: /./, namespace: 'on-first-use'}, async ({path}) => {
      const {outputFiles: [{text}]} = await build({...common, ...sloppy, banner: {}, entryPoints: [path], format: 'iife', globalName: 'host', write: false});
      return {contents: `const make = () => { ${text}; return host; };\nlet made;\nexport const createHost = go => (made ??= make()).createHost(go);`, loader: 'js'};
    });
  },
};
await build({
  ...common,
  ...sloppy,
  plugins: [hostOnFirstUse],
  entryPoints: {goferry: join(js, 'src/classic.ts'), wasm_exec: join(js, 'src/classic-wasm-exec.ts')},
  format: 'iife',
  outdir: join(dist, 'classic'),
});
// Under "type": "module" the classic files need a folder that says otherwise.
writeFileSync(join(dist, 'classic/package.json'), '{"type": "commonjs"}\n');
for (const name of ['merged', 'compat', 'gomem', 'link']) copyFileSync(join(wasmDir, `${name}.wasm`), join(dist, `${name}.wasm`));

const typescript = createRequire(import.meta.url).resolve('typescript/package.json');
const {bin} = JSON.parse(readFileSync(typescript, 'utf8'));
execFileSync(process.execPath, [join(dirname(typescript), bin.tsc), '-p', join(js, 'tsconfig.json'), '--outDir', join(dist, 'types')], {stdio: 'inherit'});

writeFileSync(join(dist, 'index.d.ts'), 'export * from "./types/src/index.js";\n');
writeFileSync(join(dist, 'element.d.ts'), 'export * from "./types/src/register-element.js";\n');
for (const name of ['goferry.d.ts', 'wasm_exec.d.ts']) copyFileSync(join(js, 'types', name), join(dist, 'classic', name));
writeFileSync(join(dist, '.inputs'), inputs);
rmSync(target, {recursive: true, force: true});
renameSync(dist, target);
