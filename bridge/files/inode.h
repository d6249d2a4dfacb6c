// Inodes: what directory entries and open files refer to. Counted; one goes when neither a name nor an open file is left.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bridge/files/directory.h"
#include "bridge/files/file_data.h"
#include "bridge/files/ref.h"
#include "bridge/files/types.h"

namespace goferry::files {

class Volume;

class Inode {
 public:
  Inode(Volume& volume, uint32_t mode);  ///< it gets the volume's next number
  Inode(const Inode&) = delete;
  Inode& operator=(const Inode&) = delete;
  virtual ~Inode();

  void add_ref() { ++refs_; }
  void drop_ref();

  uint32_t type() const { return mode & kTypeMask; }
  bool is_directory() const { return type() == kDirectory; }
  bool is_symlink() const { return type() == kSymlink; }
  bool is_regular() const { return type() == kRegular; }

  Volume& volume;
  const uint64_t ino;
  uint32_t mode;
  uint32_t nlink = 1;
  uint32_t uid = 0;
  uint32_t gid = 0;
  uint32_t rdev = 0;
  uint32_t key = 0;  // of a remote volume: its maker's
  int64_t atime_ns;
  int64_t mtime_ns;
  int64_t ctime_ns;
  Ref<Inode> lower;         // of an overlay: what it showed at first
  uint32_t counts : 1 = 0;  // among the files that a program may have

 private:
  uint32_t refs_ : 31 = 0;
};

class File : public Inode {
 public:
  File(Volume& volume, uint32_t permissions);
  FileData data;
};

class Folder : public Inode {
 public:
  Folder(Volume& volume, uint32_t permissions);

  /// Whether it still has a name (or is a root).
  bool alive() const { return nlink != 0; }
  /// Takes it out of its parent, which `..` still leads to.
  void orphan();

  Directory entries;
  Folder* parent = nullptr;  // null: the root of its volume
  Ref<Inode> mounted;        // the root of the volume that covers it
  Folder* covers = nullptr;  // of a mounted volume's root: what it covers
  bool filled = true;        // false, of an overlay: the entries of `lower` are not here yet
  bool open_ended = false;   // a name that is not here may exist below, or far away

  /// Whether a name is known not to exist there, either.
  bool lacks(std::string_view name) const;
  void set_lacking(std::string_view name);

 private:
  Ref<Inode> last_parent_;            // of an orphan
  std::vector<std::string> lacking_;  // sorted
};

class Symlink : public Inode {
 public:
  Symlink(Volume& volume, std::string_view target) : Inode(volume, kSymlink | 0777), target(target) {}
  const std::string target;
};

inline File& as_file(Inode& inode) { return static_cast<File&>(inode); }           // REQUIRES: is_regular()
inline Folder& as_folder(Inode& inode) { return static_cast<Folder&>(inode); }     // REQUIRES: is_directory()
inline Symlink& as_symlink(Inode& inode) { return static_cast<Symlink&>(inode); }  // REQUIRES: is_symlink()

}  // namespace goferry::files
