// The log of a fake's calls, as text that a test can compare and doctest can print: "get(7, "name"); release(7)".
#pragma once
#include <sstream>
#include <string>
#include <utility>

namespace goferry::test {

/// A text argument, to be logged in quotes.
struct Quoted {
  const std::string& text;
};

class CallLog {
 public:
  bool recording = true;  ///< off, nothing is logged

  template <typename... Arguments>
  void note(const char* call, const Arguments&... arguments) {
    if (!recording) return;
    std::ostringstream out;
    out.precision(17);
    if (!text_.empty()) out << "; ";
    out << call << '(';
    [[maybe_unused]] const char* separator = "";
    ((out << separator, print(out, arguments), separator = ", "), ...);
    out << ')';
    text_ += out.str();
  }

  /// What was logged since the last take().
  std::string take() { return std::exchange(text_, {}); }

 private:
  static void print(std::ostream& out, const Quoted& quoted) { out << '"' << quoted.text << '"'; }
  template <typename Argument>
  static void print(std::ostream& out, const Argument& argument) {
    out << argument;
  }

  std::string text_;
};

}  // namespace goferry::test
