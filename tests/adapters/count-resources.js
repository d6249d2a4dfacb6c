// Runs in a page before its scripts: counts the workers and blob addresses that were made and not ended, and the modules that were compiled.
{
  const workers = new Set();
  const blobs = new Set();
  let modules = 0;
  globalThis.Worker = class extends Worker {
    constructor(...args) {
      super(...args);
      workers.add(this);
    }
    terminate() {
      workers.delete(this);
      super.terminate();
    }
  };
  const { createObjectURL, revokeObjectURL } = URL;
  URL.createObjectURL = object => {
    const url = createObjectURL.call(URL, object);
    blobs.add(url);
    return url;
  };
  URL.revokeObjectURL = url => {
    blobs.delete(url);
    revokeObjectURL.call(URL, url);
  };
  const { compileStreaming } = WebAssembly;
  WebAssembly.compileStreaming = async source => {
    const module = await compileStreaming.call(WebAssembly, source);
    modules++;
    return module;
  };
  globalThis.counts = () => ({ workers: workers.size, blobs: blobs.size, modules });
}
