// Runs a fuzz target without libFuzzer: its committed corpus, and then inputs made from it by seeded mutations. The same arguments give the
// same inputs. An input that fails is written to crash-input in the current folder.
//
//   <target> CORPUS_FOLDER RUNS [SEED]    or    <target> FILE
#include <algorithm>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);
extern "C" void __sanitizer_set_death_callback(void (*callback)(void));

namespace {

using Bytes = std::vector<uint8_t>;
constexpr size_t kMaxBytes = 4096;
Bytes current_input;

void write_current_input() {
  std::ofstream("crash-input", std::ios::binary)
      .write(reinterpret_cast<const char*>(current_input.data()), static_cast<std::streamsize>(current_input.size()));
  fprintf(stderr, "%zu bytes of input: see crash-input\n", current_input.size());
}

void run(Bytes input) {
  current_input = std::move(input);
  LLVMFuzzerTestOneInput(current_input.data(), current_input.size());
}

Bytes read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class Mutator {
 public:
  Mutator(const std::vector<Bytes>& corpus, uint32_t seed) : corpus_(corpus), random_(seed) {}

  Bytes next() {
    Bytes input = corpus_[below(corpus_.size())];
    for (size_t rounds = 1 + below(6); rounds > 0; --rounds) mutate(input);
    if (input.size() > kMaxBytes) input.resize(kMaxBytes);
    return input;
  }

 private:
  size_t below(size_t bound) { return random_() % bound; }
  uint8_t byte() { return static_cast<uint8_t>(random_()); }
  auto place(Bytes& input) { return input.begin() + static_cast<std::ptrdiff_t>(below(input.size() + 1)); }

  void mutate(Bytes& input) {
    switch (below(6)) {
      case 0:
        if (!input.empty()) input[below(input.size())] = byte();
        break;
      case 1:
        if (!input.empty()) input[below(input.size())] ^= static_cast<uint8_t>(1u << below(8));
        break;
      case 2: {  // numbers around which things break
        static constexpr uint8_t kEdges[] = {0, 1, 7, 8, 0x7F, 0x80, 0xF8, 0xFF};
        input.insert(place(input), 1 + below(8), kEdges[below(std::size(kEdges))]);
        break;
      }
      case 3:
        for (size_t count = below(32); count > 0; --count) input.insert(place(input), byte());
        break;
      case 4: {
        const auto from = place(input);
        input.erase(from, from + static_cast<std::ptrdiff_t>(below(std::min<size_t>(16, static_cast<size_t>(input.end() - from)) + 1)));
        break;
      }
      default: {
        const Bytes& other = corpus_[below(corpus_.size())];
        const auto from = static_cast<std::ptrdiff_t>(below(other.size() + 1));
        input.insert(place(input), other.begin() + from, other.end());
      }
    }
  }

  const std::vector<Bytes>& corpus_;
  std::mt19937 random_;
};

}  // namespace

int main(int argc, char** argv) {
  __sanitizer_set_death_callback(write_current_input);
  std::signal(SIGABRT, [](int) { write_current_input(); });
  if (argc == 2) {
    run(read(argv[1]));
    return 0;
  }
  if (argc < 3) {
    fprintf(stderr, "usage: %s CORPUS_FOLDER RUNS [SEED], or %s FILE\n", argv[0], argv[0]);
    return 2;
  }
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(argv[1])) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::vector<Bytes> corpus;
  for (const auto& file : files) corpus.push_back(read(file));
  if (corpus.empty()) {
    fprintf(stderr, "%s: no corpus\n", argv[1]);
    return 2;
  }
  for (const Bytes& input : corpus) run(input);

  const unsigned long runs = strtoul(argv[2], nullptr, 10);
  const uint32_t seed = argc > 3 ? static_cast<uint32_t>(strtoul(argv[3], nullptr, 10)) : 1;
  Mutator mutator(corpus, seed);
  for (unsigned long i = 0; i < runs; ++i) run(mutator.next());
  printf("%zu inputs of the corpus, %lu mutations of seed %u: all hold\n", corpus.size(), runs, seed);
}
