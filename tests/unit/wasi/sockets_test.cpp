// Sockets: what the program reads and writes of them, how it waits, how they end.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tests/unit/wasi/fake_wasi.h"

using namespace goferry;
using namespace goferry::test;
using namespace goferry::wasi;

namespace {

using Messages = std::vector<std::string>;

struct Sockets : WasiFixture {
  static constexpr uint32_t kSocket = 5;
  static constexpr uint32_t kOther = 6;
  static constexpr uint32_t kOutFlags = kResult + 8;
  static constexpr uint32_t kIn = 2048;
  static constexpr uint32_t kOut = 4096;
  FakeSocket& page = fake_wasi().sockets[0];

  Sockets() {
    CHECK(*wasi.open_socket(3, false) == kSocket);
    CHECK(*wasi.open_socket(4, true) == kOther);
  }
  Errno recv(uint32_t len, uint32_t flags = 0, uint32_t fd = kSocket) {
    iovec(kBuffer, len);
    return wasi.sock_recv(fd, kIovecs, 1, flags, kResult, kOutFlags);
  }
  std::string got() const { return host.memory.peek_text(kBuffer, result32()); }
  Errno send(std::string_view text, uint32_t fd = kSocket) {
    iovec(kPath, path(text));
    return wasi.sock_send(fd, kIovecs, 1, 0, kResult);
  }
  bool waits(Errno error) { return Wasi::answer(error) == Wasi::kWait && wasi.take_wait().streams == Wasi::kSockets; }
  Errno poll(uint32_t tag, uint32_t fd) {
    host.memory.poke<uint64_t>(kIn + Subscription::kTag, tag);
    host.memory.poke(kIn + Subscription::kFd, fd);
    return wasi.poll_oneoff(kIn, kOut, 1, kResult);
  }
  uint64_t event_bytes() const { return host.memory.peek<uint64_t>(kOut + Event::kBytes); }
  uint32_t event_flags() const { return host.memory.peek<uint16_t>(kOut + Event::kFlags); }
};

}  // namespace

TEST_CASE_FIXTURE(Sockets, "sockets: what they are") {
  CHECK(wasi.fd_fdstat_get(kSocket, kResult) == Errno::kOk);
  CHECK((result32() & 0xFF) == kSocketStream);
  CHECK((result32() >> 16) == 0);
  CHECK(result64(Fdstat::kBase) == (kFdRead | kFdWrite | kPollFdReadwrite | kFdFdstatSetFlags | kFdFilestatGet | kSockShutdown));
  CHECK(result64(Fdstat::kInheriting) == 0);
  CHECK(wasi.fd_fdstat_get(kOther, kResult) == Errno::kOk);
  CHECK((result32() >> 16) == kFlagNonblock);
  CHECK(wasi.fd_filestat_get(kSocket, kResult) == Errno::kOk);
  CHECK(host.memory.peek<uint8_t>(kResult + Filestat::kFiletype) == kSocketStream);
  CHECK(wasi.fd_prestat_get(kSocket, kResult) == Errno::kBadf);
  iovec(kBuffer, 4);
  CHECK(wasi.fd_pread(kSocket, kIovecs, 1, 0, kResult) == Errno::kSpipe);
  CHECK(wasi.fd_pwrite(kSocket, kIovecs, 1, 0, kResult) == Errno::kSpipe);
  CHECK(wasi.fd_seek(kSocket, 0, 0, kResult) == Errno::kSpipe);
  CHECK(wasi.fd_tell(kSocket, kResult) == Errno::kSpipe);
  CHECK(wasi.fd_sync(kSocket) == Errno::kNotcapable);
}

TEST_CASE_FIXTURE(Sockets, "sockets: a read takes what fits, and the rest stays; at the end it gives nothing") {
  page.messages = {"hello", "world"};
  CHECK(read(kSocket, 3) == "hel");
  CHECK(read(kSocket, 3) == "lo");
  CHECK(recv(64) == Errno::kOk);
  CHECK(got() == "world");
  page.messages = {"last"};
  page.ended = true;
  CHECK(read(kSocket, 64) == "last");
  CHECK(read(kSocket, 64) == "");
  CHECK(read(kSocket, 64) == "");
}

