// A volume that lasts: its metadata goes to a journal, the data of its files to blocks of `data`.
//
// Every change is noted here when it happens, and is safe once sync() has come back: first data is flushed, then the journal is written and flushed. A
// journal is therefore always true, at the worst old. Blocks that were freed are used again only after that, so that what an old journal says of
// them stays true too. (What a program overwrites without a sync afterwards may be either: as on a disk.)
#pragma once
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "bridge/files/extents.h"
#include "bridge/files/id_map.h"
#include "bridge/files/journal.h"
#include "bridge/files/runs.h"

namespace goferry::files {

class Folder;
class Inode;
class StoreImage;
class Volume;

/// A change with nothing but an inode.
Change change_of(Change::Kind kind, uint64_t ino);
/// What a journal has to say of an inode. REQUIRES: it lives while the change is used.
Change attributes_of(const Inode& node);

class Store {
 public:
  /// REQUIRES: both outlive it.
  Store(StoreBackend& backend, Volume& volume) : backend_(backend), volume_(volume), journal_(backend) {}
  ~Store() { backend_.close(); }
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  /// Reads what the journal says. kIo where it makes no sense.
  Outcome open(StoreImage& image);
  /// A file's extent, of the image: its places are in use. False: they are another's.
  bool claim(const Extent& extent);
  /// All inodes are made: from here on changes are noted. `journal_bytes`: what a snapshot would take, about.
  Outcome begin(uint64_t journal_bytes);

  // ---- what happens ----------------------------------------------------------------------------------------------------------------------------
  void named(Folder& folder, std::string_view name, Inode& node);
  void unnamed(Folder& folder, std::string_view name);
  /// Its attributes or its size: the next sync writes what they are then.
  void touched(Inode& node);
  /// Neither a name nor an open file is left.
  void gone(Inode& node);
  void placed(uint64_t ino, const Extent& extent);
  void cut(uint64_t ino, uint64_t size);
  /// The volume ends: what happens to its inodes now is no change.
  void end() { ended_ = true; }
  bool ended() const { return ended_; }

  // ---- data ------------------------------------------------------------------------------------------------------------------------------------
  /// Room for so many more blocks. kNospc, kWouldFetch.
  Outcome reserve(uint32_t blocks);
  /// Blocks that can be had now, up to `most`, at best right behind `behind`; a count of 0 where there is none. They are nobody's until placed().
  Run allocate(uint32_t behind, uint32_t most);
  /// Of blocks that no journal knows of.
  void give_back(const Run& run) { free_now(run); }
  /// Of blocks that a journal may know of: they are free after the next sync.
  void release(const std::vector<Extent>& extents);
  Outcome ready(uint64_t at, uint32_t len) { return backend_.ready(at, len); }
  Outcome read(uint64_t at, uint8_t* to, uint32_t len);
  Outcome write(uint64_t at, const uint8_t* from, uint32_t len);
  bool reaches_outside() const { return backend_.reaches_outside(); }
  Outcome read_outside(uint64_t at, uint32_t to, uint32_t len) { return backend_.read_outside(StoreFile::kData, at, to, len); }
  Outcome write_outside(uint64_t at, uint32_t from, uint32_t len);
  /// Zeros there.
  Outcome clear(uint64_t at, uint32_t len);

  /// All that has happened is in the store when this comes back well. kWouldFetch: call again.
  Outcome sync();
  uint64_t bytes() const;  ///< that it takes

 private:
  void note(const Change& change);
  void tell_changed();
  Outcome commit();
  Outcome grow_journal(uint64_t size);
  void after_flush();
  Outcome snapshot();
  void free_now(const Run& run);
  void shrink();

  StoreBackend& backend_;
  Volume& volume_;
  Journal journal_;
  Runs free_;                      // below end_
  uint32_t end_ = 0;               // no block from here on is in use
  uint32_t capacity_ = 0;          // of `data`, in blocks
  uint64_t journal_capacity_ = 0;  // bytes that the journal may have without growing
  std::vector<Extent> released_;   // free after the next sync
  PointerMap<const Inode*, Inode> touched_;
  Change::Kind last_ = Change::Kind::kGone;
  bool begun_ = false;
  bool ended_ = false;
  bool data_written_ = false;  // since its last flush
  bool committed_ = false;     // to a journal that is not flushed yet
  bool in_sync_ = false;
  bool told_ = false;         // the backend, of changes since the last sync
  uint64_t snapshot_at_ = 0;  // journal's bytes at which the next one is due
};

}  // namespace goferry::files
