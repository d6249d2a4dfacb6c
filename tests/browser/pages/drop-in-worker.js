// A worker as pages write them, on whichever wasm_exec.js lies beside it.
importScripts("wasm_exec.js");

globalThis.page = {};
const go = new Go();
let code;
go.argv = ["worker"];
go.exit = (status) => { code = status; };

onmessage = async ({ data }) => {
  const { instance } = await WebAssembly.instantiateStreaming(fetch("dropin.wasm"), go.importObject);
  const running = go.run(instance);
  const greeting = page.greet(data);
  page.exit(2);
  await running;
  postMessage({ greeting, code, exited: go.exited, global: go._values === undefined && self.Go === Go });
};
