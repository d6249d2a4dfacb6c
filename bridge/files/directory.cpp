#include "bridge/files/directory.h"

#include <algorithm>

#include "bridge/files/inode.h"

namespace goferry::files {

namespace {
constexpr size_t kFew = 8;  // entries that are searched one by one
}

/// FNV-1a, with the high bits mixed down since the table takes the low ones.
uint32_t Directory::hash(std::string_view name) {
  uint32_t hash = 2166136261u;
  for (const char byte : name) hash = (hash ^ static_cast<uint8_t>(byte)) * 16777619u;
  return hash ^ hash >> 15;
}

Entry* Directory::find(std::string_view name) {
  if (table_.empty()) {
    for (Entry& entry : entries_) {
      if (entry.node && entry.name == name) return &entry;
    }
    return nullptr;
  }
  const size_t mask = table_.size() - 1;
  for (size_t at = hash(name) & mask; table_[at] != 0; at = (at + 1) & mask) {
    Entry& entry = entries_[table_[at] - 1];
    if (entry.node && entry.name == name) return &entry;
  }
  return nullptr;
}

void Directory::insert(std::string_view name, Ref<Inode> node) {
  // Removed entries leave their places in table and vector: when either has filled up, both are made anew.
  if (entries_.size() >= kFew && (table_.empty() || (entries_.size() + 1) * 2 > table_.size())) rebuild();
  entries_.push_back({std::string(name), std::move(node), next_cookie_++});
  ++live_;
  if (!table_.empty()) index(static_cast<uint32_t>(entries_.size() - 1));
}

Ref<Inode> Directory::remove(Entry& entry) {
  Ref<Inode> node = std::move(entry.node);
  entry.name = std::string();
  --live_;
  if (live_ == 0) clear();
  else if (entries_.size() > 4 * kFew && live_ * 4 < entries_.size()) rebuild();
  return node;
}

const Entry* Directory::after(uint64_t cookie) const {
  auto found =
      std::upper_bound(entries_.begin(), entries_.end(), cookie, [](uint64_t at, const Entry& entry) { return at < entry.cookie; });
  while (found != entries_.end() && !found->node) ++found;
  return found == entries_.end() ? nullptr : &*found;
}

void Directory::clear() {
  std::vector<Entry> entries = std::move(entries_);  // a node that ends may look here
  entries_ = {};
  table_ = {};
  live_ = 0;
}

void Directory::index(uint32_t place) {
  const size_t mask = table_.size() - 1;
  size_t at = hash(entries_[place].name) & mask;
  while (table_[at] != 0) at = (at + 1) & mask;
  table_[at] = place + 1;
}

void Directory::rebuild() {
  entries_.erase(std::remove_if(entries_.begin(), entries_.end(), [](const Entry& entry) { return !entry.node; }), entries_.end());
  table_ = {};
  if (entries_.size() < kFew) return;
  size_t slots = 4 * kFew;
  while (slots <= entries_.size() * 2) slots *= 2;
  table_.assign(slots, 0);
  for (uint32_t place = 0; place < entries_.size(); ++place) index(place);
}

}  // namespace goferry::files
