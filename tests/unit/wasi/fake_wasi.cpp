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
using goferry::test::FakeSocket;
using goferry::wasi::kFirstSocket;

namespace {

int32_t read_socket(FakeSocket& socket, uint32_t at, uint32_t len, uint32_t peek) {
  if (socket.messages.empty()) return socket.ended || (socket.shut & 1) != 0 ? 0 : socket.fails ? -2 : -1;
  std::string& first = socket.messages.front();
  const auto from = std::min(peek == 0 ? 0 : peek - 1, static_cast<uint32_t>(first.size()));
  const auto count = std::min(len, static_cast<uint32_t>(first.size()) - from);
  memcpy(current_host().memory.write(at, count), first.data() + from, count);
  if (peek != 0) return static_cast<int32_t>(count);
  first.erase(0, count);
  if (first.empty()) socket.messages.pop_front();
  return static_cast<int32_t>(count);
}

}  // namespace

extern "C" {

double wasi_now_ms(uint32_t clock) { return clock == 0 ? fake_wasi().wall_ms : fake_wasi().now_ms; }
void wasi_random(uint32_t at, uint32_t len) { memset(current_host().memory.write(at, len), 0xA5, len); }
int32_t wasi_read(uint32_t stream, uint32_t at, uint32_t len, uint32_t peek) {
  if (stream >= kFirstSocket) return read_socket(fake_wasi().sockets[stream - kFirstSocket], at, len, peek);
  if (fake_wasi().input_fails) return -2;
  auto& input = fake_wasi().input;
  if (!input) return -1;
  const auto count = std::min(len, static_cast<uint32_t>(input->size()));
  memcpy(current_host().memory.write(at, count), input->data(), count);
  input->erase(0, count);
  return static_cast<int32_t>(count);
}
uint32_t wasi_ready(uint32_t stream, uint32_t send) {
  if (stream < kFirstSocket) return fake_wasi().input ? 1 + static_cast<uint32_t>(fake_wasi().input->size()) : 0;
  const FakeSocket& socket = fake_wasi().sockets[stream - kFirstSocket];
  if (send != 0) return socket.gone || socket.space != 0 ? 2 : 0;
  return socket.messages.empty() ? socket.ended ? 1 : 0 : 1 + static_cast<uint32_t>(socket.messages[0].size());
}
int32_t wasi_send(uint32_t stream, const char* message, uint32_t len) {
  FakeSocket& socket = fake_wasi().sockets[stream - kFirstSocket];
  if (socket.gone || (socket.shut & 2) != 0) return -2;
  if (socket.space == 0) return -1;
  --socket.space;
  socket.sent.emplace_back(message, std::min(len, socket.longest));
  return static_cast<int32_t>(std::min(len, socket.longest));
}
uint32_t wasi_shut(uint32_t stream, uint32_t how) {
  FakeSocket& socket = fake_wasi().sockets[stream - kFirstSocket];
  if (socket.shut == 3) return 0;
  socket.shut |= how;
  return 1;
}
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
