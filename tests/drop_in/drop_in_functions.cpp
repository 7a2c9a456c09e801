// std's free functions over the drop-in's classes: qualified as std::f, and unqualified by argument-dependent
// lookup.

#include <unordered_map>
#include <unordered_set>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <deque>
#include <forward_list>
#include <iterator>
#include <list>
#include <map>
#include <ranges>
#include <set>
#include <string>
#include <utility>
#include <vector>

TEST_CASE("drop_in: swap, qualified and not, exchanges elements in place") {
    std::unordered_map<int, int> a{{1, 1}}, b{{2, 2}, {3, 3}};
    const int* one = &a.at(1);
    std::swap(a, b);
    CHECK(&b.at(1) == one);
    swap(a, b);
    CHECK(&a.at(1) == one);
    std::ranges::swap(a, b);
    CHECK(&b.at(1) == one);
    STATIC_REQUIRE(noexcept(std::swap(a, b)));

    std::unordered_set<int> c{1}, d{2, 3};
    std::swap(c, d);
    swap(c, d);
    std::ranges::swap(c, d);
    CHECK(c.size() == 2);
    std::pair<std::unordered_set<int>, int> p{c, 1}, q{d, 2};
    std::swap(p, q);
    CHECK(p.first == d);
}

TEST_CASE("drop_in: swap of the multi containers") {
    std::unordered_multimap<int, int> a{{1, 1}, {1, 2}}, b;
    std::swap(a, b);
    swap(a, b);
    std::ranges::swap(a, b);
    CHECK(b.size() == 2);
    std::unordered_multiset<int> c{1, 1}, d;
    std::swap(c, d);
    CHECK(d.size() == 2);
    CHECK(c != d);
}

TEST_CASE("drop_in: comparison") {
    std::unordered_map<int, int> a{{1, 1}, {2, 2}}, b{{2, 2}, {1, 1}};
    CHECK(a == b);
    b[1] = 5;
    CHECK(a != b);
    CHECK(std::equal_to<>{}(std::unordered_set<int>{1, 2}, std::unordered_set<int>{2, 1}));
}

TEST_CASE("drop_in: erase_if, qualified and not, beside the platform's own") {
    const auto odd = [](int i) { return i % 2 != 0; };
    const auto odd_key = [](const auto& element) { return element.first % 2 != 0; };
    std::unordered_map<int, int> map{{1, 1}, {2, 2}, {3, 3}};
    std::unordered_set<int> set{1, 2, 3};
    CHECK(std::erase_if(map, odd_key) == 2);
    CHECK(erase_if(map, odd_key) == 0);
    CHECK(erase_if(set, odd) == 2);
    CHECK(std::erase_if(set, odd) == 0);

    std::unordered_multimap<int, int> multimap{{1, 1}, {1, 2}};
    std::unordered_multiset<int> multiset{1, 1, 2};
    std::map<int, int> ordered{{1, 1}};
    std::vector<int> vector{1, 2, 3};
    std::string string = "aba";
    CHECK(std::erase_if(multimap, odd_key) == 2);
    CHECK(std::erase_if(multiset, odd) == 2);
    CHECK(std::erase_if(ordered, odd_key) == 1);
    CHECK(std::erase_if(vector, odd) == 2);
    CHECK(std::erase_if(string, [](char c) { return c == 'a'; }) == 2);
}

TEST_CASE("drop_in: range access and iterator functions are found by argument-dependent lookup") {
    std::unordered_map<int, int> map{{1, 1}, {2, 2}};
    std::unordered_set<int> set{1, 2, 3};
    CHECK(size(map) == 2);
    CHECK(size(set) == 3);
    CHECK(ssize(set) == 3);
    CHECK_FALSE(empty(map));
    CHECK(begin(map) == map.begin());
    CHECK(cend(set) == set.cend());
    CHECK(next(map.begin(), 2) == map.end());
    CHECK(distance(set.begin(), set.end()) == 3);
    auto it = set.begin();
    advance(it, 3);
    CHECK(it == end(set));
    CHECK(count_if(map.begin(), map.end(), [](const auto& e) { return e.first == 1; }) == 1);
    CHECK(find(set.begin(), set.end(), 2) != set.end());
}

TEST_CASE("drop_in: ranges") {
    std::unordered_set<int> set{1, 2, 3};
    STATIC_REQUIRE(std::ranges::forward_range<std::unordered_set<int>>);
    STATIC_REQUIRE(std::ranges::sized_range<std::unordered_map<int, int>>);
    CHECK(std::ranges::count_if(set, [](int i) { return i > 1; }) == 2);
    std::vector<int> sorted(set.begin(), set.end());
    std::ranges::sort(sorted);
    CHECK(sorted == std::vector{1, 2, 3});
    std::unordered_set<int> copy;
    std::copy(set.begin(), set.end(), std::inserter(copy, copy.end()));
    CHECK(copy == set);
}
