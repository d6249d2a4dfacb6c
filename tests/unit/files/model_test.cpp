// The filesystem against Linux: random operations in both, here and in a temporary directory, must give the same results and the same errors.
// Native only. A seed is printed where they differ; GOFERRY_MODEL_SEED=n runs that one alone, GOFERRY_MODEL_OPS=n that many operations.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "tests/unit/files/files_fixture.h"
#include "tests/unit/files/torn_store.h"

using namespace goferry;
using namespace goferry::test;
using files::Fd;
using files::Follow;
using files::Path;

namespace {

std::string real_code() {
  if (errno == 0) return "ok";
#define ERRNO(name, code, linux_number, wasi, text) \
  if (errno == (linux_number)) return code;
#include "bridge/base/errno.def"
#undef ERRNO
  return "errno " + std::to_string(errno);
}

/// A result of a system call as the text that is compared.
std::string real(long result) { return result < 0 ? real_code() : std::to_string(result); }
std::string real_ok(long result) { return result < 0 ? real_code() : "ok"; }

std::string text(const files::Stat& stat) {
  std::string out = std::to_string(stat.mode);
  if ((stat.mode & files::kTypeMask) == files::kDirectory) return out;
  return out + " size " + std::to_string(stat.size) + " links " + std::to_string(stat.nlink);
}

std::string text(const struct stat& stat) {
  files::Stat same;
  same.mode = stat.st_mode;
  same.size = static_cast<uint64_t>(stat.st_size);
  same.nlink = static_cast<uint32_t>(stat.st_nlink);
  return text(same);
}

std::string text(const Result<files::Stat>& stat) { return stat.ok() ? text(*stat) : code(stat); }

class Model {
 public:
  /// With a store, all of it lies there.
  Model(uint32_t seed, std::string top, TornStore* store) : random_(seed), top_(std::move(top)), store_(store) {
    open_files();
    // Deep, so that ".." and symlinks of it hardly ever lead out of the temporary directory; and the names are nobody else's.
    cwd_ = top_;
    for (int depth = 0; depth < 12; ++depth) cwd_ += "/gf" + std::to_string(depth);
    std::filesystem::create_directories(cwd_);
    for (size_t end = 1; end != std::string::npos;) {
      end = cwd_.find('/', end + 1);
      (void)ours_->fs.mkdir(cwd_.substr(0, end), 0777);
    }
    REQUIRE(chdir(cwd_.c_str()) == 0);
    REQUIRE(code(ours_->fs.chdir(Path(cwd_))) == "ok");
    old_mask_ = ::umask(022);
  }

  ~Model() {
    for (const Both& both : open_) close(both.theirs);
    ::umask(old_mask_);
    if (chdir("/") != 0) abort();
    std::filesystem::remove_all(top_);
  }

  /// Of a store: the program ends, and another one goes on with what it has left.
  void reopen() {
    for (const Both& both : open_) {
      REQUIRE(code(ours_->fs.close(both.ours)) == "ok");
      close(both.theirs);
    }
    open_.clear();
    REQUIRE(code(ours_->fs.sync()) == "ok");
    open_files();
    REQUIRE(chdir(cwd_.c_str()) == 0);
    REQUIRE(code(ours_->fs.chdir(Path(cwd_))) == "ok");
  }

