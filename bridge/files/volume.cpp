#include "bridge/files/volume.h"

#include <cstring>

#include "bridge/files/state.h"

namespace goferry::files {

namespace {

void belongs(Folder& folder, Inode& node) {
  if (!node.is_directory()) return;
  as_folder(node).parent = &folder;
  ++folder.nlink;
}

}  // namespace

Volume::Volume(State& state, uint32_t id, Kind kind, Volume* lower, bool open_ended)
    : state(state), id(id), kind(kind), lower(lower), read_only(kind == Kind::kRemote) {
  auto* const root = new Folder(*this, 0755);
  root_ = Ref<Inode>(root);
  if (kind == Kind::kRemote) by_ino_.insert(root->ino, root);
  root->open_ended = open_ended;
  if (lower == nullptr) return;
  root->lower = lower->root_;
  root->filled = false;
  root->open_ended = lower->root().open_ended;
  root->mode = lower->root().mode;
}

Volume::~Volume() {
  if (store_) store_->end();
  root_.reset();
}

Inode* Volume::remote(uint64_t ino) const { return by_ino_.find(ino); }

Space* Volume::space() { return kind == Kind::kRemote ? nullptr : &state.space; }

int64_t Volume::now_ns() { return state.now_ns(); }

void Volume::inode_ends(Inode& inode) {
  if (inode.lower) shadows_.erase(inode.lower.get());
  if (inode.counts) --state.files;
  if (kind == Kind::kRemote) by_ino_.erase(inode.ino);
  if (store_) store_->gone(inode);
}

void Volume::bury(Inode* inode) {
  state.dead.push_back(inode);
  if (state.burying) return;
  state.burying = true;
  while (!state.dead.empty()) {
    Inode* const next = state.dead.back();
    state.dead.pop_back();
    delete next;
  }
  state.burying = false;
}

Result<Inode*> Volume::lookup(Folder& folder, std::string_view name, bool goes_on) {
  if (const Outcome filled = fill(folder); !filled.ok()) return filled.error;
  if (const Entry* const entry = folder.entries.find(name)) return entry->node.get();
  if (!folder.open_ended) return nullptr;
  // What is no file may still be a directory: only the names in it tell.
  if (folder.lacks(name) && !(goes_on && kind == Kind::kRemote)) return nullptr;
  if (folder.lower) {
    const Result<Inode*> below = lower->lookup(as_folder(*folder.lower), name, goes_on);
    if (!below.ok() || *below == nullptr) return below;
    Ref<Inode> node = shadow(**below);
    Inode* const found = node.get();
    add(folder, name, std::move(node));
    return found;
  }
  if (kind != Kind::kRemote) return nullptr;
  Wanted want = {Wanted::Kind::kName, id, folder.ino, folder.key, 0, 0, static_cast<uint8_t>(name.size()), {}};
  memcpy(want.name, name.data(), name.size());
  want.folder = goes_on;
  return state.want(want);
}

Outcome Volume::fill(Folder& folder) {
  if (folder.filled) return {};
  Folder& below = as_folder(*folder.lower);
  if (const Outcome filled = lower->fill(below); !filled.ok()) return filled;
  folder.filled = true;
  for (const Entry* entry = below.entries.after(0); entry != nullptr; entry = below.entries.after(entry->cookie)) {
    add(folder, entry->name, shadow(*entry->node));
  }
  return {};
}

/// The overlay's inode for a lower one.
Ref<Inode> Volume::shadow(Inode& below) {
  const bool shared = !below.is_directory() && below.nlink > 1;
  if (shared) {
    if (Inode* const found = shadows_.find(&below)) return Ref<Inode>(found);
  }
  Inode* made = nullptr;
  switch (below.type()) {
    case kDirectory: {
      auto* const folder = new Folder(*this, 0);
      folder->filled = false;
      folder->open_ended = as_folder(below).open_ended;
      made = folder;
      break;
    }
    case kSymlink:
      made = new Symlink(*this, as_symlink(below).target);
      break;
    case kRegular: {
      auto* const file = new File(*this, 0);
      file->data.set_lower(as_file(below).data);
      made = file;
      break;
    }
    default:
      made = new Inode(*this, below.mode);
  }
  made->lower = Ref<Inode>(&below);
  made->mode = below.mode;
  if (!below.is_directory()) made->nlink = below.nlink;
  made->uid = below.uid;
  made->gid = below.gid;
  made->rdev = below.rdev;
  made->atime_ns = below.atime_ns;
  made->mtime_ns = below.mtime_ns;
  made->ctime_ns = below.ctime_ns;
  if (shared) shadows_.insert(&below, made);
  return Ref<Inode>(made);
}

bool Volume::may_count() const { return kind == Kind::kRemote || state.files < state.limits.files; }

Ref<Inode> Volume::counted(Inode* inode) {
  inode->counts = kind != Kind::kRemote;
  if (inode->counts) ++state.files;
  else by_ino_.insert(inode->ino, inode);
  return Ref<Inode>(inode);
}

Result<Ref<Inode>> Volume::make_file(uint32_t permissions) {
  if (!may_count()) return Errno::kNospc;
  return counted(new File(*this, permissions));
}

Result<Ref<Inode>> Volume::make_folder(uint32_t permissions) {
  if (!may_count()) return Errno::kNospc;
  return counted(new Folder(*this, permissions));
}

Result<Ref<Inode>> Volume::make_symlink(std::string_view target) {
  if (!may_count()) return Errno::kNospc;
  return counted(new Symlink(*this, target));
}

Result<Ref<Inode>> Volume::make_device(uint32_t permissions, uint32_t rdev) {
  if (!may_count()) return Errno::kNospc;
  Ref<Inode> made = counted(new Inode(*this, kCharDevice | permissions));
  made->rdev = rdev;
  return made;
}

void Volume::add(Folder& folder, std::string_view name, Ref<Inode> node) {
  belongs(folder, *node);
  if (store_) store_->named(folder, name, *node);
  folder.entries.insert(name, std::move(node));
}

void Volume::place(Folder& folder, std::string_view name, Ref<Inode> node) {
  Entry* const entry = folder.entries.find(name);
  if (entry == nullptr) return add(folder, name, std::move(node));
  belongs(folder, *node);
  if (store_) store_->named(folder, name, *node);
  entry->node = std::move(node);
}

Ref<Inode> Volume::remove(Folder& folder, std::string_view name) {
  if (folder.open_ended) folder.set_lacking(name);
  if (store_) store_->unnamed(folder, name);
  Ref<Inode> node = folder.entries.remove(*folder.entries.find(name));
  if (node->is_directory()) --folder.nlink;
  return node;
}

}  // namespace goferry::files
