#pragma once

#include <chrono>
#include <cstdint>

#if defined(__x86_64__)
#include <x86intrin.h>
#endif

namespace bench {

// The processor's counter, between the instructions before and after.
#if defined(__x86_64__)
inline std::uint64_t begin_ticks() {
    _mm_lfence();
    const std::uint64_t now = __rdtsc();
    _mm_lfence();
    return now;
}
inline std::uint64_t end_ticks() {
    unsigned processor;
    const std::uint64_t now = __rdtscp(&processor);
    _mm_lfence();
    return now;
}
#else
inline std::uint64_t begin_ticks() {
    return static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
}
inline std::uint64_t end_ticks() { return begin_ticks(); }
#endif

inline double nanoseconds_per_tick() {
    using clock = std::chrono::steady_clock;
    const auto begin = clock::now();
    const std::uint64_t first = begin_ticks();
    while (clock::now() - begin < std::chrono::milliseconds(100)) {
    }
    const std::uint64_t ticks = end_ticks() - first;
    return std::chrono::duration<double, std::nano>(clock::now() - begin).count() /
           static_cast<double>(ticks);
}

} // namespace bench
