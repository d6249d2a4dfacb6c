// What the functions of WASI do: strings, streams, clocks, polling, rights, preopens, listings.
#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/unit/wasi/fake_wasi.h"

using namespace goferry;
using namespace goferry::test;
using namespace goferry::wasi;

namespace {

struct Subscribed : WasiFixture {
  static constexpr uint32_t kIn = 2048;
  static constexpr uint32_t kOut = 4096;
  uint32_t count = 0;

  void clock(uint32_t id, uint64_t timeout_ns, bool absolute = false) {
    const uint32_t at = begin(kEventClock);
    host.memory.poke(at + Subscription::kClock, id);
    host.memory.poke(at + Subscription::kTimeout, timeout_ns);
    host.memory.poke<uint16_t>(at + Subscription::kClockFlags, absolute ? kAbstime : 0);
  }
  void descriptor(uint32_t tag, uint32_t fd) { host.memory.poke(begin(tag) + Subscription::kFd, fd); }
  uint32_t begin(uint32_t tag) {
    const uint32_t at = kIn + count++ * Subscription::kSize;
    host.memory.poke<uint64_t>(at, 100 + count);
    host.memory.poke<uint64_t>(at + Subscription::kTag, tag);
    return at;
  }
  Errno poll() { return wasi.poll_oneoff(kIn, kOut, count, kResult); }
  /// "101:0:0" for each event: userdata, errno, type.
  std::string events() {
    std::string text;
    for (uint32_t i = 0; i < result32(); ++i) {
      const uint32_t at = kOut + i * Event::kSize;
      text += (i == 0 ? "" : " ") + std::to_string(host.memory.peek<uint64_t>(at)) + ":" +
              std::to_string(host.memory.peek<uint16_t>(at + Event::kError)) + ":" +
              std::to_string(host.memory.peek<uint8_t>(at + Event::kType));
    }
    return text;
  }
};

}  // namespace

TEST_CASE_FIXTURE(WasiFixture, "wasi: arguments and environment, in bytes") {
  wasi.set_strings({"main\0gr\xC3\xB6\xC3\x9F"
                    "e\0\0A=1\0B=\0",
                    21},
                   3);
  CHECK(wasi.args_sizes_get(kResult, kResult + 4) == Errno::kOk);
  CHECK(result32() == 3);
  CHECK(result32(4) == 14);
  CHECK(wasi.args_get(kResult, kBuffer) == Errno::kOk);
  CHECK(host.memory.peek_text(kBuffer, 14) == std::string("main\0gr\xC3\xB6\xC3\x9F"
                                                          "e\0\0",
                                                          14));
  CHECK(result32() == kBuffer);
  CHECK(result32(4) == kBuffer + 5);
  CHECK(result32(8) == kBuffer + 13);
  CHECK(wasi.environ_sizes_get(kResult, kResult + 4) == Errno::kOk);
  CHECK(result32() == 2);
  CHECK(result32(4) == 7);
  CHECK(wasi.environ_get(kResult, WasiFixture::kSize - 7) == Errno::kOk);
  CHECK(host.memory.peek_text(WasiFixture::kSize - 7, 7) == std::string("A=1\0B=\0", 7));
}