TEST_CASE_FIXTURE(Sockets, "sockets: several vectors") {
  page.messages = {"abcdef"};
  path("........", kBuffer + 8);
  iovec(kBuffer, 2);
  iovec(0, 0, 1);
  iovec(kBuffer + 8, 8, 2);
  CHECK(wasi.fd_read(kSocket, kIovecs, 3, kResult) == Errno::kOk);
  CHECK(result32() == 6);
  CHECK(host.memory.peek_text(kBuffer, 2) == "ab");
  CHECK(host.memory.peek_text(kBuffer + 8, 4) == "cdef");
  CHECK(wasi.fd_write(kSocket, kIovecs, 3, kResult) == Errno::kOk);
  CHECK(result32() == 10);
  CHECK(page.sent == Messages{"abcdef...."});  // one message
  iovec(kBuffer, 0);
  CHECK(wasi.fd_write(kSocket, kIovecs, 1, kResult) == Errno::kOk);
  CHECK(wasi.fd_read(kSocket, kIovecs, 1, kResult) == Errno::kOk);
  CHECK(result32() == 0);
  CHECK(page.sent.size() == 1);
}

TEST_CASE_FIXTURE(Sockets, "sockets: what is looked at stays") {
  page.messages = {"abcdef", "ghi"};
  host.memory.poke<uint16_t>(kOutFlags, 0xFFFF);
  CHECK(recv(4, kPeek) == Errno::kOk);
  CHECK(got() == "abcd");
  CHECK(host.memory.peek<uint16_t>(kOutFlags) == 0);
  iovec(kBuffer, 2);
  iovec(kBuffer + 2, 20, 1);
  CHECK(wasi.sock_recv(kSocket, kIovecs, 2, kPeek | kWaitAll, kResult, kOutFlags) == Errno::kOk);
  CHECK(got() == "abcdef");
  CHECK(recv(64) == Errno::kOk);
  CHECK(got() == "abcdef");
  page.messages.clear();
  CHECK(waits(recv(4, kPeek)));
  page.ended = true;
  CHECK(recv(4, kPeek) == Errno::kOk);
  CHECK(result32() == 0);
}

TEST_CASE_FIXTURE(Sockets, "sockets: who wants all waits for it, over several messages") {
  page.messages = {"ab", "cd"};
  CHECK(waits(recv(7, kWaitAll)));
  page.messages = {"e"};
  CHECK(waits(recv(7, kWaitAll)));
  page.messages = {"fghi"};
  CHECK(recv(7, kWaitAll) == Errno::kOk);
  CHECK(got() == "abcdefg");
  CHECK(recv(2, kWaitAll) == Errno::kOk);
  CHECK(got() == "hi");
  SUBCASE("but gets what there was when no more comes") {
    page.messages = {"xy"};
    CHECK(waits(recv(7, kWaitAll)));
    page.ended = true;
    CHECK(recv(7, kWaitAll) == Errno::kOk);
    CHECK(got() == "xy");
  }
  SUBCASE("and when it does not want to wait") {
    fake_wasi().sockets[1].messages = {"xy", "z"};
    CHECK(recv(7, kWaitAll, kOther) == Errno::kOk);
    CHECK(got() == "xyz");
    CHECK(recv(7, kWaitAll, kOther) == Errno::kAgain);
  }
}

