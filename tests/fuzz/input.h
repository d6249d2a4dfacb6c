// A fuzzer's bytes, taken one value after the other. Past the end everything is 0.
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace goferry::fuzz {

class Input {
 public:
  Input(const uint8_t* data, size_t size) : data_(data), left_(size) {}

  bool empty() const { return left_ == 0; }
  template <typename T>
  T take() {
    T value = {};
    const size_t count = left_ < sizeof value ? left_ : sizeof value;
    if (count != 0) memcpy(&value, data_, count);
    skip(count);
    return value;
  }
  std::string_view bytes(size_t count) {
    if (count > left_) count = left_;
    const std::string_view taken(reinterpret_cast<const char*>(data_), count);
    skip(count);
    return taken;
  }
  std::string_view rest() { return bytes(left_); }

 private:
  void skip(size_t count) {
    data_ += count;
    left_ -= count;
  }
  const uint8_t* data_;
  size_t left_;
};

[[noreturn]] inline void give_up(const char* file, int line, const char* condition) {
  fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, condition);
  abort();
}

}  // namespace goferry::fuzz

/// Ends the process where a property does not hold, in every build; what a fuzzer reports as a crash.
#define FUZZ_REQUIRE(condition) ((condition) ? void() : goferry::fuzz::give_up(__FILE__, __LINE__, #condition))
