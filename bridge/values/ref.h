// Go's `ref`: a NaN-boxed JavaScript value in 64 bits. Source: syscall/js/js.go, `type ref` and `predefValue`.
//
//   0                       undefined
//   a double that is no NaN  that number (never 0: that is id 1)
//   0x7FF8000f_iiiiiiii      the value with id i and type flag f
#pragma once
#include <cstdint>

namespace goferry {

inline constexpr uint32_t kNanHead = 0x7FF80000;

/// Type flags, syscall/js/js.go. A number, undefined, null, a boolean: none.
enum TypeFlag : uint32_t { kFlagNone = 0, kFlagObject = 1, kFlagString = 2, kFlagSymbol = 3, kFlagFunction = 4 };

/// Ids that are never counted or freed, syscall/js/js.go, `predefValue`.
enum PredefinedId : uint32_t { kIdNaN, kIdZero, kIdNull, kIdTrue, kIdFalse, kIdGlobal, kIdGo, kFirstFreeId };

/// The value with this id and flag as a ref.
constexpr uint64_t make_ref(uint32_t id, uint32_t flag) { return uint64_t{kNanHead | flag} << 32 | id; }

/// The id to act on where a ref must be an object: null's, on which every access throws, for a ref that is none. Go has checked the type of
/// a receiver before it asks, but for Call; a forged ref ends here.
constexpr uint32_t object_id(uint64_t ref) {
  const auto head = static_cast<uint32_t>(ref >> 32);
  return head == (kNanHead | kFlagObject) || head == (kNanHead | kFlagFunction) ? static_cast<uint32_t>(ref) : uint32_t{kIdNull};
}

/// The id of any ref that is not a number; undefined and numbers give null's.
constexpr uint32_t value_id(uint64_t ref) {
  const auto head = static_cast<uint32_t>(ref >> 32);
  return (head & 0x7FF80000) == kNanHead ? static_cast<uint32_t>(ref) : uint32_t{kIdNull};
}

}  // namespace goferry
