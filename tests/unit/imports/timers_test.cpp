#include "bridge/imports/timers.h"

#include <doctest/doctest.h>

#include <vector>

#include "tests/unit/fake_host.h"

using goferry::Timers;
using namespace goferry::test;

namespace {

struct TimersFixture {
  FakeHost host{0};
  CurrentHost current{host};
  Timers timers;
  ~TimersFixture() { CHECK(timers.count() == 0); }
};

}  // namespace

TEST_CASE_FIXTURE(TimersFixture, "timers: one event is armed, fires when due, and stays registered until cleared") {
  const uint32_t id = timers.schedule(20, 1000);
  CHECK(id == 1);
  CHECK(host.take_log() == "arm(20)");
  CHECK(timers.count() == 1);
  CHECK(timers.pending(id));
  CHECK(timers.fired(1020) == id);
  CHECK(timers.fired(1020) == id);
  CHECK(timers.pending(id));
  CHECK(host.take_log() == "");
  timers.clear(id);
  CHECK_FALSE(timers.pending(id));
  CHECK(host.take_log() == "");  // the host timer has fired: nothing to disarm
  CHECK(timers.fired(2000) == 0);
  CHECK(host.take_log() == "");
}

TEST_CASE_FIXTURE(TimersFixture, "timers: the host timer is armed anew only for an earlier deadline") {
  const uint32_t a = timers.schedule(50, 0);
  const uint32_t same = timers.schedule(40, 10);
  const uint32_t later = timers.schedule(50, 1);
  CHECK(host.take_log() == "arm(50)");
  const uint32_t earlier = timers.schedule(10, 20);
  CHECK(host.take_log() == "arm(10)");
  for (const uint32_t id : {a, same, later, earlier}) timers.clear(id);
  CHECK(host.take_log() == "disarm()");
}

TEST_CASE_FIXTURE(TimersFixture, "timers: events come by deadline, not by order of scheduling") {
  std::vector<uint32_t> ids;
  for (const double delay : {30.0, 10.0, 20.0, 40.0}) ids.push_back(timers.schedule(delay, 0));
  host.take_log();
  for (const uint32_t expected : {ids[1], ids[2], ids[0], ids[3]}) {
    CHECK(timers.fired(100) == expected);
    timers.clear(expected);
  }
  CHECK(timers.fired(100) == 0);
}

TEST_CASE_FIXTURE(TimersFixture, "timers: a host timer that fires early is armed for what remains") {
  const uint32_t id = timers.schedule(100, 0);
  host.take_log();
  CHECK(timers.fired(99.25) == 0);
  CHECK(host.take_log() == "arm(0.75)");
  CHECK(timers.fired(100) == id);
  timers.clear(id);
}

TEST_CASE_FIXTURE(TimersFixture, "timers: re-scheduling to later times, as Go does when idle, costs no host timer") {
  uint32_t id = timers.schedule(10, 0);
  CHECK(host.take_log() == "arm(10)");
  const uint32_t keeper = timers.schedule(60'000, 0);
  for (int i = 1; i < 100; ++i) {
    timers.clear(id);
    id = timers.schedule(10, i);
  }
  CHECK(host.take_log() == "");
  CHECK(timers.fired(10) == 0);
  CHECK(host.take_log() == "arm(99)");
  timers.clear(id);
  timers.clear(keeper);
  CHECK(host.take_log() == "disarm()");
}

TEST_CASE_FIXTURE(TimersFixture, "timers: bad-id to clear is ignored") {
  const uint32_t id = timers.schedule(10, 0);
  host.take_log();
  for (const uint32_t forged : {0u, id + 1, UINT32_MAX}) timers.clear(forged);
  CHECK(timers.count() == 1);
  timers.clear(id);
  timers.clear(id);
  CHECK(host.take_log() == "disarm()");
}

TEST_CASE_FIXTURE(TimersFixture, "timers: slack is added to every delay; a delay below 0 is 0") {
  timers.clear(timers.schedule(-5, 100));
  CHECK(host.take_log() == "arm(0); disarm()");
  timers.clear(timers.schedule(-1e300, 100));
  CHECK(host.take_log() == "arm(0); disarm()");
  timers.set_slack(1);
  const uint32_t id = timers.schedule(10, 100);
  CHECK(host.take_log() == "arm(11)");
  CHECK(timers.fired(110) == 0);
  CHECK(timers.fired(111) == id);
  timers.clear(id);
  timers.clear(timers.schedule(-5, 100));
  CHECK(host.take_log() == "arm(1); arm(1); disarm()");
}

TEST_CASE_FIXTURE(TimersFixture, "timers: a delay longer than setTimeout takes is armed in parts") {
  const uint32_t id = timers.schedule(3e9, 0);
  CHECK(host.take_log() == "arm(2147483647)");
  CHECK(timers.fired(2147483647) == 0);
  CHECK(host.take_log() == "arm(852516353)");
  CHECK(timers.fired(3e9) == id);
  timers.clear(id);
  timers.clear(timers.schedule(9.3e18, 0));
  CHECK(host.take_log() == "arm(2147483647); disarm()");
}

TEST_CASE_FIXTURE(TimersFixture, "timers: a thousand events at once, each exactly once") {
  constexpr uint32_t kEvents = 1000;
  std::vector<bool> seen(kEvents + 1);
  for (uint32_t i = 0; i < kEvents; ++i) REQUIRE(timers.schedule(i * 617 % kEvents, 0) == i + 1);
  CHECK(timers.count() == kEvents);
  double last_deadline = -1;
  for (uint32_t id = timers.fired(2000); id != 0; id = timers.fired(2000)) {
    REQUIRE(id <= kEvents);
    REQUIRE_FALSE(seen[id]);
    seen[id] = true;
    const double deadline = (id - 1) * 617 % kEvents;
    REQUIRE(deadline >= last_deadline);
    last_deadline = deadline;
    timers.clear(id);
  }
  CHECK(timers.count() == 0);
}

TEST_CASE_FIXTURE(TimersFixture, "timers: the next event is armed when an earlier one was taken") {
  const uint32_t first = timers.schedule(10, 0), second = timers.schedule(30, 0);
  host.take_log();
  CHECK(timers.fired(10) == first);
  timers.clear(first);
  CHECK(timers.fired(10) == 0);
  CHECK(host.take_log() == "arm(20)");
  CHECK(timers.fired(30) == second);
  timers.clear(second);
}

TEST_CASE_FIXTURE(TimersFixture, "timers: an event that is due is not put off by a later one that is scheduled meanwhile") {
  const uint32_t first = timers.schedule(10, 0), second = timers.schedule(10, 0);
  host.take_log();
  CHECK(timers.fired(10) == first);
  timers.clear(first);
  // An exception of the page ended the round here. Go is entered again for something else, and schedules.
  const uint32_t later = timers.schedule(5000, 11);
  CHECK(host.take_log() == "arm(0)");
  timers.clear(second);
  timers.clear(later);
}
