// A small translation unit whose only large header is the map's. Compiled with std's header, with
// Arsenal's, and with an import of Arsenal or of std (BENCH_WAY 0, 1, 2, 3).

#include <cstdio>
#include <cstdlib>

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
    lib::unordered_map<int, int> uses;
    lib::unordered_map<int, const char*> first_argument;
    for (int i = 1; i < argc; ++i) {
        const int number = std::atoi(argv[i]);
        ++uses[number];
        first_argument.try_emplace(number, argv[i]);
    }
    uses.erase(0);
    if (const auto it = first_argument.find(42); it != first_argument.end()) {
        std::printf("42 was written %s\n", it->second);
    }
    for (const auto& [number, count] : uses) std::printf("%d %d\n", count, number);
    return uses.contains(1) ? 1 : 0;
}