  /// False where the two differ.
  bool step() {
    std::string what, ours, theirs;
    errno = 0;
    switch (below(28)) {
      case 0:
      case 1:
      case 2:
        return open_one();
      case 3: {
        if (open_.empty()) return true;
        const size_t at = below(open_.size());
        what = "close " + std::to_string(open_[at].ours);
        ours = code(ours_->fs.close(open_[at].ours));
        theirs = real_ok(close(open_[at].theirs));
        open_.erase(open_.begin() + static_cast<std::ptrdiff_t>(at));
        break;
      }
      case 4:
      case 5:
      case 6: {
        const std::string path = random_path();
        const uint32_t mode = 0700u | below(0100);
        what = "mkdir " + path;
        ours = code(ours_->fs.mkdir(path, mode));
        theirs = real_ok(mkdir(path.c_str(), mode));
        break;
      }
      case 7: {
        const std::string path = random_path();
        what = "rmdir " + path;
        ours = code(ours_->fs.rmdir(path));
        theirs = real_ok(rmdir(path.c_str()));
        break;
      }
      case 8: {
        const std::string path = random_path();
        what = "unlink " + path;
        ours = code(ours_->fs.unlink(path));
        theirs = real_ok(unlink(path.c_str()));
        break;
      }
      case 9:
      case 10:
      case 11: {
        const std::string from = random_path(), to = random_path();
        what = "rename " + from + " " + to;
        ours = code(ours_->fs.rename(from, to));
        theirs = real_ok(rename(from.c_str(), to.c_str()));
        break;
      }
      case 12: {
        const std::string from = random_path(), to = random_path();
        const bool follows = below(2) == 0;
        what = (follows ? "link following " : "link ") + from + " " + to;
        ours = code(ours_->fs.link(from, to, follows ? Follow::kYes : Follow::kNo));
        theirs = real_ok(linkat(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), follows ? AT_SYMLINK_FOLLOW : 0));
        break;
      }
      case 13:
      case 14: {
        const std::string target = random_path(), path = random_path();
        what = "symlink " + target + " " + path;
        ours = code(ours_->fs.symlink(target, path));
        theirs = real_ok(symlink(target.c_str(), path.c_str()));
        break;
      }
      case 15: {
        const std::string path = random_path();
        what = "readlink " + path;
        const Result<std::string_view> target = ours_->fs.readlink(path);
        ours = target.ok() ? std::string(*target) : code(target);
        char buffer[8192];
        const ssize_t len = readlink(path.c_str(), buffer, sizeof buffer);
        theirs = len < 0 ? real_code() : std::string(buffer, static_cast<size_t>(len));
        break;
      }
      case 16:
      case 17: {
        const std::string path = random_path();
        const bool follows = below(2) == 0;
        what = (follows ? "stat " : "lstat ") + path;
        ours = text(ours_->fs.stat(path, follows ? Follow::kYes : Follow::kNo));
        struct stat stat = {};
        theirs = (follows ? ::stat(path.c_str(), &stat) : lstat(path.c_str(), &stat)) < 0 ? real_code() : text(stat);
        break;
      }
      case 18: {
        const std::string path = random_path();
        const auto size = static_cast<off_t>(below(200000)) - 100;
        what = "truncate " + path + " " + std::to_string(size);
        ours = code(ours_->fs.truncate(path, size));
        theirs = real_ok(truncate(path.c_str(), size));
        break;
      }
      case 19: {
        const std::string path = random_path();
        const uint32_t mode = 0700u | below(0100);
        what = "chmod " + path;
        ours = code(ours_->fs.chmod(path, Follow::kYes, mode));
        theirs = real_ok(chmod(path.c_str(), mode));
        break;
      }
      case 20: {
        const std::string path = below(4) == 0 ? cwd_ : random_path();
        what = "chdir " + path;
        ours = code(ours_->fs.chdir(path));
        theirs = real_ok(chdir(path.c_str()));
        break;
      }
      case 21: {
        what = "getcwd";
        const Result<std::string> path = ours_->fs.cwd();
        ours = path.ok() ? *path : code(path);
        char buffer[8192];
        theirs = getcwd(buffer, sizeof buffer) == nullptr ? real_code() : buffer;
        break;
      }
      default:
        return open_.empty() || with_descriptor(open_[below(open_.size())]);
    }
    return same(what, ours, theirs);
  }

  /// Whether both trees hold the same.
  bool same_trees() {
    std::string ours, theirs;
    walk_ours(top_ + "/gf0", ours);
    walk_theirs(top_ + "/gf0", theirs);
    return same("the whole tree", ours, theirs);
  }

  size_t done = 0;

 private:
  struct Both {
    Fd ours;
    int theirs;
    bool directory;
  };

