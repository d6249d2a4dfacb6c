// Files and directories: what Linux does and a random walk would hardly show.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/unit/files/files_fixture.h"

using namespace goferry;
using namespace goferry::test;
using namespace goferry::files;

TEST_CASE("an unlinked file lives on while it is open") {
  TestFiles test;
  const Fd fd = test.open("/f", kCreate | kReadWrite);
  CHECK(test.write(fd, "kept") == "4");
  CHECK(code(test.fs.unlink("/f")) == "ok");
  CHECK(test.get("/f") == "<ENOENT>");
  CHECK(test.pread(fd, 10, 0) == "kept");
  CHECK(test.fs.fstat(fd)->nlink == 0);
  CHECK(test.fs.usage().bytes == 4);
  CHECK(code(test.fs.close(fd)) == "ok");
  CHECK(test.fs.usage().bytes == 0);
  CHECK(test.fs.usage().files == 0);
}

TEST_CASE("a file replaced by rename keeps its bytes for those that have it open") {
  TestFiles test;
  test.put("/old", "old");
  test.put("/new", "new");
  const Fd fd = test.open("/old");
  CHECK(code(test.fs.rename("/new", "/old")) == "ok");
  CHECK(test.read(fd, 10) == "old");
  CHECK(test.get("/old") == "new");
  CHECK(test.list("/") == "old");
}

TEST_CASE("hard links are one file") {
  TestFiles test;
  test.put("/a", "one");
  CHECK(code(test.fs.link("/a", "/b", Follow::kNo)) == "ok");
  test.put("/b", "two", kWrite | kTruncate);
  CHECK(test.get("/a") == "two");
  CHECK(test.stat("/a").ino == test.stat("/b").ino);
  CHECK(test.stat("/a").nlink == 2);
  CHECK(code(test.fs.rename("/a", "/b")) == "ok");  // the same file: nothing happens
  CHECK(test.list("/") == "a b");
}

TEST_CASE("holes cost nothing and read as zeros") {
  TestFiles test;
  const Fd fd = test.open("/sparse", kCreate | kReadWrite);
  CHECK(test.pwrite(fd, "end", int64_t{1} << 40) == "3");
  CHECK(test.stat("/sparse").size == (uint64_t{1} << 40) + 3);
  CHECK(test.fs.usage().bytes == 3);
  CHECK(test.pread(fd, 5, (int64_t{1} << 40) - 2) == std::string("\0\0end", 5));
  CHECK(test.pread(fd, 3, 70000) == std::string(3, '\0'));
  CHECK(test.pwrite(fd, "middle", 200000) == "6");
  CHECK(test.pread(fd, 8, 199999) == std::string("\0middle\0", 8));
  CHECK(code(test.fs.ftruncate(fd, 200003)) == "ok");
  CHECK(code(test.fs.ftruncate(fd, 200006)) == "ok");
  CHECK(test.pread(fd, 10, 200000) == std::string("mid\0\0\0", 6));
}

TEST_CASE("what truncate cut off does not come back") {
  TestFiles test;
  const Fd fd = test.open("/f", kCreate | kReadWrite);
  test.write(fd, std::string(100, 'x'));
  CHECK(code(test.fs.ftruncate(fd, 10)) == "ok");
  test.pwrite(fd, "y", 50);
  CHECK(test.pread(fd, 100, 0) == std::string(10, 'x') + std::string(40, '\0') + "y");
}

TEST_CASE("append writes at the end, wherever the offset is") {
  TestFiles test;
  test.put("/f", "start");
  const Fd a = test.open("/f", kReadWrite | kAppend), b = test.open("/f", kWrite | kAppend);
  test.write(a, "A");
  test.write(b, "B");
  test.pwrite(a, "C", 0);
  CHECK(test.get("/f") == "startABC");
  CHECK(code(test.fs.set_flags(a, 0)) == "ok");
  test.pwrite(a, "S", 0);
  CHECK(test.get("/f") == "StartABC");
}

TEST_CASE("duplicates share the offset, and one closed leaves the other") {
  TestFiles test;
  test.put("/f", "abcdef");
  const Fd fd = test.open("/f");
  const Fd again = *test.fs.dup(fd);
  CHECK(test.read(fd, 2) == "ab");
  CHECK(test.read(again, 2) == "cd");
  CHECK(code(test.fs.close(fd)) == "ok");
  CHECK(test.read(again, 2) == "ef");
  CHECK(test.read(fd, 1) == "<EBADF>");
  CHECK(test.open("/f") == fd);  // the lowest free one
}

