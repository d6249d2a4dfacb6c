#include "bridge/files/manifest.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

namespace goferry::files {
namespace {

using nlohmann::json;

constexpr size_t kShownMax = 200;              // bytes of a value that a message shows
constexpr double kSizeMax = 9007199254740991;  // 2^53 - 1

/// At most `most` bytes of a text, whole characters.
std::string cut(std::string_view text, size_t most) {
  if (text.size() <= most) return std::string(text);
  while (most > 0 && (static_cast<uint8_t>(text[most]) & 0xC0) == 0x80) --most;
  return std::string(text.substr(0, most)) + "…";
}

/// A text as JSON writes it.
std::string as_json(std::string_view text) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string result = "\"";
  for (const char c : cut(text, kShownMax)) {
    const auto byte = static_cast<uint8_t>(c);
    if (c == '"' || c == '\\') {
      result += {'\\', c};
    } else if (byte < 0x20) {
      result += {'\\', 'u', '0', '0', kHex[byte >> 4], kHex[byte & 15]};
    } else {
      result += c;
    }
  }
  return result += '"';
}

/// A value that is no object of ours, and how a message shows it.
struct Value {
  enum class Type : uint8_t { kNumber, kString, kOther };
  Type type = Type::kOther;
  double number = 0;
  std::string text{};
  std::string shown{};
};

Value other(std::string shown) { return {.shown = std::move(shown)}; }
Value number(double value, std::string shown) { return {.type = Value::Type::kNumber, .number = value, .shown = std::move(shown)}; }

bool is_integer(const Value& value, double most) {
  return value.type == Value::Type::kNumber && value.number >= 0 && value.number <= most && std::trunc(value.number) == value.number;
}

/// What nlohmann/json tells, event by event, while it reads: no tree is made of it. Each event says whether to go on.
class Reader {
 public:
  using binary_t = json::binary_t;

  explicit Reader(ManifestTaker& taker) : taker_(taker) {}

  /// What is wrong, when all is read.
  std::string result() && {
    if (!saw_files_ && problem_.empty()) no_files();
    return std::move(problem_);
  }

  bool null() { return value(other("null")); }
  bool boolean(bool value) { return this->value(other(value ? "true" : "false")); }
  bool number_integer(int64_t value) { return this->value(number(static_cast<double>(value), std::to_string(value))); }
  bool number_unsigned(uint64_t value) { return this->value(number(static_cast<double>(value), std::to_string(value))); }
  bool number_float(double value, const std::string& text) { return this->value(number(value, cut(text, kShownMax))); }
  bool binary(binary_t&) { return true; }  // JSON has none
  bool string(std::string& text) {
    std::string shown = as_json(text);
    return value({.type = Value::Type::kString, .text = std::move(text), .shown = std::move(shown)});
  }

  bool start_array(size_t) {
    if (!takes(other("an array"))) return false;
    ++passing_over_;
    return true;
  }
  bool end_array() {
    --passing_over_;
    return true;
  }

  bool start_object(size_t) {
    if (passing_over_ > 0) {
      ++passing_over_;
    } else if (where_ == Where::kStart) {
      where_ = Where::kManifest;
    } else if (where_ == Where::kManifest && key_ == "files") {
      if (saw_files_) return bad("has \"files\" twice");
      saw_files_ = true;
      where_ = Where::kFiles;
    } else if (where_ == Where::kFiles) {
      where_ = Where::kFile;
    } else {
      if (!takes(other("an object"))) return false;
      ++passing_over_;
    }
    return true;
  }
  bool end_object() {
    if (passing_over_ > 0) {
      --passing_over_;
    } else if (where_ == Where::kFile) {
      where_ = Where::kFiles;
      return finish();
    } else {
      where_ = where_ == Where::kFiles ? Where::kManifest : Where::kEnd;
    }
    return true;
  }

  bool key(std::string& name) {
    if (passing_over_ > 0) return true;
    if (where_ == Where::kFiles) return begin(std::move(name));
    key_ = std::move(name);
    return true;
  }

  bool parse_error(size_t, const std::string&, const nlohmann::detail::exception& error) {
    std::string_view what = error.what();  // "[json.exception.parse_error.101] parse error at line 1, column 1: …"
    if (const size_t end = what.find("] "); what.starts_with('[') && end != std::string_view::npos) what.remove_prefix(end + 2);
    return bad("is not JSON: " + cut(what, 2 * kShownMax));
  }

