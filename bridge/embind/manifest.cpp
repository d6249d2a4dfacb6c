// The exports of manifest.wasm, a module of its own: only programs with a `url` mount load it. An instance reads one manifest.
#include "bridge/files/manifest.h"

#include <cstdlib>
#include <utility>

#include "bridge/host/wasm_import.h"

extern "C" {
#define MANIFEST_HOST(name, result, params) GOFERRY_IMPORT("manifest", manifest_##name) result manifest_##name params;
#include "bridge/host/manifest_host.def"
#undef MANIFEST_HOST
}

#define EXPORT(name) extern "C" __attribute__((export_name(#name)))

namespace {

using goferry::files::ManifestFile;

uint32_t length(const std::string& text) { return static_cast<uint32_t>(text.size()); }

struct ToHost final : goferry::files::ManifestTaker {
  void file(const ManifestFile& file) override {
    const auto [url, url_len] = file.url ? std::pair(file.url->data(), length(*file.url)) : std::pair<const char*, uint32_t>(nullptr, 0);
    manifest_file(static_cast<uint32_t>(file.kind), file.path.data(), length(file.path), file.size, file.mode, file.modified_ms,
                  file.target.data(), length(file.target), url, url_len);
  }
};

char* input = nullptr;

}  // namespace

/// Room for the manifest; null where there is none.
EXPORT(room) char* manifest_room(uint32_t len) { return input = static_cast<char*>(malloc(len + 1u)); }

/// Reads what was put there.
EXPORT(read) void manifest_read(uint32_t len) {
  ToHost host;
  const std::string wrong = goferry::files::read_manifest({input, len}, host);
  if (!wrong.empty()) manifest_bad(wrong.data(), length(wrong));
}
