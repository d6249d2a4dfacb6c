// Path resolution and listings. Input: operations {what, two paths}; the paths are taken from the input's bytes, most of them made of few names so that
// they meet. What must hold: no sanitizer complaint; from a directory with `beneath` nothing outside of it is read, changed or listed; a listing in
// pieces has each name once; usage falls back to nothing when all is removed.
#include <set>
#include <string>

#include "tests/fuzz/input.h"
#include "tests/unit/files/files_fixture.h"

using namespace goferry;
using namespace goferry::files;
using namespace goferry::test;
using goferry::fuzz::Input;

namespace {

std::string path_from(Input& input) {
  static const char* const kParts[] = {"a",  "b", "c",  "d",         "..",   ".",  "",      "link",
                                       "up", "/", "ro", "__proto__", "\xff", "a/", "../..", "mnt"};
  std::string path;
  const auto shape = input.take<uint8_t>();
  if (shape >= 0xF0) return std::string(input.bytes(shape & 15));
  if (shape == 0xEF) return std::string(256 + input.take<uint16_t>() % 4096, 'x');
  for (int left = shape % 5; left >= 0; --left) {
    path += kParts[input.take<uint8_t>() % 16];
    if (left != 0) path += '/';
  }
  return path;
}

std::string outside(TestFiles& test) {
  return test.list("/") + test.get("/secret") + std::to_string(test.stat("/secret").nlink) + std::to_string(test.stat("/secret").mode);
}

void check_listing(TestFiles& test, Fd fd, size_t piece) {
  std::set<std::string> names;
  for (uint64_t cookie = 0;;) {
    const std::vector<Listed> some = test.readdir(fd, cookie, piece);
    if (some.empty()) break;
    for (const Listed& entry : some) {
      FUZZ_REQUIRE(names.insert(entry.name).second);
      FUZZ_REQUIRE(entry.next > cookie);
      cookie = entry.next;
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  TestFiles test;
  FUZZ_REQUIRE(test.put("/secret", "outside") == "ok");
  FUZZ_REQUIRE(test.fs.mkdir("/box", 0755).ok() && test.fs.mkdir("/box/a", 0755).ok());
  FUZZ_REQUIRE(test.fs.symlink("..", "/box/up").ok() && test.fs.symlink("/secret", "/box/link").ok());
  FUZZ_REQUIRE(test.fs.mount(test.fs.make_memory(), "/box/mnt", false).ok());
  const std::string before = outside(test);
  const Fd box = test.open("/box", kDirectoryOnly);

  for (Input input(data, size); !input.empty();) {
    const auto what = input.take<uint8_t>();
    const std::string first = path_from(input), second = path_from(input);
    const Path path(first, box, true), other(second, box, true);
    switch (what % 13) {
      case 0:
        FUZZ_REQUIRE(test.get(path) != "outside");
        break;
      case 1:
        (void)test.put(path, second);
        break;
      case 2:
        (void)test.fs.mkdir(path, 0755);
        break;
      case 3:
        (void)test.fs.rmdir(path);
        break;
      case 4:
        (void)test.fs.unlink(path);
        break;
      case 5:
      case 6:
        (void)test.fs.rename(path, other);
        break;
      case 7:
        (void)test.fs.link(path, other, what < 128 ? Follow::kNo : Follow::kYes);
        break;
      case 8:
      case 9:
        (void)test.fs.symlink(first, other);
        break;
      case 10:
        (void)test.fs.truncate(path, what);
        break;
      case 11:
        (void)test.fs.chmod(path, what < 128 ? Follow::kNo : Follow::kYes, what);
        break;
      default:
        const Result<Fd> fd = test.fs.open(path, kDirectoryOnly, 0);
        if (!fd.ok()) break;
        check_listing(test, *fd, 1 + what % 5);
        FUZZ_REQUIRE(test.fs.close(*fd).ok());
    }
    FUZZ_REQUIRE(outside(test) == before);
  }
  return 0;
}
