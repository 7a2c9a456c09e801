#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <vector>

#include <containers/multi.hpp>

// [unord.req.general]/6 and the rows of the table that speak of equal keys: they are neighbours, and keep
// their order where std says so.

using consistency::contradiction;

TEMPLATE_TEST_CASE("unordered_multi groups: elements with equal keys are neighbours", "[unord.req]",
                   multi::map, multi::set) {
    using in = multi::of<TestType>;
    for (const int keys : {1, 2, 7, 40, 300}) {
        for (const int copies : {1, 2, 5}) {
            const TestType c = in::filled(keys, copies);
            REQUIRE(c.size() == static_cast<std::size_t>(keys * copies));
            REQUIRE(contradiction(c) == "");
            for (int k = 0; k < keys; ++k) {
                REQUIRE(c.count(in::key(k)) == static_cast<std::size_t>(copies));
                std::vector<int> tags = in::tags(c, k);
                std::sort(tags.begin(), tags.end());
                for (int n = 0; n < copies; ++n) REQUIRE(tags[static_cast<std::size_t>(n)] == n * keys + k);
            }
            REQUIRE(c.count(in::key(-1)) == 0);
            REQUIRE(c.find(in::key(-1)) == c.end());
            REQUIRE(c.equal_range(in::key(-1)).first == c.equal_range(in::key(-1)).second);
        }
    }
}

TEMPLATE_TEST_CASE("unordered_multi groups: rehash keeps the order of equal elements", "[unord.req]",
                   multi::map, multi::set) {
    using in = multi::of<TestType>;
    TestType c = in::filled(30, 7);
    const auto groups = in::groups(c, 30);
    for (const std::size_t buckets : {1000, 0, 5000, 300, 0}) {
        c.rehash(buckets);
        CHECK(in::groups(c, 30) == groups);
        REQUIRE(contradiction(c) == "");
    }
    c.reserve(10000);
    CHECK(in::groups(c, 30) == groups);
    for (int k = 1000; k < 2000; ++k) c.insert(in::value(k, 0)); // rehashes as it grows
    CHECK(in::groups(c, 30) == groups);
}

TEMPLATE_TEST_CASE("unordered_multi groups: insertion and erasure keep the order of the others",
                   "[unord.req]", multi::map, multi::set) {
    using in = multi::of<TestType>;
    TestType c = in::filled(3, 20);
    std::vector<int> before = in::tags(c, 1);
    c.insert(in::value(1, 1000));
    std::vector<int> after = in::tags(c, 1);
    CHECK(std::erase(after, 1000) == 1);
    CHECK(after == before);

    // The first, the last, and one between.
    for (const std::size_t n : {std::size_t{0}, std::size_t{5}, std::size_t{18}}) {
        before = in::tags(c, 1);
        const auto at = std::next(c.equal_range(in::key(1)).first, static_cast<std::ptrdiff_t>(n));
        const auto next = std::next(at);
        CHECK(c.erase(at) == next);
        before.erase(before.begin() + static_cast<std::ptrdiff_t>(n));
        CHECK(in::tags(c, 1) == before);
        REQUIRE(contradiction(c) == "");
    }
}

TEMPLATE_TEST_CASE("unordered_multi groups: erase(key) takes the group and nothing else", "[unord.req]",
                   multi::map, multi::set) {
    using in = multi::of<TestType>;
    for (const int copies : {1, 2, 100}) {
        TestType c = in::filled(20, copies);
        auto groups = in::groups(c, 20);
        for (const int k : {0, 19, 7}) {
            CHECK(c.erase(in::key(k)) == static_cast<std::size_t>(copies));
            CHECK(c.erase(in::key(k)) == 0);
            groups[static_cast<std::size_t>(k)].clear();
            CHECK(in::groups(c, 20) == groups);
            REQUIRE(contradiction(c) == "");
        }
    }
}

