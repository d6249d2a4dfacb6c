// Model check of going to sleep: every interleaving of the atomic steps of the real code, up to equal states. In the weaker of the two memory models a
// store waits in a buffer until it is flushed, at any moment, as acquire and release allow: there the checker has to find the missed ring, or it
// checks nothing.
//
// A side is a function that is run again from its start for each of its steps: what earlier accesses gave is played back, and the first new one is
// done and ends the run by an exception. So the state of a side is the list of what it has seen.
#include <doctest/doctest.h>

#include <array>
#include <functional>
#include <set>
#include <utility>

#include "bridge/channel/latest.h"
#include "bridge/channel/ring.h"

using namespace goferry::channel;

namespace {

enum class Order { kSequential, kAcquireRelease };

constexpr uint32_t kAt = 64;
constexpr uint32_t kBell[] = {0, 4};  // whom it wakes: the reader, the writer

struct Store {
  uint32_t at, value;
  auto operator<=>(const Store&) const = default;
};
struct Side {
  std::vector<uint32_t> seen;
  std::vector<Store> buffer;  // stores that the other side cannot see yet
  bool done = false;
  bool asleep = false;
  auto operator<=>(const Side&) const = default;
};
struct World {
  std::array<uint32_t, (kAt + DATA + SLOTS * slot_stride(8)) / 4> words = {};
  uint32_t& word(uint32_t at) { return words.at(at / 4); }
  uint32_t bell(int whom) const { return words[kBell[whom] / 4]; }
  std::array<Side, 2> sides;
  auto operator<=>(const World&) const = default;
};

struct Stop {};

class ModelMemory {
 public:
  ModelMemory() = default;
  ModelMemory(World* world, int side, Order order, size_t* played) : world_(world), side_(side), order_(order), played_(played) {}

  uint32_t load(uint32_t at) {
    return step([&](Side& self) {
      for (size_t i = self.buffer.size(); i-- > 0;) {
        if (self.buffer[i].at == at) return self.buffer[i].value;
      }
      return world_->word(at);
    });
  }
  void store(uint32_t at, uint32_t value) {
    step([&](Side& self) {
      self.buffer.push_back({at, value});
      if (order_ == Order::kSequential) flush(self);
      return 0u;
    });
  }
  uint32_t exchange(uint32_t at, uint32_t value) {
    return step([&](Side& self) {
      flush(self);
      return std::exchange(world_->word(at), value);
    });
  }
  // Plain accesses go with the step before them: the other side looks at a frame only after the index has told it to.
  uint32_t read(uint32_t at) {
    return step([&](Side&) { return world_->word(at); }, false);
  }
  void write(uint32_t at, uint32_t value) {
    step([&](Side&) { return world_->word(at) = value; }, false);
  }

  /// Rings the other side: it comes through whatever the order (the engine sees to that).
  void ring(int whom) {
    step([&](Side& self) {
      flush(self);
      return world_->word(kBell[whom]) = 1;
    });
  }
  /// Sleeps until there is a ring, and takes it.
  void sleep() {
    step([&](Side& self) {
      flush(self);
      if (world_->bell(side_) == 0) {
        self.asleep = true;
        throw Stop{};
      }
      self.asleep = false;
      return world_->word(kBell[side_]) = 0;
    });
  }

 private:
  template <class Do>
  uint32_t step(Do action, bool alone = true) {
    Side& self = world_->sides[static_cast<size_t>(side_)];
    if (*played_ < self.seen.size()) return self.seen[(*played_)++];
    self.seen.push_back(action(self));
    ++*played_;
    if (alone) throw Stop{};
    return self.seen.back();
  }
  void flush(Side& self) {
    for (const Store& store : self.buffer) world_->word(store.at) = store.value;
    self.buffer.clear();
  }

