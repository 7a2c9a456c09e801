// One contender, one process: how long single insertions take, and how much work they are.
//
//   cell time <keys> <n> <replays>    time   <keys> <n> <mean> <median> <p99> <p99.9> <p99.99> <largest> (ns)
//   cell count <n>                    count  <n> <elements moved> <bytes allocated>       (most in one
//   insertion)
//
// The contender is chosen at compile time: BENCH_HEADER is what to include, BENCH_MAP the class template. The
// same insertions are replayed, and each counts with its fastest run: what the system did meanwhile hits
// another one each time, growth always the same.

#include BENCH_HEADER

#include "../support/key_families.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <malloc.h>

namespace bench {

inline u64 moved = 0;
inline u64 allocated = 0;

/// An element's value that counts how often it is moved or copied.
struct counted {
    u64 value = 0;

    counted() = default;
    explicit counted(u64 v) : value(v) {}
    counted(const counted& other) noexcept : value(other.value) { ++moved; }
    counted(counted&& other) noexcept : value(other.value) { ++moved; }
    counted& operator=(const counted& other) noexcept {
        value = other.value;
        ++moved;
        return *this;
    }
    ~counted() {}
};

template <class T>
struct byte_counter {
    using value_type = T;
    byte_counter() = default;
    template <class U>
    byte_counter(const byte_counter<U>&) {}
    T* allocate(std::size_t n) {
        allocated += n * sizeof(T);
        return static_cast<T*>(::operator new(n * sizeof(T), std::align_val_t(alignof(T))));
    }
    void deallocate(T* p, std::size_t) { ::operator delete(p, std::align_val_t(alignof(T))); }
    friend bool operator==(byte_counter, byte_counter) { return true; }
};

inline u64 ticks() {
#if defined(__x86_64__)
    return __builtin_ia32_rdtsc();
#elif defined(__aarch64__)
    u64 t;
    asm volatile("mrs %0, cntvct_el0" : "=r"(t));
    return t;
#endif
}

inline double ns_per_tick() {
    const auto start = std::chrono::steady_clock::now();
    const u64 first = ticks();
    double ns = 0;
    while (ns < 5e7)
        ns = std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - start).count();
    return ns / static_cast<double>(ticks() - first);
}

template <class Map, class Key>
void time_insertions(std::string_view family, std::size_t n, std::size_t replays) {
    rng random(1);
    const std::vector<Key> keys = make_keys<Key>(family, n, 0, random).present;
    std::vector<std::uint32_t> least(n, std::numeric_limits<std::uint32_t>::max());
    for (std::size_t r = 0; r < replays; ++r) {
        malloc_trim(0);
        Map map;
        for (std::size_t i = 0; i < n; ++i) {
            const u64 start = ticks();
            map.emplace(keys[i], i);
            const u64 took = ticks() - start;
            if (took < least[i]) least[i] = static_cast<std::uint32_t>(took);
        }
        if (map.size() != n) std::exit(1);
    }
    double sum = 0;
    for (const std::uint32_t t : least) sum += t;
    std::sort(least.begin(), least.end());
    const double unit = ns_per_tick();
    const auto at = [&](double share) {
        return unit * least[std::min(n - 1, static_cast<std::size_t>(share * static_cast<double>(n)))];
    };
    std::printf("time\t%s\t%zu\t%.1f\t%.0f\t%.0f\t%.0f\t%.0f\t%.0f\n", std::string(family).c_str(), n,
                unit * sum / static_cast<double>(n), at(0.5), at(0.99), at(0.999), at(0.9999),
                unit * least.back());
}

template <template <class...> class Map>
void count_work(std::size_t n) {
    using plain = Map<u64, counted>;
    Map<u64, counted, typename plain::hasher, typename plain::key_equal,
        byte_counter<std::pair<const u64, counted>>>
        map;
    u64 most_moved = 0, most_allocated = 0;
    for (u64 i = 0; i < n; ++i) {
        moved = allocated = 0;
        map.emplace(mix(i), i);
        most_moved = std::max(most_moved, moved);
        most_allocated = std::max(most_allocated, allocated);
    }
    std::printf("count\t%zu\t%llu\t%llu\n", map.size(), static_cast<unsigned long long>(most_moved),
                static_cast<unsigned long long>(most_allocated));
}

} // namespace bench

int main(int argc, char** argv) {
    using namespace bench;
    const std::string_view mode = argc > 1 ? argv[1] : "";
    if (mode == "count" && argc == 3) {
        count_work<BENCH_MAP>(std::stoull(argv[2]));
    } else if (mode == "time" && argc == 5) {
        const std::string_view family = argv[2];
        const std::size_t n = std::stoull(argv[3]), replays = std::stoull(argv[4]);
        if (is_string_family(family))
            time_insertions<BENCH_MAP<std::string, u64>, std::string>(family, n, replays);
        else
            time_insertions<BENCH_MAP<u64, u64>, u64>(family, n, replays);
    } else {
        std::fputs("usage: cell time FAMILY N REPLAYS | count N\n", stderr);
        return 2;
    }
}
