#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include <support/arena.hpp>
#include <support/counting_allocator.hpp>
#include <support/stateful_allocator.hpp>

#if ARSENAL_TEST_IMPORT
import arsenal.containers;
#else
#include <arsenal/containers.hpp>
#endif

// Slots, memory and where elements are: what reserve, rehash, shrink_to_fit and max_load_factor promise, and
// that no order of integers makes a flat table slow.

namespace {

using arsenal::flat_hash_map, arsenal::flat_hash_set;
using u64 = std::uint64_t;
using map = flat_hash_map<u64, int>;

/// The identity, counting comparisons.
struct counted_equal {
    static inline std::size_t calls = 0;
    bool operator()(u64 a, u64 b) const noexcept {
        ++calls;
        return a == b;
    }
};
using watched = flat_hash_map<u64, int, std::hash<u64>, counted_equal>;

} // namespace

TEST_CASE("flat: no memory before the first element, and none after the last is given back") {
    support::arena memory;
    {
        using allocator = support::stateful_allocator<std::pair<const u64, int>>;
        flat_hash_map<u64, int, std::hash<u64>, std::equal_to<u64>, allocator> m{allocator(memory)};
        CHECK((memory.allocations() == 0 && m.bucket_count() == 0 && m.load_factor() == 0.0f));
        CHECK((m.find(1) == m.end() && m.erase(1) == 0 && m.begin() == m.end()));
        m[1] = 1;
        CHECK((memory.live_blocks() == 1 && m.stats().bytes == memory.live_bytes()));
        m.erase(1);
        m.shrink_to_fit();
        CHECK((memory.live_blocks() == 0 && m.bucket_count() == 0));
        m[2] = 2;
        m.clear();
        CHECK((m.empty() && m.bucket_count() != 0)); // clear keeps it
        m[3] = 3;
        CHECK(m.size() == 1);
    }
    CHECK(memory.clean());
}

TEST_CASE("flat: reserve is room for so many, and nothing moves until they are there") {
    for (const std::size_t n : {1u, 2u, 13u, 14u, 16u, 17u, 28u, 29u, 100u, 1000u, 5000u}) {
        for (const u64 stride : {u64{1}, u64{65536}, u64{0x9e3779b97f4a7c15}}) {
            map m;
            m.reserve(n);
            const std::size_t slots = m.bucket_count();
            CHECK(static_cast<double>(slots) * 0.875 <= 2.3 * static_cast<double>(n) + 2);
            m[0] = 0;
            for (u64 i = 1; i < n; ++i) m[i * stride] = 1;
            CHECK(m.bucket_count() == slots);
            CHECK(m.load_factor() <= m.max_load_factor());
        }
    }
    map m;
    CHECK_THROWS_AS(m.reserve(std::numeric_limits<std::size_t>::max()), std::length_error);
    CHECK_THROWS_AS(m.rehash(std::numeric_limits<std::size_t>::max()), std::length_error);
    CHECK_THROWS_AS(m.reserve(m.max_size() + 1), std::length_error);
    CHECK(m.empty());
}

TEST_CASE("flat: references stay valid while reserved room lasts and through erase") {
    map m;
    m.reserve(1000);
    std::vector<const int*> where(1000);
    std::mt19937_64 random(3);
    std::vector<u64> keys(1000);
    for (auto& k : keys) k = random();
    for (std::size_t i = 0; i < 1000; ++i) where[i] = &(m[keys[i]] = static_cast<int>(i));
    for (std::size_t i = 0; i < 1000; i += 2) m.erase(keys[i]);
    for (std::size_t i = 1; i < 1000; i += 2)
        CHECK((where[i] == &m.at(keys[i]) && *where[i] == static_cast<int>(i)));
}

