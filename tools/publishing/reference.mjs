// Writes the API reference from the doc comments: docs/reference, or the folder given. usage: node tools/publishing/reference.mjs [OUT]
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, join, resolve} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const out = resolve(process.argv[2] ?? join(root, 'docs/reference'));
const {publishing} = JSON.parse(readFileSync(join(root, 'build/toolchain.json'), 'utf8'));
if (!publishing) throw new Error('build/toolchain.json names no publishing tools: run `cmake --preset test`');
const from = createRequire(join(publishing, 'package.json'));
const {Application} = await import(pathToFileURL(from.resolve('typedoc')));

/** What a user imports, by TypeDoc's name for the file. */
const modules = {
  src: 'goferry',
  'src/files/files': 'goferry/files',
  'src/register-element': 'goferry/element',
  'src/adapters/react': 'goferry/react',
  'src/adapters/vue': 'goferry/vue',
  'src/adapters/playwright': 'goferry/playwright',
  'types/wasm_exec': 'goferry/wasm_exec',
};
const entries = ['src/index.ts', 'src/files/files.ts', 'src/register-element.ts', 'src/adapters/react.ts', 'src/adapters/vue.ts', 'src/adapters/playwright.ts', 'types/wasm_exec.d.ts'];

const app = await Application.bootstrapWithPlugins({
  plugin: [from.resolve('typedoc-plugin-markdown')],
  entryPoints: entries.map(file => join(root, 'js', file)),
  basePath: join(root, 'js'),
  tsconfig: join(root, 'tools/publishing/tsconfig.json'),
  readme: 'none',
  name: 'goferry',
  out,
  cleanOutputDir: true,
  hideGenerator: true,
  disableSources: true,
  excludeInternal: true,
  excludePrivate: true,
  excludeExternals: true,
  treatWarningsAsErrors: true,
  router: 'module',
  entryFileName: 'README',
  hidePageHeader: true,
  hideBreadcrumbs: true,
  parametersFormat: 'table',
  interfacePropertiesFormat: 'table',
  classPropertiesFormat: 'table',
  expandObjects: true,
  sort: ['source-order'],
  groupOrder: ['Functions', 'Variables', 'Interfaces', 'Classes', 'Type Aliases', '*'],
});
const project = await app.convert();
if (!project) throw new Error('TypeDoc could not read the sources');
for (const module of project.children) module.name = modules[module.name];
await app.generateOutputs(project);
if (app.logger.hasErrors() || app.logger.hasWarnings()) process.exitCode = 1;
