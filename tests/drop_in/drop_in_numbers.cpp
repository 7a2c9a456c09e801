// What <algorithm> of the drop-in has for arrays of numbers alone, beside what is the platform's for others.

#include <algorithm>

#include <catch2/catch_test_macros.hpp>

#include <functional>
#include <iterator>
#include <list>
#include <numeric>
#include <string>
#include <vector>

TEST_CASE("drop_in: a sequence within another, and the same elements in another order") {
    std::string text(200, 'a');
    text += "needle";
    const std::string needle = "needle";
    CHECK(std::search(text.begin(), text.end(), needle.begin(), needle.end()) - text.begin() == 200);
    CHECK(std::search(text.begin(), text.end(), std::default_searcher(needle.begin(), needle.end())) -
              text.begin() ==
          200);
    const std::u16string wide(needle.begin(), needle.end());
    CHECK(std::search(text.begin(), text.end(), wide.begin(), wide.end()) - text.begin() == 200);
    std::vector<int> v(300);
    std::iota(v.begin(), v.end(), 0);
    const std::list<int> list(v.rbegin(), v.rend());
    std::vector<int> w(v.rbegin(), v.rend());
    CHECK(std::is_permutation(v.begin(), v.end(), w.begin()));
    CHECK(std::is_permutation(v.begin(), v.end(), w.begin(), w.end()));
    CHECK(std::is_permutation(v.begin(), v.end(), list.begin()));
    CHECK(std::is_permutation(v.begin(), v.end(), w.begin(), std::equal_to<>()));
    w[0] = 7;
    CHECK_FALSE(std::is_permutation(v.begin(), v.end(), w.begin(), w.end()));
    CHECK_FALSE(std::is_permutation(v.begin(), v.end(), w.begin(), w.end() - 1));
}

TEST_CASE("drop_in: merges, rotations, heaps and partitions") {
    using rotation = int* (*)(int*, int*, int*);
    CHECK(static_cast<rotation>(std::rotate) == static_cast<rotation>(&std::__arsenal::rotate<int*>));
    std::vector<int> v(100);
    std::iota(v.begin(), v.end(), 0);
    CHECK(*std::rotate(v.begin(), v.begin() + 30, v.end()) == 0);
    CHECK(*rotate(v.begin(), v.begin() + 70, v.end()) == 30);
    std::vector<int> merged(200);
    CHECK(std::merge(v.begin(), v.end(), v.begin(), v.end(), merged.begin()) == merged.end());
    CHECK((std::is_sorted(merged.begin(), merged.end()) && merged[199] == 99));
    std::vector<int> appended;
    std::merge(v.rbegin(), v.rend(), v.rbegin(), v.rend(), std::back_inserter(appended), std::greater<>());
    CHECK((appended.size() == 200 && appended[0] == 99));
    std::reverse(v.begin(), v.end());
    std::merge(v.begin(), v.end(), v.begin(), v.end(), merged.begin(), std::greater<>());
    CHECK(merged == appended);
    std::merge(v.begin(), v.end(), v.begin(), v.end(), merged.begin(), [](int a, int b) { return b < a; });
    CHECK(merged == appended);
    std::make_heap(v.begin(), v.end(), std::greater<int>());
    std::sort_heap(v.begin(), v.end(), std::greater<int>());
    CHECK(v[0] == 99);
    std::make_heap(v.begin(), v.end());
    std::pop_heap(v.begin(), v.end());
    std::push_heap(v.begin(), v.end());
    CHECK(std::is_heap(v.begin(), v.end()));
    std::sort_heap<int*>(v.data(), v.data() + v.size());
    CHECK(std::is_sorted(v.begin(), v.end()));
    const auto odd = [](int x) { return x % 2 != 0; };
    CHECK(std::partition(v.begin(), v.end(), odd) - v.begin() == 50);
}
