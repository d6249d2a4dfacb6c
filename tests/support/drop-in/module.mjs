// import, in a package of type "module"; node MODULE WASM_EXEC WASM, WASM_EXEC being a path or the name of a package's export.
import common from "./common.cjs";

const { wasmExec, say, instantiate } = common;
globalThis.page = {};
const namespace = await import(wasmExec);
const go = new Go();
go.run(await instantiate(go));
say(Object.keys(namespace).filter((name) => name !== "default" && name !== "module.exports"), page.greet("Max"));
