// Manifests of url mounts. Input: a manifest, as a server sends it. What must hold: no sanitizer complaint; a manifest that is taken has files whose paths
// lie below the mount, each once, with numbers in their bounds; one that is not says why, in few words.
#include <cmath>
#include <set>

#include "bridge/files/manifest.h"
#include "tests/fuzz/input.h"

using goferry::files::ManifestFile;

namespace {

struct Checked final : goferry::files::ManifestTaker {
  std::set<std::string> paths{};

  void file(const ManifestFile& file) override {
    FUZZ_REQUIRE(paths.insert(file.path).second);
    FUZZ_REQUIRE(file.path.find('\0') == std::string::npos);
    const std::string between = '/' + file.path + '/';
    for (const char* part : {"//", "/./", "/../"}) FUZZ_REQUIRE(between.find(part) == std::string::npos);
    FUZZ_REQUIRE(file.mode <= 07777);
    FUZZ_REQUIRE(file.size >= 0 && file.size <= 9007199254740991 && std::trunc(file.size) == file.size);
    FUZZ_REQUIRE(std::isfinite(file.modified_ms));
    FUZZ_REQUIRE((file.kind == ManifestFile::Kind::kSymlink) == !file.target.empty() || file.kind == ManifestFile::Kind::kDirectory);
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  Checked taker;
  const std::string wrong = goferry::files::read_manifest(goferry::fuzz::Input(data, size).rest(), taker);
  FUZZ_REQUIRE(wrong.size() < 3000);
  FUZZ_REQUIRE(wrong.empty() || wrong.starts_with("is ") || wrong.starts_with("has "));
  return 0;
}