TEMPLATE_TEST_CASE("unordered_multi groups: a key that is one of the elements erased", "[unord.req]",
                   multi::map, multi::set) {
    using in = multi::of<TestType>;
    for (const int n : {0, 3, 9}) {
        TestType c = in::filled(5, 10);
        const auto at = std::next(c.equal_range(in::key(3)).first, n);
        CHECK(c.erase(consistency::key_of<TestType>(*at)) == 10);
        CHECK(c.size() == 40);
        REQUIRE(contradiction(c) == "");
    }
}

TEMPLATE_TEST_CASE("unordered_multi groups: erase of ranges", "[unord.req]", multi::map, multi::set) {
    using in = multi::of<TestType>;
    TestType c = in::filled(10, 10);
    auto [first, last] = c.equal_range(in::key(4));
    CHECK(c.erase(first, last) == last);
    CHECK(c.count(in::key(4)) == 0);
    CHECK(c.size() == 90);
    // From within one group into another.
    std::vector<const typename TestType::value_type*> expected = in::addresses(c);
    const auto from = std::next(c.begin(), 15), to = std::next(c.begin(), 47);
    expected.erase(expected.begin() + 15, expected.begin() + 47);
    CHECK(c.erase(from, to) == to);
    CHECK(in::addresses(c) == expected);
    REQUIRE(contradiction(c) == "");
    CHECK(c.erase(c.begin(), c.begin()) == c.begin());
    CHECK(c.erase(c.begin(), c.end()) == c.end());
    CHECK(c.empty());
    CHECK(c.begin() == c.end());
}

TEMPLATE_TEST_CASE("unordered_multi groups: references outlive insertion, erasure of others and rehash",
                   "[unord.req]", multi::map, multi::set) {
    using in = multi::of<TestType>;
    TestType c = in::filled(50, 3);
    const auto addresses = in::addresses(c);
    std::vector<int> tags;
    for (const auto* element : addresses) tags.push_back(in::tag(*element));
    for (int k = 0; k < 3000; ++k) c.insert(in::value(k % 100, -1));
    c.rehash(20000);
    c.rehash(0);
    for (std::size_t i = 0; i < addresses.size(); ++i) {
        REQUIRE(in::tag(*addresses[i]) == tags[i]);
        const auto [first, last] = c.equal_range(consistency::key_of<TestType>(*addresses[i]));
        REQUIRE(std::any_of(first, last, [&](const auto& v) { return &v == addresses[i]; }));
    }
    REQUIRE(contradiction(c) == "");
}

TEMPLATE_TEST_CASE("unordered_multi groups: every element is erased once while iterating", "[unord.req]",
                   multi::map, multi::set) {
    using in = multi::of<TestType>;
    for (const int modulus : {1, 2, 3}) {
        TestType c = in::filled(40, 5);
        int visits = 0;
        for (auto it = c.begin(); it != c.end(); ++visits) {
            if (in::tag(*it) % modulus == 0)
                it = c.erase(it);
            else
                ++it;
        }
        CHECK(visits == 200);
        CHECK(c.size() == static_cast<std::size_t>(200 - (200 + modulus - 1) / modulus));
        REQUIRE(contradiction(c) == "");
    }
}

// A large index, with random keys, none of which may be overlooked wherever its first element was put.
TEST_CASE("unordered_multi groups: large tables of random keys", "[unord.req]") {
    std::vector<std::uint64_t> keys(20'000);
    std::uint64_t x = 1;
    for (std::uint64_t& key : keys) {
        x = x * 6364136223846793005 + 1442695040888963407;
        key = x ^ x >> 29;
    }
    ut::unordered_multiset<std::uint64_t> c;
    for (int copies = 1; copies <= 3; ++copies) {
        for (const std::uint64_t key : keys) c.insert(key);
        for (std::size_t i = 0; i < keys.size(); i += 7) c.insert(*c.find(keys[i]));
        for (std::size_t i = 0; i < keys.size(); i += 7) c.erase(c.find(keys[i]));
        const auto copied = c;
        for (const std::uint64_t key : keys) {
            REQUIRE(c.count(key) == static_cast<std::size_t>(copies));
            REQUIRE(copied.count(key) == static_cast<std::size_t>(copies));
        }
    }
}
