// The host functions of package ferry, over an arena and a host of our own: what Go is answered, what the page is told of, and that nothing
// outside of a message and of its slice is touched.
#include "bridge/imports/ferry.h"

#include <doctest/doctest.h>

#include <cstring>
#include <string>
#include <vector>

#include "tests/unit/channel/buffer_memory.h"
#include "tests/unit/fake_host.h"

using namespace goferry;
using channel::Place;
using channel::test::BufferMemory;
using test::CallLog;
using test::CurrentHost;
using test::FakeHost;
using test::Quoted;

namespace {

constexpr uint32_t kPage = 65536;
constexpr uint32_t kGoBytes = kPage;
constexpr uint32_t kNameAt = 64;
constexpr uint32_t kAt = 4096;

/// What the seam's functions below act on.
struct Rig {
  Rig() {
    host.memory.begin();
    rig = this;
  }
  Rig(const Rig&) = delete;
  Rig& operator=(const Rig&) = delete;
  ~Rig() {
    CHECK_FALSE(host.memory.changed_elsewhere());
    rig = nullptr;
  }

  int32_t open(const std::string& name, uint32_t policy = channel::POLICY_QUEUE, uint32_t max_message = 24, uint32_t codec = 0) {
    host.memory.poke_bytes(kNameAt, name.data(), name.size());
    host.memory.begin();
    return ferry.open(kNameAt, static_cast<uint32_t>(name.size()), policy, codec, 0, max_message);
  }
  int32_t send(uint32_t handle, const std::string& text) {
    host.memory.poke_bytes(kAt, text.data(), text.size());
    host.memory.begin();
    return ferry.send(handle, kAt, static_cast<uint32_t>(text.size()));
  }
  /// The message, or the answer in brackets. Nothing but the message's own bytes may be written.
  std::string recv(uint32_t handle, uint32_t len = 24) {
    host.memory.begin();
    const int32_t answer = ferry.recv(handle, kAt, len);
    if (answer < 0) {
      CHECK(host.memory.writes().empty());
      return '[' + std::to_string(answer) + ']';
    }
    const auto count = static_cast<uint32_t>(answer & ~kTurnDue);
    CHECK(test::to_string(host.memory.writes()) == (count == 0 ? "" : test::to_string({{kAt, count}})));
    return host.memory.peek_text(kAt, count);
  }
  std::string take_log() { return log.take(); }
  BufferMemory arena() { return BufferMemory(words); }

  static Rig* rig;
  FakeHost host{kGoBytes / kPage};
  CurrentHost current{host};
  std::vector<uint32_t> words = std::vector<uint32_t>(kPage / 4);
  uint32_t pages_left = channel::PAGES_MAX;
  CallLog log;
  int32_t opened_answer = kOk;
  double now_ms = 1;
  Place to_page, to_go;  // of the newest channel
  Ferry ferry;
};
Rig* Rig::rig = nullptr;

/// The page's ends of the newest channel.
struct Page {
  explicit Page(Rig& rig) : memory(rig.arena()), reader(memory, rig.to_page), writer(memory, rig.to_go) {}
  std::string take() {
    channel::Message message;
    if (reader.peek(message) != channel::Status::kDone) return "[nothing]";
    const std::string text = memory.text(message.at, message.len);
    wakes += reader.skip();
    wakes += reader.give_back();
    return text;
  }
  bool send(const std::string& text) {
    const auto len = static_cast<uint32_t>(text.size());
    if (writer.write(len, [&](uint32_t to) { memory.copy_in(to, text.data(), len); }) != channel::Status::kDone) return false;
    wakes += writer.publish();
    return true;
  }
  BufferMemory memory;
  channel::RingReader<BufferMemory> reader;
  channel::RingWriter<BufferMemory> writer;
  int wakes = 0;
};

}  // namespace

