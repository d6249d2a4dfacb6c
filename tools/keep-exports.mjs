// The exports of a module as the graph file that wasm-metadce wants: all of them roots. wasm-merge keeps every export of every module it
// merges; this keeps only those of the bridge. usage: node keep-exports.mjs IN_WASM OUT_JSON
import {readFileSync, writeFileSync} from 'node:fs';

const [input, output] = process.argv.slice(2);
const exports = WebAssembly.Module.exports(new WebAssembly.Module(readFileSync(input)));
writeFileSync(output, JSON.stringify(exports.map(({name}) => ({name: `export$${name}`, export: name, root: true}))));