TEST_CASE_FIXTURE(WasiFixture, "wasi: clocks") {
  fake_wasi().wall_ms = 1'700'000'000'123.25;
  CHECK(wasi.clock_time_get(kRealtime, 0, kResult) == Errno::kOk);
  CHECK(result64() == 1'700'000'000'123'250'000);
  CHECK(wasi.clock_time_get(kMonotonic, 0, kResult) == Errno::kOk);
  CHECK(result64() == 1'000'000'000);
  CHECK(wasi.clock_time_get(2, 0, kResult) == Errno::kInval);
  CHECK(wasi.clock_res_get(kMonotonic, kResult) == Errno::kOk);
  CHECK(result64() > 0);
}

TEST_CASE_FIXTURE(WasiFixture, "wasi: standard streams") {
  SUBCASE("output is written vector by vector") {
    path("hello, world");
    iovec(kPath, 5);
    iovec(kPath + 5, 7, 1);
    CHECK(wasi.fd_write(1, kIovecs, 2, kResult) == Errno::kOk);
    CHECK(result32() == 12);
    CHECK(fake_wasi().output[1] == "hello, world");
  }
  SUBCASE("input fills vectors, and ends") {
    fake_wasi().input = "abcdef";
    iovec(kBuffer, 4);
    iovec(kBuffer + 8, 4, 1);
    CHECK(wasi.fd_read(0, kIovecs, 2, kResult) == Errno::kOk);
    CHECK(result32() == 6);
    CHECK(host.memory.peek_text(kBuffer + 8, 2) == "ef");
    CHECK(wasi.fd_read(0, kIovecs, 2, kResult) == Errno::kOk);
    CHECK(result32() == 0);
  }
  SUBCASE("input that is not there is waited for, unless that is not wanted") {
    fake_wasi().input.reset();
    iovec(kBuffer, 4);
    CHECK(Wasi::answer(wasi.fd_read(0, kIovecs, 1, kResult)) == Wasi::kWait);
    const Wasi::Wait wait = wasi.take_wait();
    CHECK(wait.events);
    CHECK(wait.streams == Wasi::kInput);
    CHECK(wait.timeout_ms < 0);
    CHECK(wasi.fd_fdstat_set_flags(0, kFlagNonblock) == Errno::kOk);
    CHECK(wasi.fd_read(0, kIovecs, 1, kResult) == Errno::kAgain);
    fake_wasi().input_fails = true;
    CHECK(wasi.fd_read(0, kIovecs, 1, kResult) == Errno::kIo);
  }
  SUBCASE("they are terminals for C's library: no offset, no right to seek") {
    CHECK(wasi.fd_fdstat_get(1, kResult) == Errno::kOk);
    CHECK((result32() & 0xFF) == kCharacterDevice);
    CHECK((result64(8) & (kFdSeek | kFdTell)) == 0);
    CHECK(wasi.fd_seek(1, 0, 1, kResult) == Errno::kSpipe);
    iovec(kBuffer, 1);
    CHECK(wasi.fd_read(1, kIovecs, 1, kResult) == Errno::kNotcapable);
    CHECK(wasi.fd_write(0, kIovecs, 1, kResult) == Errno::kNotcapable);
    CHECK(wasi.fd_pwrite(1, kIovecs, 1, 0, kResult) == Errno::kSpipe);
  }
}

TEST_CASE_FIXTURE(WasiFixture, "wasi: reading into vectors that lie on their own list") {
  iovec(kIovecs + 8, 8);  // what is read becomes the second vector
  iovec(kBuffer, 2, 1);
  CHECK(wasi.fd_read(kFile, kIovecs, 2, kResult) == Errno::kOk);
  CHECK(result32() == 10);
  CHECK(host.memory.peek_text(kIovecs + 8, 8) == "01234567");
  CHECK(host.memory.peek_text(kBuffer, 2) == "89");
}

TEST_CASE_FIXTURE(Subscribed, "poll_oneoff: a relative clock waits from the first call on") {
  clock(kMonotonic, 20'000'000);
  CHECK(Wasi::answer(poll()) == Wasi::kWait);
  CHECK(wasi.take_wait().timeout_ms == doctest::Approx(20));
  fake_wasi().now_ms += 15;
  CHECK(Wasi::answer(poll()) == Wasi::kWait);
  CHECK(wasi.take_wait().timeout_ms == doctest::Approx(5));
  fake_wasi().now_ms += 5;
  CHECK(poll() == Errno::kOk);
  CHECK(events() == "101:0:0");
  CHECK(Wasi::answer(poll()) == Wasi::kWait);
  CHECK(wasi.take_wait().timeout_ms == doctest::Approx(20));
}

TEST_CASE_FIXTURE(Subscribed, "poll_oneoff: several, with absolute clocks, the earliest counts") {
  clock(kRealtime, static_cast<uint64_t>(fake_wasi().wall_ms * 1e6) + 30'000'000, true);
  clock(kMonotonic, 1'010'000'000, true);
  clock(kMonotonic, UINT64_MAX);
  CHECK(Wasi::answer(poll()) == Wasi::kWait);
  CHECK(wasi.take_wait().timeout_ms == doctest::Approx(10));
  fake_wasi().now_ms += 11;
  CHECK(poll() == Errno::kOk);
  CHECK(events() == "102:0:0");
  clock(7, 0);
  CHECK(poll() == Errno::kOk);
  CHECK(events() == "102:0:0 104:28:0");
}

TEST_CASE_FIXTURE(Subscribed, "poll_oneoff: descriptors") {
  SUBCASE("files and output are ready, what is not open is an event too") {
    descriptor(kEventRead, kFile);
    descriptor(kEventWrite, 1);
    descriptor(kEventRead, 99);
    descriptor(kEventWrite, 0);
    CHECK(poll() == Errno::kOk);
    CHECK(events() == "101:0:1 102:0:2 103:8:1 104:76:2");
    CHECK(host.memory.peek<uint64_t>(kOut + Event::kBytes) == 10);
  }
  SUBCASE("input wakes") {
    fake_wasi().input.reset();
    descriptor(kEventRead, 0);
    clock(kMonotonic, 1'000'000'000);
    CHECK(Wasi::answer(poll()) == Wasi::kWait);
    const Wasi::Wait wait = wasi.take_wait();
    CHECK(wait.streams == Wasi::kInput);
    CHECK(wait.timeout_ms == doctest::Approx(1000));
    fake_wasi().input = "abc";
    CHECK(poll() == Errno::kOk);
    CHECK(events() == "101:0:1");
    CHECK(host.memory.peek<uint64_t>(kOut + Event::kBytes) == 3);
  }
  SUBCASE("input at its end") {
    descriptor(kEventRead, 0);
    CHECK(poll() == Errno::kOk);
    CHECK(host.memory.peek<uint16_t>(kOut + Event::kFlags) == kHangup);
  }
  SUBCASE("nothing, and what there is none of") {
    CHECK(poll() == Errno::kInval);
    begin(3);
    CHECK(poll() == Errno::kInval);
  }
}

TEST_CASE_FIXTURE(WasiFixture, "wasi: rights are enforced, inherited and only narrowed") {
  files::Fd fd = 0;
  REQUIRE(open("file", 0, fd, kFdRead | kFdSeek) == Errno::kOk);
  iovec(kBuffer, 1);
  const auto number = static_cast<uint32_t>(fd);
  CHECK(wasi.fd_write(number, kIovecs, 1, kResult) == Errno::kNotcapable);
  CHECK(wasi.fd_filestat_get(number, kResult) == Errno::kNotcapable);
  CHECK(wasi.fd_fdstat_set_rights(number, kFdRead | kFdWrite, 0) == Errno::kNotcapable);
  CHECK(wasi.fd_fdstat_set_rights(number, kFdRead, 0) == Errno::kOk);
  CHECK(wasi.fd_seek(number, 1, 0, kResult) == Errno::kNotcapable);
  CHECK(wasi.fd_fdstat_set_rights(number, kFdRead | kFdSeek, 0) == Errno::kNotcapable);
  CHECK(read(fd, 1) == "0");

  // A directory without the right to truncate, which hands on that of changing sizes.
  const auto emptied = [&](uint32_t oflags) { return wasi.path_open(kDir, 0, kPath, path("emptied"), oflags, kFdWrite, 0, 0, kResult); };
  REQUIRE(wasi.fd_fdstat_set_rights(kDir, kPathOpen | kPathCreateFile, kFdRead | kFdWrite | kFdReaddir | kFdFilestatSetSize) == Errno::kOk);
  CHECK(emptied(kOflagCreat | kOflagTrunc) == Errno::kOk);
  REQUIRE(wasi.fd_fdstat_set_rights(kDir, kPathOpen | kPathCreateFile, kFdRead | kFdWrite | kFdReaddir) == Errno::kOk);
  CHECK(emptied(0) == Errno::kOk);
  CHECK(emptied(kOflagTrunc) == Errno::kNotcapable);

  // A directory that hands on no right to write.
  REQUIRE(wasi.fd_fdstat_set_rights(kDir, kPathOpen | kPathCreateFile, kFdRead | kFdReaddir) == Errno::kOk);
  CHECK(open("file", 0, fd, kFdRead | kFdWrite) == Errno::kNotcapable);
  CHECK(open("file", kOflagTrunc, fd, kFdRead) == Errno::kNotcapable);
  CHECK(wasi.path_create_directory(kDir, kPath, path("new")) == Errno::kNotcapable);
  CHECK(wasi.path_unlink_file(kDir, kPath, path("file")) == Errno::kNotcapable);
  CHECK(wasi.path_filestat_get(kDir, 0, kPath, path("file"), kResult) == Errno::kNotcapable);
}

TEST_CASE_FIXTURE(WasiFixture, "wasi: a file has no rights of directories, a directory none of files") {
  files::Fd fd = 0;
  REQUIRE(open("file", 0, fd) == Errno::kOk);
  CHECK(wasi.fd_fdstat_get(static_cast<uint32_t>(fd), kResult) == Errno::kOk);
  CHECK((result64(8) & kNotOfFiles) == 0);
  REQUIRE(open(".", kOflagDirectory, fd, kFdRead | kFdReaddir | kPathOpen) == Errno::kOk);
  CHECK(wasi.fd_fdstat_get(static_cast<uint32_t>(fd), kResult) == Errno::kOk);
  CHECK(result64(8) == (kFdReaddir | kPathOpen));
  CHECK(open(".", kOflagDirectory, fd, kFdRead | kFdWrite) == Errno::kIsdir);
}

TEST_CASE_FIXTURE(WasiFixture, "wasi: no path leaves its folder") {
  static_cast<void>(files.symlink("/0/file", "/0/absolute"));
  static_cast<void>(files.symlink("../../0/file", "/0/up"));
  static_cast<void>(files.mkdir("/0/sub", 0755));
  static_cast<void>(files.mkdir("/outside", 0755));
  static_cast<void>(files.symlink("../../outside", "/0/sub/away"));
  files::Fd fd = 0;
  for (const char* const name :
       {"/0/file", "/", "..", "../0/file", "sub/../../0/file", "./..", "up", "sub/away", "sub/away/", "sub/away/.."}) {
    CAPTURE(name);
    CHECK(open(name, 0, fd) == Errno::kPerm);
    CHECK(wasi.path_filestat_get(kDir, kSymlinkFollow, kPath, path(name), kResult) == Errno::kPerm);
    CHECK(wasi.path_create_directory(kDir, kPath, path(std::string(name) + "/new")) != Errno::kOk);
  }
  CHECK(open("sub/../file", 0, fd) == Errno::kOk);
  CHECK(wasi.path_symlink(kOther, path("/0", kOther), kDir, kPath, path("link")) == Errno::kPerm);
  CHECK(open(std::string_view("fi\0le", 5), 0, fd) == Errno::kInval);
  CHECK(open(std::string(5000, 'x'), 0, fd) == Errno::kNametoolong);
  CHECK(open("", 0, fd) == Errno::kNoent);
  CHECK(open("__proto__", kOflagCreat, fd) == Errno::kOk);
  CHECK(open("\xFF\xFE", kOflagCreat | kOflagExcl, fd) == Errno::kOk);
}

TEST_CASE_FIXTURE(WasiFixture, "wasi: preopens have their names, move and close") {
  CHECK(wasi.fd_prestat_get(kDir, kResult) == Errno::kOk);
  CHECK(result32(4) == 5);
  CHECK(wasi.fd_prestat_dir_name(kDir, kBuffer, 4) == Errno::kNametoolong);
  CHECK(wasi.fd_prestat_dir_name(kDir, kBuffer, 5) == Errno::kOk);
  CHECK(host.memory.peek_text(kBuffer, 5) == "/data");
  CHECK(wasi.fd_prestat_get(kFile, kResult) == Errno::kBadf);
  CHECK(wasi.fd_renumber(kDir, kFile) == Errno::kOk);
  CHECK(wasi.fd_prestat_get(kDir, kResult) == Errno::kBadf);
  CHECK(wasi.fd_prestat_get(kFile, kResult) == Errno::kOk);
  CHECK(wasi.fd_close(kFile) == Errno::kOk);
  CHECK(wasi.fd_prestat_get(kFile, kResult) == Errno::kBadf);
}

TEST_CASE_FIXTURE(WasiFixture, "wasi: a listing in buffers of any size names everything once") {
  for (const char* const name : {"a", "constructor", "toString", "a-rather-long-name-of-a-file"}) {
    files::Fd fd = 0;
    REQUIRE(open(name, kOflagCreat, fd) == Errno::kOk);
    REQUIRE(wasi.fd_close(static_cast<uint32_t>(fd)) == Errno::kOk);
  }
  for (const uint32_t size : {60u, 64u, 100u, 4096u}) {
    CAPTURE(size);
    std::vector<std::string> names;
    uint64_t cookie = 0;
    for (int round = 0; round < 50; ++round) {
      REQUIRE(wasi.fd_readdir(kDir, kBuffer, size, cookie, kResult) == Errno::kOk);
      const uint32_t used = result32();
      uint32_t at = 0;
      while (used - at >= Dirent::kSize) {
        const auto len = host.memory.peek<uint32_t>(kBuffer + at + Dirent::kNameLen);
        if (used - at < Dirent::kSize + len) break;  // it is cut: the next buffer begins with it
        names.push_back(host.memory.peek_text(kBuffer + at + Dirent::kSize, len));
        cookie = host.memory.peek<uint64_t>(kBuffer + at);
        at += Dirent::kSize + len;
      }
      if (used < size) break;
    }
    CHECK(names == std::vector<std::string>{".", "..", "file", "a", "constructor", "toString", "a-rather-long-name-of-a-file"});
  }
}

TEST_CASE_FIXTURE(WasiFixture, "wasi: times, sizes, flags") {
  CHECK(wasi.fd_filestat_set_times(kFile, 5, 7, kAtim | kMtim) == Errno::kOk);
  CHECK(wasi.fd_filestat_get(kFile, kResult) == Errno::kOk);
  CHECK(result64(Filestat::kAtim) == 5);
  CHECK(result64(Filestat::kMtim) == 7);
  CHECK(result64(Filestat::kFileSize) == 10);
  CHECK(host.memory.peek<uint8_t>(kResult + Filestat::kFiletype) == kRegularFile);
  CHECK(wasi.fd_filestat_set_times(kFile, 5, 7, kAtim | kAtimNow) == Errno::kInval);
  CHECK(wasi.fd_filestat_set_times(kFile, 5, 7, 16) == Errno::kInval);
  CHECK(wasi.fd_filestat_set_times(kFile, UINT64_MAX, 7, kAtim) == Errno::kInval);
  CHECK(wasi.fd_filestat_set_size(kFile, UINT64_MAX) == Errno::kInval);
  CHECK(wasi.fd_allocate(kFile, 0, 0) == Errno::kInval);
  CHECK(wasi.fd_allocate(kFile, UINT64_MAX, 2) == Errno::kInval);
  CHECK(wasi.fd_allocate(kFile, 8, 12) == Errno::kOk);
  CHECK(wasi.fd_filestat_get(kFile, kResult) == Errno::kOk);
  CHECK(result64(Filestat::kFileSize) == 20);
  CHECK(wasi.fd_fdstat_set_flags(kFile, kFlagAppend) == Errno::kOk);
  CHECK(wasi.fd_fdstat_get(kFile, kResult) == Errno::kOk);
  CHECK((result32() >> 16) == kFlagAppend);
  CHECK(wasi.fd_fdstat_set_flags(kFile, 32) == Errno::kInval);
  CHECK(wasi.fd_advise(kFile, 0, 0, kAdviceMax) == Errno::kOk);
  CHECK(wasi.fd_advise(kFile, 0, 0, kAdviceMax + 1) == Errno::kInval);
}

TEST_CASE_FIXTURE(WasiFixture,
                  "wasi: a file never blocks, so that it is not made nonblocking: Go then leaves it out of its poller, as on Linux") {
  files::Fd file = 0;
  files::Fd dir = 0;
  REQUIRE(open("file", kOflagCreat, file) == Errno::kOk);
  REQUIRE(open(".", kOflagDirectory, dir, kFdRead | kFdReaddir | kFdFdstatSetFlags) == Errno::kOk);
  for (const auto fd : {static_cast<uint32_t>(file), static_cast<uint32_t>(dir)}) {
    CHECK(wasi.fd_fdstat_set_flags(fd, kFlagNonblock) == Errno::kNotsup);
    CHECK(wasi.fd_fdstat_set_flags(fd, kFlagAppend | kFlagNonblock) == Errno::kNotsup);
    CHECK(wasi.fd_fdstat_get(fd, kResult) == Errno::kOk);
    CHECK((result32() >> 16) == 0);
    CHECK(wasi.fd_fdstat_set_flags(fd, 0) == Errno::kOk);
  }
  // Opened with it, it is kept and given up, like any flag.
  files::Fd nonblocking = 0;
  REQUIRE(open("file", 0, nonblocking, kAllRights, kFlagNonblock) == Errno::kOk);
  const auto fd = static_cast<uint32_t>(nonblocking);
  CHECK(wasi.fd_fdstat_set_flags(fd, kFlagAppend | kFlagNonblock) == Errno::kOk);
  CHECK(wasi.fd_fdstat_get(fd, kResult) == Errno::kOk);
  CHECK((result32() >> 16) == (kFlagAppend | kFlagNonblock));
  CHECK(wasi.fd_fdstat_set_flags(fd, 0) == Errno::kOk);
  CHECK(wasi.fd_fdstat_get(fd, kResult) == Errno::kOk);
  CHECK((result32() >> 16) == 0);
}

TEST_CASE_FIXTURE(WasiFixture, "wasi: who watches is told of every change, and of nothing else") {
  const auto changes = [] { return std::exchange(fake_wasi().changes, {}); };
  using Changes = std::vector<std::string>;
  files::Fd fd = 0;
  files::Fd dir = 0;
  CHECK(open("unwatched", kOflagCreat, fd) == Errno::kOk);
  CHECK(changes().empty());
  wasi.watch(true);
  iovec(kBuffer, 4);
  CHECK(wasi.fd_write(static_cast<uint32_t>(fd), kIovecs, 1, kResult) == Errno::kOk);  // opened before
  CHECK(changes() == Changes{"/0/unwatched"});
  CHECK(wasi.fd_filestat_set_size(static_cast<uint32_t>(fd), 3) == Errno::kOk);
  CHECK(wasi.fd_allocate(static_cast<uint32_t>(fd), 0, 9) == Errno::kOk);
  CHECK(wasi.fd_renumber(static_cast<uint32_t>(fd), kFile) == Errno::kOk);
  CHECK(wasi.fd_pwrite(kFile, kIovecs, 1, 0, kResult) == Errno::kOk);
  CHECK(changes() == Changes{"/0/unwatched", "/0/unwatched", "/0/unwatched"});
  CHECK(wasi.path_create_directory(kDir, kPath, path("sub")) == Errno::kOk);
  CHECK(open("sub", kOflagDirectory, dir, kAllRights & ~(kFdWrite | kFdAllocate | kFdFilestatSetSize)) == Errno::kOk);
  CHECK(changes() == Changes{"/0/sub"});
  const auto sub = static_cast<uint32_t>(dir);
  CHECK(wasi.path_create_directory(sub, kPath, path("deep")) == Errno::kOk);
  CHECK(wasi.path_symlink(kOther, path("file", kOther), sub, kPath, path("link")) == Errno::kOk);
  CHECK(wasi.path_link(kDir, 0, kPath, path("file"), sub, kOther, path("hard", kOther)) == Errno::kOk);
  CHECK(wasi.path_filestat_set_times(sub, 0, kPath, path("hard"), 5, 7, kAtim | kMtim) == Errno::kOk);
  CHECK(changes() == Changes{"/0/sub/deep", "/0/sub/link", "/0/sub/hard", "/0/sub/hard"});
  CHECK(wasi.path_rename(sub, kPath, path("hard"), kDir, kOther, path("moved", kOther)) == Errno::kOk);
  CHECK(wasi.path_unlink_file(sub, kPath, path("link")) == Errno::kOk);
  CHECK(wasi.path_remove_directory(sub, kPath, path("deep")) == Errno::kOk);
  CHECK(changes() == Changes{"-/0/sub/hard", "/0/moved", "-/0/sub/link", "-/0/sub/deep"});
  // What fails, and what only looks.
  CHECK(wasi.path_unlink_file(sub, kPath, path("none")) == Errno::kNoent);
  CHECK(wasi.path_rename(sub, kPath, path("none"), sub, kOther, path("x", kOther)) == Errno::kNoent);
  CHECK(wasi.fd_read(kFile, kIovecs, 1, kResult) == Errno::kOk);
  CHECK(wasi.fd_write(1, kIovecs, 1, kResult) == Errno::kOk);
  CHECK(open("file", 0, fd, kFdRead) == Errno::kOk);
  CHECK(changes().empty());
  wasi.watch(false);
  CHECK(wasi.path_unlink_file(kDir, kPath, path("file")) == Errno::kOk);
  CHECK(changes().empty());
}

TEST_CASE_FIXTURE(WasiFixture, "wasi: the end, signals, sockets") {
  wasi.proc_exit(3);
  CHECK(fake_wasi().ended == "exit 3");
  CHECK(wasi.proc_raise(6) == Errno::kOk);
  CHECK(fake_wasi().ended == "signal 6");
  fake_wasi().ended.clear();
  CHECK(wasi.proc_raise(16) == Errno::kOk);      // a child's end, which is ignored
  CHECK(wasi.proc_raise(18) == Errno::kNotsup);  // stop
  CHECK(wasi.proc_raise(31) == Errno::kInval);
  CHECK(fake_wasi().ended == "");
  CHECK(wasi.sock_shutdown(kFile, 1) == Errno::kNotsock);
  CHECK(wasi.sock_accept(99, 0, kResult) == Errno::kBadf);
  CHECK(wasi_errno(Errno::kNotsock) == 57);
  CHECK(wasi_errno(Errno::kNotcapable) == 76);
}
