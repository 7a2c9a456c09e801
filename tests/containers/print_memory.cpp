#include <cstddef>
#include <cstdio>

#include <containers/memory_profile.hpp>

#include <support/under_test.hpp>

// Prints the bytes per element of std::unordered_map and of ours, u64 to u64, for scattered keys.

int main() {
    const std::vector<std::size_t> at{1,      2,      4,      8,       10,      12,     13,    14,    16,
                                      20,     24,     32,     48,      64,      100,    128,   200,   256,
                                      300,    512,    1000,   2000,    5000,    10000,  20000, 50000, 100000,
                                      140000, 200000, 500000, 1000000, 2000000, 4000000};
    const auto theirs = memory::growth<std::unordered_map>(at, memory::scattered);
    const auto ours = memory::growth<ut::unordered_map>(at, memory::scattered);
    std::printf("live and peak bytes per element while growing to n\n%9s | %8s %8s %7s | %8s %8s %7s\n", "n",
                "std", "ours", "ratio", "std peak", "ours", "ratio");
    for (std::size_t i = 0; i < at.size(); ++i) {
        const auto n = static_cast<double>(at[i]);
        const auto& s = theirs[i];
        const auto& o = ours[i];
        std::printf("%9zu | %8.1f %8.1f %6.2fx | %8.1f %8.1f %6.2fx\n", at[i],
                    static_cast<double>(s.live) / n, static_cast<double>(o.live) / n,
                    static_cast<double>(o.live) / static_cast<double>(s.live),
                    static_cast<double>(s.peak) / n, static_cast<double>(o.peak) / n,
                    static_cast<double>(o.peak) / static_cast<double>(s.peak));
    }
}