 private:
  /// What is read: the value of all, a member of it, of "files", of one of those.
  enum class Where : uint8_t { kStart, kManifest, kFiles, kFile, kEnd };

  bool bad(std::string what) {
    problem_ = std::move(what);
    return false;
  }
  bool no_files() { return bad(R"(has no "files": it has to be { "files": { "a/path": size, … } })"); }
  bool bad_at(const std::string& what) { return bad("has at " + as_json(given_) + ' ' + what); }

  /// A value that is no object; also the beginning of an array, or of an object where none belongs.
  bool value(const Value& value) {
    if (where_ == Where::kFiles && passing_over_ == 0 && value.type == Value::Type::kNumber) return size(value) && finish();
    return takes(value);
  }
  bool takes(const Value& value) {
    if (passing_over_ > 0) return true;
    switch (where_) {
      case Where::kManifest:
        return key_ != "files" || no_files();
      case Where::kFiles:
        return bad_at(value.shown + ": it takes a size in bytes, or an object");
      case Where::kFile:
        return member(value);
      default:
        return no_files();
    }
  }

  bool begin(std::string name) {
    given_ = std::move(name);
    file_ = {.mode = 0444};
    has_size_ = has_mode_ = false;
    const std::string_view all = given_;
    bool inside = all.find('\0') == std::string_view::npos;
    for (size_t at = 0; at <= all.size();) {
      const size_t end = std::min(all.find('/', at), all.size());
      const std::string_view part = all.substr(at, end - at);
      at = end + 1;
      if (part.empty() || part == ".") continue;
      inside = inside && part != "..";
      if (!file_.path.empty()) file_.path += '/';
      file_.path += part;
    }
    if (!inside || file_.path.empty()) return bad("has " + as_json(given_) + ", which is no path below the mount");
    if (!names_.insert(file_.path).second) return bad("has " + as_json(given_) + " twice");
    if (all.ends_with('/')) file_.kind = ManifestFile::Kind::kDirectory;
    return true;
  }

  bool member(const Value& value) {
    const bool is_text = value.type == Value::Type::kString;
    if (key_ == "size") return size(value);
    if (key_ == "mode") {
      if (!is_integer(value, 07777))
        return bad_at("the mode " + value.shown + ": it takes permissions as a number, such as 292 for r--r--r--");
      file_.mode = static_cast<uint32_t>(value.number);
      has_mode_ = true;
    } else if (key_ == "modified") {
      if (value.type != Value::Type::kNumber) return bad_at("the time " + value.shown + ": it takes milliseconds since 1970");
      file_.modified_ms = value.number;  // finite: the parser refuses what is too large for a double
    } else if (key_ == "symlink") {
      if (!is_text || value.text.empty()) return bad_at("a symlink to " + value.shown + ": it takes a path");
      file_.target = value.text;
    } else if (key_ == "url") {
      if (!is_text) return bad_at("the url " + value.shown + ": it takes an address");
      file_.url = value.text;
    }
    return true;
  }

  bool size(const Value& value) {
    if (!is_integer(value, kSizeMax)) return bad_at("the size " + value.shown + ": it takes a number of bytes");
    file_.size = value.number;
    has_size_ = true;
    return true;
  }

  bool finish() {
    if (file_.kind == ManifestFile::Kind::kDirectory) {
      if (!has_mode_) file_.mode = 0555;
    } else if (!file_.target.empty()) {
      file_.kind = ManifestFile::Kind::kSymlink;
    } else if (!has_size_) {
      return bad_at("no size: it takes a number of bytes");
    }
    if (file_.kind != ManifestFile::Kind::kFile) file_.size = 0;
    taker_.file(file_);
    return true;
  }

  ManifestTaker& taker_;
  Where where_ = Where::kStart;
  size_t passing_over_ = 0;  // how many arrays and objects are open that nobody asks for
  std::string key_;          // the member of kManifest or kFile that is read
  bool saw_files_ = false;
  ManifestFile file_;
  std::string given_;  // its name in the manifest
  bool has_size_ = false, has_mode_ = false;
  std::set<std::string> names_;
  std::string problem_;
};

}  // namespace

std::string read_manifest(std::string_view text, ManifestTaker& taker) {
  Reader reader(taker);
  (void)json::sax_parse(text.begin(), text.end(), &reader);
  return std::move(reader).result();
}

}  // namespace goferry::files
