#include "bridge/files/stored_data.h"

#include <algorithm>

#include "bridge/files/store_image.h"

namespace goferry::files {

namespace {

constexpr uint32_t kPiece = 1u << 16;  // what goes through memory at a time

/// One for all: calls do not nest.
struct Buffer {
  uint8_t bytes[kPiece];
};
Buffer& buffer() {
  static Buffer the;
  return the;
}

}  // namespace

StoredData::~StoredData() { give_back(0); }

void StoredData::give_back(uint32_t block) {
  const uint64_t before = stored();
  const std::vector<Extent> gone = extents_.cut_from(block);
  if (!gone.empty()) store_.release(gone);
  if (space_ != nullptr) space_->used -= before - stored();
}

bool StoredData::restore(const Extent& extent) {
  if (!store_.claim(extent)) return false;
  extents_.put(extent);
  if (space_ != nullptr) space_->used += uint64_t{extent.count} * kStoreBlock;
  return true;
}

uint64_t StoredData::stored() const { return extents_.blocks() * kStoreBlock; }

namespace {

/// Calls action(where in `data`, or 0; whether it is there; bytes) for each run of a range, until it gives an error.
template <class Action>
Outcome each_run(const Extents& extents, uint64_t at, uint64_t len, Action action) {
  while (len != 0) {
    const auto block = static_cast<uint32_t>(at / kStoreBlock);
    const auto start = static_cast<uint32_t>(at % kStoreBlock);
    const Extents::Found run = extents.at(block);
    const auto part = static_cast<uint32_t>(std::min<uint64_t>({len, uint64_t{run.count} * kStoreBlock - start, UINT32_MAX}));
    if (const Outcome done = action(uint64_t{run.place} * kStoreBlock + start, run.there, part); !done.ok()) return done;
    at += part;
    len -= part;
  }
  return {};
}

}  // namespace

Outcome StoredData::ready(uint64_t at, uint64_t len) const {
  return each_run(extents_, at, len,
                  [this](uint64_t place, bool there, uint32_t part) { return there ? store_.ready(place, part) : Outcome(); });
}

Outcome StoredData::read(uint64_t at, uint32_t len, Sink& sink) const {
  const bool reaches = store_.reaches_outside();
  return each_run(extents_, at, len, [&](uint64_t place, bool there, uint32_t part) -> Outcome {
    if (uint32_t out = 0; there && reaches && sink.outside(part, out)) return store_.read_outside(place, out, part);
    while (part != 0) {
      const uint32_t piece = std::min(part, kPiece);
      uint8_t* const direct = sink.room(piece);
      uint8_t* const to = direct != nullptr ? direct : buffer().bytes;
      if (!there) std::fill(to, to + piece, uint8_t{0});
      else if (const Outcome read = store_.read(place, to, piece); !read.ok()) return read;
      if (direct == nullptr) sink.put(to, piece);
      place += piece;
      part -= piece;
    }
    return {};
  });
}

/// Zeros in those blocks of [from, to) that have a place.
Outcome StoredData::clear_to(uint64_t from, uint64_t to) {
  const uint64_t end = std::min<uint64_t>(to, (from + kStoreBlock - 1) / kStoreBlock * kStoreBlock);
  if (from >= end) return {};
  const auto block = static_cast<uint32_t>(from / kStoreBlock);
  const Extents::Found run = extents_.at(block);
  if (!run.there) return {};
  return store_.clear(uint64_t{run.place} * kStoreBlock + from % kStoreBlock, static_cast<uint32_t>(end - from));
}

Outcome StoredData::put(uint64_t at, uint32_t len, Source& source) {
  if (uint32_t out = 0; store_.reaches_outside() && source.outside(len, out)) return store_.write_outside(at, out, len);
  while (len != 0) {
    const uint32_t piece = std::min(len, kPiece);
    source.get(buffer().bytes, piece);
    if (const Outcome written = store_.write(at, buffer().bytes, piece); !written.ok()) return written;
    at += piece;
    len -= piece;
  }
  return {};
}

/// Gives blocks to a hole of so many, and writes to them. `size` is what the file will have at least.
Result<uint32_t> StoredData::put_new(uint32_t block, uint32_t start, uint32_t len, uint32_t blocks, uint64_t size, Source& source) {
  uint32_t behind = UINT32_MAX;
  if (block != 0) {
    if (const Extents::Found last = extents_.at(block - 1); last.there) behind = last.place + 1;
  }
  if (space_ != nullptr) blocks = static_cast<uint32_t>(std::min<uint64_t>(blocks, space_->left() / kStoreBlock));
  const Run run = blocks == 0 ? Run() : store_.allocate(behind, blocks);
  if (run.count == 0) return Errno::kNospc;
  const uint64_t place = uint64_t{run.first} * kStoreBlock;
  const auto piece = static_cast<uint32_t>(std::min<uint64_t>(len, uint64_t{run.count} * kStoreBlock - start));
  const uint64_t end = uint64_t{start} + piece;
  // What the file has around the bytes in these blocks is zeros.
  const auto rest = static_cast<uint32_t>(uint64_t{run.count} * kStoreBlock - end);
  const uint64_t file_end = uint64_t{block} * kStoreBlock + end;
  Outcome done = start == 0 ? Outcome() : store_.clear(place, start);
  if (done.ok()) done = put(place + start, piece, source);
  if (done.ok() && rest != 0 && size > file_end) done = store_.clear(place + end, rest);
  if (!done.ok()) {
    store_.give_back(run);
    return done.error;
  }
  const Extent extent = {block, run.first, run.count};
  extents_.put(extent);
  if (space_ != nullptr) space_->used += uint64_t{run.count} * kStoreBlock;
  store_.placed(ino_, extent);
  return piece;
}

Result<uint32_t> StoredData::write(uint64_t at, uint32_t len, uint64_t size, Source& source) {
  if (at >= kStoreFileMax) return Errno::kFbig;
  len = static_cast<uint32_t>(std::min<uint64_t>(len, kStoreFileMax - at));
  const auto first = static_cast<uint32_t>(at / kStoreBlock);
  const Outcome reserved = store_.reserve(extents_.holes(first, store_blocks(at + len) - first));
  if (!reserved.ok() && reserved.error != Errno::kNospc) return reserved.error;
  if (at > size) {
    if (const Outcome cleared = clear_to(size, at); !cleared.ok()) return cleared.error;
  }
  uint32_t done = 0;
  while (done < len) {
    const uint64_t from = at + done;
    const auto block = static_cast<uint32_t>(from / kStoreBlock);
    const auto start = static_cast<uint32_t>(from % kStoreBlock);
    const Extents::Found run = extents_.at(block);
    const auto piece = static_cast<uint32_t>(std::min<uint64_t>(len - done, uint64_t{run.count} * kStoreBlock - start));
    Result<uint32_t> written = piece;
    if (run.there) {
      if (const Outcome put_there = put(uint64_t{run.place} * kStoreBlock + start, piece, source); !put_there.ok())
        written = put_there.error;
    } else {
      written = put_new(block, start, piece, store_blocks(uint64_t{start} + piece), size, source);
    }
    if (!written.ok()) {
      if (done == 0) return written;
      break;
    }
    done += *written;
  }
  return done;
}

Outcome StoredData::resize(uint64_t from, uint64_t to) {
  if (to > kStoreFileMax) return Errno::kFbig;
  if (to > from) return clear_to(from, to);
  if (to < from) {
    give_back(store_blocks(to));
    store_.cut(ino_, to);
  }
  return {};
}

}  // namespace goferry::files
