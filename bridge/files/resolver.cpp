#include "bridge/files/resolver.h"

#include <algorithm>

#include "bridge/files/state.h"

namespace goferry::files {

namespace {

/// What is still to be walked: the rest of the path, and of each symlink on the way that had components behind it.
class Rests {
 public:
  explicit Rests(std::string_view path) { rests_[0] = path; }

  /// The next component. False: none is left.
  bool next(std::string_view& component) {
    for (skip_slashes(); top().empty(); skip_slashes()) {  // a symlink's target may be nothing but slashes
      if (depth_ == 0) return false;
      --depth_;
    }
    const size_t end = top().find('/');
    component = top().substr(0, end);
    slash_ = end != std::string_view::npos;
    top().remove_prefix(component.size());
    skip_slashes();
    while (depth_ != 0 && top().empty()) --depth_;
    return true;
  }
  bool at_end() const { return rests_[depth_].empty(); }
  /// Whether a slash followed the component.
  bool slash() const { return slash_; }
  void push(std::string_view target) {
    if (!at_end()) ++depth_;
    rests_[depth_] = target;
  }

 private:
  std::string_view& top() { return rests_[depth_]; }
  void skip_slashes() { top().remove_prefix(std::min(top().find_first_not_of('/'), top().size())); }

  std::string_view rests_[kSymlinksMax + 1];  // all but the top one are not empty
  size_t depth_ = 0;
  bool slash_ = false;
};

Result<Folder*> start_of(State& state, const Path& path) {
  if (path.dir == kCwd) return &as_folder(*state.cwd);
  OpenFile* const file = state.descriptors.find(path.dir);
  if (file == nullptr) return Errno::kBadf;
  if (!file->node || !file->node->is_directory()) return Errno::kNotdir;
  return &as_folder(*file->node);
}

Errno check_path(const State& state, std::string_view bytes) {
  if (bytes.empty()) return Errno::kNoent;
  if (bytes.find('\0') != std::string_view::npos) return Errno::kInval;
  return bytes.size() >= state.limits.path ? Errno::kNametoolong : Errno::kOk;
}

}  // namespace

Folder& surface(Folder& folder) {
  Folder* top = &folder;
  while (top->mounted) top = &as_folder(*top->mounted);
  return *top;
}

Folder& parent_of(State& state, Folder& folder) {
  Folder* from = &folder;
  while (from->parent == nullptr) {
    if (from == state.root || from->covers == nullptr) return folder;
    from = from->covers;
  }
  return surface(*from->parent);
}

Result<Target> resolve(State& state, const Path& path, Walk walk) {
  if (const Errno bad = check_path(state, path.bytes); bad != Errno::kOk) return bad;
  Folder* root = state.root;
  Folder* folder = root;
  if (path.bytes.front() != '/') {
    const Result<Folder*> start = start_of(state, path);
    if (!start.ok()) return start.error();
    folder = *start;
    if (path.beneath) root = folder;
  } else if (path.beneath) {
    return Errno::kPerm;
  }

  const bool follows_last = walk == Walk::kFollow || walk == Walk::kCreate;
  const bool creates = walk == Walk::kCreate || walk == Walk::kCreateNofollow;
  const bool may_miss = walk != Walk::kFollow && walk != Walk::kNofollow;
  Target target;
  target.node = folder;
  Rests rests(path.bytes);
  uint32_t symlinks = 0;
  std::string_view name;
  while (rests.next(name)) {
    const bool last = rests.at_end();
    if (last && rests.slash()) target.slash = true;
    if (!target.node->is_directory()) return Errno::kNotdir;
    folder = &as_folder(*target.node);
    if (name == ".") {
      target.last = Target::Last::kDot;
      continue;
    }
    if (name == "..") {
      target.last = Target::Last::kDotDot;
      if (folder != root) target.node = &parent_of(state, *folder);
      else if (path.beneath) return Errno::kPerm;
      continue;
    }
    if (last) {
      if (creates && target.slash) return Errno::kIsdir;
      target.last = Target::Last::kName;
      target.parent = folder;
      target.name = name;
    }
    const Result<Inode*> found = name.size() > kNameMax ? Errno::kNametoolong : folder->volume.lookup(*folder, name);
    if (!found.ok() && !(last && walk == Walk::kName)) return found.error();
    target.error = found.error();
    Inode* const node = *found;
    if (last && (walk == Walk::kName || node == nullptr)) {
      if (node == nullptr && !may_miss) return Errno::kNoent;
      target.node = node;
      return target;
    }
    if (node == nullptr) return Errno::kNoent;
    if (node->is_symlink() && (!last || follows_last || target.slash)) {
      if (++symlinks > kSymlinksMax) return Errno::kLoop;
      const std::string_view to = as_symlink(*node).target;
      rests.push(to);
      target.last = Target::Last::kRoot;
      target.parent = nullptr;
      target.node = to.front() == '/' ? root : folder;
      continue;
    }
    target.node = node->is_directory() ? &surface(as_folder(*node)) : node;
  }
  if (target.slash && !target.node->is_directory()) return Errno::kNotdir;
  return target;
}

}  // namespace goferry::files
