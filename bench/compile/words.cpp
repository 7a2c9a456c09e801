// A small translation unit whose keys are strings: <string> is parsed in every way. Compiled with std's
// header, with Arsenal's, and with an import of Arsenal or of std (BENCH_WAY 0, 1, 2, 3).

#include <cstdio>
#include <string>

#if BENCH_WAY == 0
#include <unordered_map>
namespace lib = std;
#elif BENCH_WAY == 1
#include <arsenal/containers/unordered_map.hpp>
namespace lib = arsenal;
#elif BENCH_WAY == 2
import arsenal.containers;
namespace lib = arsenal;
#else
import std;
namespace lib = std;
#endif

int main(int argc, char** argv) {
    lib::unordered_map<std::string, int> uses;
    lib::unordered_map<int, std::string> last_of_length;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        ++uses[word];
        last_of_length.insert_or_assign(static_cast<int>(word.size()), word);
    }
    uses.erase("the");
    if (const auto it = last_of_length.find(3); it != last_of_length.end()) {
        std::printf("last of three letters: %s\n", it->second.c_str());
    }
    for (const auto& [word, count] : uses) std::printf("%d %s\n", count, word.c_str());
    return uses.contains("help") ? 1 : 0;
}
