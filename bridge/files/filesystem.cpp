// Beginning, end and volumes of a Filesystem.
#include "bridge/files/filesystem.h"

#include <algorithm>
#include <cstring>

#include "bridge/files/resolver.h"
#include "bridge/files/state.h"

namespace goferry::files {

namespace {

uint32_t new_volume(State& state, Volume::Kind kind, Volume* lower, bool open_ended) {
  const auto id = static_cast<uint32_t>(state.volumes.size() + 1);
  state.volumes.push_back(std::make_unique<Volume>(state, id, kind, lower, open_ended));
  return id;
}

bool same(const Wanted& a, const Wanted& b) {
  return a.kind == b.kind && a.volume == b.volume && a.ino == b.ino && a.offset == b.offset && a.name_len == b.name_len &&
         memcmp(a.name, b.name, a.name_len) == 0;
}

/// The components of a path of the caller's own: no symlinks, no "..".
template <class Action>
Outcome each_component(std::string_view path, Action action) {
  while (!path.empty()) {
    const size_t end = std::min(path.find('/'), path.size());
    const std::string_view name = path.substr(0, end);
    path.remove_prefix(std::min(end + 1, path.size()));
    if (name.empty() || name == ".") continue;
    if (name == ".." || name.find('\0') != std::string_view::npos) return Errno::kInval;
    if (name.size() > kNameMax) return Errno::kNametoolong;
    if (const Outcome done = action(name); !done.ok()) return done;
  }
  return {};
}

/// A directory of that name in `folder`, made where it is missing, with what is mounted there.
Result<Folder*> step_into(Folder& folder, std::string_view name, bool through_mounts) {
  Volume& volume = folder.volume;
  const Result<Inode*> found = volume.lookup(folder, name, false);
  // What has to be asked for far away is made here instead.
  if (!found.ok() && found.error() != Errno::kWouldFetch) return found.error();
  if (found.ok() && *found != nullptr) {
    if (!(*found)->is_directory()) return Errno::kNotdir;
    return through_mounts ? &surface(as_folder(**found)) : &as_folder(**found);
  }
  Result<Ref<Inode>> made = volume.make_folder(0755);
  if (!made.ok()) return made.error();
  Folder& fresh = as_folder(**made);
  fresh.open_ended = folder.open_ended;
  volume.add(folder, name, std::move(*made));
  return &fresh;
}

/// The folder of a path, made where it is missing; and its last name, empty for the root.
Outcome walk_to_parent(Folder& root, std::string_view path, bool through_mounts, Folder*& parent, std::string_view& last) {
  parent = &root;
  last = {};
  return each_component(path, [&](std::string_view name) -> Outcome {
    if (!last.empty()) {
      const Result<Folder*> next = step_into(*parent, last, through_mounts);
      if (!next.ok()) return next.error();
      parent = *next;
    }
    last = name;
    return {};
  });
}

}  // namespace

Errno State::want(const Wanted& what) {
  const Errno before = std::exchange(failed, Errno::kOk);
  if (before != Errno::kOk && same(what, wanted)) return before;
  wanted = what;
  return Errno::kWouldFetch;
}

Filesystem::Filesystem(Clock& clock, const Limits& limits) : state_(std::make_unique<State>(clock, limits)) {
  Volume& first = *state_->volume(make_memory());
  first.shown = true;
  state_->root = &first.root();
  state_->cwd = Ref<Inode>(state_->root);
}

Filesystem::~Filesystem() {
  state_->descriptors.clear();
  state_->cwd.reset();
  // What was mounted last first: each refers to what is below.
  while (!state_->volumes.empty()) {
    Volume* const last = state_->volumes.back().get();
    if (last != nullptr && last->root().covers != nullptr) last->root().covers->mounted.reset();
    state_->volumes.pop_back();
  }
}

uint32_t Filesystem::make_memory() { return new_volume(*state_, Volume::Kind::kMemory, nullptr, false); }

uint32_t Filesystem::make_remote(bool open_ended) { return new_volume(*state_, Volume::Kind::kRemote, nullptr, open_ended); }

Result<uint32_t> Filesystem::make_store(StoreBackend& backend) {
  const uint32_t id = new_volume(*state_, Volume::Kind::kStore, nullptr, false);
  const Outcome opened = state_->volume(id)->open_store(backend);
  if (opened.ok()) return id;
  state_->volumes.pop_back();
  return opened.error;
}

Result<uint32_t> Filesystem::make_overlay(uint32_t lower) {
  Volume* const volume = state_->volume(lower);
  if (volume == nullptr || volume->shown) return Errno::kInval;
  volume->shown = true;
  return new_volume(*state_, Volume::Kind::kOverlay, volume, false);
}

Outcome Filesystem::mount(uint32_t id, std::string_view path, bool read_only) {
  Volume* const volume = state_->volume(id);
  if (volume == nullptr) return Errno::kInval;
  if (volume->shown) return Errno::kBusy;
  Folder* parent = nullptr;
  std::string_view last;
  if (const Outcome walked = walk_to_parent(surface(*state_->root), path, true, parent, last); !walked.ok()) return walked;
  if (last.empty()) {
    // In place of the first volume: nothing may have happened yet.
    if (state_->root->entries.size() != 0 || state_->root->volume.id != 1 || state_->cwd.get() != state_->root) return Errno::kBusy;
    state_->root = &volume->root();
    state_->cwd = Ref<Inode>(state_->root);
    state_->volume(1)->shown = false;
  } else {
    const Result<Folder*> at = step_into(*parent, last, false);
    if (!at.ok()) return at.error();
    if ((*at)->mounted) return Errno::kBusy;
    (*at)->mounted = Ref<Inode>(&volume->root());
    volume->root().covers = *at;
  }
  volume->shown = true;
  volume->read_only = read_only || volume->kind == Volume::Kind::kRemote;
  return {};
}

Outcome Filesystem::unmount(std::string_view path) {
  const Result<Target> target = resolve(*state_, Path(path), Walk::kFollow);
  if (!target.ok()) return target.error();
  Volume& volume = target->node->volume;
  if (target->node != &volume.root() || volume.root().covers == nullptr) return Errno::kInval;
  bool busy = &state_->cwd->volume == &volume;
  state_->descriptors.each([&](const OpenFile& file) { busy = busy || (file.node && &file.node->volume == &volume); });
  for (const auto& other : state_->volumes)
    busy = busy || (other && other->root().covers != nullptr && &other->root().covers->volume == &volume);
  if (busy) return Errno::kBusy;
  for (Volume* gone = &volume; gone != nullptr; gone = gone->lower) {
    if (const Outcome synced = gone->sync(); !synced.ok()) return synced;
  }
  volume.root().covers->mounted.reset();
  for (Volume* gone = &volume; gone != nullptr;) {
    Volume* const below = gone->lower;
    state_->volumes[gone->id - 1].reset();
    gone = below;
  }
  return {};
}

Outcome Filesystem::set_read_only(uint32_t id, bool read_only) {
  Volume* const volume = state_->volume(id);
  if (volume == nullptr || (volume->kind == Volume::Kind::kRemote && !read_only)) return Errno::kInval;
  volume->read_only = read_only;
  return {};
}

namespace {

/// Puts an inode into a remote volume. It takes the place of nothing, or of a directory that was made for what lies in it.
Outcome put_remote(Volume* volume, std::string_view path, int64_t mtime_ns, Ref<Inode> node) {
  Folder* parent = nullptr;
  std::string_view name;
  if (const Outcome walked = walk_to_parent(volume->root(), path, false, parent, name); !walked.ok()) return walked;
  if (name.empty()) return Errno::kInval;
  node->atime_ns = node->mtime_ns = node->ctime_ns = mtime_ns;
  if (const Entry* const entry = parent->entries.find(name)) {
    Inode& there = *entry->node;
    if (!there.is_directory() || !node->is_directory()) return Errno::kExist;
    there.mode = node->mode;
    there.key = node->key;
    there.atime_ns = there.mtime_ns = there.ctime_ns = mtime_ns;
    return {};
  }
  if (node->is_directory()) as_folder(*node).open_ended = parent->open_ended;
  volume->add(*parent, name, std::move(node));
  return {};
}

}  // namespace

Result<uint64_t> Filesystem::remote_file(uint32_t id, std::string_view path, uint64_t size, uint32_t mode, int64_t mtime_ns, uint32_t key) {
  Volume* const volume = state_->volume(id);
  if (volume == nullptr || volume->kind != Volume::Kind::kRemote) return Errno::kInval;
  if (size > kFileMax) return Errno::kFbig;
  Result<Ref<Inode>> made = volume->make_file(mode & 07777);
  if (!made.ok()) return made.error();
  (*made)->key = key;
  as_file(**made).data.set_remote(size);
  const uint64_t ino = (*made)->ino;
  const Outcome put = put_remote(volume, path, mtime_ns, std::move(*made));
  if (!put.ok()) return put.error;
  return ino;
}

Outcome Filesystem::remote_directory(uint32_t id, std::string_view path, uint32_t mode, int64_t mtime_ns, uint32_t key) {
  Volume* const volume = state_->volume(id);
  if (volume == nullptr || volume->kind != Volume::Kind::kRemote) return Errno::kInval;
  Result<Ref<Inode>> made = volume->make_folder(mode & 07777);
  if (!made.ok()) return made.error();
  (*made)->key = key;
  return put_remote(volume, path, mtime_ns, std::move(*made));
}

Outcome Filesystem::remote_symlink(uint32_t id, std::string_view path, std::string_view target, int64_t mtime_ns) {
  Volume* const volume = state_->volume(id);
  if (volume == nullptr || volume->kind != Volume::Kind::kRemote) return Errno::kInval;
  if (target.empty() || target.find('\0') != std::string_view::npos) return Errno::kInval;
  Result<Ref<Inode>> made = volume->make_symlink(target);
  if (!made.ok()) return made.error();
  return put_remote(volume, path, mtime_ns, std::move(*made));
}

Outcome Filesystem::remote_missing(uint32_t id, uint64_t ino, std::string_view name) {
  const Volume* const volume = state_->volume(id);
  Inode* const node = volume == nullptr ? nullptr : volume->remote(ino);
  if (node == nullptr || !node->is_directory()) return Errno::kInval;
  as_folder(*node).set_lacking(name);
  return {};
}

Outcome Filesystem::provide(uint32_t id, uint64_t ino, uint64_t offset, uint32_t len, Source& source) {
  Volume* const volume = state_->volume(id);
  Inode* const node = volume == nullptr ? nullptr : volume->remote(ino);
  if (node == nullptr || !node->is_regular()) return Errno::kInval;
  FileData& data = as_file(*node).data;
  if (offset % FileData::kBlock != 0 || offset > data.size() || len > data.size() - offset) return Errno::kInval;
  if (len % FileData::kBlock != 0 && offset + len != data.size()) return Errno::kInval;
  return data.provide(offset, len, source) ? Errno::kOk : Errno::kNospc;
}

void Filesystem::provide_failed(Errno error) { state_->failed = error; }

const Wanted& Filesystem::wanted() const { return state_->wanted; }

Usage Filesystem::usage() const { return {state_->space.used, state_->files}; }

const Limits& Filesystem::limits() const { return state_->limits; }

}  // namespace goferry::files