TEST_CASE("renumber puts one descriptor in another's place") {
  TestFiles test;
  test.put("/a", "a");
  test.put("/b", "b");
  const Fd a = test.open("/a"), b = test.open("/b");
  CHECK(code(test.fs.renumber(a, b)) == "ok");
  CHECK(test.read(b, 1) == "a");
  CHECK(test.read(a, 1) == "<EBADF>");
  CHECK(code(test.fs.renumber(a, b)) == "EBADF");
  CHECK(code(test.fs.renumber(b, 77)) == "EBADF");
}

TEST_CASE("access modes") {
  TestFiles test;
  const Fd write_only = test.open("/f", kCreate | kWrite), read_only = test.open("/f");
  CHECK(test.read(write_only, 1) == "<EBADF>");
  CHECK(test.write(read_only, "x") == "<EBADF>");
  CHECK(code(test.fs.ftruncate(read_only, 1)) == "EINVAL");
  CHECK(test.read(test.open("/"), 1) == "<EISDIR>");
  CHECK(code(test.fs.open("/", kWrite, 0)) == "EISDIR");
  CHECK(code(test.fs.open("/f", 3, 0)) == "EINVAL");
  CHECK(test.pread(read_only, 1, -1) == "<EINVAL>");
  CHECK(code(test.fs.seek(read_only, -1, 0)) == "EINVAL");
  CHECK(code(test.fs.seek(read_only, INT64_MAX, 2)) == "ok");
  CHECK(code(test.fs.seek(read_only, INT64_MAX, 1)) == "EOVERFLOW");
  CHECK(test.pwrite(write_only, "x", INT64_MAX) == "<EFBIG>");
  CHECK(code(test.fs.ftruncate(write_only, INT64_MAX)) == "EFBIG");
}

TEST_CASE("times") {
  TestFiles test;
  test.clock.ns = 1000;
  test.put("/f", "x");
  CHECK(code(test.fs.mkdir("/d", 0755)) == "ok");
  test.clock.ns = 2000;
  CHECK(test.get("/f") == "x");
  CHECK(test.stat("/f").atime_ns == 2000);
  test.clock.ns = 3000;
  CHECK(test.get("/f") == "x");
  CHECK(test.stat("/f").atime_ns == 2000);  // relatime
  CHECK(test.stat("/f").mtime_ns == 1000);
  CHECK(code(test.fs.chmod("/f", Follow::kYes, 0600)) == "ok");
  CHECK(test.stat("/f").ctime_ns == 3000);
  CHECK(test.stat("/f").mtime_ns == 1000);
  test.clock.ns = 4000;
  CHECK(code(test.fs.utimes("/f", Follow::kYes, {SetTime::What::kValue, -5}, {SetTime::What::kOmit, 0})) == "ok");
  CHECK(test.stat("/f").atime_ns == -5);
  CHECK(test.stat("/f").mtime_ns == 1000);
  CHECK(test.stat("/f").ctime_ns == 4000);
  // A day later, or a little more, reading counts again.
  test.clock.ns = 4000;
  CHECK(code(test.fs.utimes("/f", Follow::kYes, {SetTime::What::kNow, 0}, {SetTime::What::kOmit, 0})) == "ok");
  test.clock.ns = 4001;
  CHECK(test.get("/f") == "x");
  const int64_t read_ns = test.stat("/f").atime_ns;
  CHECK(read_ns <= 4001);
  test.clock.ns = read_ns + int64_t{24} * 3600 * 1'000'000'000;
  for (int i = 0; i < 64; ++i) CHECK(test.get("/f") == "x");
  CHECK(test.stat("/f").atime_ns == test.clock.ns);
  test.clock.ns = 5000;
  CHECK(code(test.fs.rename("/f", "/d/f")) == "ok");
  CHECK(test.stat("/d").mtime_ns == 5000);
  CHECK(test.stat("/").mtime_ns == 5000);
}

