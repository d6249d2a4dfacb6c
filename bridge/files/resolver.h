// From a path to an inode: component by component, never by the text alone. It goes the way of Linux (fs/namei.c), so that errors are the same.
#pragma once
#include <cstdint>
#include <string_view>

#include "bridge/base/result.h"
#include "bridge/files/inode.h"
#include "bridge/files/types.h"

namespace goferry::files {

struct State;

/// Where a path has led. Pointers are valid until the filesystem changes.
struct Target {
  enum class Last : uint8_t { kName, kDot, kDotDot, kRoot };

  Inode* node = nullptr;     ///< null: there is no such name in `parent`
  Folder* parent = nullptr;  ///< of a last component that is a name
  std::string_view name;     ///< that component
  Last last = Last::kRoot;
  bool slash = false;        ///< the path ended in a slash: a directory was asked for
  Errno error = Errno::kOk;  ///< Walk::kName: looking that name up has failed, which comes after other reasons to refuse
};

enum class Walk : uint8_t {
  kFollow,    ///< to what is there, through a last symlink too
  kNofollow,  ///< to what is there; a last symlink only if a slash is behind it
  kCreate,    ///< as kFollow, but the last name need not exist
  kName,      ///< to the name itself, which need not exist: to make, remove or rename it. Neither symlinks nor mounts are followed there
  kCreateNofollow,  ///< as kNofollow, but the last name need not exist
};

/// REQUIRES of the path's bytes: they outlive the use of the target.
Result<Target> resolve(State& state, const Path& path, Walk walk);

/// A directory, or what is mounted on it.
Folder& surface(Folder& folder);
/// The directory that `..` leads to; itself at the root of all.
Folder& parent_of(State& state, Folder& folder);

}  // namespace goferry::files
