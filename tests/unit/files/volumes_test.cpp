// Volumes: mounting, read-only, overlays, and data that arrives later.
#include <doctest/doctest.h>

#include "tests/unit/files/files_fixture.h"

using namespace goferry;
using namespace goferry::test;
using namespace goferry::files;

namespace {

std::string provide(TestFiles& test, std::string_view bytes) {
  const Wanted wanted = test.fs.wanted();
  StringSource source(bytes);
  return code(test.fs.provide(wanted.volume, wanted.ino, wanted.offset, static_cast<uint32_t>(bytes.size()), source));
}

std::string wanted(TestFiles& test) {
  const Wanted& wanted = test.fs.wanted();
  if (wanted.kind == Wanted::Kind::kName) return std::to_string(wanted.key) + " name " + std::string(wanted.name, wanted.name_len);
  return std::to_string(wanted.key) + " data " + std::to_string(wanted.offset) + " " + std::to_string(wanted.len);
}

constexpr uint32_t kBlock = 65536;

/// A remote volume with /d/small (5 bytes) and /big (two blocks and a bit).
uint32_t make_remote(TestFiles& test, bool open_ended = false) {
  const uint32_t volume = test.fs.make_remote(open_ended);
  REQUIRE(code(test.fs.remote_file(volume, "d/small", 5, 0644, 7000, 11)) == "ok");
  REQUIRE(code(test.fs.remote_file(volume, "/big", 2 * kBlock + 3, 0444, 8000, 12)) == "ok");
  REQUIRE(code(test.fs.remote_symlink(volume, "link", "d/small", 0)) == "ok");
  return volume;
}

}  // namespace

TEST_CASE("a volume covers its directory until it is unmounted") {
  TestFiles test;
  CHECK(code(test.fs.mkdir("/m", 0755)) == "ok");
  test.put("/m/below", "b");
  const uint32_t volume = test.fs.make_memory();
  CHECK(code(test.fs.mount(volume, "/m", false)) == "ok");
  CHECK(code(test.fs.mount(volume, "/n", false)) == "EBUSY");
  CHECK(code(test.fs.mount(test.fs.make_memory(), "/m", false)) == "EBUSY");
  CHECK(test.list("/m") == "");
  test.put("/m/above", "a");
  CHECK(test.stat("/m/above").dev == volume);
  CHECK(test.stat("/m/..").ino == test.stat("/").ino);
  const Fd fd = test.open("/m/above");
  CHECK(code(test.fs.unmount("/m")) == "EBUSY");
  CHECK(code(test.fs.close(fd)) == "ok");
  CHECK(code(test.fs.chdir("/m")) == "ok");
  CHECK(*test.fs.cwd() == "/m");
  CHECK(code(test.fs.unmount("/m")) == "EBUSY");
  CHECK(code(test.fs.chdir("/")) == "ok");
  CHECK(code(test.fs.unmount("/m")) == "ok");
  CHECK(code(test.fs.unmount("/m")) == "EINVAL");
  CHECK(test.list("/m") == "below");
  CHECK(test.fs.usage().files == 2);
}

TEST_CASE("mount makes the directories above, also in a read-only volume") {
  TestFiles test;
  CHECK(code(test.fs.set_read_only(1, true)) == "ok");
  CHECK(code(test.fs.mount(test.fs.make_memory(), "/a/b/c", false)) == "ok");
  CHECK(test.put("/a/b/c/f", "x") == "ok");
  CHECK(test.put("/a/b/f", "x") == "EROFS");
  CHECK(code(test.fs.mount(test.fs.make_memory(), "/a/../x", false)) == "EINVAL");
  CHECK(code(test.fs.mount(test.fs.make_memory(), "/a/b/c/f", false)) == "ENOTDIR");
  CHECK(code(test.fs.mount(77, "/y", false)) == "EINVAL");
}

TEST_CASE("a volume takes the root's place as long as nothing has happened") {
  TestFiles test;
  const uint32_t volume = test.fs.make_memory();
  CHECK(code(test.fs.mount(volume, "/", false)) == "ok");
  CHECK(test.stat("/").dev == volume);
  test.put("/f", "x");
  CHECK(code(test.fs.mount(test.fs.make_memory(), "/", false)) == "EBUSY");
  CHECK(test.get("/../f") == "x");
}

