#include "bridge/files/manifest.h"

#include <doctest/doctest.h>

#include <vector>

using namespace goferry::files;

namespace {

struct Taken final : ManifestTaker {
  std::vector<ManifestFile> files{};
  std::string wrong{};
  void file(const ManifestFile& file) override { files.push_back(file); }
};

Taken read(std::string_view json) {
  Taken taken;
  taken.wrong = read_manifest(json, taken);
  return taken;
}

/// The one file of a manifest that has this for its "a".
ManifestFile one(const std::string& entry) {
  const Taken taken = read(R"({"files": {"a": )" + entry + "}}");
  CHECK_MESSAGE(taken.wrong == "", entry);
  REQUIRE(taken.files.size() == 1);
  return taken.files[0];
}

std::string wrong_at_a(const std::string& entry) { return read(R"({"files": {"a": )" + entry + "}}").wrong; }

std::string repeated(const std::string& part, size_t count) {
  std::string all;
  for (size_t i = 0; i < count; ++i) all += part;
  return all;
}

}  // namespace

TEST_CASE("manifest: sizes, and all that a file can have") {
  const Taken taken = read(R"({"files": {
    "index.html": 12, "empty": 0, "large": 9007199254740991, "img/a b.png": {"size": 3.0, "mode": 420, "modified": 1700000000000.5, "url": "x?y"},
    "folder/": {}, "private/": {"mode": 448, "size": 4096}, "link": {"symlink": "img/a b.png", "size": 5}
  }})");
  CHECK(taken.wrong == "");
  REQUIRE(taken.files.size() == 7);
  const auto& files = taken.files;
  using Kind = ManifestFile::Kind;
  CHECK((files[0].kind == Kind::kFile && files[0].path == "index.html" && files[0].size == 12 && files[0].mode == 0444 && !files[0].url));
  CHECK((files[1].kind == Kind::kFile && files[1].size == 0));
  CHECK(files[2].size == 9007199254740991);
  CHECK((files[3].size == 3 && files[3].mode == 0644 && files[3].modified_ms == 1700000000000.5 && files[3].url == "x?y"));
  CHECK((files[4].kind == Kind::kDirectory && files[4].path == "folder" && files[4].mode == 0555 && files[4].size == 0));
  CHECK((files[5].kind == Kind::kDirectory && files[5].mode == 0700 && files[5].size == 0));
  CHECK((files[6].kind == Kind::kSymlink && files[6].target == "img/a b.png" && files[6].size == 0));
}

TEST_CASE("manifest: what is not known is passed over, at any depth") {
  const Taken taken = read(
      R"({"version": [1, {"files": {"x": 1}}, null], "files": {"a": {"hash": {"size": "x", "sha": [[]]}, "size": 7, "tags": ["mode"]}}, "z": {}})");
  CHECK(taken.wrong == "");
  REQUIRE(taken.files.size() == 1);
  CHECK(taken.files[0].size == 7);
  CHECK(read(R"({"more": )" + repeated("[", 100'000) + repeated("]", 100'000) + R"(, "files": {}})").wrong == "");
}

TEST_CASE("manifest: names are bytes of UTF-8, and none is special") {
  const Taken taken = read(
      "\xEF\xBB\xBF{\"files\": {\"__proto__\": 1, \"constructor/x\": 1, \"./a//b/.\": 1, \"\\u00fc\\ud83d\\ude00\": 1, \"\xC3\xBC\": 1, "
      "\"a\\\\b\": 1, \"\xEF\xBB\xBFx\": 1}}");
  CHECK(taken.wrong == "");
  std::vector<std::string> paths;
  for (const ManifestFile& file : taken.files) paths.push_back(file.path);
  CHECK(paths ==
        std::vector<std::string>{"__proto__", "constructor/x", "a/b", "\xC3\xBC\xF0\x9F\x98\x80", "\xC3\xBC", "a\\b", "\xEF\xBB\xBFx"});
}

TEST_CASE("manifest: a text that is no JSON is refused with the place") {
  CHECK(read("").wrong.starts_with("is not JSON: parse error at line 1, column 1: "));
  CHECK(read("{\"files\": {\n  \"a\": 1,\n}}").wrong.starts_with("is not JSON: parse error at line 3, column 1: "));
  CHECK(read("<!doctype html>").wrong.find("invalid literal") != std::string::npos);
  for (const std::string text : {"{", "{\"files\": {\"a\": 1}", "{\"files\": {}} x", "{\"files\": {\"a\": 01}}", "{\"files\": {\"a\": 1,}}",
                                 "{\"files\": {\"\xFF\": 1}}", "{\"files\": {\"\\ud800\": 1}}", "{\"files\": {\"a\": 1e999}}",
                                 "{\"files\": {\"a\": NaN}}", "// x\n{\"files\": {}}", "\"", "nul"}) {
    CAPTURE(text);
    CHECK(read(text).wrong.starts_with("is not JSON: "));
  }
  CHECK(read("{\"files\": {\"" + repeated("\xC3\xBC", 5000) + "\x01").wrong.size() < 500);
}

