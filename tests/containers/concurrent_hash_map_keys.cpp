#include <catch2/catch_test_macros.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

#include <containers/functors.hpp>

#if ARSENAL_TEST_IMPORT
import arsenal.containers;
#else
#include <arsenal/containers.hpp>
#endif

// Regular keys under std::hash, which leaves integers as they are: the map mixes them into shards, groups and
// tags. What is asserted is work (calls of the predicate) and the slots that shards filled unevenly would
// cost.

namespace {

using functors::counting_equal, functors::equal_calls;

template <class Key>
void check_spread(const std::vector<Key>& keys) {
    arsenal::concurrent_hash_map<Key, int, std::hash<Key>, counting_equal> m;
    equal_calls = 0;
    for (const Key& k : keys) REQUIRE(m.try_emplace(k, 1));
    const double inserted = static_cast<double>(equal_calls) / static_cast<double>(keys.size());
    for (const Key& k : keys) REQUIRE(m.contains(k));
    const double found = static_cast<double>(equal_calls) / static_cast<double>(keys.size()) - inserted;
    CHECK(inserted < 1);
    CHECK(found < 2);
    CHECK(m.bucket_count() <= 8 * keys.size());
}

std::uint64_t reversed(std::uint64_t x) {
    std::uint64_t r = 0;
    for (int i = 0; i < 64; ++i) r |= (x >> i & 1) << (63 - i);
    return r;
}

template <class F>
auto family(F f) {
    std::vector<decltype(f(std::uint64_t{}))> keys;
    for (std::uint64_t i = 0; i != 5000; ++i) keys.push_back(f(i));
    return keys;
}

} // namespace

TEST_CASE("concurrent map: strides of every power of two spread over shards and groups") {
    for (int shift = 0; shift <= 51; ++shift) {
        INFO("stride 2^" << shift);
        check_spread(family([&](std::uint64_t i) { return i << shift; }));
    }
}

TEST_CASE("concurrent map: other regular keys spread over shards and groups") {
    check_spread(family([](std::uint64_t i) { return reversed(i); }));
    check_spread(family([](std::uint64_t i) { return i * 1000; }));
    check_spread(family([](std::uint64_t i) { return i << 32 | i; }));
    check_spread(family([](std::uint64_t i) { return (i / 160 << 32) + i % 160; }));
    check_spread(
        family([](std::uint64_t i) { return std::bit_cast<std::uint64_t>(static_cast<double>(i)); }));
    check_spread(family([](std::uint64_t i) { return static_cast<double>(i) * 0.25 - 300; }));
    check_spread(family([](std::uint64_t i) {
        return reinterpret_cast<const int*>(std::uintptr_t{0x7f0012340000} + i * 48);
    }));
    check_spread(family([](std::uint64_t i) { return static_cast<std::int32_t>(i) - 2500; }));
}

namespace {

template <std::size_t Values>
struct poor_hash {
    std::size_t operator()(std::uint64_t k) const noexcept { return k % Values; }
};

} // namespace

TEST_CASE("concurrent map: a poor hash costs time and loses nothing") {
    const auto check = [](auto hash) {
        arsenal::concurrent_hash_map<std::uint64_t, std::uint64_t, decltype(hash)> m;
        for (std::uint64_t i = 0; i != 700; ++i) REQUIRE(m.try_emplace(i, i));
        for (std::uint64_t i = 0; i < 700; i += 3) REQUIRE(m.erase(i) == 1);
        for (std::uint64_t i = 700; i != 900; ++i) REQUIRE(m.try_emplace(i, i));
        for (std::uint64_t i = 0; i != 900; ++i)
            REQUIRE(m.cvisit(i, [&](auto& v) { REQUIRE(v.second == i); }) == (i >= 700 || i % 3 != 0));
    };
    check(poor_hash<1>());
    check(poor_hash<16>());
    check(poor_hash<300>());
}

TEST_CASE("concurrent map: what compares equal is one key, and what does not is none") {
    arsenal::concurrent_hash_map<double, int> m;
    CHECK(m.try_emplace(0.0, 1));
    CHECK_FALSE(m.try_emplace(-0.0, 2));
    CHECK(m.contains(-0.0));
    CHECK(m.try_emplace(std::numeric_limits<double>::quiet_NaN(), 3));
    CHECK_FALSE(m.contains(std::numeric_limits<double>::quiet_NaN()));
    CHECK(m.size() == 2);
}
