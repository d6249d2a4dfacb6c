// The exports of channels.wasm, a module of its own: only programs with package ferry's channels load it. Go calls h_<name> through ferry-link.
#include "bridge/imports/ferry.h"

#define EXPORT(name) extern "C" __attribute__((export_name(name)))

namespace {
[[clang::no_destroy]] constinit goferry::Ferry ferry;  // one program's: it lives as long as its wasm instance
}

EXPORT("h_abi") int32_t h_abi() { return ferry.abi(); }
EXPORT("h_canceled") int32_t h_canceled(uint32_t slot) { return ferry.canceled(slot); }
EXPORT("h_open")
int32_t h_open(uint32_t name, uint32_t name_len, uint32_t policy, uint32_t codec, uint32_t capacity, uint32_t max_message) {
  return ferry.open(name, name_len, policy, codec, capacity, max_message);
}
EXPORT("h_send") int32_t h_send(uint32_t handle, uint32_t at, uint32_t len) { return ferry.send(handle, at, len); }
EXPORT("h_peek") int32_t h_peek(uint32_t handle) { return ferry.peek(handle); }
EXPORT("h_recv") int32_t h_recv(uint32_t handle, uint32_t at, uint32_t len) { return ferry.recv(handle, at, len); }
EXPORT("h_wait") int32_t h_wait(uint32_t handle, uint32_t what) { return ferry.wait(handle, what); }
EXPORT("h_turn") int32_t h_turn() { return ferry.turn(); }
EXPORT("h_close") int32_t h_close(uint32_t handle) { return ferry.close(handle); }

/// For js/src/channel/go-side.ts.
EXPORT("settle") int32_t settle() { return ferry.settle(); }
EXPORT("ready") uint32_t ready() { return ferry.ready(); }
EXPORT("turn_begins") void turn_begins() { ferry.turn_begins(); }
EXPORT("release") void release(uint32_t handle) { ferry.release(handle); }