TEST_CASE("flat: rehash and shrink_to_fit take the fewest slots that serve") {
    map m;
    for (u64 i = 0; i < 1000; ++i) m[i * i] = 1;
    m.rehash(10'000);
    CHECK(m.bucket_count() == 16'384);
    m.rehash(0);
    CHECK((m.bucket_count() == 2048 && m.size() == 1000));
    for (u64 i = 20; i < 1000; ++i) m.erase(i * i);
    m.shrink_to_fit();
    CHECK((m.bucket_count() == 32 && m.size() == 20));
    for (u64 i = 0; i < 20; ++i) CHECK(m.at(i * i) == 1);
}

TEST_CASE("flat: max_load_factor is kept") {
    map m;
    CHECK(m.max_load_factor() == 0.875f);
    m.max_load_factor(0.25f);
    for (u64 i = 0; i < 3000; ++i) {
        m[i * 7919] = 1;
        REQUIRE(m.load_factor() <= 0.25f);
    }
    CHECK(m.max_load_factor() == 0.25f);
    m.max_load_factor(5.0f); // more than there can be
    m.rehash(0);
    CHECK((m.max_load_factor() == 0.875f && m.bucket_count() == 4096));
    m.max_load_factor(0.5f);
    m[1] = 1; // takes effect with the next insertion
    CHECK((m.bucket_count() == 8192 && m.size() == 3001));
}

TEST_CASE("flat: neither order nor stride of integers makes long probes") {
    std::mt19937_64 random(1);
    const auto reversed = [](u64 i) {
        u64 r = 0;
        for (int b = 0; b < 64; ++b) r |= (i >> b & 1) << (63 - b);
        return r;
    };
    for (int family = 0; family < 70; ++family) {
        for (const bool reserved : {false, true}) {
            watched m;
            if (reserved) m.reserve(4000);
            counted_equal::calls = 0;
            for (u64 i = 0; i < 3500; ++i)
                m[family < 64    ? (77 + i) << family | (77 + i) >> 1 >> (63 - family)
                  : family == 64 ? reversed(i)
                  : family == 65 ? random()
                  : family == 66 ? i * 1000
                  : family == 67 ? (i % 60) << 40 | i / 60
                                 : i * 0x100000001] = 1;
            INFO("family " << family << (reserved ? ", reserved" : ""));
            const auto s = m.stats();
            CHECK(counted_equal::calls < 3500);
            CHECK(s.mean_probe < 1.35);
            CHECK(s.longest_probe < 60);
            CHECK(s.false_candidates < 0.3);
            CHECK(std::accumulate(std::begin(s.found_after), std::end(s.found_after), std::size_t{0}) ==
                  s.size);
        }
    }
}

TEST_CASE("flat: dense integers stay in their own order, in memory too") {
    for (const u64 start : {u64{0}, u64{12345}}) {
        map m;
        for (u64 i = 0; i < 5000; ++i) m[start + i] = 1;
        CHECK_FALSE(m.stats().mixed);
        std::size_t breaks = 0;
        u64 before = m.begin()->first - 1;
        for (const auto& [key, value] : m) breaks += key != ++before ? (before = key, 1u) : 0u;
        CHECK(breaks <= 1); // where they wrap round the table
        counted_equal::calls = 0;
    }
}

TEST_CASE("flat: a hash that maps all keys to one or few values is only slow") {
    const auto fill = [](auto& m, u64 n) {
        for (u64 i = 0; i < n; ++i) REQUIRE(m.try_emplace(i, 1).second);
        for (u64 i = 0; i < n; ++i) REQUIRE(m.contains(i));
        REQUIRE_FALSE(m.contains(n));
        for (u64 i = 0; i < n; i += 2) REQUIRE(m.erase(i) == 1);
        REQUIRE((m.size() == n / 2 && !m.contains(0) && m.contains(1)));
    };
    struct constant {
        std::size_t operator()(u64) const noexcept { return 7; }
    };
    struct few {
        std::size_t operator()(u64 x) const noexcept { return x & 3; }
    };
    struct high {
        std::size_t operator()(u64 x) const noexcept { return x << 58; }
    };
    flat_hash_map<u64, int, constant> a;
    fill(a, 400);
    flat_hash_map<u64, int, few> b;
    fill(b, 1000);
    flat_hash_map<u64, int, high> c;
    fill(c, 2000);
}

TEST_CASE("flat: erasing and inserting for long keeps the memory and the probes as they were") {
    map m;
    std::mt19937_64 random(9);
    std::vector<u64> window(3500);
    for (auto& k : window) m[k = random()] = 1;
    const std::size_t slots = m.bucket_count();
    for (std::size_t i = 0; i < 200'000; ++i) {
        u64& k = window[i % window.size()];
        m.erase(k);
        m[k = random()] = 1;
    }
    CHECK((m.bucket_count() == slots && m.size() == 3500));
    CHECK(m.stats().mean_probe < 1.2);
}
