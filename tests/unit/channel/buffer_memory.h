// The Memory of ring.h on a plain buffer, with the C++ atomics that wasm's are. Ends the process on an access outside of it.
#pragma once
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "bridge/channel/layout.h"

namespace goferry::channel::test {

class BufferMemory {
 public:
  BufferMemory() = default;
  explicit BufferMemory(std::vector<uint32_t>& words) : words_(words.data()), count_(static_cast<uint32_t>(words.size())) {}

  uint32_t load(uint32_t at) { return std::atomic_ref(word(at)).load(); }
  void store(uint32_t at, uint32_t value) { std::atomic_ref(word(at)).store(value); }
  uint32_t exchange(uint32_t at, uint32_t value) { return std::atomic_ref(word(at)).exchange(value); }
  uint32_t read(uint32_t at) { return word(at); }
  void write(uint32_t at, uint32_t value) { word(at) = value; }
  void write_head(uint32_t at, uint32_t first, uint32_t second) {
    write(at, first);
    write(at + 4, second);
  }

  void copy_in(uint32_t to, const void* from, uint32_t len) {
    if (len != 0) memcpy(range(to, len), from, len);
  }
  void copy_out(void* to, uint32_t from, uint32_t len) {
    if (len != 0) memcpy(to, range(from, len), len);
  }
  std::string text(uint32_t from, uint32_t len) {
    std::string out(len, '\0');
    copy_out(out.data(), from, len);
    return out;
  }

 private:
  uint32_t& word(uint32_t at) {
    if (at % 4 != 0) fail(at, 4);
    return *reinterpret_cast<uint32_t*>(range(at, 4));
  }
  uint8_t* range(uint32_t at, uint32_t len) {
    if (at > count_ * 4 || len > count_ * 4 - at) fail(at, len);
    return reinterpret_cast<uint8_t*>(words_) + at;
  }
  [[noreturn]] void fail(uint32_t at, uint32_t len) {
    fprintf(stderr, "buffer memory: %u bytes at %u, of %u\n", len, at, count_ * 4);
    abort();
  }

  uint32_t* words_ = nullptr;
  uint32_t count_ = 0;
};

}  // namespace goferry::channel::test
