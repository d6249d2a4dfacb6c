// The table hostile_paths.def on the core.
#include <doctest/doctest.h>

#include "tests/unit/files/files_fixture.h"

using namespace goferry;
using namespace goferry::test;
using namespace goferry::files;

namespace {

using Bytes = std::string_view;

struct Made {
  char what;  // d, f, l, m
  Bytes path, bytes;
  bool read_only;
};
constexpr Bytes bytes_of(const char* text, size_t size) { return {text, size - 1}; }
constexpr Made kTree[] = {
#define DIR(path) {'d', bytes_of(path, sizeof path), {}, false},
#define FILE(path, bytes) {'f', bytes_of(path, sizeof path), bytes_of(bytes, sizeof bytes), false},
#define LINK(path, target) {'l', bytes_of(path, sizeof path), bytes_of(target, sizeof target), false},
#define MOUNT(path, read_only) {'m', bytes_of(path, sizeof path), {}, read_only},
#define HOSTILE(operation, path, other, beneath, plain)
#include "tests/unit/files/hostile_paths.def"
#undef DIR
#undef FILE
#undef LINK
#undef MOUNT
#undef HOSTILE
};

struct Case {
  Bytes operation, path, other, beneath, plain;
};
constexpr Case kCases[] = {
#define DIR(path)
#define FILE(path, bytes)
#define LINK(path, target)
#define MOUNT(path, read_only)
#define HOSTILE(operation, path, other, beneath, plain) \
  {operation, bytes_of(path, sizeof path), bytes_of(other, sizeof other), beneath, plain},
#include "tests/unit/files/hostile_paths.def"
#undef DIR
#undef FILE
#undef LINK
#undef MOUNT
#undef HOSTILE
};

/// {x*N}: N times x.
std::string expanded(Bytes text) {
  std::string out;
  while (!text.empty()) {
    const size_t star = text.front() == '{' ? text.find('*') : Bytes::npos;
    const size_t end = text.find('}');
    if (star == Bytes::npos) {
      out += text.front();
      text.remove_prefix(1);
      continue;
    }
    for (int left = std::stoi(std::string(text.substr(star + 1, end))); left > 0; --left) out += text.substr(1, star - 1);
    text.remove_prefix(end + 1);
  }
  return out;
}

void make_tree(TestFiles& test) {
  std::vector<uint32_t> read_only;
  for (const Made& made : kTree) {
    const std::string path = expanded(made.path);
    INFO(path);
    switch (made.what) {
      case 'd':
        REQUIRE(code(test.fs.mkdir(path, 0755)) == "ok");
        break;
      case 'f':
        REQUIRE(test.put(path, made.bytes) == "ok");
        break;
      case 'l':
        REQUIRE(code(test.fs.symlink(made.bytes, path)) == "ok");
        break;
      default:
        const uint32_t volume = test.fs.make_memory();
        REQUIRE(code(test.fs.mount(volume, path, false)) == "ok");
        if (made.read_only) read_only.push_back(volume);
    }
  }
  for (const uint32_t volume : read_only) REQUIRE(code(test.fs.set_read_only(volume, true)) == "ok");
}

std::string read_all(TestFiles& test, const Path& path) {
  const std::string text = test.get(path);
  return text.front() == '<' ? text.substr(1, text.size() - 2) : "=" + text;
}

std::string run(TestFiles& test, const Case& which, const Path& path, const Path& other) {
  Filesystem& fs = test.fs;
  const Bytes operation = which.operation;
  if (operation == "read") return read_all(test, path);
  if (operation == "write") return test.put(path, "written");
  if (operation == "create") return test.put(path, "made", kCreate | kExclusive | kWrite);
  if (operation == "opendir") return code(fs.open(path, kDirectoryOnly, 0));
  if (operation == "stat") return code(fs.stat(path, Follow::kYes));
  if (operation == "lstat") return code(fs.stat(path, Follow::kNo));
  if (operation == "mkdir") return code(fs.mkdir(path, 0755));
  if (operation == "rmdir") return code(fs.rmdir(path));
  if (operation == "unlink") return code(fs.unlink(path));
  if (operation == "truncate") return code(fs.truncate(path, 1));
  if (operation == "chmod") return code(fs.chmod(path, Follow::kYes, 0600));
  if (operation == "rename") return code(fs.rename(path, other));
  if (operation == "link") return code(fs.link(path, other, Follow::kNo));
  if (operation == "symlink") return code(fs.symlink(path.bytes, other));
  if (operation != "readlink") return "no such operation";
  const Result<std::string_view> target = fs.readlink(path);
  return target.ok() ? "=" + std::string(*target) : code(target);
}

/// All that lies outside of /box.
std::string outside(TestFiles& test) {
  const Stat secret = test.stat("/secret");
  return test.list("/") + "\n" + test.list("/other") + "\n" + test.get("/secret") + test.get("/other/file") + std::to_string(secret.mode) +
         " " + std::to_string(secret.nlink) + " " + std::to_string(secret.ctime_ns);
}

}  // namespace

TEST_CASE("hostile paths from a preopened directory stay in it") {
  for (const Case& which : kCases) {
    TestFiles test;
    make_tree(test);
    const Fd box = test.open("/box", kDirectoryOnly);
    const std::string before = outside(test);
    test.clock.ns += 1000;
    const std::string path = expanded(which.path), other = expanded(which.other);
    const std::string result = run(test, which, Path(path, box, true), Path(other, box, true));
    INFO(which.operation << " " << path.substr(0, 100) << " " << other.substr(0, 100));
    CHECK(result == which.beneath);
    CHECK(result != "=outside");
    CHECK(outside(test) == before);
  }
}

TEST_CASE("hostile paths in a whole filesystem do what Linux does") {
  for (const Case& which : kCases) {
    TestFiles test;
    make_tree(test);
    REQUIRE(code(test.fs.chdir("/box")) == "ok");
    const std::string path = expanded(which.path), other = expanded(which.other);
    INFO(which.operation << " " << path.substr(0, 100) << " " << other.substr(0, 100));
    CHECK(run(test, which, path, other) == which.plain);
  }
}