extern "C" {
uint32_t arena_load(uint32_t at) { return Rig::rig->arena().load(at); }
void arena_store(uint32_t at, uint32_t value) { Rig::rig->arena().store(at, value); }
uint32_t arena_exchange(uint32_t at, uint32_t value) { return Rig::rig->arena().exchange(at, value); }
uint32_t arena_read(uint32_t at) { return Rig::rig->arena().read(at); }
void arena_write(uint32_t at, uint32_t value) { Rig::rig->arena().write(at, value); }
void arena_write64(uint32_t at, uint64_t value) { Rig::rig->arena().copy_in(at, &value, 8); }
uint32_t arena_pages() { return static_cast<uint32_t>(Rig::rig->words.size() * 4 / kPage); }
uint32_t arena_grow(uint32_t pages) {
  Rig& rig = *Rig::rig;
  const uint32_t before = arena_pages();
  if (pages > rig.pages_left) return UINT32_MAX;
  rig.pages_left -= pages;
  rig.words.resize(rig.words.size() + pages * (kPage / 4));
  return before;
}
void xmem_go_to_arena(uint32_t to, uint32_t from, uint32_t len) {
  if (len != 0) Rig::rig->arena().copy_in(to, Rig::rig->host.memory.read(from, len), len);
}
void xmem_arena_to_go(uint32_t to, uint32_t from, uint32_t len) {
  if (len != 0) Rig::rig->arena().copy_out(Rig::rig->host.memory.write(to, len), from, len);
}
void xfew_go_to_arena(uint32_t to, uint32_t from, uint32_t len) { xmem_go_to_arena(to, from, len); }
void xfew_arena_to_go(uint32_t to, uint32_t from, uint32_t len) { xmem_arena_to_go(to, from, len); }

int32_t ferry_opened(uint32_t handle, uint32_t name_at, uint32_t name_len, uint32_t policy, uint32_t codec, uint32_t to_page,
                     uint32_t to_go, uint32_t capacity, uint32_t max_message) {
  Rig& rig = *Rig::rig;
  const std::string name = rig.host.memory.peek_text(name_at, name_len);
  rig.log.note("opened", handle, Quoted{name}, policy, codec, capacity, max_message);
  rig.to_page = {to_page, capacity, max_message};
  rig.to_go = {to_go, capacity, max_message};
  return rig.opened_answer;
}
void ferry_closed(uint32_t handle) { Rig::rig->log.note("closed", handle); }
void ferry_bell(uint32_t handle) { Rig::rig->log.note("bell", handle); }
void ferry_wait() { Rig::rig->log.note("wait"); }
void ferry_turn() { Rig::rig->log.note("turn"); }
double ferry_now_ms() { return Rig::rig->now_ms; }
}

TEST_CASE("messages go both ways, whole, and an end that sleeps is rung") {
  Rig rig;
  CHECK(rig.ferry.abi() == Ferry::kAbi);
  REQUIRE(rig.open("echo") == 0);
  CHECK(rig.take_log() == "opened(0, \"echo\", 0, 0, 512, 24)");
  Page page(rig);
  CHECK(rig.send(0, "not rung: awake") == kOk);
  CHECK(rig.take_log() == "");
  CHECK(page.take() == "not rung: awake");
  CHECK_FALSE(page.reader.arm());
  CHECK(rig.send(0, "rung") == kOk);
  CHECK(rig.send(0, "") == kOk);
  CHECK(rig.take_log() == "bell(0)");
  CHECK(page.take() == "rung");
  CHECK(page.take() == "");

  CHECK(rig.ferry.peek(0) == kNotNow);
  CHECK(page.send("from the page"));
  CHECK(rig.ferry.peek(0) == 13);
  CHECK(rig.recv(0, 12) == "[-3]");  // it does not fit, and stays
  CHECK(rig.recv(0, 13) == "from the page");
  CHECK(rig.recv(0) == "[-1]");
}

