// Every function of WASI with arguments that no sound program passes: memory is never left (fake_memory.h ends the process), nothing is changed
// where the answer is EFAULT, and nothing but results is written.
#include <doctest/doctest.h>

#include <functional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/unit/wasi/fake_wasi.h"

using namespace goferry;
using namespace goferry::test;

namespace {

using Arguments = std::vector<uint64_t>;

struct Function {
  std::string name;
  std::vector<std::string> parameters;
  std::function<Errno(Wasi&, const Arguments&)> call;
};

/// "(uint32_t fd, uint64_t size)": fd, size.
std::vector<std::string> parameters_of(const std::string& text) {
  std::vector<std::string> names;
  for (size_t at = text.find(' '); at != std::string::npos; at = text.find(' ', at)) {
    const size_t end = text.find_first_of(",)", at);
    names.push_back(text.substr(at + 1, end - at - 1));
    at = text[end] == ',' ? end + 2 : end;
  }
  return names;
}

template <class R, class... P, size_t... I>
std::function<Errno(Wasi&, const Arguments&)> caller(R (Wasi::*member)(P...), std::index_sequence<I...>) {
  return [member](Wasi& wasi, [[maybe_unused]] const Arguments& args) {
    if constexpr (std::is_void_v<R>) return (wasi.*member)(static_cast<P>(args[I])...), Errno::kOk;
    else return (wasi.*member)(static_cast<P>(args[I])...);
  };
}
template <class R, class... P>
std::function<Errno(Wasi&, const Arguments&)> caller(R (Wasi::*member)(P...)) {
  return caller(member, std::index_sequence_for<P...>());
}

const std::vector<Function>& functions() {
  static const std::vector<Function> all = {
#define WASI(name, params, signature) {#name, parameters_of(#params), caller(&Wasi::name)},
#define WASI_EXIT(name, params, signature) WASI(name, params, signature)
#include "bridge/imports/wasi_preview1.def"
#undef WASI
#undef WASI_EXIT
  };
  return all;
}

struct HostileFixture : WasiFixture {
  static constexpr files::Fd kSocket = 5;
  HostileFixture() { static_cast<void>(wasi.open_socket(3, false)); }
  /// What a sound program passes, by the parameter's name.
  uint64_t sound(const Function& function, const std::string& parameter) {
    const bool directory = function.name.starts_with("path_") || function.name.starts_with("fd_prestat") || function.name == "fd_readdir";
    if (parameter == "fd" && function.name.starts_with("sock_")) return kSocket;
    if (parameter == "fd" || parameter == "old_fd" || parameter == "new_fd" || parameter == "to") return directory ? kDir : kFile;
    if (parameter.ends_with("_at")) return parameter == "out_flags_at" || parameter == "bytes_at" ? kResult + 8 : kResult;
    if (parameter == "argv" || parameter == "environ" || parameter == "out") return kResult + 256;
    if (parameter == "argv_buf" || parameter == "environ_buf" || parameter == "buf") return kBuffer;
    if (parameter == "iovs") return kIovecs;
    if (parameter == "iovs_len") return 2;
    if (parameter == "buf_len" || parameter == "len") return 16;
    if (parameter == "path" || parameter == "old_path" || parameter == "target")
      return function.name == "fd_prestat_dir_name" ? kBuffer : kPath;
    if (parameter == "new_path" || (parameter == "path" && function.name == "path_symlink")) return kOther;
    if (parameter.ends_with("_len")) return 5;
    if (parameter == "in") return kPath + 512;
    if (parameter == "count") return 2;
    if (parameter == "base" || parameter == "inheriting") return wasi::kFdRead;
    if (parameter == "how") return 1;
    return 0;
  }
  Arguments sound(const Function& function) {
    Arguments args;
    for (const std::string& parameter : function.parameters) args.push_back(sound(function, parameter));
    return args;
  }
  void prepare() {
    wasi.set_strings({"name\0one\0A=1\0", 13}, 2);
    path("file1", kPath);
    path("other", kOther);
    iovec(kBuffer, 4);
    iovec(kBuffer + 100, 4, 1);
    fake_wasi().sockets[0].messages.emplace_back("a message");
    const std::string nothing(96, '\0');
    host.memory.poke_bytes(kPath + 512, nothing.data(), nothing.size());  // two clocks that are due
  }
};

bool is_pointer(const std::string& parameter) {
  static const std::set<std::string> pointers = {"argv", "argv_buf", "environ",  "environ_buf", "buf", "iovs",
                                                 "path", "old_path", "new_path", "target",      "in",  "out"};
  return pointers.contains(parameter) || parameter.ends_with("_at");
}
bool is_length(const std::string& parameter) { return parameter == "buf_len" || parameter == "count" || (parameter.ends_with("_len")); }

}  // namespace

TEST_CASE("wasi_preview1.def: 46 functions of different names") {
  std::set<std::string> names;
  for (const Function& function : functions()) CHECK(names.insert(function.name).second);
  CHECK(names.size() == 46);
}

