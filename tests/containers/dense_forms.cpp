#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

#include <containers/functors.hpp>

#include <containers/dense_under_test.hpp>

// Both forms of the index and what makes it change them; capacity, load, stats.

namespace {

struct mixing_hash {
    using is_avalanching = void;
    std::size_t operator()(std::uint64_t x) const { return x * 0x9e3779b97f4a7c15u ^ x >> 31; }
};
struct low_entropy_hash {
    std::size_t operator()(std::uint64_t x) const { return x & 3; }
};
/// Says that it is good, and has nothing in the bits that are used first.
struct lying_hash {
    using is_avalanching = void;
    std::size_t operator()(std::uint64_t x) const { return x & 0xff; }
};
/// The 30 bits that a grouped index takes are the key.
struct top_bits_hash {
    using is_avalanching = void;
    std::size_t operator()(std::uint64_t x) const { return x << 34; }
};

std::uint64_t dense_key(std::uint64_t i) { return i; }
std::uint64_t strided(std::uint64_t i) { return i << 16; }
std::uint64_t scattered(std::uint64_t i) { return (i + 1) * 0x9e3779b97f4a7c15u ^ i * i; }
std::uint64_t clusters(std::uint64_t i) { return (i % 64) * 0x9e3779b97f4a7c15u + i / 64; }

template <class Hash = std::hash<std::uint64_t>>
void grow_and_shrink(std::uint64_t (*key)(std::uint64_t), std::uint64_t n) {
    ut::dense_hash_map<std::uint64_t, std::uint64_t, Hash> m;
    for (std::uint64_t i = 0; i < n; ++i) REQUIRE(m.try_emplace(key(i), i).second);
    for (std::uint64_t i = 0; i < n; ++i) REQUIRE(m.at(key(i)) == i);
    for (std::uint64_t i = n; i < 2 * n; ++i) REQUIRE_FALSE(m.contains(key(i)));
    REQUIRE(dense::contradiction(m) == "");
    for (std::uint64_t i = 0; i < n; i += 2) REQUIRE(m.erase(key(i)) == 1);
    for (std::uint64_t i = 0; i < 2 * n; ++i) REQUIRE(m.contains(key(i)) == (i < n && i % 2 == 1));
    for (std::uint64_t i = n; i < 2 * n; ++i) REQUIRE(m.try_emplace(key(i), i).second);
    REQUIRE(dense::contradiction(m) == "");
    REQUIRE(erase_if(m, [&](const auto& v) { return v.second < n; }) == n / 2);
    m.shrink_to_fit();
    REQUIRE(m.size() == n);
    REQUIRE(dense::contradiction(m) == "");
}

} // namespace

TEST_CASE("dense: every kind of key and hash", "[dense]") {
    for (const std::uint64_t n : {2u, 4u, 8u, 10u, 16u, 100u, 5000u}) {
        for (const auto key : {dense_key, strided, scattered, clusters}) {
            grow_and_shrink(key, n);
            grow_and_shrink<mixing_hash>(key, n);
        }
        if (n > 1000) continue;
        grow_and_shrink<functors::constant_hash>(dense_key, n);
        grow_and_shrink<low_entropy_hash>(dense_key, n);
        grow_and_shrink<lying_hash>(dense_key, n);
    }
}

TEST_CASE("dense: the index keeps order while that serves", "[dense]") {
    ut::dense_hash_set<std::uint64_t> s;
    for (std::uint64_t i = 0; i < 10000; ++i) s.insert(dense_key(i));
    CHECK_FALSE(s.stats().mixed);
    CHECK(s.stats().longest_probe == 1);
    CHECK(s.stats().mean_miss == 1);
    s.clear();
    for (std::uint64_t i = 0; i < 10000; ++i) s.insert(strided(i));
    CHECK_FALSE(s.stats().mixed);
    CHECK(s.stats().longest_probe == 1);
    s.clear();
    for (std::uint64_t i = 0; i < 10000; ++i) s.insert(scattered(i));
    CHECK(s.stats().mixed);
    CHECK(s.stats().mean_probe < 1.2);
    s.clear(); // and is tried again
    for (std::uint64_t i = 0; i < 100; ++i) s.insert(dense_key(i));
    CHECK_FALSE(s.stats().mixed);
    // Reserved, so that it is not rebuilt on account of growth.
    ut::dense_hash_set<std::uint64_t> reserved;
    reserved.reserve(10000);
    for (std::uint64_t i = 0; i < 10000; ++i) reserved.insert(clusters(i));
    CHECK(reserved.stats().mixed);
    CHECK(reserved.stats().mean_probe < 1.2);
    ut::dense_hash_set<std::uint64_t, mixing_hash> avalanching;
    for (std::uint64_t i = 0; i < 100; ++i) avalanching.insert(i);
    CHECK(avalanching.stats().mixed);
}