TEST_CASE("modes, the umask, and directories that pass on their group") {
  TestFiles test;
  CHECK(test.fs.umask(077) == 022u);
  test.put("/f", "");
  CHECK(test.stat("/f").mode == (kRegular | 0600));
  CHECK(code(test.fs.mkdir("/d", 0777)) == "ok");
  CHECK(test.stat("/d").mode == (kDirectory | 0700));
  CHECK(code(test.fs.chown("/d", Follow::kYes, 5, 6)) == "ok");
  CHECK(code(test.fs.chmod("/d", Follow::kYes, 02755)) == "ok");
  test.put("/d/f", "");
  CHECK(test.stat("/d/f").gid == 6);
  CHECK(code(test.fs.mkdir("/d/d", 0700)) == "ok");
  CHECK(test.stat("/d/d").mode == (kDirectory | 02700));
  CHECK(code(test.fs.chmod("/f", Follow::kYes, 06755)) == "ok");
  CHECK(code(test.fs.chown("/f", Follow::kYes, 1, UINT32_MAX)) == "ok");
  CHECK(test.stat("/f").mode == (kRegular | 0755));
  CHECK(test.stat("/f").uid == 1);
}

TEST_CASE("a removed directory is empty, and still leads up") {
  TestFiles test;
  CHECK(code(test.fs.mkdir("/d", 0755)) == "ok");
  CHECK(code(test.fs.chdir("/d")) == "ok");
  CHECK(code(test.fs.rmdir("/d")) == "ok");
  CHECK(code(test.fs.cwd()) == "ENOENT");
  CHECK(test.put("f", "") == "ENOENT");
  CHECK(code(test.fs.mkdir("e", 0755)) == "ENOENT");
  CHECK(test.list(".") == "<ENOENT>");
  CHECK(code(test.fs.stat(".", Follow::kYes)) == "ok");
  CHECK(code(test.fs.chdir("..")) == "ok");
  CHECK(*test.fs.cwd() == "/");
}

TEST_CASE("listings stay right while the directory changes") {
  TestFiles test;
  for (int i = 0; i < 100; ++i) test.put("/" + std::to_string(i), "");
  const Fd fd = test.open("/");
  std::vector<std::string> seen;
  uint64_t cookie = 0;
  for (int round = 0;; ++round) {
    const std::vector<Listed> some = test.readdir(fd, cookie, 7);
    if (some.empty()) break;
    for (const Listed& entry : some) seen.push_back(entry.name);
    cookie = some.back().next;
    // What was listed goes, some of what was not too, and new names come.
    for (const Listed& entry : some) (void)test.fs.unlink("/" + entry.name);
    if (round < 10) {
      (void)test.fs.unlink("/" + std::to_string(99 - round));
      test.put("/new" + std::to_string(round), "");
      (void)test.fs.rename("/" + std::to_string(80 - round), "/moved" + std::to_string(round));
    }
  }
  std::sort(seen.begin(), seen.end());
  CHECK(std::adjacent_find(seen.begin(), seen.end()) == seen.end());
  for (int i = 0; i < 70; ++i) CHECK(std::binary_search(seen.begin(), seen.end(), std::to_string(i)));  // there all the time
}

TEST_CASE("a large directory finds its names, and gives its memory back") {
  TestFiles test;
  for (int i = 0; i < 5000; ++i) REQUIRE(test.put("/name" + std::to_string(i), "") == "ok");
  for (int i = 0; i < 5000; i += 2) REQUIRE(code(test.fs.unlink("/name" + std::to_string(i))) == "ok");
  for (int i = 0; i < 5000; ++i) REQUIRE(code(test.fs.stat("/name" + std::to_string(i), Follow::kNo)) == (i % 2 == 0 ? "ENOENT" : "ok"));
  for (int i = 1; i < 5000; i += 2) REQUIRE(code(test.fs.unlink("/name" + std::to_string(i))) == "ok");
  CHECK(test.list("/") == "");
  CHECK(test.fs.usage().files == 0);
}

TEST_CASE("a tree that is very deep can be made and ends") {
  TestFiles test;
  for (int depth = 0; depth < 20000; ++depth) {
    REQUIRE(code(test.fs.mkdir("d", 0755)) == "ok");
    REQUIRE(code(test.fs.chdir("d")) == "ok");
  }
  CHECK(test.fs.cwd()->size() == 40000);
  CHECK(code(test.fs.chdir("/")) == "ok");
}

