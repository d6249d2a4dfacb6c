#include "bridge/files/id_map.h"

#include <doctest/doctest.h>

#include <random>
#include <unordered_map>

using goferry::files::IdMap;
using goferry::files::PointerMap;

TEST_CASE("a map of numbers keeps what std::unordered_map keeps, whatever is put in and taken out") {
  std::mt19937 random(7);
  for (const uint64_t keys : {3u, 40u, 5000u}) {
    IdMap map;
    std::unordered_map<uint64_t, uint64_t> model;
    for (int step = 0; step < 20000; ++step) {
      // Numbers in a row, and multiples of 2^32 as addresses may be.
      const uint64_t number = random() % keys + 1;
      const uint64_t key = random() % 2 == 0 ? number : number << 32;
      if (random() % 3 == 0) {
        map.erase(key);
        model.erase(key);
      } else {
        const uint64_t value = random();
        CHECK(map.insert(key, value) == model.emplace(key, value).second);
      }
      const uint64_t* const found = map.find(key);
      REQUIRE((found != nullptr) == (model.count(key) != 0));
      if (found != nullptr) CHECK(*found == model[key]);
      REQUIRE(map.size() == model.size());
    }
    for (const auto& [key, value] : model) {
      REQUIRE(map.find(key) != nullptr);
      CHECK(*map.find(key) == value);
    }
    size_t seen = 0;
    map.each([&](uint64_t key, uint64_t value) {
      ++seen;
      CHECK(model[key] == value);
    });
    CHECK(seen == model.size());
    for (const auto& [key, value] : model) map.erase(key);
    CHECK(map.size() == 0);
    CHECK(map.find(1) == nullptr);
  }
}

TEST_CASE("what is not in a map of numbers is not found, 0 never is") {
  IdMap map;
  CHECK(map.find(0) == nullptr);
  map.erase(5);
  CHECK(map.insert(5, 6));
  CHECK_FALSE(map.insert(5, 7));
  CHECK(*map.find(5) == 6);
  CHECK(map.find(0) == nullptr);
  map.erase(0);
  CHECK(map.size() == 1);
}

TEST_CASE("a map to objects is found by number or address") {
  int a = 0;
  int b = 0;
  PointerMap<const int*, int> map;
  CHECK(map.insert(&a, &b));
  CHECK(map.find(&a) == &b);
  CHECK(map.find(&b) == nullptr);
  map.erase(&a);
  CHECK(map.size() == 0);
}
