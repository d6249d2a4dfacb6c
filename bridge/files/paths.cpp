// The operations of Filesystem that begin with a path. The order of checks is Linux's (fs/namei.c), so that a call that is wrong in two ways fails
// as there.
#include <algorithm>

#include "bridge/files/changes.h"
#include "bridge/files/filesystem.h"
#include "bridge/files/resolver.h"
#include "bridge/files/state.h"

namespace goferry::files {

namespace {

constexpr uint32_t kPermissions = 07777;
constexpr uint32_t kSetGid = 02000;
constexpr uint32_t kLinksMax = 1u << 30;

bool mounted_on(const Inode& node) { return node.is_directory() && static_cast<const Folder&>(node).mounted; }

/// A place for a new name.
Result<Target> new_name(State& state, const Path& path, bool for_directory) {
  Result<Target> target = resolve(state, path, Walk::kName);
  if (!target.ok()) return target;
  if (target->error != Errno::kOk) return target->error;
  if (target->last != Target::Last::kName || target->node != nullptr) return Errno::kExist;
  if (target->slash && !for_directory) return Errno::kNoent;
  if (target->parent->volume.read_only) return Errno::kRofs;
  if (!target->parent->alive()) return Errno::kNoent;
  return target;
}

/// Names a new inode.
void put(const Target& target, Ref<Inode> node) {
  Folder& parent = *target.parent;
  if ((parent.mode & kSetGid) != 0) {
    node->gid = parent.gid;
    if (node->is_directory()) node->mode |= kSetGid;
  }
  touch_content(parent);
  parent.volume.add(parent, target.name, std::move(node));
}

Outcome make(const Target& target, Result<Ref<Inode>> node) {
  if (!node.ok()) return node.error();
  put(target, std::move(*node));
  return {};
}

/// Whether `inner` is `outer` or lies in it, in the same volume.
bool lies_in(const Folder* inner, const Inode* outer) {
  while (inner != nullptr && inner != outer) inner = inner->parent;
  return inner != nullptr;
}

/// An inode that is to be changed.
Result<Inode*> to_change(State& state, const Path& path, Follow follow) {
  const Result<Target> target = resolve(state, path, follow == Follow::kYes ? Walk::kFollow : Walk::kNofollow);
  if (!target.ok()) return target.error();
  if (target->node->volume.read_only) return Errno::kRofs;
  return target->node;
}

Outcome remove_name(const Target& target) {
  Folder& parent = *target.parent;
  const Ref<Inode> node = parent.volume.remove(parent, target.name);
  touch_content(parent);
  touch_inode(*node);
  if (node->is_directory()) as_folder(*node).orphan();
  else --node->nlink;
  return {};
}

}  // namespace

Result<Fd> Filesystem::open(Path path, uint32_t flags, uint32_t mode) {
  Rights rights;
  if (OpenFile* const dir = path.dir == kCwd ? nullptr : state_->descriptors.find(path.dir); dir != nullptr) {
    const uint64_t inherited = state_->descriptors.rights(path.dir).inheriting;
    rights = {inherited, inherited};
  }
  return open(path, flags, mode, (flags & kNofollow) != 0 ? Follow::kNo : Follow::kYes, rights);
}

Result<Fd> Filesystem::open(Path path, uint32_t flags, uint32_t mode, Follow follow, const Rights& rights) {
  if ((flags & kAccessMask) == kAccessMask || (flags & (kCreate | kDirectoryOnly)) == (kCreate | kDirectoryOnly)) return Errno::kInval;
  if (path.dir != kCwd && state_->descriptors.find(path.dir) != nullptr) {
    const uint64_t inherited = state_->descriptors.rights(path.dir).inheriting;
    if (((rights.base | rights.inheriting) & ~inherited) != 0) return Errno::kNotcapable;
  }
  if (state_->descriptors.full()) return Errno::kMfile;
  const bool create = (flags & kCreate) != 0;
  const bool exclusive = create && (flags & kExclusive) != 0;
  const bool follows = follow == Follow::kYes && !exclusive;
  const Walk walk = create ? (follows ? Walk::kCreate : Walk::kCreateNofollow) : (follows ? Walk::kFollow : Walk::kNofollow);
  const Result<Target> target = resolve(*state_, path, walk);
  if (!target.ok()) return target.error();

  Ref<Inode> node(target->node);
  const bool truncates = (flags & kTruncate) != 0;
  const bool writes = (flags & kAccessMask) != kRead || truncates;
  if (!node) {
    Folder& parent = *target->parent;
    if (parent.volume.read_only) return Errno::kRofs;
    if (!parent.alive()) return Errno::kNoent;
    Result<Ref<Inode>> made = parent.volume.make_file(mode & kPermissions & ~state_->umask);
    if (!made.ok()) return made.error();
    node = *made;
    put(*target, node);
  } else {
    if (exclusive) return Errno::kExist;
    if (create && node->is_directory()) return Errno::kIsdir;
    if ((flags & kDirectoryOnly) != 0 && !node->is_directory()) return Errno::kNotdir;
    if (node->is_symlink()) return Errno::kLoop;
    if (node->is_directory() && writes) return Errno::kIsdir;
    if (node->is_regular() && writes && node->volume.read_only) return Errno::kRofs;
    if (node->is_regular() && truncates) {
      if (const Outcome cut = as_file(*node).data.resize(0); !cut.ok()) return cut.error;
      touch_content(*node);
    }
  }
  constexpr uint32_t kKept = kAccessMask | kAppend | kNonblock | kSync | kDsync;
  return state_->descriptors.add(Ref<OpenFile>(new OpenFile(std::move(node), flags & kKept)), rights);
}

Result<Stat> Filesystem::stat(Path path, Follow follow) {
  const Result<Target> target = resolve(*state_, path, follow == Follow::kYes ? Walk::kFollow : Walk::kNofollow);
  if (!target.ok()) return target.error();
  return stat_of(*target->node);
}

Outcome Filesystem::mkdir(Path path, uint32_t mode) {
  const Result<Target> target = new_name(*state_, path, true);
  if (!target.ok()) return target.error();
  return make(*target, target->parent->volume.make_folder(mode & 01777 & ~state_->umask));
}

Outcome Filesystem::rmdir(Path path) {
  const Result<Target> target = resolve(*state_, path, Walk::kName);
  if (!target.ok()) return target.error();
  if (target->last == Target::Last::kDotDot) return Errno::kNotempty;
  if (target->last == Target::Last::kDot) return Errno::kInval;
  if (target->last == Target::Last::kRoot) return Errno::kBusy;
  Volume& volume = target->parent->volume;
  if (volume.read_only) return Errno::kRofs;
  if (target->error != Errno::kOk) return target->error;
  if (target->node == nullptr) return Errno::kNoent;
  if (!target->node->is_directory()) return Errno::kNotdir;
  if (mounted_on(*target->node)) return Errno::kBusy;
  Folder& folder = as_folder(*target->node);
  if (const Outcome filled = volume.fill(folder); !filled.ok()) return filled;
  if (folder.entries.size() != 0) return Errno::kNotempty;
  return remove_name(*target);
}

Outcome Filesystem::unlink(Path path) {
  const Result<Target> target = resolve(*state_, path, Walk::kName);
  if (!target.ok()) return target.error();
  if (target->last != Target::Last::kName) return Errno::kIsdir;
  if (target->parent->volume.read_only) return Errno::kRofs;
  if (target->error != Errno::kOk) return target->error;
  if (target->node == nullptr) return Errno::kNoent;
  if (target->node->is_directory()) return Errno::kIsdir;
  if (target->slash) return Errno::kNotdir;
  return remove_name(*target);
}

Outcome Filesystem::rename(Path from, Path to) {
  const Result<Target> old_target = resolve(*state_, from, Walk::kName);
  if (!old_target.ok()) return old_target.error();
  const Result<Target> new_target = resolve(*state_, to, Walk::kName);
  if (!new_target.ok()) return new_target.error();
  const auto volume_of = [](const Target& target) {
    return &(target.parent != nullptr ? target.parent : &as_folder(*target.node))->volume;
  };
  if (volume_of(*old_target) != volume_of(*new_target)) return Errno::kXdev;
  if (old_target->last != Target::Last::kName || new_target->last != Target::Last::kName) return Errno::kBusy;
  Folder& old_parent = *old_target->parent;
  Folder& new_parent = *new_target->parent;
  Volume& volume = old_parent.volume;
  if (volume.read_only) return Errno::kRofs;
  Ref<Inode> node(old_target->node);
  Ref<Inode> replaced(new_target->node);
  if (old_target->error != Errno::kOk) return old_target->error;
  if (!node) return Errno::kNoent;
  if (new_target->error != Errno::kOk) return new_target->error;
  if (!node->is_directory() && (old_target->slash || new_target->slash)) return Errno::kNotdir;
  if (lies_in(&new_parent, node.get())) return Errno::kInval;
  if (replaced && lies_in(&old_parent, replaced.get())) return Errno::kNotempty;
  if (node.get() == replaced.get()) return {};
  if (!new_parent.alive()) return Errno::kNoent;
  if (replaced && node->is_directory() != replaced->is_directory()) return node->is_directory() ? Errno::kNotdir : Errno::kIsdir;
  if (mounted_on(*node) || (replaced && mounted_on(*replaced))) return Errno::kBusy;
  if (replaced && replaced->is_directory()) {
    if (const Outcome filled = volume.fill(as_folder(*replaced)); !filled.ok()) return filled;
    if (as_folder(*replaced).entries.size() != 0) return Errno::kNotempty;
  }

  if (replaced) {
    touch_inode(*replaced);
    if (replaced->is_directory()) {
      as_folder(*replaced).orphan();
      --new_parent.nlink;
    } else {
      --replaced->nlink;
    }
  }
  volume.remove(old_parent, old_target->name);
  volume.place(new_parent, new_target->name, node);
  touch_inode(*node);
  touch_content(old_parent);
  touch_content(new_parent);
  return {};
}

Outcome Filesystem::link(Path from, Path to, Follow follow) {
  const Result<Target> old_target = resolve(*state_, from, follow == Follow::kYes ? Walk::kFollow : Walk::kNofollow);
  if (!old_target.ok()) return old_target.error();
  Ref<Inode> node(old_target->node);
  const Result<Target> target = new_name(*state_, to, false);
  if (!target.ok()) return target.error();
  if (&target->parent->volume != &node->volume) return Errno::kXdev;
  if (node->is_directory()) return Errno::kPerm;
  if (node->nlink == 0) return Errno::kNoent;
  if (node->nlink >= kLinksMax) return Errno::kMlink;
  ++node->nlink;
  touch_inode(*node);
  touch_content(*target->parent);
  target->parent->volume.add(*target->parent, target->name, std::move(node));
  return {};
}

Outcome Filesystem::symlink(std::string_view target, Path path) {
  if (target.empty()) return Errno::kNoent;
  if (target.find('\0') != std::string_view::npos) return Errno::kInval;
  if (target.size() >= state_->limits.path) return Errno::kNametoolong;
  const Result<Target> place = new_name(*state_, path, false);
  if (!place.ok()) return place.error();
  return make(*place, place->parent->volume.make_symlink(target));
}

Result<std::string_view> Filesystem::readlink(Path path) {
  const Result<Target> target = resolve(*state_, path, Walk::kNofollow);
  if (!target.ok()) return target.error();
  if (!target->node->is_symlink()) return Errno::kInval;
  touch_read(*target->node);
  return std::string_view(as_symlink(*target->node).target);
}

Outcome Filesystem::chmod(Path path, Follow follow, uint32_t mode) {
  const Result<Inode*> node = to_change(*state_, path, follow);
  if (!node.ok()) return node.error();
  return change_mode(**node, mode);
}

Outcome Filesystem::chown(Path path, Follow follow, uint32_t uid, uint32_t gid) {
  const Result<Inode*> node = to_change(*state_, path, follow);
  if (!node.ok()) return node.error();
  return change_owner(**node, uid, gid);
}

Outcome Filesystem::utimes(Path path, Follow follow, SetTime atime, SetTime mtime) {
  const Result<Inode*> node = to_change(*state_, path, follow);
  if (!node.ok()) return node.error();
  return change_times(**node, atime, mtime);
}

Outcome Filesystem::truncate(Path path, int64_t size) {
  if (size < 0) return Errno::kInval;
  const Result<Target> target = resolve(*state_, path, Walk::kFollow);
  if (!target.ok()) return target.error();
  if (target->node->is_directory()) return Errno::kIsdir;
  if (!target->node->is_regular()) return Errno::kInval;
  if (target->node->volume.read_only) return Errno::kRofs;
  return change_size(as_file(*target->node), static_cast<uint64_t>(size));
}

Outcome Filesystem::access(Path path, uint32_t mode) {
  if (mode > 7) return Errno::kInval;
  const Result<Target> target = resolve(*state_, path, Walk::kFollow);
  if (!target.ok()) return target.error();
  if ((mode & 2) != 0 && target->node->volume.read_only) return Errno::kRofs;
  // As for Linux's root: to execute a file, some execute bit has to be there.
  if ((mode & 1) != 0 && !target->node->is_directory() && (target->node->mode & 0111) == 0) return Errno::kAcces;
  return {};
}

Outcome Filesystem::make_device(Path path, uint32_t mode, Device device) {
  const Result<Target> target = new_name(*state_, path, false);
  if (!target.ok()) return target.error();
  return make(*target, target->parent->volume.make_device(mode & kPermissions & ~state_->umask, device));
}

Outcome Filesystem::chdir(Path path) {
  const Result<Target> target = resolve(*state_, path, Walk::kFollow);
  if (!target.ok()) return target.error();
  if (!target->node->is_directory()) return Errno::kNotdir;
  state_->cwd = Ref<Inode>(target->node);
  return {};
}

Result<std::string> Filesystem::cwd() const {
  std::string path;
  Folder* folder = &as_folder(*state_->cwd);
  while (folder != state_->root) {
    if (folder->parent == nullptr) {
      if (folder->covers == nullptr) return Errno::kNoent;
      folder = folder->covers;
      continue;
    }
    if (!folder->alive()) return Errno::kNoent;
    const Entry* entry = folder->parent->entries.after(0);
    while (entry != nullptr && entry->node.get() != folder) entry = folder->parent->entries.after(entry->cookie);
    if (entry == nullptr) return Errno::kNoent;
    path.insert(0, entry->name).insert(0, "/");
    folder = folder->parent;
  }
  if (path.empty()) path = "/";
  return path;
}

uint32_t Filesystem::umask(uint32_t mask) { return std::exchange(state_->umask, mask & 0777); }

}  // namespace goferry::files
