// A channel's two directions whose other side writes what it likes, where it likes. Input: operations. Nothing outside of the ring is touched, every
// operation comes to its end, and what is given out lies within the ring.
#include <algorithm>

#include "bridge/channel/latest.h"
#include "bridge/channel/ring.h"
#include "tests/fuzz/input.h"
#include "tests/unit/channel/buffer_memory.h"

using namespace goferry::channel;
using goferry::channel::test::BufferMemory;
using goferry::fuzz::Input;

namespace {

constexpr uint32_t kAt = 128;
constexpr uint32_t kLongest = 40;
constexpr uint32_t kCanary = 0xC0FFEE11;

template <class Writer, class Reader>
void run(Input& input, uint32_t data_bytes, uint32_t middle) {
  const Place place = {kAt, ring_capacity(kLongest, 0), kLongest};
  const uint32_t end = kAt + DATA + data_bytes;
  std::vector<uint32_t> words((end + kAt) / 4, 0);
  std::fill(words.begin(), words.begin() + kAt / 4, kCanary);
  std::fill(words.begin() + end / 4, words.end(), kCanary);
  BufferMemory memory(words);
  memory.store(kAt + TAIL, middle);
  Writer writer(memory, place);
  Reader reader(memory, place);
  bool writer_corrupt = false;
  bool reader_corrupt = false;
  while (!input.empty()) {
    const auto what = input.take<uint8_t>();
    switch (what % 8) {
      case 0:
      case 1: {
        const std::string_view payload = input.bytes(what / 4);
        const auto len = static_cast<uint32_t>(payload.size());
        const Status status = writer.write(len, [&](uint32_t to) {
          FUZZ_REQUIRE(to >= kAt + DATA && to <= end && len <= end - to);
          memory.copy_in(to, payload.data(), len);
        });
        FUZZ_REQUIRE(status != Status::kDone || len <= kLongest);
        FUZZ_REQUIRE(!writer_corrupt || status == Status::kCorrupt);  // for good
        writer_corrupt = status == Status::kCorrupt;
        if (status == Status::kDone) (void)writer.publish();
        break;
      }
      case 2:
      case 3: {
        Message message;
        const Status status = reader.peek(message);
        FUZZ_REQUIRE(!reader_corrupt || status == Status::kCorrupt);
        reader_corrupt = status == Status::kCorrupt;
        if (status != Status::kDone) break;
        FUZZ_REQUIRE(message.len <= kLongest && message.at >= kAt + DATA && message.at <= end && message.len <= end - message.at);
        (void)memory.text(message.at, message.len);
        (void)reader.skip();
        break;
      }
      case 4:
        (void)(writer.arm() || reader.arm());
        break;
      case 5:
        (void)reader.give_back();
        break;
      case 6: {  // the other side: a control word
        constexpr uint32_t kWords[] = {HEAD, READER_CLOSED, TAIL, WRITER_CLOSED, READER_WAITING, WRITER_WAITING};
        memory.store(kAt + kWords[what / 8 % 6], input.take<uint32_t>());
        break;
      }
      default:  // the other side: anything else
        memory.write(kAt + input.take<uint16_t>() % ((DATA + data_bytes) / 4) * 4, input.take<uint32_t>());
    }
  }
  FUZZ_REQUIRE(std::all_of(words.begin(), words.begin() + kAt / 4, [](uint32_t word) { return word == kCanary; }));
  FUZZ_REQUIRE(std::all_of(words.begin() + end / 4, words.end(), [](uint32_t word) { return word == kCanary; }));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  Input input(data, size);
  if (input.take<uint8_t>() % 2 == 0) {
    run<RingWriter<BufferMemory>, RingReader<BufferMemory>>(input, ring_capacity(kLongest, 0), 0);
  } else {
    run<LatestWriter<BufferMemory>, LatestReader<BufferMemory>>(input, SLOTS * slot_stride(kLongest), kMiddleAtFirst);
  }
  return 0;
}
