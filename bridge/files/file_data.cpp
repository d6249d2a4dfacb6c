#include "bridge/files/file_data.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "bridge/files/stored_data.h"

namespace goferry::files {

namespace {

constexpr uint8_t kZeros[4096] = {};

void put_zeros(uint32_t len, Sink& sink) {
  while (len != 0) {
    const uint32_t piece = std::min<uint32_t>(len, sizeof kZeros);
    sink.put(kZeros, piece);
    len -= piece;
  }
}

constexpr uint32_t kKept = 4096;  // bytes of memory that an emptied file keeps at most

/// Into memory.
class CopySink : public Sink {
 public:
  explicit CopySink(uint8_t* to) : to_(to) {}
  void put(const uint8_t* from, uint32_t len) override {
    memcpy(to_, from, len);
    to_ += len;
  }

 private:
  uint8_t* to_;
};

/// Calls action(index of a block, offset in it, bytes) for each block that a range touches, until it gives false.
template <class Action>
void each_block(uint64_t at, uint64_t len, Action action) {
  while (len != 0) {
    const auto index = static_cast<uint32_t>(at / FileData::kBlock);
    const auto start = static_cast<uint32_t>(at % FileData::kBlock);
    const auto piece = static_cast<uint32_t>(std::min<uint64_t>(len, FileData::kBlock - start));
    if (!action(index, start, piece)) return;
    at += piece;
    len -= piece;
  }
}

}  // namespace

FileData::FileData(Space* space, File* owner) : space_(space), owner_(owner) {}

FileData::~FileData() {
  for (Block& block : blocks_) drop(block);
}

void FileData::set_lower(FileData& lower) {
  lower_ = &lower;
  size_ = base_len_ = lower.size_;
}

void FileData::set_remote(uint64_t size) { size_ = base_len_ = size; }

void FileData::set_stored(std::unique_ptr<StoredData> data, uint64_t size) {
  in_store_ = std::move(data);
  size_ = size;
}

uint64_t FileData::stored() const { return in_store_ ? in_store_->stored() : stored_; }

Outcome FileData::ready(uint64_t at, uint64_t len) const {
  if (at >= size_) return {};
  len = std::min(len, size_ - at);
  if (in_store_) return in_store_->ready(at, len);
  if (lower_ == nullptr) return {};
  Outcome done;
  each_block(at, len, [&](uint32_t index, uint32_t start, uint32_t piece) {
    const uint32_t below = find(index) != nullptr ? 0 : base_bytes(index);
    if (below > start) done = lower_->ready(uint64_t{index} * kBlock + start, std::min(piece, below - start));
    return done.ok();
  });
  return done;
}

size_t FileData::lower_bound(uint32_t index) const {
  // Files without holes are the rule, and so is writing at the end.
  if (index < blocks_.size() && blocks_[index].index == index) return index;
  if (blocks_.empty() || blocks_.back().index < index) return blocks_.size();
  const auto found =
      std::lower_bound(blocks_.begin(), blocks_.end(), index, [](const Block& block, uint32_t at) { return block.index < at; });
  return static_cast<size_t>(found - blocks_.begin());
}

const FileData::Block* FileData::find(uint32_t index) const {
  const size_t at = lower_bound(index);
  return at < blocks_.size() && blocks_[at].index == index ? &blocks_[at] : nullptr;
}

uint32_t FileData::base_bytes(uint32_t index) const {
  const uint64_t start = uint64_t{index} * kBlock;
  return start >= base_len_ ? 0 : static_cast<uint32_t>(std::min<uint64_t>(kBlock, base_len_ - start));
}

bool FileData::find_gap(uint64_t at, uint64_t len, Gap& gap) {
  if (base_len_ == 0) return false;
  bool found = false;
  each_block(at, len, [&](uint32_t index, uint32_t start, uint32_t piece) {
    const uint32_t below = find(index) != nullptr ? 0 : base_bytes(index);
    const bool missing = lower_ == nullptr && below > start;
    if (lower_ != nullptr && below > start && !found) {
      // The lower file may have shrunk since: what it lacks is zeros.
      const uint64_t from = uint64_t{index} * kBlock + start;
      const uint64_t end = std::min<uint64_t>(from + std::min(piece, below - start), lower_->size_);
      return end <= from || !lower_->find_gap(from, end - from, gap) || !(found = true);
    }
    if (!missing) return !found;
    if (!found) gap = {owner_, uint64_t{index} * kBlock, 0};
    gap.len += below;
    return found = true;
  });
  return found;
}

bool FileData::find_gap_of_write(uint64_t at, uint64_t len, Gap& gap) {
  if (base_len_ == 0) return false;
  bool found = false;
  each_block(at, len, [&](uint32_t index, uint32_t start, uint32_t piece) {
    const uint32_t below = find(index) != nullptr ? 0 : base_bytes(index);
    if (start == 0 && piece >= below) return true;
    return !(found = find_gap(uint64_t{index} * kBlock, below, gap));
  });
  return found;
}

Outcome FileData::read_base(uint64_t at, uint32_t len, Sink& sink) const {
  uint32_t there = 0;
  if (lower_ != nullptr && at < base_len_ && at < lower_->size_) {
    there = static_cast<uint32_t>(std::min<uint64_t>(len, std::min(base_len_, lower_->size_) - at));
    if (const Outcome read = lower_->read(at, there, sink); !read.ok()) return read;
  }
  put_zeros(len - there, sink);
  return {};
}

Outcome FileData::read(uint64_t at, uint32_t len, Sink& sink) const {
  if (in_store_) return in_store_->read(at, len, sink);
  Outcome done;
  each_block(at, len, [&](uint32_t index, uint32_t start, uint32_t piece) {
    const Block* const block = find(index);
    if (block == nullptr) {
      done = read_base(uint64_t{index} * kBlock + start, piece, sink);
      return done.ok();
    }
    const uint32_t there = start < block->len ? std::min(piece, block->len - start) : 0;
    if (there != 0 && !sink.lend(block->data + start, there)) sink.put(block->data + start, there);
    put_zeros(piece - there, sink);
    return true;
  });
  return done;
}

/// Memory for `len` bytes. Small files take little, and a file that grows by small writes is not copied each time.
bool FileData::reserve(Block& block, uint32_t len) {
  if (len <= block.capacity) return true;
  const uint32_t doubled = block.capacity == 0 ? 0 : std::min(2 * block.capacity, kBlock);
  const uint32_t capacity = std::max((len + 15u) & ~15u, doubled);
  auto* const data = static_cast<uint8_t*>(realloc(block.data, capacity));
  if (data == nullptr) return false;
  block.data = data;
  block.capacity = capacity;
  return true;
}

/// Makes room for [start, end) of a block, with zeros before it. False: no space.
bool FileData::extend(Block& block, uint32_t start, uint32_t end) {
  if (end <= block.len) return true;
  const uint32_t more = end - block.len;
  if (space_ != nullptr && !space_->take(more)) return false;
  if (!reserve(block, end)) {
    if (space_ != nullptr) space_->used -= more;
    return false;
  }
  if (start > block.len) memset(block.data + block.len, 0, start - block.len);
  block.len = end;
  stored_ += more;
  return true;
}

void FileData::drop(Block& block) {
  if (space_ != nullptr) space_->used -= block.len;
  stored_ -= block.len;
  free(block.data);
}

/// Takes the first `keep` bytes of a new block from below.
bool FileData::copy_up(Block& block, uint32_t keep) {
  if (!extend(block, keep, keep)) return false;
  CopySink sink(block.data);
  return read_base(uint64_t{block.index} * kBlock, keep, sink).ok();
}

Result<uint32_t> FileData::write(uint64_t at, uint32_t len, Source& source) {
  if (in_store_) {
    const Result<uint32_t> written = in_store_->write(at, len, size_, source);
    if (written.ok()) size_ = std::max(size_, at + *written);
    return written;
  }
  uint32_t done = 0;
  each_block(at, len, [&](uint32_t index, uint32_t start, uint32_t piece) {
    const size_t place = lower_bound(index);
    const uint32_t below = base_bytes(index);
    Block fresh = {index, 0, 0, nullptr};
    const bool is_new = place == blocks_.size() || blocks_[place].index != index;
    Block& block = is_new ? fresh : blocks_[place];
    const bool whole = start == 0 && piece >= below;
    bool fits = !is_new || below == 0 || whole || copy_up(block, below);
    uint32_t end = start + piece;
    if (fits && end > block.len && space_ != nullptr && end - block.len > space_->left()) {
      // As much as there is space for.
      end = block.len + static_cast<uint32_t>(space_->left());
      fits = end > start && !(is_new && whole && end < below);
    }
    fits = fits && extend(block, start, end);
    if (!fits) {
      if (is_new) drop(block);
      return false;
    }
    source.get(block.data + start, end - start);
    if (is_new) blocks_.insert(blocks_.begin() + static_cast<std::ptrdiff_t>(place), block);
    done += end - start;
    return end == start + piece;
  });
  if (done == 0 && len != 0) return Errno::kNospc;
  size_ = std::max(size_, at + done);
  return done;
}

Outcome FileData::resize(uint64_t size) {
  if (in_store_) {
    const Outcome done = in_store_->resize(size_, size);
    if (done.ok()) size_ = size;
    return done;
  }
  if (size < size_) {
    base_len_ = std::min(base_len_, size);
    const auto index = static_cast<uint32_t>(size / kBlock);
    size_t keep = lower_bound(index);
    if (keep < blocks_.size() && blocks_[keep].index == index) {
      Block& block = blocks_[keep];
      const auto len = static_cast<uint32_t>(size % kBlock);
      // What is emptied is mostly written anew.
      const bool again = index == 0 && block.capacity <= kKept;
      if (len != 0 || again) ++keep;
      if ((len != 0 || again) && len < block.len) {
        if (space_ != nullptr) space_->used -= block.len - len;
        stored_ -= block.len - len;
        block.len = len;
      }
    }
    for (size_t i = keep; i < blocks_.size(); ++i) drop(blocks_[i]);
    blocks_.resize(keep);
    if (blocks_.empty()) blocks_.shrink_to_fit();
  }
  size_ = size;
  return {};
}

bool FileData::provide(uint64_t at, uint32_t len, Source& source) {
  bool fits = true;
  uint8_t spare[256];
  each_block(at, len, [&](uint32_t index, uint32_t, uint32_t piece) {
    const size_t place = lower_bound(index);
    if (place < blocks_.size() && blocks_[place].index == index) {
      for (uint32_t left = piece; left != 0;) {
        const uint32_t some = std::min<uint32_t>(left, sizeof spare);
        source.get(spare, some);
        left -= some;
      }
      return true;
    }
    Block block = {index, 0, 0, nullptr};
    fits = extend(block, 0, piece);
    if (!fits) return false;
    source.get(block.data, piece);
    blocks_.insert(blocks_.begin() + static_cast<std::ptrdiff_t>(place), block);
    return true;
  });
  return fits;
}

}  // namespace goferry::files
