// In a worker, before its program: an engine that cannot suspend WebAssembly.
"use strict";
delete WebAssembly.Suspending;
globalThis.goferryImports = {};