// The figures of stats() are counted by hand.
TEST_CASE("dense: probes and misses of an index in order", "[dense]") {
    ut::dense_hash_set<std::uint64_t> s;
    s.rehash(50);
    const std::size_t p = s.bucket_count(); // home lane: key mod p, tag: key div p
    for (const std::uint64_t key :
         {3 + p, 3 + 2 * p, 3 + 5 * p, std::uint64_t{4}, 20 + p, 22 + p, 24 + p, 26 + p, 28 + p, 30 + p})
        s.insert(key);
    const ut::hash_stats stats = s.stats();
    CHECK((stats.slots == p && stats.size == 10 && !stats.mixed));
    CHECK(stats.found_after[0] == 7); // 3 + p and those from 20 on
    CHECK(stats.found_after[1] == 1);
    CHECK(stats.found_after[2] == 2); // 3 + 5 * p, and 4, which stands three lanes on
    CHECK(stats.longest_probe == 3);
    CHECK(stats.mean_probe == 15 / 10.0);
    const double tags = std::exp2(31 - std::bit_width(p));
    const double beyond_own = // of homes 3 and 4 and the six others: the share of tags that are not less
        (tags - 1 + tags - 2 + tags - 5 + tags + 6 * (tags - 1)) / tags;
    const double beyond_lower = 2 + 2 + 1; // of 4, 5 and 6
    CHECK(std::abs(stats.mean_miss -
                   (static_cast<double>(p) + beyond_own + beyond_lower) / static_cast<double>(p)) < 1e-9);
}
TEST_CASE("dense: probes and misses of a grouped index", "[dense]") {
    ut::dense_hash_set<std::uint64_t, top_bits_hash> s;
    s.rehash(64);
    const std::size_t groups = (s.bucket_count() + 2 + 7) / 8;
    const auto key = [&](std::uint64_t group,
                         std::uint64_t number) { // by the number mod 8, overflow is marked
        return ((group << 30) / groups + 8) / 8 * 8 + number;
    };
    for (std::uint64_t i = 0; i < 8; ++i) s.insert(key(1, i));
    for (std::uint64_t i = 0; i < 10; ++i) s.insert(key(0, 8 * i + 5)); // two go on to group 2
    const ut::hash_stats stats = s.stats();
    CHECK((stats.size == 18 && stats.mixed));
    CHECK(stats.found_after[0] == 16);
    CHECK(stats.found_after[2] == 2);
    CHECK(stats.longest_probe == 3);
    CHECK(stats.mean_probe == 22 / 18.0);
    // One of eight overflow bits is set in group 0, from where three groups are looked at, and in group 1.
    CHECK(stats.mean_miss == 1 + (2 + 1) / (8 * static_cast<double>(groups)));
}

// Insertions that leave their groups mark them; a sliding window must not leave all of them marked.
TEST_CASE("dense: churn does not lengthen the probes", "[dense]") {
    ut::dense_hash_set<std::uint64_t> s;
    for (std::uint64_t i = 0; i < 200000; ++i) {
        if (i >= 1000) REQUIRE(s.erase(scattered(i - 1000)) == 1);
        s.insert(scattered(i));
    }
    CHECK(s.stats().mean_probe < 1.2);
    CHECK(s.stats().mean_miss < 1.3);
    CHECK(s.bucket_count() < 4000);
    CHECK(dense::contradiction(s) == "");
}

TEST_CASE("dense: reserve, rehash, shrink_to_fit and max_load_factor do what they say", "[dense]") {
    ut::dense_hash_map<int, int> m;
    CHECK(m.bucket_count() == 0);
    CHECK(m.load_factor() == 0);
    m.reserve(1000);
    CHECK(m.capacity() >= 1000);
    m[0] = 0;
    const auto* const first = &*m.begin();
    for (int i = 1; i < 1000; ++i) m[i] = i;
    CHECK(&*m.begin() == first); // nothing moved within capacity()
    CHECK(m.load_factor() <= m.max_load_factor());
    CHECK(m.load_factor() == static_cast<float>(m.size()) / static_cast<float>(m.bucket_count()));

    m.rehash(5000);
    CHECK(m.bucket_count() >= 5000);
    CHECK(dense::contradiction(m) == "");
    const auto before = m.stats();
    erase_if(m, [](const auto& v) { return v.first >= 20; });
    m.shrink_to_fit();
    CHECK(m.bucket_count() < 60);
    CHECK(m.capacity() < 60);
    CHECK(m.stats().bytes < before.bytes / 20);
    CHECK(dense::contradiction(m) == "");
    for (const float z : {0.25f, 0.9f}) {
        m.max_load_factor(z);
        CHECK(m.max_load_factor() == z);
        for (int i = 0; i < 3000; ++i) {
            m[i] = i;
            REQUIRE((i < 100 || m.load_factor() <= z));
        }
        CHECK(dense::contradiction(m) == "");
        m.clear();
    }
    m.max_load_factor(std::numeric_limits<float>::quiet_NaN());
    CHECK(m.max_load_factor() > 0);
    m.max_load_factor(17);
    CHECK(m.max_load_factor() <= 0.9f);
    m.clear();
    m.shrink_to_fit();
    CHECK(m.capacity() == 0);
    CHECK(m.stats().bytes == 0);
}

TEST_CASE("dense: requests that cannot be met change nothing", "[dense]") {
    for (const int n : {0, 3, 100}) {
        ut::dense_hash_set<int> s;
        for (int i = 0; i < n; ++i) s.insert(i);
        const auto before = s.stats();
        for (const std::size_t huge : {std::numeric_limits<std::size_t>::max(), std::size_t{1} << 62,
                                       std::size_t{1} << 40, std::size_t{1} << 32}) {
            CHECK_THROWS_AS(s.reserve(huge), std::length_error);
            CHECK_THROWS_AS(s.rehash(huge | huge << 2), std::length_error);
            CHECK_THROWS_AS(ut::dense_hash_set<int>(huge | huge << 2), std::length_error);
        }
        CHECK(s.max_size() < std::size_t{1} << 32);
        CHECK(s.size() == static_cast<std::size_t>(n));
        CHECK(s.stats().bytes == before.bytes);
        CHECK(dense::contradiction(s) == "");
    }
}
