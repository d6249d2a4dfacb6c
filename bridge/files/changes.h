// What operations by path and by descriptor do to an inode alike.
#pragma once
#include "bridge/base/result.h"
#include "bridge/files/inode.h"
#include "bridge/files/types.h"

namespace goferry::files {

Stat stat_of(const Inode& node);
/// The content has changed.
void touch_content(Inode& node);
/// What is beside the content has.
void touch_inode(Inode& node);
/// It was read. Linux's relatime: the time of access changes only when it is older than a change, or than a day. A store gets that time with the next
/// change of the inode: reading writes nothing.
void touch_read(Inode& node);

Outcome change_mode(Inode& node, uint32_t mode);
Outcome change_owner(Inode& node, uint32_t uid, uint32_t gid);
Outcome change_times(Inode& node, SetTime atime, SetTime mtime);
Outcome change_size(File& file, uint64_t size);

/// kWouldFetch for a gap, or what fetching it gave.
Errno want(const FileData::Gap& gap);

}  // namespace goferry::files
