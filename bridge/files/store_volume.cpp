// A volume that lies in a store: from the journal to inodes, and back for a snapshot.
#include "bridge/files/state.h"
#include "bridge/files/store_image.h"
#include "bridge/files/stored_data.h"
#include "bridge/files/volume.h"

namespace goferry::files {

namespace {

constexpr uint64_t kRecordBytes = 64;  // of a change without its text, and its part of a record's head

void take_attributes(Inode& node, const Change& from) {
  node.mode = from.mode;
  node.uid = from.uid;
  node.gid = from.gid;
  node.rdev = from.rdev;
  node.atime_ns = from.atime_ns;
  node.mtime_ns = from.mtime_ns;
  node.ctime_ns = from.ctime_ns;
}

Outcome tell_node(const Inode& node, const Volume::Tell& tell) {
  if (const Outcome told = tell(attributes_of(node)); !told.ok() || !node.is_regular()) return told;
  const FileData& data = static_cast<const File&>(node).data;
  Change size = change_of(Change::Kind::kSize, node.ino);
  size.size = data.size();
  if (const Outcome told = tell(size); !told.ok()) return told;
  for (const Extent& part : data.in_store()->extents().all()) {
    Change extent = change_of(Change::Kind::kExtent, node.ino);
    extent.block = part.block;
    extent.place = part.place;
    extent.count = part.count;
    if (const Outcome told = tell(extent); !told.ok()) return told;
  }
  return {};
}

}  // namespace

Outcome Volume::open_store(StoreBackend& backend) {
  auto store = std::make_unique<Store>(backend, *this);
  StoreImage image;
  if (const Outcome opened = store->open(image); !opened.ok()) return opened;
  store_ = std::move(store);
  const bool fresh = image.empty();
  if (const Outcome filled = fill_store(image); !filled.ok()) return filled;
  if (const Outcome begun = store_->begin(journal_bytes()); !begun.ok()) return begun;
  if (fresh) store_->touched(*root_);
  for (Inode* const node : cut_short_) store_->cut(node->ino, as_file(*node).data.size());
  cut_short_ = {};
  return {};
}

Outcome Volume::sync() { return store_ ? waits(store_->sync().error) : Errno::kOk; }

Errno Volume::waits(Errno error) {
  if (error != Errno::kWouldFetch) return error;
  // An overlay waits for what is below it.
  const Volume* waiting = this;
  while (waiting->lower != nullptr) waiting = waiting->lower;
  return state.want({Wanted::Kind::kStore, waiting->id, 0, 0, 0, 0, 0, {}});
}

Ref<Inode> Volume::restore(const StoredNode& stored, uint64_t ino) {
  last_ino_ = ino - 1;
  Inode* made = nullptr;
  switch (stored.attributes.mode & kTypeMask) {
    case kDirectory:
      made = new Folder(*this, 0);
      break;
    case kSymlink:
      made = new Symlink(*this, stored.target);
      made->nlink = 0;
      break;
    case kRegular:
      made = new File(*this, 0);
      made->nlink = 0;
      break;
    default:
      made = new Inode(*this, 0);
      made->nlink = 0;
  }
  take_attributes(*made, stored.attributes);
  return counted(made);
}

Outcome Volume::fill_store(const StoreImage& image) {
  if (const StoredNode* const root = image.find(1)) take_attributes(*root_, root->attributes);
  PointerMap<uint64_t, Inode> made;
  std::vector<Folder*> left = {&root()};
  while (!left.empty() && !image.empty()) {
    Folder& folder = *left.back();
    left.pop_back();
    for (const auto& [name, ino] : image.find(folder.ino)->entries) {
      const StoredNode& stored = *image.find(ino);
      Inode* const known = made.find(ino);
      Ref<Inode> node = known == nullptr ? restore(stored, ino) : Ref<Inode>(known);
      if (node->is_directory()) {
        as_folder(*node).parent = &folder;
        ++folder.nlink;
        left.push_back(&as_folder(*node));
      } else {
        ++node->nlink;
      }
      if (known == nullptr && node->is_regular()) {
        File& file = as_file(*node);
        auto data = std::make_unique<StoredData>(*store_, space(), ino);
        Extents extents = stored.extents;
        // Written, but its size was not noted any more: the file does not have it, and from now on the journal says so.
        if (!extents.cut_from(store_blocks(stored.size)).empty()) cut_short_.push_back(&file);
        for (const Extent& extent : extents.all()) {
          if (!data->restore(extent)) return Errno::kIo;
        }
        file.data.set_stored(std::move(data), stored.size);
      }
      if (known == nullptr) made.insert(ino, node.get());
      folder.entries.insert(name, std::move(node));
    }
  }
  last_ino_ = std::max<uint64_t>(1, image.last_ino());
  return {};
}

Outcome Volume::tell(const Tell& tell) {
  PointerMap<const Inode*, Inode> told;
  if (const Outcome done = tell_node(*root_, tell); !done.ok()) return done;
  std::vector<Folder*> left = {&root()};
  while (!left.empty()) {
    Folder& folder = *left.back();
    left.pop_back();
    for (const Entry* entry = folder.entries.after(0); entry != nullptr; entry = folder.entries.after(entry->cookie)) {
      const Inode& node = *entry->node;
      if (node.is_directory() || node.nlink == 1 || told.insert(&node, entry->node.get())) {
        if (const Outcome done = tell_node(node, tell); !done.ok()) return done;
      }
      Change name = change_of(Change::Kind::kName, node.ino);
      name.parent = folder.ino;
      name.text = entry->name;
      if (const Outcome done = tell(name); !done.ok()) return done;
      if (node.is_directory()) left.push_back(&as_folder(*entry->node));
    }
  }
  return {};
}

uint64_t Volume::journal_bytes() {
  uint64_t bytes = kRecordBytes;
  (void)tell([&bytes](const Change& change) -> Outcome {
    bytes += kRecordBytes + change.text.size();
    return {};
  });
  return bytes;
}

}  // namespace goferry::files
