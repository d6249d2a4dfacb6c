#include "tests/unit/files/files_fixture.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace goferry::test {

using namespace files;

void StringSource::get(uint8_t* to, uint32_t len) {
  if (len > text_.size()) {
    fprintf(stderr, "a source was asked for more than it has\n");
    abort();
  }
  memcpy(to, text_.data(), len);
  text_.remove_prefix(len);
}

std::string code(Errno error) {
  switch (error) {
    case Errno::kOk:
      return "ok";
#define ERRNO(name, code, linux_number, wasi, text) \
  case Errno::name:                                 \
    return code;
#include "bridge/base/errno.def"
#undef ERRNO
    case Errno::kWouldFetch:
      break;
  }
  return "would fetch";
}

namespace {

std::string bracketed(Errno error) { return "<" + code(error) + ">"; }

class Listing : public EntrySink {
 public:
  explicit Listing(size_t most) : most_(most) {}
  bool put(const DirectoryEntry& entry) override {
    if (entries.size() == most_) return false;
    entries.push_back({std::string(entry.name), entry.next, entry.type});
    return true;
  }
  std::vector<Listed> entries;

 private:
  size_t most_;
};

}  // namespace

std::string TestFiles::put(const Path& path, std::string_view bytes, uint32_t flags) {
  const Result<Fd> fd = fs.open(path, flags, 0644);
  if (!fd.ok()) return code(fd);
  const std::string written = write(*fd, bytes);
  (void)fs.close(*fd);
  return written == std::to_string(bytes.size()) ? "ok" : written;
}

std::string TestFiles::get(const Path& path) {
  const Result<Fd> fd = fs.open(path, kRead, 0);
  if (!fd.ok()) return bracketed(fd.error());
  std::string text = read(*fd, 1u << 30);
  (void)fs.close(*fd);
  return text;
}

std::string TestFiles::read(Fd fd, uint32_t len) {
  StringSink sink;
  const Result<uint32_t> count = fs.read(fd, len, sink);
  if (!count.ok()) return bracketed(count.error());
  return *count == sink.text.size() ? sink.text : "<the sink got other bytes than the result says>";
}

std::string TestFiles::pread(Fd fd, uint32_t len, int64_t offset) {
  StringSink sink;
  const Result<uint32_t> count = fs.pread(fd, len, offset, sink);
  return count.ok() ? sink.text : bracketed(count.error());
}

std::string TestFiles::write(Fd fd, std::string_view bytes) {
  StringSource source(bytes);
  const Result<uint32_t> count = fs.write(fd, static_cast<uint32_t>(bytes.size()), source);
  return count.ok() ? std::to_string(*count) : bracketed(count.error());
}

std::string TestFiles::pwrite(Fd fd, std::string_view bytes, int64_t offset) {
  StringSource source(bytes);
  const Result<uint32_t> count = fs.pwrite(fd, static_cast<uint32_t>(bytes.size()), offset, source);
  return count.ok() ? std::to_string(*count) : bracketed(count.error());
}

std::string TestFiles::list(const Path& path) {
  const Result<Fd> fd = fs.open(path, kDirectoryOnly, 0);
  if (!fd.ok()) return bracketed(fd.error());
  Listing listing(SIZE_MAX);
  const Outcome done = fs.readdir(*fd, 0, listing);
  (void)fs.close(*fd);
  if (!done.ok()) return bracketed(done.error);
  std::string text;
  for (const Listed& entry : listing.entries) {
    if (entry.name == "." || entry.name == "..") continue;
    text += (text.empty() ? "" : " ") + entry.name + (entry.type == kDirectory ? "/" : entry.type == kSymlink ? "@" : "");
  }
  return text;
}

std::vector<Listed> TestFiles::readdir(Fd fd, uint64_t cookie, size_t most) {
  Listing listing(most);
  (void)fs.readdir(fd, cookie, listing);
  return listing.entries;
}

Fd TestFiles::open(const Path& path, uint32_t flags, uint32_t mode) {
  const Result<Fd> fd = fs.open(path, flags, mode);
  if (!fd.ok()) {
    fprintf(stderr, "cannot open %.*s: %s\n", static_cast<int>(path.bytes.size()), path.bytes.data(), code(fd).c_str());
    abort();
  }
  return *fd;
}

Stat TestFiles::stat(const Path& path, Follow follow) {
  const Result<Stat> stat = fs.stat(path, follow);
  if (!stat.ok()) {
    fprintf(stderr, "cannot stat %.*s: %s\n", static_cast<int>(path.bytes.size()), path.bytes.data(), code(stat).c_str());
    abort();
  }
  return *stat;
}

}  // namespace goferry::test
