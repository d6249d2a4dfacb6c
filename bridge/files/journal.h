// The journal of a store: what happened to its inodes and names, so that a volume that lies in a few plain files (OPFS) has links, modes, renames and
// times. Records are whole or not there: one that was torn by a crash is found by its checksum, and it and what follows is dropped.
//
// A store has three files: `data`, in blocks, and two journals, of which the one with the higher generation counts. Little-endian throughout.
//
//   journal  = header record*
//   header   = "GFJ1"  u32 version (1)  u64 generation  u32 crc  u32 zero               24 bytes; the crc is over the 16 before it
//   record   = u32 len  u32 sequence  u32 crc  change*                                   len: bytes of the changes, 1 to kRecordMax
//   change   = u8 kind  fields                                                           (below, with Change::Kind)
//
// Sequences count from 1. A record's crc is over the generation (u64), len, sequence and the changes: so bytes that an earlier generation left in the
// file are no records. Replay ends at the first record that does not fit, or whose sequence or crc is wrong. CRC-32 is that of zlib.
//
// A snapshot begins the next generation in the other journal: its records first, a flush, its header last, a flush. Until that header is there the old
// journal counts, and it is complete; after, nothing more goes to it.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "bridge/base/result.h"

namespace goferry::files {

enum class StoreFile : uint8_t { kData, kJournalA, kJournalB };

/// The files of a store. What was written may be lost, wholly or in part, until a flush of that file has come back.
class StoreBackend {
 public:
  /// Bytes read; fewer only at the file's end.
  virtual Result<uint32_t> read(StoreFile file, uint64_t at, uint8_t* to, uint32_t len) = 0;
  /// kNospc where the quota is used up.
  virtual Outcome write(StoreFile file, uint64_t at, const uint8_t* from, uint32_t len) = 0;
  virtual Outcome flush(StoreFile file) = 0;
  /// Zeros where the file grows. What is grown by this can be written without kNospc.
  virtual Outcome truncate(StoreFile file, uint64_t size) = 0;
  virtual Result<uint64_t> size(StoreFile file) = 0;

  // Of a store that reaches the memory of others, where Sink::outside() and Source::outside() say.

  virtual bool reaches_outside() const { return false; }
  /// Zeros behind the file's end.
  virtual Outcome read_outside(StoreFile /*file*/, uint64_t /*at*/, uint32_t /*to*/, uint32_t /*len*/) { return Errno::kIo; }
  virtual Outcome write_outside(StoreFile /*file*/, uint64_t /*at*/, uint32_t /*from*/, uint32_t /*len*/) { return Errno::kIo; }

  // Where a store can only be reached by waiting for it, read() and growing give kWouldFetch until what they lack is here.

  /// Whether bytes of `data` can be read now.
  virtual Outcome ready(uint64_t /*at*/, uint32_t /*len*/) { return {}; }
  /// Whether all that was written and flushed has been done: kWouldFetch, or what has failed.
  virtual Outcome settle() { return {}; }
  /// There are changes that no journal has yet: it is time to think of a sync.
  virtual void changed() {}
  /// Nobody will use it any more.
  virtual void close() {}

 protected:
  ~StoreBackend() = default;
};

/// One thing that happened. The fields that its kind has, in the order in which they are written.
struct Change {
  enum class Kind : uint8_t {
    kNode =
        1,  ///< u64 ino, u32 mode uid gid rdev, i64 atime mtime ctime in ns, u16 text_len, text: an inode is made, or has these attributes now;
            ///< the text is a symlink's target
    kName = 2,    ///< u64 parent, u64 ino, u8 text_len, text: that name in a directory means the inode now
    kUnname = 3,  ///< u64 parent, u8 text_len, text: that name is gone
    kExtent = 4,  ///< u64 ino, u32 block, u32 place, u32 count: blocks of a file lie in those of `data`
    kSize = 5,    ///< u64 ino, u64 size: and extents beyond are dropped
    kGone = 6,    ///< u64 ino: neither a name nor an open file is left
  } kind = Kind::kNode;
  uint64_t ino = 0;
  uint64_t parent = 0;
  uint32_t mode = 0, uid = 0, gid = 0, rdev = 0;
  int64_t atime_ns = 0, mtime_ns = 0, ctime_ns = 0;
  uint32_t block = 0, place = 0, count = 0;
  uint64_t size = 0;
  std::string_view text;  ///< a name, of 1 to 255 bytes, or a target; valid during the call
};

class ChangeSink {
 public:
  virtual void apply(const Change& change) = 0;

 protected:
  ~ChangeSink() = default;
};

class Journal {
 public:
  static constexpr uint32_t kRecordMax = 1u << 20;
  static constexpr uint32_t kVersion = 1;

  /// REQUIRES: the store outlives it.
  explicit Journal(StoreBackend& store) : store_(store) {}

  /// Gives all changes in their order, and goes on behind the last whole record. An empty store gets its first journal. kIo: there are records that are
  /// whole and still make no sense, or only journals of another version.
  Outcome open(ChangeSink& sink);

  /// Adds to the record under way: all of a record happens, or nothing. REQUIRES: open() went well.
  void add(const Change& change);
  /// Ends the record under way, which commit() then writes; the next change begins one.
  void seal();
  /// Writes all records; nothing to do where there are none. They are safe once flush() has come back. Where writing fails they are kept for the next
  /// commit. kFbig: one is longer than kRecordMax, and all are dropped.
  Outcome commit();
  Outcome flush();

  /// What add() and commit() write from here on is the content of the next generation, until finish_snapshot(). Where one of them fails, the old
  /// journal goes on as if none had been begun.
  Outcome begin_snapshot();
  Outcome finish_snapshot();

  uint64_t bytes() const { return end_; }                                 ///< of the journal: when to make a snapshot
  uint64_t pending_bytes() const { return records_.size(); }              ///< that commit() would write
  uint64_t record_bytes() const { return records_.size() - record_at_; }  ///< of the record under way
  StoreFile file() const { return file_; }                                ///< that is written to
  StoreFile other() const { return file_ == StoreFile::kJournalA ? StoreFile::kJournalB : StoreFile::kJournalA; }
  uint64_t generation() const { return generation_; }

 private:
  Outcome replay(ChangeSink& sink);
  Outcome write_header();
  void drop_records();
  Outcome give_up_snapshot(Errno error);

  struct Place {
    StoreFile file;
    uint64_t generation, end;
    uint32_t sequence;
  };

  StoreBackend& store_;
  StoreFile file_ = StoreFile::kJournalA;
  uint64_t generation_ = 0;
  uint64_t end_ = 0;
  uint32_t sequence_ = 0;         // of the last record
  std::vector<uint8_t> records_;  // each with its head, which commit() fills
  size_t record_at_ = 0;          // where the one under way begins
  bool in_snapshot_ = false;
  Place before_ = {};  // in_snapshot_: the journal that goes on if it fails
};

/// CRC-32 as zlib's crc32().
uint32_t crc32(uint32_t before, const uint8_t* bytes, size_t len);

}  // namespace goferry::files