  World* world_ = nullptr;
  int side_ = 0;
  Order order_ = Order::kSequential;
  size_t* played_ = nullptr;
};

using Program = std::function<void(ModelMemory)>;

struct Result {
  size_t states = 0;
  size_t ends = 0;    // where both came to their ends
  size_t misses = 0;  // where nobody can go on, and somebody sleeps
};

Result explore(const World& start, const Program& reader, const Program& writer, Order order) {
  const Program* programs[] = {&reader, &writer};
  Result result;
  std::set<World> known{start};
  std::vector<World> open{start};
  while (!open.empty()) {
    const World world = open.back();
    open.pop_back();
    ++result.states;
    bool stuck = true;
    const auto reach = [&](World&& next) {
      stuck = false;
      if (known.insert(next).second) open.push_back(next);
    };
    for (int i = 0; i < 2; ++i) {
      const Side& side = world.sides[static_cast<size_t>(i)];
      if (!side.buffer.empty()) {
        World next = world;
        std::vector<Store>& buffer = next.sides[static_cast<size_t>(i)].buffer;
        next.word(buffer.front().at) = buffer.front().value;
        buffer.erase(buffer.begin());
        reach(std::move(next));
      }
      if (side.done || (side.asleep && world.bell(i) == 0)) continue;
      World next = world;
      size_t played = 0;
      try {
        (*programs[i])(ModelMemory(&next, i, order, &played));
        next.sides[static_cast<size_t>(i)].done = true;
      } catch (const Stop&) {
      }
      reach(std::move(next));
    }
    if (!stuck) continue;
    if (world.sides[0].done && world.sides[1].done) ++result.ends;
    else ++result.misses;
  }
  return result;
}

World begin(uint32_t middle = 0) {
  World world;
  world.word(kAt + TAIL) = middle;
  return world;
}

/// What ring.h takes as its Memory: copies of one model.
struct Handle {
  ModelMemory* model = nullptr;
  uint32_t load(uint32_t at) { return model->load(at); }
  void store(uint32_t at, uint32_t value) { model->store(at, value); }
  uint32_t exchange(uint32_t at, uint32_t value) { return model->exchange(at, value); }
  uint32_t read(uint32_t at) { return model->read(at); }
  void write(uint32_t at, uint32_t value) { model->write(at, value); }
  void write_head(uint32_t at, uint32_t first, uint32_t second) {
    write(at, first);
    write(at + 4, second);
  }
};

template <class Reader>
Program reading(Place place, int count) {
  return [=](ModelMemory memory) {
    Reader reader(Handle{&memory}, place);
    for (int got = 0; got < count;) {
      Message message;
      const Status status = reader.peek(message);
      if (status == Status::kClosed) return;
      if (status == Status::kDone) {
        ++got;
        if (reader.skip()) memory.ring(1);
        continue;
      }
      if (reader.give_back()) memory.ring(1);
      if (!reader.arm()) memory.sleep();
    }
    if (reader.give_back()) memory.ring(1);
  };
}

template <class Writer>
Program writing(Place place, int count, bool close = false) {
  return [=](ModelMemory memory) {
    Writer writer(Handle{&memory}, place);
    for (int sent = 0; sent < count;) {
      const Status status = writer.write(place.max_message, [](uint32_t) {});
      if (status == Status::kDone) {
        ++sent;
        if (writer.publish()) memory.ring(0);
      } else if (!writer.arm()) {
        memory.sleep();
      }
    }
    if (close && writer.close()) memory.ring(0);
  };
}

// Room for two frames, and for one: then the writer of the next has to wait for space. (No real ring is so small.)
constexpr Place kTiny = {kAt, 64, 24};
constexpr Place kOne = {kAt, 64, 56};
constexpr Place kSlots = {kAt, 0, 8};

}  // namespace

TEST_CASE("handshake: no ring is missed by a sleeping reader") {
  const Result result = explore(begin(), reading<RingReader<Handle>>(kTiny, 2), writing<RingWriter<Handle>>(kTiny, 2), Order::kSequential);
  CHECK(result.misses == 0);
  CHECK(result.ends > 0);
  CHECK(result.states > 100);
}

TEST_CASE("handshake: nor by a writer that waits for space") {
  const Result result = explore(begin(), reading<RingReader<Handle>>(kOne, 2), writing<RingWriter<Handle>>(kOne, 2), Order::kSequential);
  CHECK(result.misses == 0);
  CHECK(result.ends > 0);
}

TEST_CASE("handshake: nor the end") {
  const Result result =
      explore(begin(), reading<RingReader<Handle>>(kTiny, 9), writing<RingWriter<Handle>>(kTiny, 1, true), Order::kSequential);
  CHECK(result.misses == 0);
  CHECK(result.ends > 0);
}

TEST_CASE("handshake: nor with the policy latest") {
  // The reader wants the end: of two messages it may see one.
  const Result result = explore(begin(kMiddleAtFirst), reading<LatestReader<Handle>>(kSlots, 9),
                                writing<LatestWriter<Handle>>(kSlots, 2, true), Order::kSequential);
  CHECK(result.misses == 0);
  CHECK(result.ends > 0);
}

TEST_CASE("handshake: with acquire and release alone a ring is missed, and the checker finds it") {
  const Result result =
      explore(begin(), reading<RingReader<Handle>>(kTiny, 2), writing<RingWriter<Handle>>(kTiny, 2), Order::kAcquireRelease);
  CHECK(result.misses > 0);
}
