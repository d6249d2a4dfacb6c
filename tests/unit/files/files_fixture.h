// A Filesystem for tests, with a clock that the test sets, and bytes as strings.
#pragma once
#include <string>
#include <vector>

#include "bridge/files/filesystem.h"

namespace goferry::test {

class FakeClock : public files::Clock {
 public:
  int64_t now_ns() override { return ns; }
  int64_t ns = 1'000'000'000;
};

class StringSink : public files::Sink {
 public:
  void put(const uint8_t* from, uint32_t len) override { text.append(reinterpret_cast<const char*>(from), len); }
  std::string text;
};

class StringSource : public files::Source {
 public:
  explicit StringSource(std::string_view text) : text_(text) {}
  void get(uint8_t* to, uint32_t len) override;

 private:
  std::string_view text_;
};

struct Listed {
  std::string name;
  uint64_t next = 0;
  uint32_t type = 0;
};

/// The code that Node has for it: "ok", "ENOENT", … or "would fetch".
std::string code(Errno error);
inline std::string code(Outcome outcome) { return code(outcome.error); }
template <class T>
std::string code(const Result<T>& result) {
  return code(result.error());
}

/// What tests do again and again. Results are a code, or the bytes.
class TestFiles {
 public:
  explicit TestFiles(const files::Limits& limits = {}) : fs(clock, limits) {}

  /// Makes a file of these bytes. A code.
  std::string put(const files::Path& path, std::string_view bytes, uint32_t flags = files::kCreate | files::kTruncate | files::kWrite);
  /// The whole file, or a code in angle brackets.
  std::string get(const files::Path& path);
  std::string read(files::Fd fd, uint32_t len);
  std::string pread(files::Fd fd, uint32_t len, int64_t offset);
  std::string write(files::Fd fd, std::string_view bytes);
  std::string pwrite(files::Fd fd, std::string_view bytes, int64_t offset);
  /// Names without "." and "..", in the order of the listing, each with a slash behind a directory; or a code in angle brackets.
  std::string list(const files::Path& path);
  std::vector<Listed> readdir(files::Fd fd, uint64_t cookie, size_t most);
  /// A descriptor; ends the test where there is none.
  files::Fd open(const files::Path& path, uint32_t flags = files::kRead, uint32_t mode = 0644);
  files::Stat stat(const files::Path& path, files::Follow follow = files::Follow::kNo);

  FakeClock clock;
  files::Filesystem fs;
};

}  // namespace goferry::test
