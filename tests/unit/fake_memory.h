// Go's memory, faked: a heap buffer of exactly its size, so that AddressSanitizer sees every byte past its end.
//
// Every access that the bridge makes (load, store, view) is checked here as well, for builds without sanitizers: one out of bounds ends the
// process with a message. Accesses are tracked by byte; the tests' own peek and poke are not.
#pragma once
#include <cstdint>
#include <cstring>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace goferry::test {

/// Bytes [at, at + len) of Go's memory.
struct Span {
  uint64_t at = 0;
  uint64_t len = 0;
};

class FakeMemory {
 public:
  static constexpr uint32_t kPageBytes = 65536;

  explicit FakeMemory(uint32_t pages) { grow(pages); }

  uint32_t pages() const { return pages_; }
  uint64_t size() const { return uint64_t{pages_} * kPageBytes; }

  /// Adds pages, filled with canaries. The buffer moves, as in a browser: pointers into it are stale.
  void grow(uint32_t pages);

  template <typename T>
  T load(uint64_t at) {
    T value;
    memcpy(&value, read(at, sizeof value), sizeof value);
    return value;
  }
  template <typename T>
  void store(uint64_t at, T value) {
    memcpy(write(at, sizeof value), &value, sizeof value);
  }
  const uint8_t* read(uint64_t at, uint64_t len) { return track(at, len, kRead, "read"); }
  uint8_t* write(uint64_t at, uint64_t len) {
    if (on_write) on_write({at, len});
    return track(at, len, kWritten, "write");
  }
  std::function<void(const Span&)> on_write;  ///< told of each write before it happens

  template <typename T>
  T peek(uint64_t at) const {
    T value;
    memcpy(&value, view(at, sizeof value, "peek"), sizeof value);
    return value;
  }
  template <typename T>
  void poke(uint64_t at, T value) {
    memcpy(view(at, sizeof value, "poke"), &value, sizeof value);
  }
  void poke_bytes(uint64_t at, const void* from, size_t len) {
    if (len != 0) memcpy(view(at, len, "poke"), from, len);
  }
  std::string peek_text(uint64_t at, size_t len) const;

  /// Forgets what was tracked and takes the bytes as they are for the next changed().
  void begin();

  std::vector<Span> reads() const { return spans(kRead); }      ///< since begin(), merged, by address
  std::vector<Span> writes() const { return spans(kWritten); }  ///< since begin(), merged, by address
  bool changed_elsewhere() const;                               ///< whether a byte changed since begin() that no tracked write covers

 private:
  enum : uint8_t { kRead = 1, kWritten = 2 };
  uint8_t* view(uint64_t at, uint64_t len, const char* what) const;
  uint8_t* track(uint64_t at, uint64_t len, uint8_t kind, const char* what);
  std::vector<Span> spans(uint8_t kind) const;

  uint32_t pages_ = 0;
  std::unique_ptr<uint8_t[]> bytes_;
  std::vector<uint8_t> tracked_;  // per byte: kRead | kWritten
  std::vector<uint8_t> before_;
};

/// "4104..4112 8192..8195", for comparisons that doctest can print.
std::string to_string(const std::vector<Span>& spans);

}  // namespace goferry::test