TEST_CASE("wasi: an address outside of memory is EFAULT, and nothing happens") {
  for (const Function& function : functions()) {
    for (size_t i = 0; i < function.parameters.size(); ++i) {
      if (!is_pointer(function.parameters[i])) continue;
      for (const uint64_t bad : {uint64_t{WasiFixture::kSize}, uint64_t{WasiFixture::kSize - 1}, uint64_t{WasiFixture::kSize + 1},
                                 uint64_t{1} << 31, uint64_t{UINT32_MAX}, uint64_t{UINT32_MAX - 7}}) {
        HostileFixture fixture;
        fixture.prepare();
        Arguments args = fixture.sound(function);
        args[i] = bad;
        CAPTURE(function.name);
        CAPTURE(function.parameters[i]);
        CAPTURE(bad);
        const auto files = fixture.files.usage().files;
        fixture.host.memory.begin();
        CHECK(function.call(fixture.wasi, args) == Errno::kFault);
        CHECK(to_string(fixture.host.memory.writes()) == "");
        CHECK(fixture.files.usage().files == files);
        CHECK(fake_wasi().ended == "");
      }
    }
  }
}

TEST_CASE("wasi: a length that reaches out of memory is an error, and nothing happens") {
  for (const Function& function : functions()) {
    for (size_t i = 0; i < function.parameters.size(); ++i) {
      if (!is_length(function.parameters[i])) continue;
      for (const uint64_t bad : {uint64_t{WasiFixture::kSize}, uint64_t{UINT32_MAX}, uint64_t{UINT32_MAX - WasiFixture::kBuffer + 1},
                                 uint64_t{1} << 31, uint64_t{1} << 29}) {
        HostileFixture fixture;
        fixture.prepare();
        Arguments args = fixture.sound(function);
        args[i] = bad;
        CAPTURE(function.name);
        CAPTURE(function.parameters[i]);
        CAPTURE(bad);
        fixture.host.memory.begin();
        const Errno error = function.call(fixture.wasi, args);
        CHECK((error == Errno::kFault || (function.parameters[i] == "iovs_len" && error == Errno::kInval)));
        CHECK(to_string(fixture.host.memory.writes()) == "");
      }
    }
  }
}

TEST_CASE("wasi: a vector outside of memory is EFAULT, wherever in the list it is") {
  for (const char* const name : {"fd_read", "fd_pread", "fd_write", "fd_pwrite", "sock_recv", "sock_send"}) {
    for (const uint32_t index : {0u, 1u}) {
      for (const auto& [at, len] : {std::pair{WasiFixture::kSize, 1u},
                                    {WasiFixture::kSize - 1, 2u},
                                    {0u, WasiFixture::kSize + 1},
                                    {UINT32_MAX, 1u},
                                    {UINT32_MAX, UINT32_MAX},
                                    {64u, UINT32_MAX - 63}}) {
        for (const Function& function : functions()) {
          if (function.name != name) continue;
          HostileFixture fixture;
          fixture.prepare();
          fixture.iovec(at, len, index);
          CAPTURE(name);
          CAPTURE(at);
          CAPTURE(len);
          fixture.host.memory.begin();
          CHECK(function.call(fixture.wasi, fixture.sound(function)) == Errno::kFault);
          CHECK(to_string(fixture.host.memory.writes()) == "");
        }
      }
    }
  }
}

TEST_CASE("wasi: sound calls write nothing but their results and buffers") {
  for (const Function& function : functions()) {
    HostileFixture fixture;
    fixture.prepare();
    CAPTURE(function.name);
    fixture.host.memory.begin();
    static_cast<void>(function.call(fixture.wasi, fixture.sound(function)));
    CHECK_FALSE(fixture.host.memory.changed_elsewhere());
    for (const Span& span : fixture.host.memory.writes()) {
      CAPTURE(span.at);
      CAPTURE(span.len);
      const bool result = span.at >= WasiFixture::kResult && span.at + span.len <= WasiFixture::kResult + 64;
      const bool list = span.at >= WasiFixture::kResult + 256 && span.at + span.len <= WasiFixture::kResult + 256 + 2 * 32;
      const bool buffer = span.at >= WasiFixture::kBuffer && span.at + span.len <= WasiFixture::kBuffer + 104;
      CHECK((result || list || buffer));
    }
  }
}

TEST_CASE("wasi: 200,000 calls with arguments at random stay in memory") {
  std::mt19937 random(7);
  const std::vector<uint64_t> odd = {0,
                                     1,
                                     2,
                                     3,
                                     4,
                                     5,
                                     8,
                                     64,
                                     255,
                                     4096,
                                     65535,
                                     65536,
                                     1u << 31,
                                     UINT32_MAX - 8,
                                     UINT32_MAX,
                                     uint64_t{1} << 63,
                                     UINT64_MAX,
                                     WasiFixture::kPath,
                                     WasiFixture::kBuffer,
                                     WasiFixture::kIovecs,
                                     WasiFixture::kResult,
                                     WasiFixture::kSize - 8};
  HostileFixture fixture;
  for (int round = 0; round < 200; ++round) {
    fixture.prepare();
    if (round % 3 == 0) fake_wasi().input.reset();
    else fake_wasi().input = "some input";
    for (int i = 0; i < 1000; ++i) {
      const Function& function = functions()[random() % functions().size()];
      Arguments args = fixture.sound(function);
      for (uint64_t& arg : args) {
        if (random() % 3 == 0) arg = odd[random() % odd.size()];
      }
      // Descriptor 2 ^ 31 files would only take time.
      static_cast<void>(Wasi::answer(function.call(fixture.wasi, args)));
      static_cast<void>(fixture.wasi.take_wait());
      for (std::string& output : fake_wasi().output) output.clear();
      fake_wasi().sockets[0].sent.clear();
      fake_wasi().sockets[0].space = random() % 3;
    }
  }
}
