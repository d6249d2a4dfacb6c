// The functions that the bridge imports (bridge/host/), as plain functions on the current FakeHost: js_host.def is the contract.
#include <algorithm>
#include <cstring>
#include <string>

#include "bridge/host/go_memory.h"
#include "bridge/host/js_host.h"
#include "tests/unit/fake_host.h"

using goferry::kUndefinedId;
using goferry::test::FakeHost;
using goferry::test::Quoted;

namespace {

FakeHost& host() { return goferry::test::current_host(); }

std::string value_text(uint32_t id) { return id == kUndefinedId ? "undefined" : "#" + std::to_string(id); }

// As the page does it: what the primitive needs is read first, then the page's code runs, then the answer is given.
double answer_after_page(FakeHost& fake) {
  fake.run_page();
  return fake.give(fake.answer);
}
uint32_t status_after_page(const FakeHost& fake) {
  fake.run_page();
  return fake.status;
}

}  // namespace

extern "C" {

uint32_t gomem_ld8(uint32_t at) { return host().memory.load<uint8_t>(at); }
uint32_t gomem_ld32(uint32_t at) { return host().memory.load<uint32_t>(at); }
uint64_t gomem_ld64(uint32_t at) { return host().memory.load<uint64_t>(at); }
double gomem_ldf64(uint32_t at) { return host().memory.load<double>(at); }
void gomem_st8(uint32_t at, uint32_t v) { host().memory.store(at, static_cast<uint8_t>(v)); }
void gomem_st32(uint32_t at, uint32_t v) { host().memory.store(at, v); }
void gomem_st64(uint32_t at, uint64_t v) { host().memory.store(at, v); }
void gomem_stf64(uint32_t at, double v) { host().memory.store(at, v); }
uint32_t gomem_pages() { return host().memory.pages(); }
uint32_t gomem_grow(uint32_t pages) {
  const uint32_t before = host().memory.pages();
  if (pages > host().pages_left) return UINT32_MAX;
  host().pages_left -= pages;
  host().memory.grow(pages);
  return before;
}
void xmem_go_to_own(void* to, uint32_t from, uint32_t len) { memcpy(to, host().memory.read(from, len), len); }
void xmem_own_to_go(uint32_t to, const void* from, uint32_t len) { memcpy(host().memory.write(to, len), from, len); }

void js_intern(uint32_t name, const char* utf8, uint32_t len) {
  std::string& text = host().names[name] = std::string(utf8, len);
  host().log.note("intern", name, Quoted{text});
}
void js_decode(uint32_t at, uint32_t len) {
  const auto* bytes = reinterpret_cast<const char*>(host().memory.read(at, len));
  std::string& text = host().names[0] = std::string(bytes, len);
  host().log.note("decode", Quoted{text});
}
double js_get(uint32_t id, uint32_t name) {
  host().log.note("get", id, Quoted{host().names[name]});
  return answer_after_page(host());
}
uint32_t js_set_number(uint32_t id, uint32_t name, double value) {
  host().log.note("set", id, Quoted{host().names[name]}, value);
  return status_after_page(host());
}
uint32_t js_set_ref(uint32_t id, uint32_t name, uint32_t value_id) {
  host().log.note("set", id, Quoted{host().names[name]}, value_text(value_id));
  return status_after_page(host());
}
uint32_t js_remove(uint32_t id, uint32_t name) {
  host().log.note("remove", id, Quoted{host().names[name]});
  return status_after_page(host());
}
double js_index(uint32_t id, double index) {
  host().log.note("index", id, index);
  return answer_after_page(host());
}
uint32_t js_set_index_number(uint32_t id, double index, double value) {
  host().log.note("set_index", id, index, value);
  return status_after_page(host());
}
uint32_t js_set_index_ref(uint32_t id, double index, uint32_t value_id) {
  host().log.note("set_index", id, index, value_text(value_id));
  return status_after_page(host());
}
double js_call(uint32_t id, uint32_t name, uint32_t args_at, uint32_t argc) {
  host().log.note("call", id, Quoted{host().names[name]}, host().refs_text(args_at, argc));
  return answer_after_page(host());
}
double js_invoke(uint32_t id, uint32_t args_at, uint32_t argc) {
  host().log.note("invoke", id, host().refs_text(args_at, argc));
  return answer_after_page(host());
}
double js_construct(uint32_t id, uint32_t args_at, uint32_t argc) {
  host().log.note("construct", id, host().refs_text(args_at, argc));
  return answer_after_page(host());
}
double js_length(uint32_t id) {
  host().log.note("length", id);
  host().run_page();
  return host().length;
}
uint32_t js_instance_of(uint32_t value_at, uint32_t type_at) {
  host().log.note("instance_of", host().refs_text(value_at, 1), host().refs_text(type_at, 1));
  return status_after_page(host());
}
double js_string_value(uint32_t name) {
  host().log.note("string_value", Quoted{host().names[name]});
  return host().give(host().answer);
}
double js_encode(uint32_t value_at, char* to, uint32_t capacity, uint32_t handle) {
  const std::string& text = host().text;
  host().log.note("encode", host().refs_text(value_at, 1), handle);
  if (!host().holds_text && text.size() <= capacity) {
    memcpy(to, text.data(), text.size());
    return static_cast<double>(text.size());
  }
  host().held[handle] = text;
  return -1 - static_cast<double>(text.size());
}
void js_load_held(uint32_t handle, uint32_t at, uint32_t len) {
  host().log.note("load_held", handle, at, len);
  const auto found = host().held.find(handle);
  if (found == host().held.end()) return;
  const auto count = static_cast<uint32_t>(std::min<size_t>(len, found->second.size()));
  memcpy(host().memory.write(at, count), found->second.data(), count);
}
void js_drop_held(uint32_t handle) {
  host().log.note("drop_held", handle);
  host().held.erase(handle);
}
void js_release(uint32_t id) {
  host().log.note("release", id);
  if (host().given.erase(id) == 0) ++host().bad_releases;
}
int32_t js_copy_to_go(uint32_t at, uint32_t len, uint32_t id) {
  host().log.note("copy_to_go", at, len, id);
  if (!host().array) return -1;
  const auto count = std::min(len, static_cast<uint32_t>(host().array->size()));
  memcpy(host().memory.write(at, count), host().array->data(), count);
  return static_cast<int32_t>(count);
}
int32_t js_copy_to_js(uint32_t id, uint32_t at, uint32_t len) {
  host().log.note("copy_to_js", id, at, len);
  if (!host().array) return -1;
  const auto count = std::min(len, static_cast<uint32_t>(host().array->size()));
  memcpy(host().array->data(), host().memory.read(at, count), count);
  return static_cast<int32_t>(count);
}
double js_now_ms() { return host().now_ms; }
double js_wall_ms() { return host().wall_ms; }
void js_random(uint32_t at, uint32_t len) {
  host().log.note("random", at, len);
  memset(host().memory.write(at, len), 0xA5, len);
}
void js_write(double fd, uint32_t at, uint32_t len) {
  const std::string text(reinterpret_cast<const char*>(host().memory.read(at, len)), len);
  host().log.note("write", fd, Quoted{text});
}
void js_arm_timer(double delay_ms) { host().log.note("arm", delay_ms); }
void js_disarm_timer() { host().log.note("disarm"); }
void js_exit(int32_t code) { host().log.note("exit", code); }
void js_fault(uint32_t reason) { host().log.note("fault", reason); }
void js_unwind() { host().log.note("unwind"); }

uint32_t go_getsp() { return host().stack_pointer; }
void go_resume() {
  host().log.note("go_resume");
  if (host().go) host().go();
}
void go_run(uint32_t argc, uint32_t argv) {
  host().log.note("go_run", argc, argv);
  if (host().go) host().go();
}

}  // extern "C"
