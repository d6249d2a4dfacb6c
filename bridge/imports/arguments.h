// Arguments and environment: where Go's start code finds them. Source: wasm_exec.js (run), runtime/rt0_js_wasm.s, runtime/runtime1.go
// (goargs, goenvs); cmd/link/internal/ld/data.go (wasmMinDataAddr) for the room that the linker leaves.
#pragma once
#include <cstdint>

namespace goferry {

inline constexpr uint32_t kArgumentsAt = 4096;          ///< first byte of the room that the linker leaves
inline constexpr uint32_t kArgumentsEnd = 4096 + 8192;  ///< data begins here

/// Writes argc arguments and then envc environment entries ("KEY=value") into Go's memory, each a NUL-terminated string, one after the other
/// in `strings` (`len` bytes in all), and the vector of pointers behind them: argc pointers, 0, envc pointers, 0. What is too long for the
/// linker's room goes behind Go's data: memory grows, and the runtime is told to begin its heap later (moduledata.h).
/// Result: the vector's address, for Go's `run`; 0, and nothing written, if they are not as many as announced, or too long for the room
/// while Go's data is laid out in no known way or memory cannot grow.
/// REQUIRES: Go has not run yet, which keeps pointers to the strings for as long as it lives.
uint32_t place_arguments(const char* strings, uint32_t len, uint32_t argc, uint32_t envc);

}  // namespace goferry
