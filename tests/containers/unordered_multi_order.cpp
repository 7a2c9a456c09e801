#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <functional>
#include <iterator>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <containers/functors.hpp>
#include <containers/multi.hpp>

// What unordered_multimap and unordered_multiset promise beyond C++20's std: the order of iteration,
// iterators that outlive rehash, ranges, and heterogeneous erase and extract.

using consistency::contradiction;

namespace {

template <class Container>
std::vector<std::pair<int, int>> contents(const Container& c) {
    std::vector<std::pair<int, int>> result;
    for (const auto& v : c) result.emplace_back(multi::of<Container>::id(v), multi::of<Container>::tag(v));
    return result;
}
using pairs = std::vector<std::pair<int, int>>;

} // namespace

TEMPLATE_TEST_CASE("unordered_multi order: groups as their first came, the newest element in front",
                   "[multi]", multi::map, multi::set) {
    using in = multi::of<TestType>;
    TestType c;
    for (const auto& [k, tag] : pairs{{5, 0}, {900, 1}, {5, 2}, {-3, 3}, {900, 4}, {5, 5}})
        c.insert(in::value(k, tag));
    CHECK(contents(c) == pairs{{5, 5}, {5, 2}, {5, 0}, {900, 4}, {900, 1}, {-3, 3}});
    CHECK(in::tag(*c.find(in::key(5))) == 5); // the first of the group

    // A hint of the group: right after it. Another hint: in front.
    c.insert(std::next(c.begin(), 1), in::value(5, 6));
    CHECK(in::tags(c, 5) == std::vector{5, 2, 6, 0});
    c.insert(std::next(c.begin(), 3), in::value(5, 7));
    CHECK(in::tags(c, 5) == std::vector{5, 2, 6, 0, 7});
    c.emplace_hint(c.find(in::key(900)), in::value(5, 8));
    c.emplace_hint(c.end(), in::value(5, 9));
    CHECK(in::tags(c, 5) == std::vector{9, 8, 5, 2, 6, 0, 7});

    // A group stays where it is when its first element goes.
    c.erase(c.begin());
    c.erase(c.begin());
    CHECK(contents(c) == pairs{{5, 5}, {5, 2}, {5, 6}, {5, 0}, {5, 7}, {900, 4}, {900, 1}, {-3, 3}});
    auto node = c.extract(c.begin());
    c.insert(std::next(c.begin(), 3), std::move(node));
    CHECK(in::tags(c, 5) == std::vector{2, 6, 0, 7, 5});
    c.erase(in::key(5));
    c.insert(in::value(5, 10));
    CHECK(contents(c) == pairs{{900, 4}, {900, 1}, {-3, 3}, {5, 10}});
    const pairs before = contents(c);
    c.rehash(1000);
    CHECK(contents(c) == before);
    CHECK(contents(TestType(c)) == before);
    REQUIRE(contradiction(c) == "");
}

TEMPLATE_TEST_CASE("unordered_multi order: merge keeps that of each group", "[multi]", multi::map,
                   multi::set) {
    using in = multi::of<TestType>;
    TestType a = in::filled(2, 2), b = in::filled(3, 3);
    a.merge(b);
    CHECK(contents(a) == pairs{{0, 6},
                               {0, 3},
                               {0, 0},
                               {0, 2},
                               {0, 0},
                               {1, 7},
                               {1, 4},
                               {1, 1},
                               {1, 3},
                               {1, 1},
                               {2, 8},
                               {2, 5},
                               {2, 2}});
    REQUIRE(contradiction(a) == "");
}

TEMPLATE_TEST_CASE("unordered_multi validity: iterators outlive rehash and growth", "[multi]", multi::map,
                   multi::set) {
    using in = multi::of<TestType>;
    TestType c = in::filled(20, 3);
    std::vector<typename TestType::iterator> iterators;
    for (auto it = c.begin(); it != c.end(); ++it) iterators.push_back(it);
    const auto addresses = in::addresses(c);
    c.rehash(5000);
    for (int i = 100; i < 3000; ++i) c.insert(in::value(i, i)); // new groups: none between the old ones
    c.rehash(0);
    TestType moved(std::move(c));
    for (std::size_t i = 0; i < iterators.size(); ++i) {
        CHECK(&*iterators[i] == addresses[i]);
        if (i + 1 < iterators.size()) CHECK(std::next(iterators[i]) == iterators[i + 1]);
    }
    CHECK(moved.erase(iterators[4]) == iterators[5]);
    CHECK(iterators[3] == std::next(moved.begin(), 3));
}

TEST_CASE("unordered_multi ranges: construction and insert_range", "[multi]") {
    const std::vector<std::pair<int, int>> values{{1, 1}, {1, 2}, {2, 3}};
    ut::unordered_multimap m(arsenal::from_range, values);
    STATIC_REQUIRE(std::is_same_v<decltype(m), ut::unordered_multimap<int, int>>);
    CHECK(m.count(1) == 2);
    m.insert_range(values);
    CHECK(m.count(1) == 4);
    const std::vector<std::string> words{"a", "b", "a"};
    ut::unordered_multiset s(arsenal::from_range, words, 100);
    STATIC_REQUIRE(std::is_same_v<decltype(s), ut::unordered_multiset<std::string>>);
    s.insert_range(words);
    CHECK(s.count("a") == 4);
    CHECK(s.bucket_count() >= 100);
    REQUIRE(contradiction(s) == "");
}

TEST_CASE("unordered_multi heterogeneous: erase and extract", "[multi]") {
    using map = ut::unordered_multimap<std::string, int, functors::string_hash, std::equal_to<>>;
    map m{{"a", 1}, {"a", 2}, {"b", 3}, {"a", 4}};
    const std::string_view a = "a", c = "c";
    CHECK(m.erase(c) == 0);
    auto node = m.extract(a);
    CHECK(node.key() == "a");
    CHECK(m.extract(c).empty());
    CHECK(m.erase(a) == 2);
    CHECK(m.size() == 1);
    REQUIRE(contradiction(m) == "");
}
