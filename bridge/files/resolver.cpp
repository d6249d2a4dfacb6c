#include "bridge/files/resolver.h"

#include "bridge/files/state.h"

namespace goferry::files {

namespace {

/// What is still to be walked: the rest of the path, and of each symlink on the way that had components behind it.
class Rests {
 public:
  explicit Rests(std::string_view path) : rest_(path) {}

  /// The next component. False: none is left.
  bool next(std::string_view& component) {
    for (skip_slashes(); rest_.empty(); skip_slashes()) {  // a symlink's target may be nothing but slashes
      if (depth_ == 0) return false;
      pop();
    }
    size_t end = 1;  // names are short: quicker than find()
    while (end != rest_.size() && rest_[end] != '/') ++end;
    component = rest_.substr(0, end);
    slash_ = end != rest_.size();
    rest_.remove_prefix(end);
    skip_slashes();
    while (depth_ != 0 && rest_.empty()) pop();
    return true;
  }
  bool at_end() const { return rest_.empty(); }
  /// Whether a slash followed the component.
  bool slash() const { return slash_; }
  void push(std::string_view target) {
    if (!at_end()) outer_[depth_++] = {rest_.data(), rest_.size()};
    rest_ = target;
  }

 private:
  struct Text {
    const char* at;
    size_t len;
  };
  void pop() {
    const Text& outer = outer_[--depth_];
    rest_ = {outer.at, outer.len};
  }
  void skip_slashes() {
    while (!rest_.empty() && rest_.front() == '/') rest_.remove_prefix(1);
  }

  std::string_view rest_;
  Text outer_[kSymlinksMax];  // of the depth, none empty; not set up, as most paths go through no symlink
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
    const Result<Inode*> found = name.size() > kNameMax ? Errno::kNametoolong : folder->volume.lookup(*folder, name, !last || target.slash);
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
