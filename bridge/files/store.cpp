#include "bridge/files/store.h"

#include <algorithm>

#include "bridge/files/store_image.h"
#include "bridge/files/volume.h"

namespace goferry::files {

namespace {

constexpr uint64_t kJournalReserve = uint64_t{1} << 16;  // so that files can still be removed where the quota is used up
constexpr uint64_t kRecordSeal = uint64_t{1} << 18;      // well below Journal::kRecordMax
constexpr uint64_t kSyncAt = uint64_t{1} << 20;          // bytes of changes that wait in memory
constexpr uint64_t kSnapshotLeast = uint64_t{1} << 18;
constexpr uint32_t kGrowLeast = 256, kGrowMost = 16384;  // blocks: `data` grows by an eighth, within 1 and 64 MiB
constexpr uint32_t kSlack = 4096;                        // blocks at the end of `data` that may lie idle
constexpr uint32_t kPlaces = UINT32_MAX;

constexpr uint8_t kZeros[kStoreBlock] = {};

}  // namespace

Change change_of(Change::Kind kind, uint64_t ino) {
  Change change;
  change.kind = kind;
  change.ino = ino;
  return change;
}

Change attributes_of(const Inode& node) {
  Change change = change_of(Change::Kind::kNode, node.ino);
  change.mode = node.mode;
  change.uid = node.uid;
  change.gid = node.gid;
  change.rdev = node.rdev;
  change.atime_ns = node.atime_ns;
  change.mtime_ns = node.mtime_ns;
  change.ctime_ns = node.ctime_ns;
  if (node.is_symlink()) change.text = static_cast<const Symlink&>(node).target;
  return change;
}

Outcome Store::open(StoreImage& image) {
  if (const Outcome opened = journal_.open(image); !opened.ok()) return opened;
  if (!image.sound()) return Errno::kIo;
  const Result<uint64_t> data = backend_.size(StoreFile::kData);
  if (!data.ok()) return data.error();
  capacity_ = static_cast<uint32_t>(std::min<uint64_t>(*data / kStoreBlock, kPlaces));
  const Result<uint64_t> journal = backend_.size(journal_.file());
  if (!journal.ok()) return journal.error();
  journal_capacity_ = *journal;
  return {};
}

bool Store::claim(const Extent& extent) {
  if (extent.place >= end_) {
    if (extent.place > end_ && !free_.add(end_, extent.place - end_)) return false;
    end_ = extent.place + extent.count;
    return true;
  }
  if (free_.from(extent.place).count < extent.count) return false;
  free_.remove(extent.place, extent.count);
  return true;
}

Outcome Store::begin(uint64_t journal_bytes) {
  begun_ = true;
  snapshot_at_ = std::max(kSnapshotLeast, 4 * journal_bytes);
  (void)grow_journal(journal_.bytes() + kJournalReserve);  // as long as there is room
  return {};
}

void Store::note(const Change& change) {
  if (ended_ || !begun_) return;
  tell_changed();
  // A name that is given belongs to the inode before it, and to the name that was taken away before that.
  const bool apart = last_ != Change::Kind::kUnname && (change.kind != Change::Kind::kName || last_ != Change::Kind::kNode);
  if (apart && journal_.record_bytes() >= kRecordSeal) journal_.seal();
  if (apart && !in_sync_ && journal_.pending_bytes() >= kSyncAt) (void)commit();  // where that fails, a later one may not
  journal_.add(change);
  last_ = change.kind;
}

void Store::tell_changed() {
  if (told_ || in_sync_) return;
  told_ = true;
  backend_.changed();
}

void Store::named(Folder& folder, std::string_view name, Inode& node) {
  note(attributes_of(node));
  Change change = change_of(Change::Kind::kName, node.ino);
  change.parent = folder.ino;
  change.text = name;
  note(change);
}

void Store::unnamed(Folder& folder, std::string_view name) {
  Change change = change_of(Change::Kind::kUnname, 0);
  change.parent = folder.ino;
  change.text = name;
  note(change);
}

void Store::touched(Inode& node) {
  if (ended_ || !begun_) return;
  tell_changed();
  touched_.insert(&node, &node);
}

void Store::gone(Inode& node) {
  if (ended_) return;
  touched_.erase(&node);
  note(change_of(Change::Kind::kGone, node.ino));
}

void Store::placed(uint64_t ino, const Extent& extent) {
  Change change = change_of(Change::Kind::kExtent, ino);
  change.block = extent.block;
  change.place = extent.place;
  change.count = extent.count;
  note(change);
}

void Store::cut(uint64_t ino, uint64_t size) {
  Change change = change_of(Change::Kind::kSize, ino);
  change.size = size;
  note(change);
}

Outcome Store::reserve(uint32_t blocks) {
  const uint64_t there = free_.total() + (capacity_ - std::min(capacity_, end_));
  if (blocks <= there) return {};
  const uint64_t least = std::max<uint64_t>(capacity_, end_) + (blocks - there);
  if (least > kPlaces) return Errno::kNospc;
  const uint64_t better = std::min<uint64_t>(kPlaces, least + std::clamp(capacity_ / 8, kGrowLeast, kGrowMost));
  for (const uint64_t wanted : {better, least}) {
    const Outcome grown = backend_.truncate(StoreFile::kData, wanted * kStoreBlock);
    if (grown.ok()) {
      capacity_ = static_cast<uint32_t>(wanted);
      return {};
    }
    if (grown.error != Errno::kNospc) return grown;
  }
  return Errno::kNospc;
}

namespace {

/// Blocks to leave free before a large piece that begins at `first` and continues nothing. Systems keep a file in memory in pieces of 64 KiB and more,
/// each at a multiple of its size: reads and writes that begin elsewhere touch more of them, and take longer.
uint32_t lead(uint32_t first, uint32_t behind, uint32_t most) {
  constexpr uint32_t kAligned = (1u << 16) / kStoreBlock;
  return first == behind || most < kAligned ? 0 : (0u - first) % kAligned;
}

}  // namespace

Run Store::allocate(uint32_t behind, uint32_t most) {
  const uint32_t left = capacity_ - std::min(capacity_, end_);
  Run run;
  if (behind < end_) run = free_.from(behind);
  if (run.count == 0 && behind != end_) run = free_.find(most);
  const bool scattered = run.first != behind && run.count < most;  // whole is better, as long as there is room
  if (run.count == 0 || (scattered && left != 0)) {
    if (left != 0) {
      uint32_t skip = lead(end_, behind, most);
      if (skip >= left) skip = 0;
      end_ += skip;
      if (skip != 0) free_.add(end_ - skip, skip);
      run = {end_, std::min(left - skip, most)};
      end_ += run.count;
      return run;
    }
    run = free_.find(most);
    if (run.count == 0) return {};
  }
  if (const uint32_t skip = lead(run.first, behind, most); run.count >= most && run.count - most >= skip) run.first += skip;
  run.count = std::min(run.count, most);
  free_.remove(run.first, run.count);
  return run;
}

void Store::free_now(const Run& run) {
  if (run.count == 0 || !free_.add(run.first, run.count)) return;
  const std::vector<Run>& all = free_.all();
  const Run last = all.back();
  if (last.first + last.count != end_) return;
  end_ = last.first;
  free_.remove(last.first, last.count);
}

void Store::release(const std::vector<Extent>& extents) {
  if (ended_) return;
  released_.insert(released_.end(), extents.begin(), extents.end());
}

Outcome Store::read(uint64_t at, uint8_t* to, uint32_t len) {
  const Result<uint32_t> count = backend_.read(StoreFile::kData, at, to, len);
  if (!count.ok()) return count.error();
  std::fill(to + *count, to + len, uint8_t{0});
  return {};
}

Outcome Store::write(uint64_t at, const uint8_t* from, uint32_t len) {
  data_written_ = true;
  return backend_.write(StoreFile::kData, at, from, len);
}

Outcome Store::write_outside(uint64_t at, uint32_t from, uint32_t len) {
  data_written_ = true;
  return backend_.write_outside(StoreFile::kData, at, from, len);
}

Outcome Store::clear(uint64_t at, uint32_t len) {
  while (len != 0) {
    const uint32_t piece = std::min<uint32_t>(len, sizeof kZeros);
    if (const Outcome written = write(at, kZeros, piece); !written.ok()) return written;
    at += piece;
    len -= piece;
  }
  return {};
}

Outcome Store::grow_journal(uint64_t size) {
  const Outcome grown = backend_.truncate(journal_.file(), size);
  if (grown.ok()) journal_capacity_ = size;
  return grown;
}

Outcome Store::commit() {
  in_sync_ = true;
  touched_.each([this](const Inode* node) {
    if (node->nlink == 0) return;  // nobody will find it again
    note(attributes_of(*node));
    if (node->is_regular()) cut(node->ino, static_cast<const File*>(node)->data.size());
  });
  touched_ = {};
  in_sync_ = false;
  journal_.seal();
  if (data_written_) {
    if (const Outcome flushed = backend_.flush(StoreFile::kData); !flushed.ok()) return flushed;
    data_written_ = false;
  }
  const uint64_t end = journal_.bytes() + journal_.pending_bytes();
  if (end > journal_capacity_) {
    Outcome grown = grow_journal(end + kJournalReserve);
    if (grown.error == Errno::kNospc) grown = grow_journal(end);
    if (!grown.ok()) return grown;
  }
  if (journal_.pending_bytes() != 0) committed_ = true;
  return journal_.commit();
}

Outcome Store::sync() {
  told_ = false;
  if (const Outcome committed = commit(); !committed.ok()) return committed;
  if (committed_) {
    if (const Outcome flushed = journal_.flush(); !flushed.ok()) return flushed;
    committed_ = false;
    after_flush();
  }
  return backend_.settle();
}

void Store::after_flush() {
  for (const Extent& extent : released_) free_now({extent.place, extent.count});
  released_.clear();
  shrink();
  if (journal_.bytes() >= snapshot_at_ && snapshot().ok()) return;
  // Where a snapshot fails, the journal goes on: the next try is some way off.
  if (journal_.bytes() >= snapshot_at_) snapshot_at_ = journal_.bytes() + journal_.bytes() / 2;
}

void Store::shrink() {
  if (capacity_ <= end_ || capacity_ - end_ <= std::max(kSlack, end_ / 4)) return;
  const uint32_t wanted = end_ + kGrowLeast;
  if (backend_.truncate(StoreFile::kData, uint64_t{wanted} * kStoreBlock).ok()) capacity_ = wanted;
}

uint64_t Store::bytes() const { return (end_ - free_.total()) * kStoreBlock; }

Outcome Store::snapshot() {
  // All that it needs is asked for first: then it is written in one go, or not at all.
  const StoreFile before = journal_.file();
  const uint64_t capacity = volume_.journal_bytes() + kJournalReserve;
  if (const Outcome grown = backend_.truncate(journal_.other(), capacity); !grown.ok()) return grown;
  if (const Outcome begun = journal_.begin_snapshot(); !begun.ok()) return begun;
  in_sync_ = true;
  const Outcome told = volume_.tell([this](const Change& change) -> Outcome {
    journal_.add(change);
    if (journal_.record_bytes() < kRecordSeal) return {};
    return journal_.commit();
  });
  in_sync_ = false;
  if (!told.ok()) return told;
  if (const Outcome finished = journal_.finish_snapshot(); !finished.ok()) return finished;
  journal_capacity_ = std::max(capacity, journal_.bytes());
  (void)backend_.truncate(before, 0);
  snapshot_at_ = std::max(kSnapshotLeast, 4 * journal_.bytes());
  return {};
}

}  // namespace goferry::files