TEST_CASE("messages of every length go both ways whole, from and to any address") {
  constexpr uint32_t kLongest = 160;
  Rig rig;
  REQUIRE(rig.open("echo", channel::POLICY_QUEUE, kLongest) == 0);
  Page page(rig);
  for (uint32_t len = 0; len <= kLongest; ++len) {
    std::string text(len, '\0');
    for (uint32_t i = 0; i < len; ++i) text[i] = static_cast<char>(len + 3 * i);
    const uint32_t at = kAt + len % 9;
    CAPTURE(len);
    REQUIRE(page.send(text));
    rig.host.memory.begin();
    CHECK(rig.ferry.recv(0, at, kLongest) == static_cast<int32_t>(len));
    CHECK(test::to_string(rig.host.memory.writes()) == (len == 0 ? "" : test::to_string({{at, len}})));
    CHECK(rig.host.memory.peek_text(at, len) == text);
    CHECK(rig.ferry.send(0, at, len) == kOk);
    CHECK(page.take() == text);
  }
}

TEST_CASE("what lies outside of Go's memory, or of what is allowed, is refused and touches nothing") {
  Rig rig;
  REQUIRE(rig.open("small") == 0);
  rig.take_log();
  Page page(rig);
  CHECK(rig.send(0, std::string(25, 'x')) == kDoesNotFit);
  for (const auto& [at, len] :
       {std::pair{kGoBytes, 1u}, {kGoBytes - 3, 4u}, {0u, kGoBytes + 1}, {UINT32_MAX, 1u}, {UINT32_MAX, UINT32_MAX}, {8u, UINT32_MAX}}) {
    CAPTURE(at);
    CAPTURE(len);
    CHECK(rig.ferry.send(0, at, len) == kBadArgument);
    CHECK(rig.ferry.open(at, len, 0, 0, 0, 24) == kBadArgument);
    CHECK(page.send("x"));
    CHECK(rig.ferry.recv(0, at, len) == kBadArgument);
    CHECK(rig.recv(0) == "x");
  }
  CHECK(page.take() == "[nothing]");
  CHECK(rig.ferry.open(0, 0, 0, 0, 0, 24) == kBadArgument);     // no name
  CHECK(rig.ferry.open(0, 1025, 0, 0, 0, 24) == kBadArgument);  // a name without end
  CHECK(rig.ferry.open(0, 1, 2, 0, 0, 24) == kBadArgument);     // no such policy
  CHECK(rig.ferry.open(0, 1, 0, 13, 0, 24) == kBadArgument);    // no such codec
  CHECK(rig.ferry.open(0, 1, 0, 0, 0, 0) == kBadArgument);      // messages of nothing
  CHECK(rig.ferry.open(0, 1, 0, 0, 0, channel::kMaxMessage + 1) == kBadArgument);
  CHECK(rig.ferry.open(0, 1, 0, 0, UINT32_MAX, 24) == kBadArgument);
  for (const uint32_t handle : {1u, 63u, 64u, UINT32_MAX}) {
    CAPTURE(handle);
    CHECK(rig.ferry.send(handle, 0, 1) == kNoChannel);
    CHECK(rig.ferry.peek(handle) == kNoChannel);
    CHECK(rig.ferry.recv(handle, 0, 1) == kNoChannel);
    CHECK(rig.ferry.wait(handle, kReadable) == kNoChannel);
    CHECK(rig.ferry.close(handle) == kNoChannel);
    rig.ferry.release(handle);
  }
  CHECK(rig.take_log() == "");
}

TEST_CASE("a name that is taken leaves nothing behind; the arena's end and the number of channels are limits") {
  Rig rig;
  rig.opened_answer = kNameTaken;
  CHECK(rig.open("taken") == kNameTaken);
  CHECK(rig.ferry.send(0, 0, 1) == kNoChannel);
  rig.opened_answer = kOk;
  CHECK(rig.ferry.open(kNameAt, 1, 0, 0, 0, channel::kMaxMessage) == kNoMemory);  // 16 of them are 1 GiB
  rig.pages_left = 0;
  CHECK(rig.ferry.open(kNameAt, 1, 0, 0, 0, kPage) == kNoMemory);
  rig.pages_left = 4;
  for (int32_t i = 0; i < static_cast<int32_t>(channel::CHANNELS_MAX); ++i)
    REQUIRE(rig.open("c" + std::to_string(i), channel::POLICY_QUEUE, 1) == i);
  CHECK(rig.open("one more", channel::POLICY_QUEUE, 1) == kNoMemory);
}

