// The entries of a directory: names, as bytes, in the order of their making, and an index over them. Each has a number that grows and is never
// used again: the cookie of listings, which stays right however the directory changes.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bridge/files/ref.h"

namespace goferry::files {

class Inode;

struct Entry {
  std::string name;
  Ref<Inode> node;  // none: was removed
  uint64_t cookie = 0;
};

class Directory {
 public:
  /// Cookies of entries follow those of "." and "..".
  static constexpr uint64_t kFirstCookie = 3;

  /// Valid until the next change.
  Entry* find(std::string_view name);
  /// REQUIRES: the name is not there.
  void insert(std::string_view name, Ref<Inode> node);
  /// REQUIRES: an entry of this directory, with a node. Its node's reference is given back.
  Ref<Inode> remove(Entry& entry);
  /// The first entry whose cookie is larger, or null.
  const Entry* after(uint64_t cookie) const;
  size_t size() const { return live_; }
  void clear();

 private:
  static uint32_t hash(std::string_view name);
  void index(uint32_t place);
  void rebuild();

  std::vector<Entry> entries_;   // by cookie
  std::vector<uint32_t> table_;  // places + 1, by hash, open addressing; empty while entries are few
  size_t live_ = 0;
  uint64_t next_cookie_ = kFirstCookie;
};

}  // namespace goferry::files
