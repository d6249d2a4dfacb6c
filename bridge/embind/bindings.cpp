// The control surface, declared with embind: numeric free functions only (classes and strings would cost more than the whole core).
// js/src/bridge/artifacts.ts has the types.
#include <emscripten/bind.h>

#include "bridge/embind/program.h"

namespace {

using goferry::program;

double host_calls() { return static_cast<double>(program.host_calls); }
int live_refs() { return static_cast<int>(program.refs.live()); }
int interned_names() { return static_cast<int>(program.names.count()); }
int pending_timers() { return static_cast<int>(program.timers.count()); }
int prepared_strings() { return static_cast<int>(program.strings.outstanding()); }
int state() { return static_cast<int>(program.state); }
void set_timer_slack(double ms) { program.timers.set_slack(ms); }

}  // namespace

EMSCRIPTEN_BINDINGS(control) {
  emscripten::function("hostCalls", &host_calls);
  emscripten::function("liveRefs", &live_refs);
  emscripten::function("internedNames", &interned_names);
  emscripten::function("pendingTimers", &pending_timers);
  emscripten::function("preparedStrings", &prepared_strings);
  emscripten::function("state", &state);
  emscripten::function("setTimerSlack", &set_timer_slack);
}
