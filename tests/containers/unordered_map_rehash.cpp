#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

#include <support/under_test.hpp>

// [unord.req.general]: rehash, reserve, max_load_factor.

namespace {

using map = ut::unordered_map<int, int>;

map filled(int n) {
    map m;
    for (int i = 0; i < n; ++i) m[i * 31] = i;
    return m;
}

bool intact(const map& m, int n) {
    if (m.size() != static_cast<std::size_t>(n)) return false;
    for (int i = 0; i < n; ++i) {
        const auto at = m.find(i * 31);
        if (at == m.end() || at->second != i) return false;
    }
    return true;
}

// The postcondition of rehash(n), and of any operation that may rehash.
bool enough_buckets(const map& m, std::size_t n = 0) {
    return static_cast<double>(m.bucket_count()) * m.max_load_factor() >= static_cast<double>(m.size()) &&
           m.bucket_count() >= n;
}

} // namespace

TEST_CASE("unordered_map rehash: at least the buckets asked for, at most the load allowed", "[unord.req]") {
    for (const int size : {0, 1, 2, 5, 13, 100, 1000}) {
        map m = filled(size);
        for (const std::size_t n : {0u, 1u, 7u, 8u, 9u, 100u, 1000u, 5000u, 3u, 0u}) {
            m.rehash(n);
            REQUIRE(enough_buckets(m, n));
            REQUIRE(intact(m, size));
        }
    }
}

TEST_CASE("unordered_map rehash: may give buckets back", "[unord.req]") {
    map m = filled(1000);
    for (int i = 10; i < 1000; ++i) m.erase(i * 31);
    m.rehash(0);
    CHECK(enough_buckets(m));
    CHECK(intact(m, 10));
}

TEST_CASE("unordered_map reserve: no rehash until n elements are in", "[unord.req]") {
    for (const std::size_t n : {0u, 1u, 2u, 11u, 12u, 13u, 64u, 100u, 1000u, 4096u}) {
        map m;
        m.reserve(n);
        const std::size_t buckets = m.bucket_count();
        REQUIRE(static_cast<double>(buckets) >= std::ceil(static_cast<double>(n) / m.max_load_factor()));
        std::vector<map::iterator> iterators;
        for (std::size_t i = 0; i < n; ++i) iterators.push_back(m.emplace(static_cast<int>(i), 1).first);
        REQUIRE(m.bucket_count() == buckets);
        for (std::size_t i = 0; i < n; ++i) {
            REQUIRE(iterators[i]->first == static_cast<int>(i));
            REQUIRE(m.find(static_cast<int>(i)) == iterators[i]);
        }
        std::size_t reached = 0;
        for (auto i = m.begin(); i != m.end(); ++i) ++reached;
        REQUIRE(reached == n);
    }
}

TEST_CASE("unordered_map reserve: of a container with elements", "[unord.req]") {
    map m = filled(100);
    m.reserve(500);
    const std::size_t buckets = m.bucket_count();
    for (int i = 100; i < 500; ++i) m[i * 31] = i;
    CHECK(m.bucket_count() == buckets);
    CHECK(intact(m, 500));
    m.reserve(3);
    CHECK(enough_buckets(m));
    CHECK(intact(m, 500));
}

TEST_CASE("unordered_map rehash: bucket counts in a constructor are a minimum too", "[unord.req]") {
    for (const std::size_t n : {1u, 10u, 1000u}) {
        map m(n);
        CHECK(m.bucket_count() >= n);
        const std::size_t buckets = m.bucket_count();
        const auto allowed = static_cast<int>(static_cast<float>(buckets) * m.max_load_factor());
        for (int i = 0; i < allowed; ++i) m[i] = i;
        CHECK(m.bucket_count() == buckets);
    }
}

TEST_CASE("unordered_map rehash: an insertion that the load factor has room for does not rehash",
          "[unord.req]") {
    for (const float z : {0.4f, 1.0f, 3.0f}) {
        map m;
        m.max_load_factor(z);
        m[0] = 0;
        for (int i = 1; i < 2000; ++i) {
            const std::size_t before = m.bucket_count();
            const bool room =
                static_cast<float>(m.size() + 1) <= m.max_load_factor() * static_cast<float>(before);
            m[i] = i;
            REQUIRE((!room || m.bucket_count() == before));
        }
    }
}

TEST_CASE("unordered_map max_load_factor: is never exceeded by inserting", "[unord.req]") {
    for (const float z : {0.1f, 0.25f, 0.5f, 0.75f, 1.0f, 2.0f, 5.0f, 100.0f}) {
        map m;
        m.max_load_factor(z);
        REQUIRE(m.max_load_factor() > 0.0f);
        for (int i = 0; i < 500; ++i) {
            m[i * 31] = i;
            REQUIRE(m.load_factor() <= m.max_load_factor());
        }
        REQUIRE(intact(m, 500));
        m.rehash(0);
        REQUIRE(enough_buckets(m));
    }
}

TEST_CASE("unordered_map max_load_factor: a change with elements holds from the next rehash", "[unord.req]") {
    map m = filled(1000);
    for (const float z : {0.3f, 3.0f, 0.9f, 0.05f}) {
        m.max_load_factor(z);
        REQUIRE(intact(m, 1000));
        m.rehash(0);
        REQUIRE(enough_buckets(m));
        REQUIRE(m.load_factor() <= m.max_load_factor());
        m.reserve(2000);
        REQUIRE(enough_buckets(m));
        REQUIRE(intact(m, 1000));
    }
}

TEST_CASE("unordered_map rehash: more than can be had is refused and changes nothing", "[unord.req.except]") {
    map m = filled(20);
    const std::size_t buckets = m.bucket_count();
    const std::size_t too_many = static_cast<std::size_t>(-1) / 4;
    CHECK_THROWS_AS(m.rehash(too_many), std::exception);
    CHECK_THROWS_AS(m.reserve(too_many), std::exception);
    CHECK(intact(m, 20));
    CHECK(m.bucket_count() == buckets);
    m[5] = 5;
    CHECK(m.at(5) == 5);
}
