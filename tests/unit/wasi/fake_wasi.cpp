#include "tests/unit/wasi/fake_wasi.h"

#include <algorithm>
#include <cstring>

namespace goferry::test {

namespace {

FakeWasi state;

struct Text final : files::Source {
  explicit Text(const char* text) : at(text) {}
  void get(uint8_t* to, uint32_t len) override {
    memcpy(to, at, len);
    at += len;
  }
  const char* at;
};

}  // namespace

FakeWasi& fake_wasi() { return state; }

WasiFixture::WasiFixture() {
  state = {};
  static_cast<void>(files.mkdir("/0", 0755));
  static_cast<void>(wasi.preopen("/data", "/0"));
  const auto file = files.open("/0/file", files::kReadWrite | files::kCreate, 0644, files::Follow::kYes,
                               {wasi::kAllRights & ~wasi::kNotOfFiles, wasi::kAllRights});
  Text text("0123456789");
  static_cast<void>(files.pwrite(*file, 10, 0, text));
}

uint32_t WasiFixture::path(std::string_view text, uint32_t at) {
  host.memory.poke_bytes(at, text.data(), text.size());
  return static_cast<uint32_t>(text.size());
}

void WasiFixture::iovec(uint32_t at, uint32_t len, uint32_t index) {
  host.memory.poke(kIovecs + 8 * index, at);
  host.memory.poke(kIovecs + 8 * index + 4, len);
}

Errno WasiFixture::open(std::string_view name, uint32_t oflags, files::Fd& fd, uint64_t base, uint32_t fdflags) {
  const Errno error = wasi.path_open(kDir, wasi::kSymlinkFollow, kPath, path(name), oflags, base, wasi::kAllRights & ~wasi::kSocketRights,
                                     fdflags, kResult);
  fd = static_cast<files::Fd>(result32());
  return error;
}

std::string WasiFixture::read(files::Fd fd, uint32_t len) {
  iovec(kBuffer, len);
  return wasi.fd_read(static_cast<uint32_t>(fd), kIovecs, 1, kResult) == Errno::kOk ? host.memory.peek_text(kBuffer, result32()) : "failed";
}

}  // namespace goferry::test

using goferry::test::current_host;
using goferry::test::fake_wasi;

extern "C" {

double wasi_now_ms(uint32_t clock) { return clock == 0 ? fake_wasi().wall_ms : fake_wasi().now_ms; }
void wasi_random(uint32_t at, uint32_t len) { memset(current_host().memory.write(at, len), 0xA5, len); }
int32_t wasi_read(uint32_t at, uint32_t len) {
  if (fake_wasi().input_fails) return -2;
  auto& input = fake_wasi().input;
  if (!input) return -1;
  const auto count = std::min(len, static_cast<uint32_t>(input->size()));
  memcpy(current_host().memory.write(at, count), input->data(), count);
  input->erase(0, count);
  return static_cast<int32_t>(count);
}
uint32_t wasi_readable() { return fake_wasi().input ? 1 + static_cast<uint32_t>(fake_wasi().input->size()) : 0; }
void wasi_write(uint32_t stream, uint32_t at, uint32_t len) {
  fake_wasi().output[stream].append(reinterpret_cast<const char*>(current_host().memory.read(at, len)), len);
}
void wasi_exit(uint32_t code, uint32_t signal) {
  fake_wasi().ended = signal == 0 ? "exit " + std::to_string(code) : "signal " + std::to_string(signal);
}

void wasi_changed(const char* path, uint32_t len, uint32_t removed) {
  fake_wasi().changes.push_back((removed != 0 ? "-" : "") + std::string(path, len));
}

}  // extern "C"