TEST_CASE("remote data is asked for, and then there") {
  TestFiles test;
  CHECK(code(test.fs.mount(make_remote(test), "/r", false)) == "ok");
  CHECK(test.list("/r") == "d/ big link@");
  CHECK(test.stat("/r/d/small").size == 5);
  CHECK(test.stat("/r/d/small").mtime_ns == 7000);
  const Fd fd = test.open("/r/link");
  CHECK(test.read(fd, 3) == "<would fetch>");
  CHECK(wanted(test) == "11 data 0 5");
  CHECK(provide(test, "hell") == "EINVAL");
  CHECK(provide(test, "hello") == "ok");
  CHECK(test.read(fd, 3) == "hel");
  CHECK(test.read(fd, 30) == "lo");

  const Fd big = test.open("/r/big");
  CHECK(test.pread(big, 10, kBlock + 5) == "<would fetch>");
  CHECK(wanted(test) == "12 data 65536 65536");
  CHECK(provide(test, std::string(kBlock, 'm')) == "ok");
  CHECK(test.pread(big, 10, kBlock + 5) == std::string(10, 'm'));
  CHECK(test.pread(big, 3 * kBlock, 0) == "<would fetch>");
  CHECK(wanted(test) == "12 data 0 65536");
  CHECK(provide(test, std::string(kBlock, 'a')) == "ok");
  CHECK(test.pread(big, 3 * kBlock, 0) == "<would fetch>");
  CHECK(wanted(test) == "12 data 131072 3");
  test.fs.provide_failed(Errno::kIo);
  CHECK(test.pread(big, 3 * kBlock, 0) == "<EIO>");
  CHECK(test.pread(big, 3 * kBlock, 0) == "<would fetch>");
  CHECK(provide(test, "end") == "ok");
  CHECK(test.pread(big, 3 * kBlock, 0) == std::string(kBlock, 'a') + std::string(kBlock, 'm') + "end");
  CHECK(test.put("/r/big", "x") == "EROFS");
  CHECK(code(test.fs.unlink("/r/big")) == "EROFS");
  CHECK(test.fs.usage().bytes == 0);
}

TEST_CASE("names of an open-ended volume are asked for once") {
  TestFiles test;
  const uint32_t volume = make_remote(test, true);
  CHECK(code(test.fs.mount(volume, "/r", false)) == "ok");
  CHECK(test.get("/r/d/other") == "<would fetch>");
  CHECK(wanted(test) == "0 name other");
  CHECK(code(test.fs.remote_file(volume, "d/other", 2, 0644, 0, 20)) == "ok");
  CHECK(test.get("/r/d/other") == "<would fetch>");
  CHECK(wanted(test) == "20 data 0 2");
  CHECK(test.get("/r/none") == "<would fetch>");
  CHECK(code(test.fs.remote_missing(volume, test.fs.wanted().ino, "none")) == "ok");
  CHECK(test.get("/r/none") == "<ENOENT>");
  CHECK(code(test.fs.rename("/r/maybe", "/r/x")) == "EROFS");
  CHECK(code(test.fs.remote_missing(volume, 999, "x")) == "EINVAL");
}

TEST_CASE("an open-ended volume: what a path goes on behind is a directory, whoever has asked before; nobody can list it") {
  TestFiles test;
  const uint32_t volume = test.fs.make_remote(true);
  CHECK(code(test.fs.mount(*test.fs.make_overlay(volume), "/r", false)) == "ok");
  const auto asked = [&] { return wanted(test) + (test.fs.wanted().folder ? " folder" : ""); };
  CHECK(test.get("/r/a") == "<would fetch>");
  CHECK(asked() == "0 name a");
  CHECK(code(test.fs.remote_missing(volume, test.fs.wanted().ino, "a")) == "ok");
  CHECK(test.get("/r/a") == "<ENOENT>");
  CHECK(test.get("/r/a/b") == "<would fetch>");
  CHECK(asked() == "0 name a folder");
  CHECK(code(test.fs.remote_directory(volume, "a", 0555, 0, 5)) == "ok");
  CHECK(test.get("/r/a/b") == "<would fetch>");
  CHECK(asked() == "5 name b");
  const Result<uint64_t> ino = test.fs.remote_file(volume, "a/b", 2, 0444, 0, 6);
  CHECK(code(ino) == "ok");
  StringSource source("hi");
  CHECK(code(test.fs.provide(volume, *ino, 0, 2, source)) == "ok");
  CHECK(test.get("/r/a/b") == "hi");
  CHECK(test.get("/r/c/") == "<would fetch>");
  CHECK(asked() == "0 name c folder");
  CHECK(test.list("/r") == "<ENOTSUP>");
  CHECK(test.list("/r/a") == "<ENOTSUP>");
  CHECK(test.put("/r/own", "x") == "would fetch");
  CHECK(code(test.fs.remote_missing(volume, test.fs.wanted().ino, "own")) == "ok");
  CHECK(code(test.fs.mkdir("/r/own", 0755)) == "ok");
  CHECK(test.put("/r/own/file", "x") == "ok");
  CHECK(test.list("/r/own") == "file");
}

TEST_CASE("what is mounted is not the lower part of an overlay, and the root stays") {
  TestFiles test;
  const uint32_t volume = test.fs.make_memory();
  CHECK(code(test.fs.mount(volume, "/", false)) == "ok");
  CHECK(code(test.fs.make_overlay(volume)) == "EINVAL");
  CHECK(code(test.fs.make_overlay(99)) == "EINVAL");
  CHECK(code(test.fs.unmount("/")) == "EINVAL");
}

