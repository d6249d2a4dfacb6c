// Builds the npm package, unless nothing has changed. usage: node tools/build-package.mjs WASM_BUILD_DIR DIST_DIR   (build/wasm js/dist)
//   js/generated/{core,compat}.js   Emscripten's glue and the wasm, embedded as hex
//   js/generated/worker.js          the script of workers as a text
//   DIST/index.js, compat.js        the ES module, and the compat variant behind import()
//   DIST/remote.js, worker.js       the page's side of worker mode, with the worker's script as a text; that script as a file, for workerUrl
//   DIST/channels.js               what only programs with channels load
//   DIST/filesystem.js              what only programs with files, or for WASI, load, with filesystem-merged.js or filesystem-compat.js
//   DIST/archives.js, manifest.js   and of these those with archives, and those with url mounts
//   DIST/files.js                   the functions that make mounts
//   DIST/element.js                 defines <go-ferry>, on index.js
//   DIST/react.js, vue.js           the adapters, likewise on index.js; playwright.js, in Node
//   DIST/classic/goferry.js         the script-tag build: one classic, sloppy script with both variants
//   DIST/classic/channels.js        beside it, for programs with channels; ferry.js, for package ferry; files.js, for programs with files;
//                                   manifest.js, for those with url mounts
//   DIST/classic/wasm_exec.js       the drop-in for Go's own file, likewise
//   DIST/*.wasm                     the bare modules, for wasmUrl
//   js/go                           the source of Go's package ferry, for `replace … => ./node_modules/goferry/go`
//   DIST/*.d.ts, types/             declarations; those of the classic scripts are written by hand, in js/types
import {build} from 'esbuild';
import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {channelsSource, compatSource, coreSource, filesSource, manifestSource, wasiSource, workerSource} from './embed.mjs';

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
  for (const path of [wasmDir, join(js, 'src'), join(js, 'types'), join(root, 'go'), join(js, 'package.json'), join(js, 'tsconfig.json'), join(js, 'tsconfig.playwright.json'), join(root, 'package-lock.json'), ...['build-package.mjs', 'embed.mjs'].map(name => join(root, 'tools', name))]) add(path);
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
writeFileSync(join(generated, 'channels.js'), channelsSource(wasmDir));
writeFileSync(join(generated, 'filesystem-merged.js'), filesSource(wasmDir, 'files'));
writeFileSync(join(generated, 'filesystem-compat.js'), filesSource(wasmDir, 'files-compat'));
writeFileSync(join(generated, 'manifest.js'), manifestSource(wasmDir));
writeFileSync(join(generated, 'wasi.js'), wasiSource(wasmDir));

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
// Not strict: a refused assignment must not throw there (js/src/host/assign.ts), and esbuild would add "use strict" for TypeScript's strict.
const sloppy = {format: 'iife', tsconfigRaw: {compilerOptions: {target: 'es2022', alwaysStrict: false, strict: false}}};
const worker = await build({...common, ...sloppy, banner: {}, entryPoints: {worker: join(js, 'src/worker/main.ts')}, write: false, outdir: dist});
const workerScript = `${common.banner.js}\n${worker.outputFiles[0].text}`;
writeFileSync(join(dist, 'worker.js'), workerScript);
writeFileSync(join(generated, 'worker.js'), workerSource(workerScript));

/** What worker mode takes is a chunk of its own, with nothing in it that index.js has. */
const remoteChunk = {
  name: 'remote-chunk',
  setup({onResolve}) {
    onResolve({filter: /^\.\/remote\/chunk\.js$/}, () => ({path: './remote.js', external: true}));
    onResolve({filter: /^\.\/channel\/chunk\.js$/}, () => ({path: './channels.js', external: true}));
    onResolve({filter: /^\.\/files-chunk\.js$/}, () => ({path: './filesystem.js', external: true}));
  },
};
await build({...common, entryPoints: {index: join(js, 'src/index.ts')}, format: 'esm', splitting: true, chunkNames: '[name]', outdir: dist, plugins: [remoteChunk]});

/** index.js stays one file, and what an entry beside it needs of it is imported, not bundled again: one set of error classes, one bridge. */
const besideIndex = {
  name: 'beside-index',
  setup({onResolve, onEnd}) {
    onResolve({filter: /^\.\.?\/index\.js$/}, () => ({path: './index.js', external: true}));
    onEnd(({metafile}) => {
      const again = Object.keys(metafile?.inputs ?? {}).filter(input => /src\/(errors|load|program|engine)\.ts$|generated\/(?!(worker|channels|filesystem-merged|filesystem-compat|manifest|wasi)\.js$)/.test(input));
      return {errors: again.map(input => ({text: `${input} is in index.js: import it from there`}))};
    });
  },
};
await build({...common, entryPoints: {element: join(js, 'src/register-element.ts')}, format: 'esm', outdir: dist, metafile: true, plugins: [besideIndex]});
await build({...common, entryPoints: {remote: join(js, 'src/remote/chunk.ts')}, format: 'esm', outdir: dist, metafile: true, plugins: [besideIndex]});
await build({...common, entryPoints: {channels: join(js, 'src/channel/chunk.ts')}, format: 'esm', outdir: dist, metafile: true, plugins: [besideIndex]});
await build({...common, entryPoints: {filesystem: join(js, 'src/files-chunk.ts'), archives: join(js, 'src/files/archives.ts')}, format: 'esm', splitting: true, chunkNames: '[name]', outdir: dist, metafile: true, plugins: [besideIndex]});
await build({...common, entryPoints: {files: join(js, 'src/files/files.ts')}, format: 'esm', outdir: dist, metafile: true, plugins: [besideIndex]});
// Next's server components want the directive first.
const adapters = {react: '"use client";', vue: '', playwright: ''};
for (const [name, directive] of Object.entries(adapters)) {
  await build({
    ...common,
    banner: {js: directive + common.banner.js},
    minify: name !== 'playwright', // Playwright shows the source of what failed
    entryPoints: {[name]: join(js, `src/adapters/${name}.ts`)},
    external: ['react', 'vue', '@playwright/test', 'node:*'],
    format: 'esm',
    outdir: dist,
    metafile: true,
    plugins: [besideIndex],
  });
}
/**
 * The drop-in's host, most of the file, is a function that runs when it is first needed, after the page has sent for its module. JavaScriptCore only skims
 * it before that (4 ms of a start of 200); V8, told by the parentheses that it will be called, compiles it with the script, beside the page's thread,
 * and not a second time. They are put around it last, since esbuild takes them off.
 */
