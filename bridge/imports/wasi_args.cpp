// Arguments and environment.
#include "bridge/imports/wasi.h"

namespace goferry {

void Wasi::set_strings(std::string_view strings, uint32_t args) {
  args_ = {};
  environment_ = {};
  for (uint32_t i = 0; !strings.empty(); ++i) {
    const size_t nul = strings.find('\0');
    const size_t len = nul == std::string_view::npos ? strings.size() : nul;
    Strings& to = i < args ? args_ : environment_;
    to.starts.push_back(static_cast<uint32_t>(to.text.size()));
    to.text.append(strings.substr(0, len)).push_back('\0');
    strings.remove_prefix(nul == std::string_view::npos ? len : len + 1);
  }
}

Errno Wasi::put_sizes(const Strings& strings, uint32_t count_at, uint32_t bytes_at) {
  if (!GoMemory::in_bounds(count_at, 4) || !GoMemory::in_bounds(bytes_at, 4)) return Errno::kFault;
  GoMemory::store32(count_at, static_cast<uint32_t>(strings.starts.size()));
  GoMemory::store32(bytes_at, static_cast<uint32_t>(strings.text.size()));
  return Errno::kOk;
}

Errno Wasi::put_strings(const Strings& strings, uint32_t pointers, uint32_t text) {
  const auto count = static_cast<uint32_t>(strings.starts.size());
  const auto bytes = static_cast<uint32_t>(strings.text.size());
  if (!GoMemory::in_bounds(pointers, uint64_t{count} * 4) || !GoMemory::in_bounds(text, bytes)) return Errno::kFault;
  GoMemory::write(text, strings.text.data(), bytes);
  for (uint32_t i = 0; i < count; ++i) GoMemory::store32(pointers + 4 * i, text + strings.starts[i]);
  return Errno::kOk;
}

Errno Wasi::args_get(uint32_t argv, uint32_t argv_buf) { return put_strings(args_, argv, argv_buf); }
Errno Wasi::args_sizes_get(uint32_t count_at, uint32_t bytes_at) { return put_sizes(args_, count_at, bytes_at); }
Errno Wasi::environ_get(uint32_t environ, uint32_t environ_buf) { return put_strings(environment_, environ, environ_buf); }
Errno Wasi::environ_sizes_get(uint32_t count_at, uint32_t bytes_at) { return put_sizes(environment_, count_at, bytes_at); }

}  // namespace goferry
