#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include <containers/functors.hpp>
#include <containers/multi.hpp>

// [unord.req] buckets, load and growth; heterogeneous lookup.

using consistency::contradiction;

namespace {

template <class Container, class K>
concept finds = requires(const Container& c, K k) { c.find(k); };

} // namespace

TEMPLATE_TEST_CASE("unordered_multi buckets: a bucket has all elements with its keys", "[unord.req]",
                   multi::map, multi::set) {
    using in = multi::of<TestType>;
    TestType c = in::filled(60, 4);
    for (const float z : {1.0f, 0.5f, 4.0f}) {
        c.max_load_factor(z);
        c.rehash(0);
        REQUIRE(contradiction(c) == ""); // goes through the buckets
        for (int k = 0; k < 60; ++k) {
            const std::size_t b = c.bucket(in::key(k));
            std::multiset<int> in_bucket, in_group;
            for (auto it = c.begin(b); it != c.end(b); ++it)
                if (in::id(*it) == k) in_bucket.insert(in::tag(*it));
            for (const int tag : in::tags(c, k)) in_group.insert(tag);
            CHECK(in_bucket == in_group);
            CHECK(c.bucket_size(b) >= 4);
        }
    }
}

TEST_CASE("unordered_multi buckets: all keys in one", "[unord.req]") {
    using map = ut::unordered_multimap<int, int, functors::constant_hash>;
    map m;
    for (int i = 0; i < 90; ++i) m.emplace(i % 30, i);
    const std::size_t b = m.bucket(0);
    CHECK(m.bucket_size(b) == 90);
    std::multiset<int> seen;
    const map& constant = m;
    for (auto it = constant.cbegin(b); it != constant.cend(b); ++it) seen.insert(it->first);
    CHECK(seen.size() == 90);
    for (int k = 0; k < 30; ++k) CHECK(seen.count(k) == 3);
    REQUIRE(contradiction(m) == "");
    CHECK(m.erase(7) == 3);
    CHECK(m.bucket_size(b) == 87);
}

TEMPLATE_TEST_CASE("unordered_multi buckets: the load counts every element", "[unord.req]", multi::map,
                   multi::set) {
    using in = multi::of<TestType>;
    for (const float z : {0.5f, 1.0f, 3.0f}) {
        TestType c;
        c.max_load_factor(z);
        for (int i = 0; i < 500; ++i) {
            c.insert(in::value(i % 3, i)); // few keys, many elements
            REQUIRE(c.load_factor() == static_cast<float>(c.size()) / static_cast<float>(c.bucket_count()));
            REQUIRE(c.load_factor() <= c.max_load_factor());
        }
        REQUIRE(contradiction(c) == "");
        c.rehash(0);
        CHECK(c.load_factor() <= c.max_load_factor());
    }
}

TEMPLATE_TEST_CASE("unordered_multi buckets: rehash and reserve", "[unord.req]", multi::map, multi::set) {
    using in = multi::of<TestType>;
    TestType c = in::filled(10, 10);
    c.rehash(5000);
    CHECK(c.bucket_count() >= 5000);
    c.rehash(0);
    CHECK(c.bucket_count() >= 100);
    CHECK(c.bucket_count() < 5000);
    c.reserve(3000);
    const auto buckets = c.bucket_count();
    CHECK(buckets >= 3000);
    for (int i = 100; i < 3000; ++i) c.insert(in::value(i % 20, i));
    CHECK(c.bucket_count() == buckets); // no rehash was due
    REQUIRE(contradiction(c) == "");
    TestType empty;
    empty.rehash(100);
    empty.rehash(0);
    empty.insert(in::value(1, 1));
    REQUIRE(contradiction(empty) == "");
}

TEMPLATE_TEST_CASE("unordered_multi buckets: iterators stay valid where no rehash was due", "[unord.req]",
                   multi::map, multi::set) {
    using in = multi::of<TestType>;
    TestType c;
    c.reserve(1000);
    for (int i = 0; i < 300; ++i) c.insert(in::value(i % 30, i));
    std::multiset<int> all, seen;
    for (const auto& v : c) all.insert(in::tag(v));
    int next = 1000;
    for (auto it = c.begin(); it != c.end(); ++it) {
        if (in::tag(*it) < 1000) seen.insert(in::tag(*it));
        if (next < 1300) c.insert(in::value(next % 40, next)), ++next;
    }
    CHECK(seen == all); // each of the old ones once
}

TEST_CASE("unordered_multi lookup: heterogeneous", "[unord.req]") {
    using set = ut::unordered_multiset<std::string, functors::string_hash, std::equal_to<>>;
    using opaque = ut::unordered_multiset<std::string, functors::string_hash_opaque, std::equal_to<>>;
    const set s{"a", "b", "a"};
    const std::string_view a = "a", c = "c";
    CHECK(s.count(a) == 2);
    CHECK(s.count("b") == 1);
    CHECK(s.contains(a));
    CHECK_FALSE(s.contains(c));
    CHECK(s.find(a) == s.equal_range(a).first);
    CHECK(s.equal_range(a) == s.equal_range(std::string("a")));
    CHECK(s.equal_range(c).first == s.equal_range(c).second);
    set changed = s;
    const auto [first, last] = changed.equal_range(a);
    changed.erase(first, last);
    CHECK(changed.size() == 1);
    STATIC_REQUIRE(finds<set, std::string_view>);
    STATIC_REQUIRE_FALSE(finds<opaque, std::string_view>);
}

TEST_CASE("unordered_multi lookup: keys that are equal without being the same", "[unord.req]") {
    ut::unordered_multimap<std::string, int, functors::case_blind_hash, functors::case_blind_equal> m;
    int next = 0;
    for (const char* key : {"one", "ONE", "two", "One", "TWO"}) m.emplace(key, next++);
    CHECK(m.count("oNe") == 3);
    std::multiset<std::string> spellings;
    for (auto [it, last] = m.equal_range("one"); it != last; ++it) spellings.insert(it->first);
    CHECK(spellings == std::multiset<std::string>{"one", "ONE", "One"});
    CHECK(m.erase("two") == 2);
    REQUIRE(contradiction(m) == "");
}