TEST_CASE("manifest: without files it is none") {
  for (const std::string text : {"null", "[]", "[{\"files\": {}}]", "5", "\"files\"", "{}", "{\"files\": []}", "{\"files\": null}",
                                 "{\"files\": 3}", "{\"Files\": {}}", "{\"a\": {\"files\": {}}}"}) {
    CAPTURE(text);
    CHECK(read(text).wrong.starts_with("has no \"files\": it has to be { \"files\": "));
  }
  CHECK(read("{\"files\": {}}").wrong == "");
  CHECK(read(R"({"files": {}, "files": {}})").wrong == "has \"files\" twice");
}

TEST_CASE("manifest: a path has to lie below the mount, and comes once") {
  for (const std::string name : {"", "/", ".", "./.", "..", "../a", "a/..", "a/../b", "a/../../b", "/..", "a\\u0000b", "\\u0000"}) {
    CAPTURE(name);
    const std::string wrong = read("{\"files\": {\"" + name + "\": 1}}").wrong;
    CHECK(wrong.starts_with("has \""));
    CHECK(wrong.ends_with(", which is no path below the mount"));
  }
  CHECK(read(R"({"files": {"..a": 1, "a..": 1, "...": 1}})").wrong == "");
  CHECK(read(R"({"files": {"a": 1, "./a": 2}})").wrong == "has \"./a\" twice");
  CHECK(read(R"({"files": {"a/": {}, "a/b": 2}})").wrong == "");
  const std::string shown = read("{\"files\": {\"../" + repeated("\xC3\xBC", 5000) + "\": 1}}").wrong;
  CHECK(shown.size() < 300);
  CHECK(shown.find("\xC3\xBC…\", which") != std::string::npos);
}

TEST_CASE("manifest: what has a wrong form is refused with its place") {
  CHECK(wrong_at_a("\"big\"") == R"(has at "a" "big": it takes a size in bytes, or an object)");
  CHECK(wrong_at_a("null") == "has at \"a\" null: it takes a size in bytes, or an object");
  CHECK(wrong_at_a("[1]") == "has at \"a\" an array: it takes a size in bytes, or an object");
  CHECK(wrong_at_a("true") == "has at \"a\" true: it takes a size in bytes, or an object");
  CHECK(wrong_at_a("-1") == "has at \"a\" the size -1: it takes a number of bytes");
  CHECK(wrong_at_a("1.5") == "has at \"a\" the size 1.5: it takes a number of bytes");
  CHECK(wrong_at_a("9007199254740992") == "has at \"a\" the size 9007199254740992: it takes a number of bytes");
  CHECK(wrong_at_a("1e300") == "has at \"a\" the size 1e300: it takes a number of bytes");
  CHECK(wrong_at_a("{}") == "has at \"a\" no size: it takes a number of bytes");
  CHECK(wrong_at_a(R"({"size": {"x": 1}})") == "has at \"a\" the size an object: it takes a number of bytes");
  CHECK(wrong_at_a(R"({"size": 1, "mode": 4096})") ==
        "has at \"a\" the mode 4096: it takes permissions as a number, such as 292 for r--r--r--");
  CHECK(wrong_at_a(R"({"size": 1, "mode": "r"})") ==
        R"(has at "a" the mode "r": it takes permissions as a number, such as 292 for r--r--r--)");
  CHECK(wrong_at_a(R"({"size": 1, "modified": "\u0001\""})") == R"(has at "a" the time "\u0001\"": it takes milliseconds since 1970)");
  CHECK(wrong_at_a(R"({"symlink": ""})") == R"(has at "a" a symlink to "": it takes a path)");
  CHECK(wrong_at_a(R"({"symlink": 5})") == "has at \"a\" a symlink to 5: it takes a path");
  CHECK(wrong_at_a(R"({"size": 1, "url": [5]})") == "has at \"a\" the url an array: it takes an address");
}

TEST_CASE("manifest: numbers as JSON has them") {
  CHECK(one("1e3").size == 1000);
  CHECK(one("-0").size == 0);
  CHECK(one("-0.0").size == 0);
  CHECK(one(R"({"size": 1, "modified": -1})").modified_ms == -1);
  CHECK(one(R"({"size": 1, "size": 2})").size == 2);
}
