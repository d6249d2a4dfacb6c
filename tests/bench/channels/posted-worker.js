// A worker with Go's own wasm_exec.js: what is posted goes to functions that Go set, by js.FuncOf.
"use strict";
onmessage = ({ data: { wasmExec, comlink, module } }) => {
  importScripts(wasmExec, "heartbeat.js");
  globalThis.goReady = () => {
    postMessage("ready");
    onmessage = ({ data }) => {
      if (data instanceof Uint8Array) return void globalThis.goBytes(data);
      globalThis[data.role === "sink" ? "goSink" : "goSource"](data.count, data.bytes);
    };
    if (comlink) {
      onmessage = null;
      importScripts(comlink);
      Comlink.expose({ echo: bytes => globalThis.goEchoed(bytes), take: bytes => void globalThis.goEchoed(bytes) });
    }
  };
  const go = new Go();
  WebAssembly.instantiate(module, go.importObject).then(instance => go.run(instance));
};
