#include "bridge/files/extents.h"

#include <algorithm>

namespace goferry::files {

size_t Extents::index(uint32_t block) const {
  // Reading and writing at the end of what is there is the rule.
  if (extents_.empty() || extents_.back().block + extents_.back().count <= block) return extents_.size();
  const auto found = std::lower_bound(extents_.begin(), extents_.end(), block,
                                      [](const Extent& extent, uint32_t number) { return extent.block + extent.count <= number; });
  return static_cast<size_t>(found - extents_.begin());
}

Extents::Found Extents::at(uint32_t block) const {
  const size_t i = index(block);
  if (i == extents_.size()) return {false, 0, UINT32_MAX - block};
  const Extent& extent = extents_[i];
  if (extent.block > block) return {false, 0, extent.block - block};
  const uint32_t inside = block - extent.block;
  return {true, extent.place + inside, extent.count - inside};
}

uint32_t Extents::holes(uint32_t block, uint32_t count) const {
  uint32_t found = 0;
  while (count != 0) {
    const Found run = at(block);
    const uint32_t piece = std::min(run.count, count);
    if (!run.there) found += piece;
    block += piece;
    count -= piece;
  }
  return found;
}

void Extents::put(const Extent& extent) {
  blocks_ += extent.count;
  const size_t i = index(extent.block);
  if (i > 0) {
    Extent& last = extents_[i - 1];
    if (extent.block - last.block == last.count && extent.place - last.place == last.count && extent.place > last.place) {
      last.count += extent.count;
      return;
    }
  }
  extents_.insert(extents_.begin() + static_cast<std::ptrdiff_t>(i), extent);
}

std::vector<Extent> Extents::cut(uint32_t block, uint32_t count) {
  std::vector<Extent> gone;
  const uint32_t end = block + count;
  size_t i = index(block);
  while (i < extents_.size() && extents_[i].block < end) {
    const Extent extent = extents_[i];
    const uint32_t before = extent.block < block ? block - extent.block : 0;
    const uint32_t behind = extent.block + extent.count > end ? extent.block + extent.count - end : 0;
    const uint32_t taken = extent.count - before - behind;
    gone.push_back({extent.block + before, extent.place + before, taken});
    blocks_ -= taken;
    extents_.erase(extents_.begin() + static_cast<std::ptrdiff_t>(i));
    const Extent rest = {end, extent.place + before + taken, behind};
    if (behind != 0) extents_.insert(extents_.begin() + static_cast<std::ptrdiff_t>(i), rest);
    if (before != 0) extents_.insert(extents_.begin() + static_cast<std::ptrdiff_t>(i++), {extent.block, extent.place, before});
  }
  return gone;
}

}  // namespace goferry::files
