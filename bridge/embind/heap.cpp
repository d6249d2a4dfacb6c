// The heap of files.wasm: what emmalloc asks for memory, in place of Emscripten's function, which grows the memory page by page and tells JavaScript
// each time. Here it grows by steps: with each one JavaScript has to take its views anew, and what is not used yet is at most the last step.
#include <cstddef>
#include <cstdint>

extern "C" {
extern std::byte __heap_base;          // the linker's: where data ends
void* _sbrk64(int64_t increment_len);  // emmalloc's declaration
}

namespace {

constexpr uint64_t kPage = 65536;
constexpr uint64_t kLeastPages = 4, kMostPages = 16;

uint64_t clamped(uint64_t pages) { return pages < kLeastPages ? kLeastPages : pages > kMostPages ? kMostPages : pages; }

/// Makes the memory at least `end` bytes long.
bool reach(uint64_t end) {
  const uint64_t pages = __builtin_wasm_memory_size(0);
  const uint64_t needed = (end + kPage - 1) / kPage;
  if (needed <= pages) return true;
  const auto grow = [](uint64_t more) { return __builtin_wasm_memory_grow(0, static_cast<size_t>(more)) != SIZE_MAX; };
  const uint64_t more = needed - pages;
  const uint64_t step = clamped(pages / 64);
  return grow(more > step ? more : step) || grow(more);
}

}  // namespace

/// As sbrk(): moves the heap's end, and gives where it was; -1 where there is no memory.
extern "C" void* _sbrk64(int64_t increment_len) {
  static uint64_t end = reinterpret_cast<uintptr_t>(&__heap_base);
  constexpr int64_t kAlign = alignof(std::max_align_t);
  const uint64_t old = end;
  const uint64_t wanted = old + static_cast<uint64_t>((increment_len + (increment_len < 0 ? 0 : kAlign - 1)) / kAlign * kAlign);
  if (wanted > uint64_t{UINT32_MAX} + 1 - kPage || !reach(wanted)) return reinterpret_cast<void*>(-1);
  end = wanted;
  return reinterpret_cast<void*>(static_cast<uintptr_t>(old));
}
