#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
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
