#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <set>
#include <string>
#include <type_traits>
#include <utility>

#include <containers/functors.hpp>

#include <support/under_test.hpp>

// [unord.req.general] the bucket interface.

namespace {

using map = ut::unordered_map<int, int>;

static_assert(std::is_same_v<decltype(std::declval<map&>().begin(0)), map::local_iterator>);
static_assert(std::is_same_v<decltype(std::declval<map&>().end(0)), map::local_iterator>);
static_assert(std::is_same_v<decltype(std::declval<const map&>().begin(0)), map::const_local_iterator>);
static_assert(std::is_same_v<decltype(std::declval<const map&>().end(0)), map::const_local_iterator>);
static_assert(std::is_same_v<decltype(std::declval<map&>().cbegin(0)), map::const_local_iterator>);
static_assert(std::is_same_v<decltype(std::declval<map&>().cend(0)), map::const_local_iterator>);
static_assert(std::is_same_v<decltype(std::declval<const map&>().bucket_count()), map::size_type>);
static_assert(std::is_same_v<decltype(std::declval<const map&>().bucket(0)), map::size_type>);
static_assert(std::is_same_v<decltype(std::declval<const map&>().load_factor()), float>);
static_assert(std::is_same_v<decltype(std::declval<const map&>().max_load_factor()), float>);
static_assert(std::is_void_v<decltype(std::declval<map&>().max_load_factor(1.0f))>);

// Every element is in the one bucket that bucket() names, and the buckets together hold each element once.
template <class Map>
void check_buckets(const Map& m) {
    std::set<const void*> seen;
    std::size_t total = 0;
    for (std::size_t n = 0; n < m.bucket_count(); ++n) {
        std::size_t here = 0;
        for (auto i = m.begin(n); i != m.end(n); ++i, ++here) {
            REQUIRE(m.bucket(i->first) == n);
            REQUIRE(seen.insert(&*i).second);
            REQUIRE(&*m.find(i->first) == &*i);
        }
        REQUIRE(m.bucket_size(n) == here);
        REQUIRE(m.cbegin(n) == m.begin(n));
        REQUIRE(m.cend(n) == m.end(n));
        total += here;
    }
    REQUIRE(total == m.size());
    REQUIRE(m.bucket_count() <= m.max_bucket_count());
    REQUIRE(m.load_factor() <= m.max_load_factor());
}

template <class Map>
void check_load_factor(const Map& m) {
    const float expected =
        m.bucket_count() == 0 ? 0.0f : static_cast<float>(m.size()) / static_cast<float>(m.bucket_count());
    const float error = m.load_factor() - expected;
    CHECK((error < 1e-5f && error > -1e-5f));
}

} // namespace

TEST_CASE("unordered_map buckets: enumerate each element once at every size", "[unord.req]") {
    map m;
    check_buckets(m);
    for (int i = 0; i < 700; ++i) {
        m[i * 97] = i;
        if (i < 40 || i % 61 == 0) check_buckets(m);
    }
    check_buckets(m);
    for (int i = 0; i < 700; i += 3) m.erase(i * 97);
    check_buckets(m);
    for (int i = 0; i < 300; ++i) m[i] = i;
    check_buckets(m);
    m.clear();
    check_buckets(m);
}

TEST_CASE("unordered_map buckets: with every key hashed alike", "[unord.req]") {
    ut::unordered_map<int, int, functors::constant_hash> m;
    for (int i = 0; i < 100; ++i) m[i] = i;
    check_buckets(m);
    const std::size_t the_one = m.bucket(0);
    for (int i = 0; i < 100; ++i) REQUIRE(m.bucket(i) == the_one);
    CHECK(m.bucket_size(the_one) == 100);
    for (int i = 0; i < 50; ++i) m.erase(i * 2);
    check_buckets(m);
}

TEST_CASE("unordered_map buckets: equal keys share a bucket, present or not", "[unord.req]") {
    ut::unordered_map<std::string, int, functors::case_blind_hash, functors::case_blind_equal> m;
    m.reserve(10);
    for (const char* key : {"one", "Two", "THREE"}) m[key] = 1;
    CHECK(m.bucket("ONE") == m.bucket("one"));
    CHECK(m.bucket("absent") == m.bucket("ABSENT"));
    CHECK(m.bucket("absent") < m.bucket_count());
    CHECK(m.contains("tWO"));
    check_buckets(m);
}

TEST_CASE("unordered_map buckets: after copy, move, swap, rehash and merge", "[unord.req]") {
    map m;
    for (int i = 0; i < 300; ++i) m[i * 1024] = i;
    map copy(m);
    check_buckets(copy);
    copy.rehash(5000);
    check_buckets(copy);
    copy.rehash(0);
    check_buckets(copy);
    map other{{1, 1}, {1024, 2}};
    swap(other, copy);
    check_buckets(other);
    check_buckets(copy);
    other.merge(copy);
    check_buckets(other);
    check_buckets(copy);
    const map moved(std::move(other));
    check_buckets(moved);
}

TEST_CASE("unordered_map buckets: a mapped value is written through a local iterator", "[unord.req]") {
    map m;
    for (int i = 0; i < 100; ++i) m[i] = 0;
    for (std::size_t n = 0; n < m.bucket_count(); ++n) {
        for (auto i = m.begin(n); i != m.end(n); i++) i->second = i->first;
    }
    for (int i = 0; i < 100; ++i) CHECK(m.at(i) == i);
    const auto n = m.bucket(42);
    map::const_local_iterator c = m.begin(n);
    CHECK(c == m.cbegin(n));
    CHECK(c == m.begin(n));
    CHECK(c != m.end(n));
}

TEST_CASE("unordered_map buckets: the load factor is elements per bucket", "[unord.req]") {
    map m;
    check_load_factor(m);
    for (int i = 0; i < 3000; ++i) {
        m[i] = i;
        REQUIRE(m.load_factor() <= m.max_load_factor());
        if (i % 100 == 0) check_load_factor(m);
    }
    m.rehash(10000);
    check_load_factor(m);
    m.erase(m.begin(), m.end());
    CHECK(m.load_factor() == 0.0f);
}