  void open_files() {
    ours_ = std::make_unique<TestFiles>();
    if (store_ == nullptr) return;
    const Result<uint32_t> volume = ours_->fs.make_store(*store_);
    REQUIRE(code(volume) == "ok");
    REQUIRE(code(ours_->fs.mount(*volume, "/", false)) == "ok");
  }

  uint32_t below(size_t bound) { return static_cast<uint32_t>(random_() % bound); }

  bool same(const std::string& what, const std::string& ours, const std::string& theirs) {
    ++done;
    if (what.size() < 200) {
      history_.push_back(what + " -> " + (theirs.size() < 100 ? theirs : "…"));
      if (history_.size() > 40) history_.erase(history_.begin());
    }
    if (ours == theirs) return true;
    std::string before;
    for (const std::string& line : history_) before += "  " + line + "\n";
    MESSAGE("operation " << done << ": " << what << "\n  ours:  " << ours.substr(0, 2000) << "\n  Linux: " << theirs.substr(0, 2000)
                         << "\nbefore:\n"
                         << before);
    return false;
  }

  std::string random_path() {
    static const char* const kNames[] = {"gf-a", "gf-b", "gf-c", "gf-d", "gf-e", "gf-f"};
    if (below(60) == 0) return std::string(below(2) == 0 ? 255 : 256, 'n');
    if (below(200) == 0) return "";
    if (below(300) == 0) return cwd_ + std::string((below(2) == 0 ? 4091 : 4092) - cwd_.size(), '/') + "gf-a";
    std::string path = below(12) == 0 ? cwd_ + "/" : "";
    for (uint32_t left = 1 + below(4); left > 0; --left) {
      const uint32_t kind = below(20);
      path += kind == 0 ? "." : kind == 1 ? ".." : kNames[below(6)];
      if (left > 1 || below(10) == 0) path += below(15) == 0 ? "//" : "/";
    }
    return path;
  }

  bool open_one() {
    if (open_.size() >= 12) return true;
    const std::string path = random_path();
    uint32_t flags = below(3);
    if (below(2) == 0) flags |= files::kCreate;
    if ((flags & files::kCreate) != 0 && below(4) == 0) flags |= files::kExclusive;
    if (below(5) == 0) flags |= files::kTruncate;
    if (below(5) == 0) flags |= files::kAppend;
    if (below(8) == 0) flags |= files::kNofollow;
    if (below(5) == 0 && (flags & files::kCreate) == 0) flags |= files::kDirectoryOnly;
    const uint32_t mode = 0600u | below(0100);
    const Result<Fd> ours = ours_->fs.open(path, flags, mode);
    const int theirs = open(path.c_str(), static_cast<int>(flags), mode);
    if (!same("open " + path + " flags " + std::to_string(flags), ours.ok() ? "open" : code(ours), theirs < 0 ? real_code() : "open"))
      return false;
    if (!ours.ok()) return true;
    struct stat stat = {};
    if (fstat(theirs, &stat) != 0) return false;
    open_.push_back({*ours, theirs, S_ISDIR(stat.st_mode)});
    return true;
  }

