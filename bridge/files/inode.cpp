#include "bridge/files/inode.h"

#include <algorithm>

#include "bridge/files/stored_data.h"
#include "bridge/files/volume.h"

namespace goferry::files {

Inode::Inode(Volume& volume, uint32_t mode) : volume(volume), ino(volume.next_ino()), mode(mode) {
  atime_ns = mtime_ns = ctime_ns = volume.now_ns();
}

Inode::~Inode() { volume.inode_ends(*this); }

void Inode::drop_ref() {
  if (--refs_ == 0) volume.bury(this);
}

File::File(Volume& volume, uint32_t permissions) : Inode(volume, kRegular | permissions), data(volume.space(), this) {
  if (Store* const store = volume.store()) data.set_stored(std::make_unique<StoredData>(*store, volume.space(), ino), 0);
}

Folder::Folder(Volume& volume, uint32_t permissions) : Inode(volume, kDirectory | permissions) { nlink = 2; }

bool Folder::lacks(std::string_view name) const { return std::binary_search(lacking_.begin(), lacking_.end(), name); }

void Folder::set_lacking(std::string_view name) {
  const auto place = std::lower_bound(lacking_.begin(), lacking_.end(), name);
  if (place == lacking_.end() || *place != name) lacking_.emplace(place, name);
}

void Folder::orphan() {
  last_parent_ = Ref<Inode>(parent);
  nlink = 0;
}

}  // namespace goferry::files