let dropInHost = '';
const hostOnFirstUse = {
  name: 'host-on-first-use',
  setup({onResolve, onLoad}) {
    onResolve({filter: /^\.\/drop-in-host\.js$/}, () => ({path: join(js, 'src/drop-in-host.ts'), namespace: 'on-first-use'}));
    onLoad({filter: /./, namespace: 'on-first-use'}, async ({path}) => {
      const {outputFiles: [{text}]} = await build({...common, ...sloppy, banner: {}, entryPoints: [path], globalName: 'host', write: false});
      dropInHost = `(function(){${text.trim()}return host})`;
      return {contents: 'const make = DROP_IN_HOST;\nlet made;\nexport const createHost = go => (made ??= make()).createHost(go);', loader: 'js'};
    });
  },
};
const dropIn = await build({...common, ...sloppy, entryPoints: {wasm_exec: join(js, 'src/classic-wasm-exec.ts')}, write: false, outdir: dist, plugins: [hostOnFirstUse]});
const aroundHost = dropIn.outputFiles[0].text.split('DROP_IN_HOST');
if (aroundHost.length !== 2) throw new Error(`the drop-in's host has ${aroundHost.length - 1} places in it, not one`);
writeFileSync(join(dist, 'classic/wasm_exec.js'), aroundHost.join(dropInHost));
const ferryBeside = {
  name: 'ferry-beside',
  setup({onResolve}) {
    onResolve({filter: /^\.\/ferry\/part\.js$/}, () => ({path: join(js, 'src/classic-ferry-part.ts')}));
  },
};
// The script-tag build is the script of its workers too: it reads its own source as that of this function.
const classic = await build({...common, ...sloppy, banner: {}, entryPoints: {goferry: join(js, 'src/classic.ts')}, write: false, outdir: dist, plugins: [ferryBeside]});
writeFileSync(join(dist, 'classic/goferry.js'), `${common.banner.js}\n(function goferryScript(goferryRole,goferryBase){${classic.outputFiles[0].text.trim()}})();\n`);
const manifestBeside = {
  name: 'manifest-beside',
  setup({onResolve}) {
    onResolve({filter: /^\.\/manifest-source\.js$/}, () => ({path: join(js, 'src/classic-manifest-source.ts')}));
  },
};
for (const name of ['channels', 'ferry', 'files', 'manifest']) {
  await build({...common, ...sloppy, entryPoints: {[name]: join(js, `src/classic-${name}.ts`)}, outdir: join(dist, 'classic'), metafile: true, plugins: [besideIndex, manifestBeside]});
  writeFileSync(join(dist, `classic/${name}.d.ts`), 'export {};\n');
}
// Under "type": "module" the classic files need a folder that says otherwise.
writeFileSync(join(dist, 'classic/package.json'), '{"type": "commonjs"}\n');
for (const name of ['merged', 'compat', 'gomem', 'link', 'channels', 'channels-compat', 'arena', 'ferry-link', 'files', 'files-compat', 'manifest', 'wasi-link']) copyFileSync(join(wasmDir, `${name}.wasm`), join(dist, `${name}.wasm`));

// What a program that uses it compiles: no tests.
const goSource = join(js, 'go');
rmSync(goSource, {recursive: true, force: true});
cpSync(join(root, 'go'), goSource, {recursive: true, filter: file => !file.endsWith('_test.go')});

const typescript = createRequire(import.meta.url).resolve('typescript/package.json');
const {bin} = JSON.parse(readFileSync(typescript, 'utf8'));
for (const config of ['tsconfig.json', 'tsconfig.playwright.json']) {
  execFileSync(process.execPath, [join(dirname(typescript), bin.tsc), '-p', join(js, config), '--outDir', join(dist, 'types')], {stdio: 'inherit'});
}

writeFileSync(join(dist, 'index.d.ts'), 'export * from "./types/src/index.js";\n');
writeFileSync(join(dist, 'worker.d.ts'), 'export {};\n');
writeFileSync(join(dist, 'files.d.ts'), 'export * from "./types/src/files/files.js";\n');
writeFileSync(join(dist, 'element.d.ts'), 'export * from "./types/src/register-element.js";\n');
for (const name of Object.keys(adapters)) writeFileSync(join(dist, `${name}.d.ts`), `export * from "./types/src/adapters/${name}.js";\n`);
for (const name of ['goferry.d.ts', 'wasm_exec.d.ts']) copyFileSync(join(js, 'types', name), join(dist, 'classic', name));
writeFileSync(join(dist, '.inputs'), inputs);
rmSync(target, {recursive: true, force: true});
renameSync(dist, target);
