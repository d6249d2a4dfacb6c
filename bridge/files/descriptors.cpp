#include "bridge/files/descriptors.h"

namespace goferry::files {

OpenFile* Descriptors::find(Fd fd) const {
  return fd < 0 || static_cast<size_t>(fd) >= slots_.size() ? nullptr : slots_[static_cast<size_t>(fd)].file.get();
}

Fd Descriptors::add(Ref<OpenFile> file, const Rights& rights) {
  while (lowest_ < slots_.size() && slots_[lowest_].file) ++lowest_;
  if (lowest_ == slots_.size()) slots_.emplace_back();
  slots_[lowest_] = {std::move(file), rights};
  ++used_;
  return static_cast<Fd>(lowest_++);
}

void Descriptors::remove(Fd fd) {
  const auto at = static_cast<uint32_t>(fd);
  slots_[at] = {};
  --used_;
  if (at < lowest_) lowest_ = at;
}

void Descriptors::renumber(Fd fd, Fd to) {
  slots_[static_cast<size_t>(to)] = slots_[static_cast<size_t>(fd)];
  remove(fd);
}

}  // namespace goferry::files