TEST_CASE("devices") {
  TestFiles test;
  CHECK(code(test.fs.mkdir("/dev", 0755)) == "ok");
  CHECK(code(test.fs.make_device("/dev/null", 0666, kDeviceNull)) == "ok");
  CHECK(code(test.fs.make_device("/dev/zero", 0666, kDeviceZero)) == "ok");
  CHECK(test.get("/dev/null") == "");
  CHECK(test.put("/dev/null", "gone") == "ok");
  CHECK(test.read(test.open("/dev/zero"), 5) == std::string(5, '\0'));
  CHECK((test.stat("/dev/zero").mode & kTypeMask) == kCharDevice);
}

TEST_CASE("streams have descriptors, and their bytes are the caller's") {
  TestFiles test;
  const Fd fd = *test.fs.open_stream(7, kFifo, kWrite, Rights());
  CHECK(fd == 0);
  CHECK(test.fs.fd_stat(fd)->stream == 7);
  CHECK(test.fs.fd_stat(fd)->type == kFifo);
  CHECK(test.write(fd, "x") == "<EBADF>");
  CHECK(code(test.fs.seek(fd, 0, 0)) == "ESPIPE");
  CHECK((test.fs.fstat(fd)->mode & kTypeMask) == kFifo);
}

TEST_CASE("rights are inherited and only narrow") {
  TestFiles test;
  CHECK(code(test.fs.mkdir("/d", 0755)) == "ok");
  test.put("/d/f", "x");
  const Fd dir = *test.fs.open("/d", kDirectoryOnly, 0, Follow::kYes, {0b1111, 0b0011});
  CHECK(code(test.fs.check(dir, 0b1000)) == "ok");
  CHECK(code(test.fs.open(Path("f", dir, true), kRead, 0, Follow::kYes, {0b0100, 0})) == "ENOTCAPABLE");
  CHECK(code(test.fs.open(Path("f", dir, true), kRead, 0, Follow::kYes, {0, 0b0100})) == "ENOTCAPABLE");
  const Fd file = *test.fs.open(Path("f", dir, true), kRead, 0, Follow::kYes, {0b0011, 0});
  CHECK(code(test.fs.check(file, 0b0100)) == "ENOTCAPABLE");
  CHECK(code(test.fs.set_rights(file, {0b0001, 0})) == "ok");
  CHECK(code(test.fs.set_rights(file, {0b0011, 0})) == "ENOTCAPABLE");
  CHECK(code(test.fs.check(file, 0b0010)) == "ENOTCAPABLE");
  CHECK(code(test.fs.check(99, 1)) == "EBADF");
  CHECK(test.fs.fd_stat(*test.fs.open(Path("f", dir), kRead, 0))->rights.base == 0b0011);
}

TEST_CASE("limits") {
  Limits limits;
  limits.bytes = 100000;
  limits.files = 3;
  limits.open = 2;
  limits.path = 20;
  TestFiles test(limits);
  const Fd fd = test.open("/f", kCreate | kReadWrite);
  CHECK(test.write(fd, std::string(90000, 'a')) == "90000");
  CHECK(test.write(fd, std::string(20000, 'b')) == "10000");
  CHECK(test.write(fd, "c") == "<ENOSPC>");
  CHECK(test.pwrite(fd, "over", 0) == "4");
  CHECK(test.fs.usage().bytes == 100000);
  CHECK(code(test.fs.allocate(fd, 0, 100001)) == "ENOSPC");
  CHECK(code(test.fs.ftruncate(fd, 99999)) == "ok");
  CHECK(test.pwrite(fd, "cc", 99999) == "1");
  CHECK(code(test.fs.mkdir("/d", 0755)) == "ok");
  CHECK(code(test.fs.symlink("x", "/l")) == "ok");
  CHECK(code(test.fs.mkdir("/e", 0755)) == "ENOSPC");
  CHECK(test.put("/g", "") == "ENOSPC");
  CHECK(code(test.fs.link("/f", "/h", Follow::kNo)) == "ok");  // a name is no file
  CHECK(code(test.fs.rmdir("/d")) == "ok");
  CHECK(code(test.fs.mkdir("/e", 0755)) == "ok");
  test.open("/f");
  CHECK(code(test.fs.open("/f", kRead, 0)) == "EMFILE");
  CHECK(code(test.fs.dup(fd)) == "EMFILE");
  CHECK(code(test.fs.stat(std::string(20, 'a'), Follow::kNo)) == "ENAMETOOLONG");
  CHECK(code(test.fs.stat(std::string(19, 'a'), Follow::kNo)) == "ENOENT");
}
