// In place of Emscripten's libembind: registers only the types that the control surface uses, so that the glue for strings, val and memory
// views is dropped (3 KB of wasm and 2 KB of glue, brotli; the budget of the core is 24 KB). Defines what system/lib/embind/bind.cpp of
// Emscripten defines, through embind's internal interface. A type that is missing here makes every load fail, and so every test.
#include <emscripten/bind.h>

#include <limits>

using namespace emscripten::internal;

EMSCRIPTEN_BINDINGS(types) {
  _embind_register_void(TypeID<void>::get(), "void");
  _embind_register_integer(TypeID<int>::get(), "int", sizeof(int), std::numeric_limits<int>::min(), std::numeric_limits<int>::max());
  _embind_register_float(TypeID<double>::get(), "double", sizeof(double));
}

extern "C" {
__attribute__((used)) const char* __getTypeName(const void*) { return nullptr; }  // asked only for the text of an unbound-type error
void _embind_register_bindings(InitFunc*) {}                                      // would be the list that pthreads run again
}
