#include "bridge/imports/timers.h"

#include <cstdlib>

#include "bridge/host/js_host.h"

namespace goferry {

namespace {
constexpr double kMaxDelayMs = 2147483647;  // what setTimeout takes; a longer one is armed again when it fires
}  // namespace

Timers::~Timers() { free(events_); }

uint32_t Timers::find(uint32_t id) const {
  uint32_t i = 0;
  while (i < count_ && events_[i].id != id) ++i;
  return i;
}

void Timers::arm(double delay_ms, double now_ms) {
  if (delay_ms > kMaxDelayMs) delay_ms = kMaxDelayMs;
  armed_ = true;
  armed_for_ms_ = now_ms + delay_ms;
  js_arm_timer(delay_ms);
}

const Timers::Event* Timers::earliest() const {
  const Event* found = nullptr;
  for (uint32_t i = 0; i < count_; ++i) {
    if (found == nullptr || events_[i].deadline_ms < found->deadline_ms) found = &events_[i];
  }
  return found;
}

void Timers::arm_earliest(double now_ms) {
  const Event* next = earliest();
  if (next != nullptr) arm(next->deadline_ms > now_ms ? next->deadline_ms - now_ms : 0, now_ms);
}

uint32_t Timers::schedule(double delay_ms, double now_ms) {
  if (count_ == capacity_) {
    const uint32_t capacity = capacity_ == 0 ? 4 : capacity_ * 2;
    auto* events = static_cast<Event*>(realloc(events_, capacity * sizeof *events_));
    if (events == nullptr) return 0;
    events_ = events;
    capacity_ = capacity;
  }
  delay_ms = (delay_ms > 0 ? delay_ms : 0) + slack_ms_;
  events_[count_++] = {next_id_, now_ms + delay_ms};
  if (!armed_) arm_earliest(now_ms);
  else if (now_ms + delay_ms < armed_for_ms_) arm(delay_ms, now_ms);
  const uint32_t id = next_id_;
  next_id_ = next_id_ == INT32_MAX ? 1 : next_id_ + 1;
  return id;
}

void Timers::clear(uint32_t id) {
  const uint32_t i = find(id);
  if (i == count_) return;
  events_[i] = events_[--count_];
  if (count_ == 0 && armed_) {
    armed_ = false;
    js_disarm_timer();
  }
}

uint32_t Timers::fired(double now_ms) {
  armed_ = false;
  const Event* next = earliest();
  if (next != nullptr && next->deadline_ms <= now_ms) return next->id;
  arm_earliest(now_ms);
  return 0;
}

}  // namespace goferry
