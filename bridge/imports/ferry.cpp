// The bodies of ferry.def.
#include "bridge/imports/ferry.h"

#include <initializer_list>

namespace goferry {

using channel::Arena;
using channel::Message;
using channel::Place;
using channel::Status;

namespace {

constexpr uint32_t kPage = 1u << 16;
constexpr uint32_t kCodecs = 13;
constexpr uint32_t kMaxName = 1024;

/// The clock costs as much as a few dozen messages.
constexpr uint32_t kBytesBetweenLooks = 8192;
constexpr uint32_t kBytesPerCall = 128;  // what a call counts for beside its bytes

int32_t answer(Status status) {
  switch (status) {
    case Status::kDone:
      return kOk;
    case Status::kNotYet:
      return kNotNow;
    case Status::kClosed:
      return kClosed;
    case Status::kTooLong:
      return kDoesNotFit;
    case Status::kCorrupt:
      break;
  }
  return kBrokenPeer;
}

/// A new ring, or new slots: as at the beginning, whatever was there.
void clear(uint32_t at, bool latest) {
  for (const uint32_t word :
       {channel::HEAD, channel::READER_CLOSED, channel::TAIL, channel::WRITER_CLOSED, channel::READER_WAITING, channel::WRITER_WAITING}) {
    Arena::store(at + word, 0);
  }
  if (latest) Arena::store(at + channel::MIDDLE, channel::kMiddleAtFirst);
}

}  // namespace

int32_t Ferry::abi() { return kAbi; }

int32_t Ferry::canceled(uint32_t slot) {
  return slot != 0 && slot < channel::CANCEL_WORDS && Arena::load(channel::CANCEL_AT + 4 * slot) != 0 ? 1 : 0;
}

int32_t Ferry::open(uint32_t name, uint32_t name_len, uint32_t policy, uint32_t codec, uint32_t capacity, uint32_t max_message) {
  if (name_len == 0 || name_len > kMaxName || !GoMemory::in_bounds(name, name_len)) return kBadArgument;
  if (policy > channel::POLICY_LATEST || codec >= kCodecs || max_message == 0 || max_message > channel::kMaxMessage) return kBadArgument;
  if (capacity > channel::kMaxMessage * 16) return kBadArgument;
  const bool latest = policy == channel::POLICY_LATEST;
  const uint64_t ring = channel::ring_capacity(max_message, capacity);
  const uint64_t data = latest ? uint64_t{channel::SLOTS} * channel::slot_stride(max_message) : ring;
  const uint64_t one = channel::DATA + data;
  if (2 * one > uint64_t{channel::PAGES_MAX} * kPage) return kNoMemory;
  Channel* const found = place(static_cast<uint32_t>(2 * one));
  if (found == nullptr) return kNoMemory;

  const auto handle = static_cast<uint32_t>(found - channels_);
  const Place to_page = {found->at, static_cast<uint32_t>(ring), max_message};
  const Place to_go = {found->at + static_cast<uint32_t>(one), static_cast<uint32_t>(ring), max_message};
  clear(to_page.at, latest);
  clear(to_go.at, latest);
  found->latest = latest;
  found->wants = 0;
  found->out = {{}, to_page};
  found->in = {{}, to_go};
  found->out_latest = {{}, to_page};
  found->in_latest = {{}, to_go};
  const int32_t taken = ferry_opened(handle, name, name_len, policy, codec, to_page.at, to_go.at, to_page.capacity, max_message);
  if (taken < 0) return taken;
  found->state = Channel::State::kOpen;
  return static_cast<int32_t>(handle);
}

int32_t Ferry::send(uint32_t handle, uint32_t at, uint32_t len) {
  Channel* const channel = find(handle);
  if (channel == nullptr) return kNoChannel;
  GoRange from;
  if (!GoMemory::range(at, len, from)) return kBadArgument;
  return channel->writer([&](auto& writer) {
    const Status status = writer.write(len, [&](uint32_t to) { Arena::copy_in(to, from); });
    if (status != Status::kDone) return answer(status);
    ring_if(writer.publish(), handle);
    return turn_flag(len);
  });
}

int32_t Ferry::peek(uint32_t handle) {
  Channel* const channel = find(handle);
  if (channel == nullptr) return kNoChannel;
  return channel->reader([](auto& reader) {
    Message message;
    const Status status = reader.peek(message);
    return status == Status::kDone ? static_cast<int32_t>(message.len) : answer(status);
  });
}

int32_t Ferry::recv(uint32_t handle, uint32_t at, uint32_t len) {
  Channel* const channel = find(handle);
  if (channel == nullptr) return kNoChannel;
  if (!GoMemory::in_bounds(at, len)) return kBadArgument;
  return channel->reader([&](auto& reader) {
    Message message;
    const Status status = reader.peek(message);
    if (status != Status::kDone) {
      ring_if(reader.give_back(), handle);
      return answer(status);
    }
    if (message.len > len) return static_cast<int32_t>(kDoesNotFit);
    Arena::copy_out(at, message);
    ring_if(reader.skip(), handle);
    return static_cast<int32_t>(message.len) | turn_flag(message.len);
  });
}

int32_t Ferry::wait(uint32_t handle, uint32_t what) {
  Channel* const channel = find(handle);
  if (channel == nullptr) return kNoChannel;
  channel->wants |= what & (kReadable | kWritable);
  ferry_wait();
  return kOk;
}

int32_t Ferry::turn() {
  ferry_turn();
  return kOk;
}

int32_t Ferry::close(uint32_t handle) {
  Channel* const channel = find(handle);
  if (channel == nullptr) return kNoChannel;
  const bool out = channel->writer([](auto& writer) { return writer.close(); });
  const bool in = channel->reader([](auto& reader) { return reader.close(); });
  channel->state = Channel::State::kClosed;
  channel->wants = 0;
  ring_if(out || in, handle);
  ferry_closed(handle);
  return kOk;
}

int32_t Ferry::settle() {
  for (Channel& channel : channels_) {
    if (channel.state != Channel::State::kOpen) continue;
    const auto handle = static_cast<uint32_t>(&channel - channels_);
    ring_if(channel.reader([](auto& reader) { return reader.give_back(); }), handle);
    if (channel.wants == 0) continue;
    bool go_on = false;
    if ((channel.wants & kReadable) != 0) go_on = channel.reader([](auto& reader) { return reader.arm(); });
    if ((channel.wants & kWritable) != 0) go_on |= channel.writer([](auto& writer) { return writer.arm(); });
    if (!go_on) continue;
    channel.wants = 0;
    return static_cast<int32_t>(handle);
  }
  return -1;
}

bool Ferry::ready() {
  for (Channel& channel : channels_) {
    if (channel.state == Channel::State::kOpen && channel.wants != 0 && is_ready(channel)) return true;
  }
  return false;
}

void Ferry::release(uint32_t handle) {
  if (handle < channel::CHANNELS_MAX && channels_[handle].state == Channel::State::kClosed) channels_[handle].state = Channel::State::kFree;
}

Ferry::Channel* Ferry::find(uint32_t handle) {
  if (handle >= channel::CHANNELS_MAX || channels_[handle].state != Channel::State::kOpen) return nullptr;
  return &channels_[handle];
}

/// A free channel with room in the arena: where an earlier one of about that size was, else a new place at the arena's end, else any that fits.
Ferry::Channel* Ferry::place(uint32_t bytes) {
  Channel* fit = nullptr;    // the smallest place that holds so much
  Channel* spare = nullptr;  // the smallest of all, at first 0 bytes: it may be given up
  for (Channel& channel : channels_) {
    if (channel.state != Channel::State::kFree) continue;
    if (channel.bytes >= bytes && (fit == nullptr || channel.bytes < fit->bytes)) fit = &channel;
    if (spare == nullptr || channel.bytes < spare->bytes) spare = &channel;
  }
  if (spare == nullptr || (fit != nullptr && fit->bytes / 2 <= bytes)) return fit;
  if (bytes > channel::PAGES_MAX * kPage - end_) return fit;
  const uint64_t need = (uint64_t{end_} + bytes + kPage - 1) / kPage;
  const uint32_t have = arena_pages();
  if (need > have && arena_grow(static_cast<uint32_t>(need) - have) == UINT32_MAX) return fit;
  spare->at = end_;
  spare->bytes = bytes;
  end_ += bytes;
  return spare;
}

bool Ferry::is_ready(Channel& channel) {
  const bool readable = (channel.wants & kReadable) != 0 && channel.reader([](auto& reader) { return reader.ready(); });
  return readable || ((channel.wants & kWritable) != 0 && channel.writer([](auto& writer) { return writer.ready(); }));
}

/// kTurnDue where Go has gone on for kTurnMs; else 0.
int32_t Ferry::turn_flag(uint32_t bytes) {
  since_look_ += kBytesPerCall + bytes;
  if (since_look_ < kBytesBetweenLooks) return 0;
  since_look_ = 0;
  const double now = ferry_now_ms();
  if (turn_began_ms_ < 0) turn_began_ms_ = now;
  return now - turn_began_ms_ >= kTurnMs ? kTurnDue : 0;
}

}  // namespace goferry