  bool with_descriptor(const Both& both) {
    const std::string fd = " " + std::to_string(both.ours);
    std::string what, ours, theirs;
    const auto offset = static_cast<off_t>(below(300000)) - 20;
    const uint32_t len = below(below(4) == 0 ? 150000 : 5000);
    switch (below(10)) {
      case 0: {
        what = "read" + fd + " " + std::to_string(len);
        ours = ours_->read(both.ours, len);
        std::string buffer(len, '\0');
        const ssize_t count = read(both.theirs, buffer.data(), len);
        theirs = count < 0 ? "<" + real_code() + ">" : buffer.substr(0, static_cast<size_t>(count));
        break;
      }
      case 1: {
        what = "pread" + fd;
        ours = ours_->pread(both.ours, len, offset);
        std::string buffer(len, '\0');
        const ssize_t count = pread(both.theirs, buffer.data(), len, offset);
        theirs = count < 0 ? "<" + real_code() + ">" : buffer.substr(0, static_cast<size_t>(count));
        break;
      }
      case 2:
      case 3: {
        std::string bytes(len, '\0');
        for (char& byte : bytes) byte = static_cast<char>(random_());
        if (below(2) == 0) {
          what = "write" + fd + " " + std::to_string(len);
          ours = ours_->write(both.ours, bytes);
          const ssize_t count = write(both.theirs, bytes.data(), len);
          theirs = count < 0 ? "<" + real_code() + ">" : std::to_string(count);
        } else {
          what = "pwrite" + fd + " " + std::to_string(len) + " at " + std::to_string(offset);
          ours = ours_->pwrite(both.ours, bytes, offset);
          const ssize_t count = pwrite(both.theirs, bytes.data(), len, offset);
          theirs = count < 0 ? "<" + real_code() + ">" : std::to_string(count);
        }
        break;
      }
      case 4: {
        if (both.directory) return true;  // each of Linux's filesystems has its own offsets there
        const uint32_t whence = below(3);
        what = "lseek" + fd + " " + std::to_string(offset) + " " + std::to_string(whence);
        const Result<int64_t> at = ours_->fs.seek(both.ours, offset, whence);
        ours = at.ok() ? std::to_string(*at) : code(at);
        theirs = real(lseek(both.theirs, offset, static_cast<int>(whence)));
        break;
      }
      case 5: {
        what = "ftruncate" + fd + " " + std::to_string(offset);
        ours = code(ours_->fs.ftruncate(both.ours, offset));
        theirs = real_ok(ftruncate(both.theirs, offset));
        break;
      }
      case 6: {
        what = "fstat" + fd;
        ours = text(ours_->fs.fstat(both.ours));
        struct stat stat = {};
        theirs = fstat(both.theirs, &stat) < 0 ? real_code() : text(stat);
        break;
      }
      case 7: {
        what = "fchdir" + fd;
        if (!both.directory || below(4) != 0) return true;
        ours = code(ours_->fs.fchdir(both.ours));
        theirs = real_ok(fchdir(both.theirs));
        break;
      }
      case 8: {
        if (open_.size() >= 12) return true;
        const Result<Fd> again = ours_->fs.dup(both.ours);
        const int theirs_again = dup(both.theirs);
        if (!same("dup" + fd, again.ok() ? "open" : code(again), theirs_again < 0 ? real_code() : "open")) return false;
        if (again.ok()) open_.push_back({*again, theirs_again, both.directory});
        return true;
      }
      default: {
        what = "readdir" + fd;
        ours = names_of_ours(both.ours);
        theirs = both.directory ? names_of_theirs(both.theirs) : "ENOTDIR";
      }
    }
    return same(what, ours, theirs);
  }

  std::string names_of_ours(Fd fd) {
    class Names : public files::EntrySink {
     public:
      bool put(const files::DirectoryEntry& entry) override {
        return names.insert(std::string(entry.name) + " " + std::to_string(entry.type)).second;
      }
      std::set<std::string> names;
    } sink;
    const Outcome done = ours_->fs.readdir(fd, 0, sink);
    if (!done.ok()) return code(done);
    std::string text;
    for (const std::string& name : sink.names) text += name + "\n";
    return text;
  }

  std::string names_of_theirs(int fd) {
    lseek(fd, 0, SEEK_SET);
    errno = 0;
    std::set<std::string> names;
    alignas(8) char buffer[32768];
    for (;;) {
      const long len = syscall(SYS_getdents64, fd, buffer, sizeof buffer);
      if (len < 0) return real_code();
      if (len == 0) break;
      for (long at = 0; at < len;) {
        // struct linux_dirent64: u64 ino, s64 off, u16 reclen, u8 type, the name with a NUL.
        uint16_t size = 0;
        memcpy(&size, buffer + at + 16, 2);
        names.insert(std::string(buffer + at + 19) + " " +
                     std::to_string(static_cast<uint32_t>(static_cast<uint8_t>(buffer[at + 18])) << 12));
        at += size;
      }
    }
    lseek(fd, 0, SEEK_SET);
    std::string text;
    for (const std::string& name : names) text += name + "\n";
    return text;
  }

