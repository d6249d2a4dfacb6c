// The exports of files.wasm for WASI: h_<name> for each function of wasi_preview1.def, which the trampolines call (wasi_exports.inc is generated from
// the table), and what js/src/wasi/ calls.
#include "bridge/imports/wasi.h"

#include <string_view>

#include "bridge/embind/files.h"

#define EXPORT(name) extern "C" __attribute__((export_name(name)))

namespace {

goferry::Wasi* wasi = nullptr;  // one program's: it lives as long as its wasm instance
uint32_t calls = 0;
goferry::Wasi::Wait wait;

std::string_view text(uint32_t at, uint32_t len) { return {reinterpret_cast<const char*>(at), len}; }

}  // namespace

/// REQUIRES of all: wasi_start() came first.
#include "wasi_exports.inc"

/// Once, after the filesystem was set up. Strings lie in this module's memory, each with a NUL at its end: `args` arguments, then the environment.
EXPORT("wasi_start") void wasi_start(uint32_t strings, uint32_t len, uint32_t args) {
  wasi = new goferry::Wasi(goferry::filesystem());
  wasi->set_strings(text(strings, len), args);
}

/// A descriptor, or a negative number of Linux.
EXPORT("wasi_preopen") int32_t wasi_preopen(uint32_t name, uint32_t name_len, uint32_t path, uint32_t path_len) {
  const auto fd = wasi->preopen(text(name, name_len), text(path, path_len));
  return fd.ok() ? *fd : -static_cast<int32_t>(fd.error());
}

/// Behind the preopens: a socket that the host knows by that number, from 3 on. A descriptor, or a negative number of Linux.
EXPORT("wasi_socket") int32_t wasi_socket(int32_t stream, uint32_t nonblock) {
  const auto fd = wasi->open_socket(stream, nonblock != 0);
  return fd.ok() ? *fd : -static_cast<int32_t>(fd.error());
}

/// Whether wasi_changed() is called from now on.
EXPORT("wasi_watch") void wasi_watch(uint32_t on) { wasi->watch(on != 0); }

/// After a call that has to wait: 0 for the filesystem; else 1 for time, and with it 2 for standard input, 4 for a socket. How long is wasi_wait_ms(),
/// below 0 for ever.
EXPORT("wasi_wait") uint32_t wasi_wait() {
  wait = wasi->take_wait();
  return (wait.events ? 1 : 0) | wait.streams << 1;
}
EXPORT("wasi_wait_ms") double wasi_wait_ms() { return wait.timeout_ms; }

EXPORT("wasi_calls") uint32_t wasi_calls() { return calls; }
