// GOFERRY_IMPORT("module", name): in the bridge, the declaration that follows is a wasm import; elsewhere an ordinary C function.
// Import names equal the C names, since emcc looks every undefined symbol up in its JavaScript libraries by its bare name.
#pragma once
#if defined(__EMSCRIPTEN__) && defined(GOFERRY_LINKED)
#define GOFERRY_IMPORT(module, name) __attribute__((import_module(module), import_name(#name)))
#else
#define GOFERRY_IMPORT(module, name)
#endif
