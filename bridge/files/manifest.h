// The manifest of a `url` mount: which files a server has. JSON, `{ "files": { "a/path": size, … } }`, as docs/files.md describes it; it comes from a
// server, so nothing in it is trusted. It is a wasm module of its own (embind/manifest.cpp): most programs have no such mount, and with the parser,
// nlohmann/json, it is well over half as large as files.wasm.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace goferry::files {

/// One file of a manifest.
struct ManifestFile {
  enum class Kind : uint32_t { kFile, kDirectory, kSymlink };  // js/src/files/manifest.ts has the same numbers

  Kind kind = Kind::kFile;
  std::string given{};               ///< its name in the manifest
  std::string path{};                ///< relative to the mount, without empty parts, "." and ".."; UTF-8, never empty
  double size = 0;                   ///< bytes: an integer up to 2^53 - 1; 0 for all but files
  uint32_t mode = 0;                 ///< permissions
  double modified_ms = 0;            ///< since 1970; finite
  std::string target{};              ///< of a symlink, never empty
  std::optional<std::string> url{};  ///< where it is, where that is not its path; nobody has looked at it
};

/// Gets what a manifest has.
class ManifestTaker {
 public:
  virtual void file(const ManifestFile& file) = 0;

 protected:
  ~ManifestTaker() = default;
};

/// Reads a manifest, and gives each file to `taker` in its order. What is wrong, for a sentence that begins with the manifest's name ("is not JSON: parse
/// error at line 1, column 5: …", "has at \"a\" the size -1: …"), UTF-8 but for what the input has of other bytes; empty where nothing is. After an
/// error the files that were given so far are none. Members that it does not know are passed over.
std::string read_manifest(std::string_view json, ManifestTaker& taker);

}  // namespace goferry::files
