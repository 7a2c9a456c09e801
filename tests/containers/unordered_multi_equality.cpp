#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <random>
#include <vector>

#include <containers/functors.hpp>
#include <containers/multi.hpp>

// [unord.req.general]: == compares groups, each as a permutation of the other's.

namespace {

template <class Container>
Container of_tags(const std::vector<int>& tags, int key = 1) {
    Container c;
    for (const int tag : tags) c.insert(multi::of<Container>::value(key, tag));
    return c;
}

} // namespace

TEMPLATE_TEST_CASE("unordered_multi equality: the order within a group does not matter", "[unord.req]",
                   multi::map, multi::set) {
    std::vector<int> tags{1, 2, 2, 3, 3, 3, 4};
    const auto a = of_tags<TestType>(tags);
    std::mt19937 random(7);
    for (int i = 0; i < 50; ++i) {
        std::shuffle(tags.begin(), tags.end(), random);
        CHECK(a == of_tags<TestType>(tags));
    }
    CHECK_FALSE(a != a);
}

TEMPLATE_TEST_CASE("unordered_multi equality: how often each value comes does", "[unord.req]", multi::map,
                   multi::set) {
    const auto a = of_tags<TestType>({1, 2, 2});
    CHECK(a != of_tags<TestType>({1, 1, 2}));
    CHECK(of_tags<TestType>({1, 1, 2}) != a);
    CHECK(a != of_tags<TestType>({1, 2, 3}));
    CHECK(a != of_tags<TestType>({3, 2, 2}));
    CHECK(a != of_tags<TestType>({1, 2}));
    CHECK(a != of_tags<TestType>({1, 2, 2, 2}));
    CHECK(a != of_tags<TestType>({1, 2, 2}, 5));
    CHECK(a != TestType());
    CHECK(TestType() == TestType());
}

TEMPLATE_TEST_CASE("unordered_multi equality: groups of other lengths, as many elements in all",
                   "[unord.req]", multi::map, multi::set) {
    using in = multi::of<TestType>;
    TestType a, b;
    for (const int k : {1, 1, 2}) a.insert(in::value(k, 0));
    for (const int k : {1, 2, 2}) b.insert(in::value(k, 0));
    CHECK(a != b);
    CHECK(b != a);
    b.erase(b.find(in::key(2)));
    b.insert(in::value(1, 0));
    CHECK(a == b);
}

TEMPLATE_TEST_CASE("unordered_multi equality: neither buckets nor the order of groups matter", "[unord.req]",
                   multi::map, multi::set) {
    using in = multi::of<TestType>;
    const TestType a = in::filled(50, 3);
    TestType b;
    b.rehash(3000);
    for (int k = 49; k >= 0; --k)
        for (const int tag : in::tags(a, k)) b.insert(in::value(k, tag));
    CHECK(a == b);
    b.insert(in::value(0, 0));
    CHECK(a != b);
    CHECK(TestType(a) == a);
}

TEST_CASE("unordered_multi equality: elements of long groups in the same order are compared once",
          "[unord.req]") {
    // Otherwise this would take hours.
    ut::unordered_multimap<int, int> a;
    for (int i = 0; i < 300000; ++i) a.emplace(1, i);
    const auto b = a;
    CHECK(a == b);
}