TEST_CASE_FIXTURE(Sockets, "sockets: nothing there, no space") {
  CHECK(waits(recv(4)));
  CHECK(recv(4, 0, kOther) == Errno::kAgain);
  page.fails = true;
  CHECK(recv(4) == Errno::kIo);
  page.space = 0;
  CHECK(waits(send("text")));
  fake_wasi().sockets[1].space = 0;
  CHECK(send("text", kOther) == Errno::kAgain);
  CHECK(wasi.fd_fdstat_set_flags(kSocket, kFlagNonblock) == Errno::kOk);
  CHECK(wasi.fd_fdstat_set_flags(kOther, 0) == Errno::kOk);
  page.space = 1;
  CHECK(send("text") == Errno::kOk);
  CHECK(send("more") == Errno::kAgain);
  CHECK(waits(send("text", kOther)));
}

TEST_CASE_FIXTURE(Sockets, "sockets: what is longer than a message goes as several") {
  page.longest = 4;
  SUBCASE("at once") {
    CHECK(send("0123456789") == Errno::kOk);
    CHECK(result32() == 10);
    CHECK(page.sent == Messages{"0123", "4567", "89"});
  }
  SUBCASE("as there is space") {
    page.space = 2;
    CHECK(waits(send("0123456789")));
    CHECK(waits(send("0123456789")));
    page.space = 1;
    CHECK(send("0123456789") == Errno::kOk);
    CHECK(result32() == 10);
    CHECK(page.sent == Messages{"0123", "4567", "89"});
  }
  SUBCASE("as far as there is space, for who does not wait") {
    CHECK(wasi.fd_fdstat_set_flags(kSocket, kFlagNonblock) == Errno::kOk);
    page.space = 2;
    CHECK(send("0123456789") == Errno::kOk);
    CHECK(result32() == 8);
  }
  SUBCASE("until the page goes") {
    page.space = 1;
    CHECK(waits(send("0123456789")));
    page.gone = true;
    CHECK(send("0123456789") == Errno::kOk);
    CHECK(result32() == 4);
    CHECK(send("x") == Errno::kPipe);
  }
  CHECK(wasi.fd_fdstat_set_flags(kSocket, 0) == Errno::kOk);
  page.gone = false;
  page.space = 1;
  CHECK(send("new") == Errno::kOk);  // a call of its own
  CHECK(result32() == 3);
}

TEST_CASE_FIXTURE(Sockets, "sockets: a page of memory in one call") {
  fake_wasi().sockets[0].longest = 1 << 17;
  iovec(0, kSize);
  iovec(0, kSize, 1);
  iovec(0, 5, 2);
  CHECK(wasi.fd_write(kSocket, kIovecs, 3, kResult) == Errno::kOk);
  CHECK(result32() == 2 * kSize + 5);
  REQUIRE(page.sent.size() == 2);
  CHECK(page.sent[0].size() == 2 * kSize);
  CHECK(page.sent[0].substr(kSize + kIovecs, 8) == page.sent[0].substr(kIovecs, 8));
  CHECK(page.sent[1].size() == 5);
}

TEST_CASE_FIXTURE(Sockets, "sockets: polling") {
  CHECK(waits(poll(kEventRead, kSocket)));
  page.messages = {"abc", "d"};
  CHECK(poll(kEventRead, kSocket) == Errno::kOk);
  CHECK(event_bytes() == 3);
  CHECK(event_flags() == 0);
  page.messages.clear();
  page.ended = true;
  CHECK(poll(kEventRead, kSocket) == Errno::kOk);
  CHECK(event_bytes() == 0);
  CHECK(event_flags() == kHangup);
  CHECK(poll(kEventWrite, kSocket) == Errno::kOk);
  CHECK(event_bytes() == 1);
  CHECK(event_flags() == 0);
  page.space = 0;
  CHECK(waits(poll(kEventWrite, kSocket)));
  SUBCASE("with standard input") {
    fake_wasi().input.reset();
    host.memory.poke<uint64_t>(kIn + Subscription::kSize + Subscription::kTag, kEventRead);
    host.memory.poke<uint32_t>(kIn + Subscription::kSize + Subscription::kFd, 0);
    CHECK(Wasi::answer(wasi.poll_oneoff(kIn, kOut, 2, kResult)) == Wasi::kWait);
    CHECK(wasi.take_wait().streams == (Wasi::kInput | Wasi::kSockets));
  }
}

