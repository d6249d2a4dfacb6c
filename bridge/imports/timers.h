// Go's timeout events on one host timer. Source: runtime/lock_js.go (scheduleTimeoutEvent, clearTimeoutEvent, beforeIdle).
//
// Go re-schedules its one timeout each time it goes idle, mostly to a later time. So the host timer is left as it is while it is due no
// later than the earliest deadline: when it fires early, it is armed anew for what remains. Times are milliseconds on js_now_ms()'s clock.
#pragma once
#include <cstdint>

namespace goferry {

class Timers {
 public:
  Timers() = default;
  Timers(const Timers&) = delete;
  Timers& operator=(const Timers&) = delete;
  ~Timers();

  /// Added to every delay: 1 ms for Go before 1.21, whose host did so (setTimeout was seen to fire early), else 0.
  void set_slack(double slack_ms) { slack_ms_ = slack_ms; }

  /// Registers an event `delay_ms` from `now_ms`; the id, 0 when memory ran out. A delay below 0 is 0.
  uint32_t schedule(double delay_ms, double now_ms);

  /// Forgets an event; an unknown id is ignored.
  void clear(uint32_t id);

  /// The host timer fired: the earliest event that is due, or 0. With 0 the host timer is armed for the next one, if any is left.
  uint32_t fired(double now_ms);

  bool pending(uint32_t id) const { return find(id) != count_; }  ///< whether the event is still registered
  uint32_t count() const { return count_; }                       ///< events registered

 private:
  struct Event {
    uint32_t id;
    double deadline_ms;
  };
  uint32_t find(uint32_t id) const;
  const Event* earliest() const;
  void arm(double delay_ms, double now_ms);
  void arm_earliest(double now_ms);

  Event* events_ = nullptr;
  uint32_t count_ = 0;
  uint32_t capacity_ = 0;
  uint32_t next_id_ = 1;
  double slack_ms_ = 0;
  bool armed_ = false;
  double armed_for_ms_ = 0;
};

}  // namespace goferry
