#include "bridge/files/store_image.h"

#include <vector>

#include "bridge/files/types.h"

namespace goferry::files {

namespace {

constexpr uint64_t kInoMax = uint64_t{1} << 53;  // JavaScript gets them as numbers

bool sound_node(const StoredNode& node) {
  switch (node.attributes.mode & kTypeMask) {
    case kRegular:
      return node.size <= kStoreFileMax && node.entries.empty();
    case kDirectory:
      return node.extents.blocks() == 0;
    case kSymlink:
      return !node.target.empty() && node.entries.empty() && node.extents.blocks() == 0;
    case kCharDevice:
      return node.entries.empty() && node.extents.blocks() == 0;
    default:
      return false;
  }
}

}  // namespace

StoredNode& StoreImage::node(uint64_t ino) {
  if (ino == 0 || ino > kInoMax) {
    broken_ = true;
    ino = kInoMax;
  } else if (ino > last_ino_) {
    last_ino_ = ino;
  }
  StoredNode* found = nodes_.find(ino);
  if (found == nullptr) {
    found = new StoredNode;
    nodes_.insert(ino, found);
  }
  return *found;
}

StoreImage::~StoreImage() {
  nodes_.each([](StoredNode* node) { delete node; });
}

void StoreImage::apply(const Change& change) {
  StoredNode& at = node(change.kind == Change::Kind::kName || change.kind == Change::Kind::kUnname ? change.parent : change.ino);
  switch (change.kind) {
    case Change::Kind::kNode:
      at.attributes = change;
      at.attributes.text = {};
      at.target = change.text;
      return;
    case Change::Kind::kName:
      at.entries.insert_or_assign(std::string(change.text), change.ino);
      return;
    case Change::Kind::kUnname:
      if (const auto found = at.entries.find(change.text); found != at.entries.end()) at.entries.erase(found);
      return;
    case Change::Kind::kExtent:
      (void)at.extents.cut(change.block, change.count);
      at.extents.put({change.block, change.place, change.count});
      return;
    case Change::Kind::kSize:
      at.size = change.size;
      if (change.size > kStoreFileMax) broken_ = true;
      else (void)at.extents.cut_from(store_blocks(change.size));
      return;
    case Change::Kind::kGone:
      if (broken_) return;
      nodes_.erase(change.ino);
      delete &at;
      return;
  }
}

bool StoreImage::sound() const {
  if (broken_) return false;
  if (empty()) return true;
  const StoredNode* const root = find(1);
  if (root == nullptr || (root->attributes.mode & kTypeMask) != kDirectory) return false;
  IdMap folders;
  folders.insert(1);
  std::vector<const StoredNode*> left = {root};
  while (!left.empty()) {
    const StoredNode& folder = *left.back();
    left.pop_back();
    if (!sound_node(folder)) return false;
    for (const auto& [name, ino] : folder.entries) {
      const StoredNode* const inner = find(ino);
      if (inner == nullptr || name == "." || name == ".." || !sound_node(*inner)) return false;
      if ((inner->attributes.mode & kTypeMask) != kDirectory) continue;
      if (!folders.insert(ino)) return false;  // a second name, or a loop
      left.push_back(inner);
    }
  }
  return true;
}

}  // namespace goferry::files