TEST_CASE("any number of channels can be opened one after another, of whatever sizes") {
  Rig rig;
  for (uint32_t i = 0; i < 300; ++i) {
    CAPTURE(i);
    const uint32_t max = 1 + i * 64 % 5000;
    const int32_t handle = rig.open("frames", channel::POLICY_LATEST, max);
    REQUIRE(handle >= 0);
    REQUIRE(rig.to_go.at + channel::DATA + channel::SLOTS * channel::slot_stride(max) <= rig.words.size() * 4);
    REQUIRE((rig.send(static_cast<uint32_t>(handle), std::string(max, 'x')) & ~kTurnDue) == kOk);
    REQUIRE(rig.ferry.close(static_cast<uint32_t>(handle)) == kOk);
    rig.ferry.release(static_cast<uint32_t>(handle));
  }
}

TEST_CASE("where the arena cannot grow, a larger place does") {
  Rig rig;
  REQUIRE(rig.open("large", channel::POLICY_QUEUE, 1000) == 0);
  rig.pages_left = 0;
  REQUIRE(rig.ferry.close(0) == kOk);
  while (rig.open("small", channel::POLICY_QUEUE, 1) > 0) {  // each takes a place of its own, as long as there is room
  }
  rig.take_log();
  rig.ferry.release(0);
  const uint32_t end = rig.to_page.at;
  REQUIRE(rig.open("in its place", channel::POLICY_QUEUE, 1) == 0);
  CHECK(rig.to_page.at < end);
}

TEST_CASE("channels do not touch each other") {
  Rig rig;
  std::vector<Place> places;
  for (uint32_t i = 0; i < 20; ++i) {
    REQUIRE(rig.open("c" + std::to_string(i), i % 2 == 0 ? channel::POLICY_QUEUE : channel::POLICY_LATEST, 1000) ==
            static_cast<int32_t>(i));
    places.push_back(rig.to_page);
  }
  const auto text = [](uint32_t i) { return std::string(1000, static_cast<char>('a' + i)); };
  for (uint32_t i = 0; i < 20; ++i) REQUIRE((rig.ferry.peek(i) == kNotNow && (rig.send(i, text(i)) & ~kTurnDue) == kOk));
  for (uint32_t i = 0; i < 20; ++i) {
    CAPTURE(i);
    channel::Message message;
    channel::RingReader<BufferMemory> queue(rig.arena(), places[i]);
    channel::LatestReader<BufferMemory> latest(rig.arena(), places[i]);
    REQUIRE((i % 2 == 0 ? queue.peek(message) : latest.peek(message)) == channel::Status::kDone);
    CHECK(rig.arena().text(message.at, message.len) == text(i));
    CHECK(rig.ferry.peek(i) == kNotNow);
  }
}

TEST_CASE("who waits is settled once Go is left: woken at once where it can go on, else the page rings") {
  Rig rig;
  REQUIRE(rig.open("wait") == 0);
  rig.take_log();
  Page page(rig);
  CHECK(rig.ferry.settle() == -1);
  CHECK(rig.ferry.wait(0, kReadable) == kOk);
  CHECK(rig.take_log() == "wait()");
  CHECK(rig.ferry.settle() == -1);
  CHECK_FALSE(rig.ferry.ready());
  CHECK(page.send("now"));
  CHECK(page.wakes == 1);
  CHECK(rig.ferry.ready());
  CHECK(rig.ferry.settle() == 0);
  CHECK(rig.ferry.settle() == -1);
  CHECK(rig.recv(0) == "now");

  while (rig.send(0, std::string(24, 'x')) == kOk) {
  }
  CHECK(rig.ferry.wait(0, kWritable) == kOk);
  CHECK(rig.ferry.settle() == -1);
  while (page.take() != "[nothing]") {
  }
  CHECK(page.wakes == 2);
  CHECK(rig.ferry.settle() == 0);
  CHECK(rig.send(0, "again") == kOk);
}