  void walk_ours(const std::string& path, std::string& out) {
    const Result<files::Stat> stat = ours_->fs.stat(path, Follow::kNo);
    out += path.substr(top_.size()) + " " + text(stat) + "\n";
    if (!stat.ok()) return;
    const uint32_t type = stat->mode & files::kTypeMask;
    if (type == files::kRegular) out += std::to_string(std::hash<std::string>()(ours_->get(path))) + "\n";
    if (type == files::kSymlink) out += std::string(*ours_->fs.readlink(path)) + "\n";
    if (type != files::kDirectory) return;
    const Fd fd = ours_->open(path, files::kDirectoryOnly);
    std::set<std::string> names;
    for (const Listed& entry : ours_->readdir(fd, 2, SIZE_MAX)) names.insert(entry.name);
    (void)ours_->fs.close(fd);
    for (const std::string& name : names) {
      std::string inner = path;
      walk_ours(inner.append("/").append(name), out);
    }
  }

  void walk_theirs(const std::string& path, std::string& out) {
    struct stat stat = {};
    if (lstat(path.c_str(), &stat) != 0) {
      out += path.substr(top_.size()) + " " + real_code() + "\n";
      return;
    }
    out += path.substr(top_.size()) + " " + text(stat) + "\n";
    if (S_ISREG(stat.st_mode)) {
      const int fd = open(path.c_str(), O_RDONLY);
      std::string bytes(static_cast<size_t>(stat.st_size), '\0');
      if (read(fd, bytes.data(), bytes.size()) != stat.st_size) out += "short read\n";
      close(fd);
      out += std::to_string(std::hash<std::string>()(bytes)) + "\n";
    }
    if (S_ISLNK(stat.st_mode)) out += std::filesystem::read_symlink(path).string() + "\n";
    if (!S_ISDIR(stat.st_mode)) return;
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(path)) names.insert(entry.path().filename().string());
    for (const std::string& name : names) {
      std::string inner = path;
      walk_theirs(inner.append("/").append(name), out);
    }
  }

  std::mt19937 random_;
  std::string top_;
  std::string cwd_;
  std::unique_ptr<TestFiles> ours_;
  TornStore* store_;
  std::vector<Both> open_;
  std::vector<std::string> history_;
  mode_t old_mask_ = 022;
};

uint32_t number_from(const char* variable, uint32_t otherwise) {
  const char* const value = getenv(variable);
  return value == nullptr ? otherwise : static_cast<uint32_t>(strtoul(value, nullptr, 10));
}

void run(uint32_t seed, TornStore* store = nullptr) {
  const char* const temporary = getenv("TMPDIR");
  std::string top = std::string(temporary == nullptr ? "/tmp" : temporary) + "/goferry-model-XXXXXX";
  REQUIRE(mkdtemp(top.data()) != nullptr);
  Model model(seed, std::filesystem::canonical(top), store);
  INFO("GOFERRY_MODEL_SEED=" << seed);
  const uint32_t operations = number_from("GOFERRY_MODEL_OPS", 10000);
  bool same = true;
  for (uint32_t steps = 1; same && model.done < operations; ++steps) {
    same = model.step();
    if (same && store != nullptr && steps % 500 == 0) model.reopen();
  }
  CHECK(same);
  if (same) CHECK(model.same_trees());
}

}  // namespace

TEST_CASE("random operations give what Linux gives") {
  if (getenv("GOFERRY_MODEL_SEED") != nullptr) return run(number_from("GOFERRY_MODEL_SEED", 0));
  for (uint32_t seed = 1; seed <= 5; ++seed) run(seed);
}

TEST_CASE("random operations on a store give what Linux gives, also after it was closed and opened") {
  const auto one = [](uint32_t seed) {
    TornStore store;
    run(seed, &store);
  };
  if (getenv("GOFERRY_MODEL_SEED") != nullptr) return one(number_from("GOFERRY_MODEL_SEED", 0));
  for (uint32_t seed = 11; seed <= 13; ++seed) one(seed);
}
