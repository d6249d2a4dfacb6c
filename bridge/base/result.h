// What an operation gives that can fail: a value, or an Errno.
#pragma once
#include <utility>

#include "bridge/base/errno.h"

namespace goferry {

/// An Errno that must be looked at; kOk is success.
struct [[nodiscard]] Outcome {
  Errno error = Errno::kOk;
  constexpr Outcome() = default;
  constexpr Outcome(Errno error) : error(error) {}
  constexpr bool ok() const { return error == Errno::kOk; }
};

/// A T, or why there is none. REQUIRES of value: ok().
template <class T>
class [[nodiscard]] Result {
 public:
  constexpr Result(T value) : value_(std::move(value)) {}
  constexpr Result(Errno error) : error_(error) {}
  constexpr bool ok() const { return error_ == Errno::kOk; }
  constexpr Errno error() const { return error_; }
  constexpr T& operator*() { return value_; }
  constexpr const T& operator*() const { return value_; }
  constexpr T* operator->() { return &value_; }
  constexpr const T* operator->() const { return &value_; }

 private:
  T value_ = {};
  Errno error_ = Errno::kOk;
};

}  // namespace goferry
