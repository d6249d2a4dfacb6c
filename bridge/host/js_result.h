// How a JavaScript value comes back from a primitive: as the primitive's double, without an allocation or a BigInt.
//
//   any number but 0 and NaN   the double itself
//   anything else              NaN, and the two words of JsResult say what: they are the low and the high word of Go's ref
//                              (values/ref.h), with a reference that Go has not been counted for yet
//   an exception of the page   NaN, and kThrown is set in `head`. For call, invoke and construct the rest is the thrown value (a number:
//                              kThrownNumber, and `number` holds it), for the others the exception stays in JavaScript until unwind()
#pragma once
#include <cstdint>

namespace goferry {

/// Written by JavaScript (js/src/host/values.ts) at the address that the export `result_address` gives.
struct JsResult {
  uint32_t id;
  uint32_t head;
  double number;
};

inline constexpr uint32_t kThrown = 0x80000000;        ///< bit of JsResult::head; no ref of ours has it
inline constexpr uint32_t kThrownNumber = 0xC0000000;  ///< head: the page threw the number in JsResult::number
inline constexpr uint32_t kUndefinedId = UINT32_MAX;   ///< in place of a value's id: undefined, which has none

}  // namespace goferry
