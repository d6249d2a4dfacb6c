// Counted references to what many hold: inodes, open files. T has add_ref() and drop_ref(); drop_ref() of the last one ends it.
#pragma once
#include <utility>

namespace goferry::files {

template <class T>
class Ref {
 public:
  Ref() = default;
  explicit Ref(T* to) : to_(to) {
    if (to_ != nullptr) to_->add_ref();
  }
  Ref(const Ref& other) : Ref(other.to_) {}
  Ref(Ref&& other) noexcept : to_(std::exchange(other.to_, nullptr)) {}
  ~Ref() { reset(); }
  Ref& operator=(Ref other) noexcept {
    std::swap(to_, other.to_);
    return *this;
  }
  void reset() {
    if (T* const was = std::exchange(to_, nullptr)) was->drop_ref();
  }
  T* get() const { return to_; }
  T* operator->() const { return to_; }
  T& operator*() const { return *to_; }
  explicit operator bool() const { return to_ != nullptr; }

 private:
  T* to_ = nullptr;
};

}  // namespace goferry::files
