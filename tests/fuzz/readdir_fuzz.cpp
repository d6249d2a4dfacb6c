// Listings of a directory that changes meanwhile. Input: what the directory is (memory, or an overlay above a remote volume), then operations: make,
// remove, rename, go on with one of three listings by a few entries, list from any cookie. What must hold: a name that is there from the beginning of a
// listing to its end comes just once, and none comes that was not there meanwhile; every listing ends, whatever its cookie.
#include <array>
#include <set>
#include <string>

#include "tests/fuzz/input.h"
#include "tests/unit/files/files_fixture.h"

using namespace goferry;
using namespace goferry::files;
using namespace goferry::test;
using goferry::fuzz::Input;

namespace {

using Names = std::set<std::string>;

std::string name_from(Input& input) {
  static const char* const kOdd[] = {"__proto__", "constructor", "\xff", " "};
  const auto which = input.take<uint8_t>() % 24;
  return which < 4 ? kOdd[which] : "name-" + std::to_string(which);
}

/// One listing under way.
struct Listing {
  bool open = false;
  uint64_t cookie = 0;
  Names throughout;  // there since it began
  Names meanwhile;   // there at some time since
  Names seen;
};

struct Folder {
  TestFiles test;
  Fd fd = 0;
  Names names;
  std::array<Listing, 3> listings;

  void made(const std::string& name) {
    names.insert(name);
    for (Listing& listing : listings) listing.meanwhile.insert(name);
  }
  void gone(const std::string& name) {
    names.erase(name);
    for (Listing& listing : listings) listing.throughout.erase(name);
  }

  void go_on(Listing& listing, size_t entries) {
    if (!listing.open) listing = {true, 0, names, names, {}};
    const std::vector<Listed> some = test.readdir(fd, listing.cookie, entries);
    for (const Listed& entry : some) {
      FUZZ_REQUIRE(entry.next > listing.cookie);
      listing.cookie = entry.next;
      if (entry.name == "." || entry.name == "..") continue;
      FUZZ_REQUIRE(listing.meanwhile.count(entry.name) == 1);
      FUZZ_REQUIRE(listing.seen.insert(entry.name).second || listing.throughout.count(entry.name) == 0);
    }
    if (!some.empty()) return;
    for (const std::string& name : listing.throughout) FUZZ_REQUIRE(listing.seen.count(name) == 1);
    listing.open = false;
  }
};

void remote_below(Folder& folder) {
  Filesystem& fs = folder.test.fs;
  const uint32_t lower = fs.make_remote(false);
  for (const char* const name : {"name-4", "name-5", "constructor", "remote-file"}) {
    FUZZ_REQUIRE(fs.remote_file(lower, name, 3, 0444, 0, 1).ok());
    folder.names.insert(name);
  }
  FUZZ_REQUIRE(fs.remote_directory(lower, "name-6", 0555, 0, 2).ok());
  folder.names.insert("name-6");
  const Result<uint32_t> overlay = fs.make_overlay(lower);
  FUZZ_REQUIRE(overlay.ok() && fs.mount(*overlay, "/d", false).ok());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  Folder folder;
  Filesystem& fs = folder.test.fs;
  Input input(data, size);
  if (input.take<uint8_t>() % 2 != 0) remote_below(folder);
  else FUZZ_REQUIRE(fs.mkdir("/d", 0755).ok());
  folder.fd = folder.test.open("/d", kDirectoryOnly);

  while (!input.empty()) {
    const auto what = input.take<uint8_t>();
    const std::string name = name_from(input), path = "/d/" + name;
    switch (what % 8) {
      case 0:
        if (folder.test.put(path, "x") == "ok") folder.made(name);
        break;
      case 1:
        if (fs.mkdir(path, 0755).ok()) folder.made(name);
        break;
      case 2:
      case 3:
        if (fs.unlink(path).ok() || fs.rmdir(path).ok()) folder.gone(name);
        break;
      case 4: {
        const std::string to = name_from(input);
        if (!fs.rename(path, "/d/" + to).ok() || to == name) break;
        folder.gone(name);
        folder.gone(to);
        folder.made(to);
        break;
      }
      case 5:
      case 6:
        folder.go_on(folder.listings[what / 8 % 3], 1 + what / 32);
        break;
      default: {
        uint64_t cookie = input.take<uint64_t>() >> (what / 8 * 2);
        for (size_t rounds = 0;; ++rounds) {
          const std::vector<Listed> some = folder.test.readdir(folder.fd, cookie, 1 + what / 64);
          if (some.empty()) break;
          FUZZ_REQUIRE(some.back().next > cookie && rounds <= folder.names.size() + 2);
          cookie = some.back().next;
        }
      }
    }
  }
  for (Listing& listing : folder.listings) {
    for (size_t rounds = 0; listing.open; ++rounds) {
      FUZZ_REQUIRE(rounds <= folder.names.size() + 3);
      folder.go_on(listing, 4);
    }
  }
  return 0;
}
