#include "bridge/imports/moduledata.h"

#include "bridge/host/go_memory.h"

namespace goferry {

namespace {

// pcHeader begins with: magic u32, two zero bytes, minLC u8 (1 on wasm), ptrSize u8.
constexpr uint64_t kMagic118 = 0x08010000FFFFFFF0;  // Go 1.18, 1.19
constexpr uint64_t kMagic120 = 0x08010000FFFFFFF1;  // Go 1.20 and later

// Words of moduledata.
constexpr uint32_t kFuncNames = 1, kCuTab = 4, kNoPtrData = 24, kNoPtrBssEnd = 31, kEnd118 = 32, kEnd120 = 34;
constexpr uint64_t kBytes = (kEnd120 + 1) * 8;

uint64_t word(uint32_t moduledata, uint32_t index) { return GoMemory::load64(moduledata + index * 8); }

// The index of `end` where a pcHeader lies at `at`, else 0.
uint32_t end_index(uint64_t at) {
  constexpr uint64_t kHeaderBytes = 72;
  if (at == 0 || at % 8 != 0 || !GoMemory::in_bounds(at, kHeaderBytes)) return 0;
  const uint64_t magic = GoMemory::load64(static_cast<uint32_t>(at));
  return magic == kMagic120 ? kEnd120 : magic == kMagic118 ? kEnd118 : 0;
}

// Whether `table`, a slice of moduledata, begins where its header says.
bool follows_header(uint32_t moduledata, uint32_t table, uint32_t header, uint32_t offset_at) {
  return word(moduledata, table) - header == GoMemory::load64(header + offset_at);
}

bool is_moduledata(uint32_t at, uint32_t header, uint32_t end) {
  if (!follows_header(at, kFuncNames, header, 32) || !follows_header(at, kCuTab, header, 40)) return false;
  for (uint32_t i = kNoPtrData; i < kNoPtrBssEnd; ++i) {
    if (word(at, i) > word(at, i + 1)) return false;
  }
  return word(at, kNoPtrBssEnd) <= word(at, end) && word(at, end) <= GoMemory::size_bytes() && word(at, end) >= at + kBytes;
}

}  // namespace

bool find_data_end(DataEnd& found) {
  for (uint64_t at = 0; GoMemory::in_bounds(at, kBytes); at += 8) {
    const auto here = static_cast<uint32_t>(at);
    const uint64_t header = GoMemory::load64(here);
    const uint32_t end = end_index(header);
    if (end == 0 || !is_moduledata(here, static_cast<uint32_t>(header), end)) continue;
    // Memory may be 4 GiB in all: then `end` is out of 32 bits only if nothing is left behind it.
    if (word(here, end) > UINT32_MAX) return false;
    found = {here + end * 8, static_cast<uint32_t>(word(here, end))};
    return true;
  }
  return false;
}

}  // namespace goferry