TEST_CASE("the end: what was sent before is received, then kClosed; a place is used again only once the page has let go") {
  Rig rig;
  REQUIRE(rig.open("ends") == 0);
  Page page(rig);
  CHECK(page.send("last"));
  CHECK_FALSE(page.writer.close());
  CHECK_FALSE(page.reader.close());
  CHECK(rig.send(0, "x") == kClosed);
  CHECK(rig.recv(0) == "last");
  CHECK(rig.recv(0) == "[-2]");
  CHECK(rig.ferry.peek(0) == kClosed);
  rig.take_log();
  CHECK(rig.ferry.close(0) == kOk);
  CHECK(rig.take_log() == "closed(0)");
  CHECK(rig.ferry.close(0) == kNoChannel);
  REQUIRE(rig.open("other") == 1);
  rig.ferry.release(0);
  const uint32_t before = rig.to_page.at;
  REQUIRE(rig.open("again") == 0);
  CHECK(rig.to_page.at < before);
  Page fresh(rig);
  CHECK(rig.send(0, "as new") == kOk);
  CHECK(fresh.take() == "as new");
}

TEST_CASE("a page that writes nonsense is given up, and nothing outside is touched") {
  for (const uint32_t tail : {8u, 7u, 4096u, UINT32_MAX - 7}) {
    CAPTURE(tail);
    Rig rig;
    REQUIRE(rig.open("hostile") == 0);
    rig.arena().store(rig.to_go.at + channel::TAIL, tail);
    rig.arena().write(rig.to_go.at + channel::DATA, UINT32_MAX);  // the length of a message
    rig.arena().write(rig.to_go.at + channel::DATA + 4, channel::KIND_MESSAGE);
    CHECK(rig.recv(0) == "[-5]");
    CHECK(rig.ferry.peek(0) == kBrokenPeer);
    rig.arena().store(rig.to_page.at + channel::HEAD, 12345);
    int32_t answer = kOk;
    for (int i = 0; i < 100 && answer == kOk; ++i) answer = rig.send(0, std::string(24, 'x'));
    CHECK(answer == kBrokenPeer);
  }
}

TEST_CASE("the newest of what was sent is what the page finds under the policy latest") {
  Rig rig;
  REQUIRE(rig.open("state", channel::POLICY_LATEST) == 0);
  channel::LatestReader<BufferMemory> reader(rig.arena(), rig.to_page);
  for (int i = 0; i < 100; ++i) REQUIRE(rig.send(0, std::to_string(i)) == kOk);
  channel::Message message;
  REQUIRE(reader.peek(message) == channel::Status::kDone);
  CHECK(rig.arena().text(message.at, message.len) == "99");
}

TEST_CASE("who goes on for long is asked for a turn, and not again after it") {
  Rig rig;
  REQUIRE(rig.open("busy", channel::POLICY_LATEST, 4096) == 0);
  const std::string text(4096, 'x');
  for (int i = 0; i < 10; ++i) CHECK(rig.send(0, text) == kOk);
  rig.now_ms += Ferry::kTurnMs;
  int due = 0;
  for (int i = 0; i < 10; ++i) due += rig.send(0, text) == kTurnDue ? 1 : 0;
  CHECK(due > 0);
  rig.take_log();
  CHECK(rig.ferry.turn() == kOk);
  CHECK(rig.take_log() == "turn()");
  rig.ferry.turn_begins();
  for (int i = 0; i < 10; ++i) CHECK(rig.send(0, text) == kOk);
}

TEST_CASE("canceled looks at the word of its slot, and at no other") {
  Rig rig;
  for (uint32_t word = 0; word < channel::CANCEL_WORDS; ++word) rig.arena().store(channel::CANCEL_AT + 4 * word, word % 3 == 0 ? 1 : 0);
  CHECK(rig.ferry.canceled(0) == 0);  // means none
  for (uint32_t slot = 1; slot < channel::CANCEL_WORDS; ++slot) CHECK(rig.ferry.canceled(slot) == (slot % 3 == 0 ? 1 : 0));
  for (const uint32_t slot : {channel::CANCEL_WORDS, channel::CANCEL_WORDS + 1, 0x40000000u, UINT32_MAX})
    CHECK(rig.ferry.canceled(slot) == 0);
}