TEST_CASE("an overlay of a remote volume") {
  TestFiles test;
  const uint32_t lower = make_remote(test);
  const uint32_t overlay = *test.fs.make_overlay(lower);
  CHECK(code(test.fs.make_overlay(lower)) == "EINVAL");
  CHECK(code(test.fs.mount(lower, "/again", false)) == "EBUSY");
  CHECK(code(test.fs.mount(overlay, "/o", false)) == "ok");
  CHECK(test.list("/o") == "d/ big link@");
  CHECK(test.fs.usage().files == 1);  // the mount point

  SUBCASE("data of below is asked for, of below") {
    CHECK(test.get("/o/link") == "<would fetch>");
    CHECK(test.fs.wanted().volume == lower);
    CHECK(provide(test, "hello") == "ok");
    CHECK(test.get("/o/link") == "hello");
  }
  SUBCASE("a write into a block takes the rest of it from below") {
    const Fd fd = test.open("/o/d/small", kReadWrite);
    CHECK(test.pwrite(fd, "J", 0) == "<would fetch>");
    CHECK(provide(test, "hello") == "ok");
    CHECK(test.pwrite(fd, "J", 0) == "1");
    CHECK(test.get("/o/d/small") == "Jello");
    CHECK(test.pwrite(fd, "!", 70000) == "1");
    CHECK(test.pread(fd, 8, 0) == std::string("Jello\0\0\0", 8));
    CHECK(test.fs.usage().bytes == 5 + 70001 - kBlock);  // two blocks, each from its start
  }
  SUBCASE("what is overwritten whole is not asked for") {
    const Fd fd = test.open("/o/big", kReadWrite);
    CHECK(test.pwrite(fd, std::string(kBlock, 'n'), kBlock) == "65536");
    CHECK(test.pread(fd, 3, kBlock) == "nnn");
    CHECK(test.put("/o/d/small", "new", kWrite | kTruncate) == "ok");
    CHECK(test.get("/o/d/small") == "new");
    CHECK(test.put("/o/d/small", "longer than before", kWrite) == "ok");
    CHECK(test.get("/o/d/small") == "longer than before");
  }
  SUBCASE("what truncate cut off is zeros, not what is below") {
    CHECK(code(test.fs.truncate("/o/d/small", 2)) == "ok");
    CHECK(code(test.fs.truncate("/o/d/small", 4)) == "ok");
    CHECK(test.get("/o/d/small") == "<would fetch>");
    CHECK(provide(test, "hello") == "ok");
    CHECK(test.get("/o/d/small") == std::string("he\0\0", 4));
  }
  SUBCASE("names go and come") {
    CHECK(code(test.fs.unlink("/o/big")) == "ok");
    CHECK(code(test.fs.unlink("/o/d/small")) == "ok");
    CHECK(code(test.fs.rmdir("/o/d")) == "ok");
    CHECK(test.list("/o") == "link@");
    CHECK(code(test.fs.mkdir("/o/d", 0755)) == "ok");
    CHECK(test.list("/o/d") == "");
    CHECK(test.put("/o/d/small", "mine") == "ok");
    CHECK(test.get("/o/link") == "mine");
  }
  SUBCASE("a directory of below moves with what is in it") {
    CHECK(code(test.fs.rename("/o/d", "/o/e")) == "ok");
    CHECK(test.list("/o/e") == "small");
    CHECK(test.stat("/o/e/small").size == 5);
    CHECK(code(test.fs.rename("/o/e/small", "/o/here")) == "ok");
    CHECK(test.list("/o") == "big link@ e/ here");
  }
  SUBCASE("it can be unmounted, with what is below") {
    CHECK(code(test.fs.unmount("/o")) == "ok");
    CHECK(test.fs.usage().files == 1);
    CHECK(code(test.fs.make_overlay(lower)) == "EINVAL");
  }
}

TEST_CASE("an overlay of memory: links stay links, and nothing changes below") {
  TestFiles test;
  const uint32_t lower = test.fs.make_memory();
  const uint32_t upper = *test.fs.make_overlay(lower);
  const uint32_t top = *test.fs.make_overlay(upper);
  CHECK(code(test.fs.mount(top, "/top", false)) == "ok");
  CHECK(test.put("/top/f", "made above") == "ok");
  CHECK(code(test.fs.link("/top/f", "/top/g", Follow::kNo)) == "ok");
  CHECK(test.stat("/top/f").nlink == 2);
  CHECK(test.list("/top") == "f g");
}

TEST_CASE("an overlay of an open-ended volume does not show again what was removed") {
  TestFiles test;
  const uint32_t lower = make_remote(test, true);
  CHECK(code(test.fs.mount(*test.fs.make_overlay(lower), "/o", false)) == "ok");
  CHECK(test.get("/o/far") == "<would fetch>");
  CHECK(code(test.fs.remote_file(lower, "far", 0, 0644, 0, 30)) == "ok");
  CHECK(test.get("/o/far") == "");
  CHECK(code(test.fs.unlink("/o/far")) == "ok");
  CHECK(test.get("/o/far") == "<ENOENT>");
  CHECK(test.put("/o/new", "x") == "would fetch");
  CHECK(code(test.fs.remote_missing(lower, test.fs.wanted().ino, "new")) == "ok");
  CHECK(test.put("/o/new", "x") == "ok");
  CHECK(test.get("/o/new") == "x");
}