TEST_CASE_FIXTURE(Sockets, "sockets: shutting") {
  CHECK(wasi.sock_shutdown(kSocket, 0) == Errno::kInval);
  CHECK(wasi.sock_shutdown(kSocket, 4) == Errno::kInval);
  CHECK(wasi.sock_shutdown(kSocket, 2) == Errno::kOk);
  CHECK(wasi.sock_shutdown(kSocket, 2) == Errno::kOk);
  CHECK(send("x") == Errno::kPipe);
  CHECK(waits(recv(4)));
  CHECK(wasi.sock_shutdown(kSocket, 1) == Errno::kOk);
  CHECK(page.shut == 3);
  CHECK(wasi.sock_shutdown(kSocket, 1) == Errno::kNotconn);
  CHECK(recv(4) == Errno::kOk);
  CHECK(result32() == 0);
}

TEST_CASE_FIXTURE(Sockets, "sockets: a descriptor that goes shuts its socket") {
  SUBCASE("by close") {
    CHECK(wasi.fd_close(kSocket) == Errno::kOk);
    CHECK(recv(4) == Errno::kBadf);
    CHECK(wasi.sock_shutdown(kSocket, 2) == Errno::kBadf);
  }
  SUBCASE("by another that takes its number") {
    CHECK(wasi.fd_renumber(kOther, kSocket) == Errno::kOk);
    CHECK(fake_wasi().sockets[1].shut == 0);
    fake_wasi().sockets[1].messages = {"of the other"};
    CHECK(recv(64) == Errno::kOk);
    CHECK(got() == "of the other");
    CHECK(wasi.fd_renumber(kSocket, kSocket) == Errno::kOk);
    CHECK(fake_wasi().sockets[1].shut == 0);
  }
  SUBCASE("by a file") { CHECK(wasi.fd_renumber(kFile, kSocket) == Errno::kOk); }
  CHECK(page.shut == 3);
}

TEST_CASE_FIXTURE(Sockets, "sockets: what is refused") {
  CHECK(wasi.sock_accept(kSocket, 0, kResult) == Errno::kInval);  // it does not listen
  CHECK(recv(4, 4) == Errno::kInval);
  CHECK(recv(4, UINT32_MAX) == Errno::kInval);
  iovec(kBuffer, 4);
  CHECK(wasi.sock_send(kSocket, kIovecs, 1, 1, kResult) == Errno::kInval);
  for (const uint32_t fd : {0u, static_cast<uint32_t>(kFile), static_cast<uint32_t>(kDir)}) {
    CAPTURE(fd);
    CHECK(wasi.sock_accept(fd, 0, kResult) == Errno::kNotsock);
    CHECK(recv(4, 0, fd) == Errno::kNotsock);
    CHECK(recv(4, 4, fd) == Errno::kNotsock);
    CHECK(send("x", fd) == Errno::kNotsock);
    CHECK(wasi.sock_shutdown(fd, 9) == Errno::kNotsock);
  }
  CHECK(wasi.sock_accept(99, 0, kResult) == Errno::kBadf);
  CHECK(recv(4, 0, 99) == Errno::kBadf);
  CHECK(send("x", 99) == Errno::kBadf);
  CHECK(wasi.sock_shutdown(99, 1) == Errno::kBadf);
  CHECK(wasi.fd_fdstat_set_rights(kSocket, kFdRead, 0) == Errno::kOk);
  CHECK(send("x") == Errno::kNotcapable);
  CHECK(wasi.sock_shutdown(kSocket, 2) == Errno::kNotcapable);
  CHECK(poll(kEventRead, kSocket) == Errno::kOk);
  CHECK(host.memory.peek<uint16_t>(kOut + Event::kError) == wasi_errno(Errno::kNotcapable));
  CHECK(wasi_errno(Errno::kNotconn) == 53);
  CHECK(wasi_errno(Errno::kPipe) == 64);
}
