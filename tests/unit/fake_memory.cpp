#include "tests/unit/fake_memory.h"

#include <array>
#include <cstdio>
#include <cstdlib>

namespace goferry::test {

namespace {

using Page = std::array<uint8_t, FakeMemory::kPageBytes>;

// What every new page holds. A canary differs from its neighbours and from 0.
const Page& canaries() {
  static const Page page = [] {
    Page bytes;
    for (size_t at = 0; at < bytes.size(); ++at) bytes[at] = static_cast<uint8_t>((at * 37 + (at >> 8) * 11) % 251 + 1);
    return bytes;
  }();
  return page;
}

}  // namespace

void FakeMemory::grow(uint32_t pages) {
  const auto old_size = static_cast<size_t>(size());
  pages_ += pages;
  const auto new_size = static_cast<size_t>(size());
  auto bytes = std::make_unique<uint8_t[]>(new_size);
  if (old_size != 0) memcpy(bytes.get(), bytes_.get(), old_size);
  for (size_t at = old_size; at < new_size; at += kPageBytes) memcpy(bytes.get() + at, canaries().data(), kPageBytes);
  bytes_ = std::move(bytes);
  tracked_.resize(new_size);
}

uint8_t* FakeMemory::view(uint64_t at, uint64_t len, const char* what) const {
  if (len > size() || at > size() - len) {
    fprintf(stderr, "fake memory: %s of %llu bytes at %llu, but there are %llu\n", what, static_cast<unsigned long long>(len),
            static_cast<unsigned long long>(at), static_cast<unsigned long long>(size()));
    abort();
  }
  return bytes_.get() + static_cast<size_t>(at);
}

uint8_t* FakeMemory::track(uint64_t at, uint64_t len, uint8_t kind, const char* what) {
  uint8_t* bytes = view(at, len, what);
  for (size_t i = 0; i < len; ++i) tracked_[static_cast<size_t>(at) + i] |= kind;
  return bytes;
}

std::string FakeMemory::peek_text(uint64_t at, size_t len) const {
  return len == 0 ? std::string() : std::string(reinterpret_cast<const char*>(view(at, len, "peek")), len);
}

void FakeMemory::begin() {
  tracked_.assign(tracked_.size(), 0);
  before_.assign(bytes_.get(), bytes_.get() + tracked_.size());
}

bool FakeMemory::changed_elsewhere() const {
  for (size_t at = 0; at < tracked_.size(); ++at) {
    const uint8_t before = at < before_.size() ? before_[at] : canaries()[at % kPageBytes];
    if (bytes_[at] != before && (tracked_[at] & kWritten) == 0) return true;
  }
  return false;
}

std::vector<Span> FakeMemory::spans(uint8_t kind) const {
  std::vector<Span> found;
  for (size_t at = 0; at < tracked_.size(); ++at) {
    if ((tracked_[at] & kind) == 0) continue;
    if (!found.empty() && found.back().at + found.back().len == at) ++found.back().len;
    else found.push_back({at, 1});
  }
  return found;
}

std::string to_string(const std::vector<Span>& spans) {
  std::string text;
  for (const Span& span : spans) {
    if (!text.empty()) text += ' ';
    text += std::to_string(span.at) + ".." + std::to_string(span.at + span.len);
  }
  return text;
}

}  // namespace goferry::test
