// A volume: one tree of inodes. In memory; an overlay shows what a lower volume has, by inodes of its own that it makes when a directory is first
// looked at; a store keeps all of it in files of the host; a remote one has files whose data, and perhaps names, are fetched when they are first wanted.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "bridge/base/result.h"
#include "bridge/files/id_map.h"
#include "bridge/files/inode.h"
#include "bridge/files/store.h"

namespace goferry::files {

struct State;
struct StoredNode;

class Volume {
 public:
  enum class Kind : uint8_t { kMemory, kRemote, kOverlay, kStore };

  /// `lower` of an overlay. REQUIRES: both outlive it.
  Volume(State& state, uint32_t id, Kind kind, Volume* lower, bool open_ended);
  ~Volume();
  Volume(const Volume&) = delete;
  Volume& operator=(const Volume&) = delete;

  /// Of kStore, before all else: makes the inodes that the store has.
  Outcome open_store(StoreBackend& backend);
  /// Null, but of kStore.
  Store* store() { return store_.get(); }
  /// All that has happened is in the store; nothing to do where there is none. kWouldFetch.
  Outcome sync();
  /// Attributes or size of an inode have changed.
  void touched(Inode& node) {
    if (store_) store_->touched(node);
  }
  /// An error of the store for the caller: notes who has to be waited for.
  Errno waits(Errno error);
  /// Tells what a journal has to say of all that there is.
  using Tell = std::function<Outcome(const Change&)>;
  Outcome tell(const Tell& tell);
  /// What that takes, at most.
  uint64_t journal_bytes();

  /// The inode of a name, null where there is none; or kWouldFetch. `goes_on`: only a directory would do. REQUIRES of the name: neither "." nor "..".
  Result<Inode*> lookup(Folder& folder, std::string_view name, bool goes_on);
  /// Makes sure that the folder's entries are all here that can be listed.
  Outcome fill(Folder& folder);

  /// New inodes, without a name yet. kNospc where there may be no more.
  Result<Ref<Inode>> make_file(uint32_t permissions);
  Result<Ref<Inode>> make_folder(uint32_t permissions);
  Result<Ref<Inode>> make_symlink(std::string_view target);
  Result<Ref<Inode>> make_device(uint32_t permissions, uint32_t rdev);

  /// Names an inode. REQUIRES: the folder is alive and filled, and has no such name. Times and link counts are the caller's, but of folders.
  void add(Folder& folder, std::string_view name, Ref<Inode> node);
  /// The same where the name may be there: it then means this inode, in the same place of listings. What it meant is the caller's to see to.
  void place(Folder& folder, std::string_view name, Ref<Inode> node);
  /// Takes a name away. REQUIRES: it is there.
  Ref<Inode> remove(Folder& folder, std::string_view name);

  Folder& root() { return as_folder(*root_); }
  /// An inode of a remote volume, or null.
  Inode* remote(uint64_t ino) const;
  Space* space();
  int64_t now_ns();
  uint64_t next_ino() { return ++last_ino_; }
  void inode_ends(Inode& inode);
  void bury(Inode* inode);

  State& state;
  const uint32_t id;
  const Kind kind;
  Volume* const lower;
  bool read_only;
  bool shown = false;  ///< mounted, or the lower one of an overlay

 private:
  Ref<Inode> shadow(Inode& below);
  bool may_count() const;
  Ref<Inode> counted(Inode* inode);
  Ref<Inode> restore(const StoredNode& stored, uint64_t ino);
  Outcome fill_store(const StoreImage& image);

  uint64_t last_ino_ = 0;
  PointerMap<const Inode*, Inode> shadows_;  // of lower inodes with several names
  PointerMap<uint64_t, Inode> by_ino_;       // of a remote volume
  std::unique_ptr<Store> store_;
  std::vector<Inode*> cut_short_;  // while a store is opened: files with blocks behind their ends
  Ref<Inode> root_;
};

}  // namespace goferry::files
