// How long the searches of one container are: no times, so that one run says it all.
//
//   cell <keys> <n>    load, mean, p99 and longest probe, mean probe of a miss, false candidates, bytes an
//   element
//
// The container is chosen at compile time: BENCH_HEADER is what to include, BENCH_MAP the class template.

#include BENCH_HEADER

#include "../support/key_families.hpp"

#include <cstdio>
#include <cstdlib>
#include <string>
#include <type_traits>

namespace bench {

template <class Key>
void print(std::string_view family, std::size_t n) {
    rng random(1000);
    BENCH_MAP<Key, u64> map;
    for (const Key& key : make_keys<Key>(family, n, 0, random).present) map.emplace(key, 1);

    const auto s = map.stats();
    std::size_t p99 = 0;
    for (std::size_t found = 0; found * 100 < s.keys * 99 && p99 != s.histogram_size;)
        found += s.found_after[p99++];
    std::printf("%.2f %.3f %zu%s %zu %.3f %.3f %.1f\n",
                static_cast<double>(s.keys) / static_cast<double>(s.slots), s.mean_probe, p99,
                p99 == s.histogram_size ? "+" : "", s.longest_probe, s.mean_miss, s.false_candidates,
                static_cast<double>(s.bytes) / static_cast<double>(s.size));
}

} // namespace bench

int main(int argc, char** argv) {
    if (argc != 3) return 2;
    const std::string_view family = argv[1];
    const auto n = static_cast<std::size_t>(std::atoll(argv[2]));
    if (bench::is_string_family(family))
        bench::print<std::string>(family, n);
    else if (family == "structs")
        bench::print<bench::point>(family, n);
    else
        bench::print<bench::u64>(family, n);
}
