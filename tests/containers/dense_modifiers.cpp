#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <containers/functors.hpp>

#include <containers/dense_under_test.hpp>

// Insertion, erasing and what they do to the order; extract, replace, merge.

namespace {

using map = ut::dense_hash_map<std::string, int, functors::string_hash, std::equal_to<>>;
using numbers = ut::dense_hash_set<int>;

std::string name(int i) { return "a name that is no short string " + std::to_string(i); }
std::vector<int> list(const numbers& s) { return {s.begin(), s.end()}; }
numbers first_n(int n) {
    numbers s;
    for (int i = 0; i < n; ++i) s.insert(i);
    return s;
}

} // namespace

TEST_CASE("dense: insertion in every form keeps the order of arrival", "[dense]") {
    map m;
    CHECK(m.insert({"a", 1}).second);
    CHECK(m.emplace("b", 2).second);
    CHECK(
        m.emplace(std::piecewise_construct, std::forward_as_tuple(3, 'c'), std::forward_as_tuple(3)).second);
    CHECK(m.try_emplace("d", 4).second);
    CHECK(m.insert_or_assign("e", 5).second);
    m["f"] = 6;
    m[std::string_view("g")] = 7;
    CHECK(m.try_emplace(m.cbegin(), std::string_view("h"), 8)->second == 8);
    CHECK(m.insert_or_assign(std::string_view("i"), 9).second);
    CHECK(m.emplace_hint(m.cend(), "j", 10)->first == "j");
    m.insert({{"k", 11}, {"a", -1}});
    m.insert_range(std::vector<std::pair<std::string, int>>{{"l", 12}, {"b", -1}});

    CHECK_FALSE(m.insert({"a", -1}).second);
    CHECK_FALSE(m.emplace("b", -1).second);
    CHECK_FALSE(
        m.emplace(std::piecewise_construct, std::forward_as_tuple(3, 'c'), std::forward_as_tuple(-1)).second);
    CHECK_FALSE(m.try_emplace(std::string_view("d"), -1).second);
    CHECK_FALSE(m.insert_or_assign(std::string_view("e"), 50).second);

    std::string keys;
    std::vector<int> mapped;
    for (const auto& [k, v] : m) {
        keys += k;
        mapped.push_back(v);
    }
    CHECK(keys == "abcccdefghijkl");
    CHECK(mapped == std::vector<int>{1, 2, 3, 4, 50, 6, 7, 8, 9, 10, 11, 12});
    CHECK(dense::contradiction(m) == "");
    CHECK(m.at(std::string_view("l")) == 12);
    CHECK_THROWS_AS(m.at("z"), std::out_of_range);
    CHECK_THROWS_AS(std::as_const(m).at(std::string_view("z")), std::out_of_range);
}

// An argument may refer to an element that growth moves.
TEST_CASE("dense: an element is made from one of the container's own", "[dense]") {
    ut::dense_hash_map<int, std::string> m;
    m.emplace(0, name(0));
    for (int i = 1; i < 300; ++i) {
        switch (i % 4) {
        case 0:
            m.try_emplace(i, m.begin()->second);
            break;
        case 1:
            m.emplace(i, m.begin()->second);
            break;
        case 2:
            m.insert({i, m.begin()->second});
            break;
        default:
            m.emplace(std::piecewise_construct, std::tuple(i), std::tie(m.begin()->second));
        }
        REQUIRE(m.at(i) == name(0));
    }
    map keyed;
    for (int i = 0; i < 100; ++i) {
        keyed.try_emplace(name(i), i);
        CHECK_FALSE(keyed.insert(*(keyed.end() - 1)).second);
    }
    while (!keyed.empty()) REQUIRE(keyed.erase(keyed.begin()->first) == 1);
}

TEST_CASE("dense: erasing moves the last element into the gap", "[dense]") {
    for (const int n : {5, 8, 9, 100}) {
        numbers s = first_n(n);
        CHECK(s.erase(1) == 1);
        CHECK(s.erase(1) == 0);
        CHECK(*(s.begin() + 1) == n - 1);
        const auto next = s.erase(s.begin());
        CHECK(next == s.begin());
        CHECK(*next == n - 2);
        const auto end = s.erase(s.end() - 1);
        CHECK(end == s.end());
        CHECK(s.size() == static_cast<std::size_t>(n) - 3);
        CHECK(dense::contradiction(s) == "");
        const auto nothing = s.erase(s.begin(), s.begin());
        CHECK(nothing == s.begin());
        const auto all = s.erase(s.begin(), s.end());
        CHECK(all == s.end());
        CHECK(s.empty());
    }
    numbers s = first_n(10);
    const auto after = s.erase(s.begin() + 2, s.begin() + 5);
    CHECK(after == s.begin() + 2);
    CHECK(list(s) == std::vector<int>{0, 1, 7, 8, 9, 5, 6});
    CHECK(dense::contradiction(s) == "");
}

TEST_CASE("dense: a loop that erases visits each element once", "[dense]") {
    numbers s = first_n(1000);
    std::vector<int> visited;
    for (auto it = s.begin(); it != s.end();) {
        visited.push_back(*it);
        it = *it % 3 == 0 ? s.erase(it) : it + 1;
    }
    std::ranges::sort(visited);
    CHECK(visited == list(first_n(1000)));
    CHECK(s.size() == 666);
    CHECK(dense::contradiction(s) == "");
}

TEST_CASE("dense: erase_in_order and erase_if keep the order", "[dense]") {
    for (const int n : {6, 9, 200, 3000}) {
        numbers s = first_n(n);
        CHECK(*s.erase_in_order(s.begin() + 2) == 3);
        const auto end = s.erase_in_order(s.end() - 1);
        CHECK(end == s.end());
        std::vector<int> expected = list(first_n(n - 1));
        std::erase(expected, 2);
        CHECK(list(s) == expected);
        CHECK(dense::contradiction(s) == "");
        std::vector<int> seen;
        const auto odd = [&](int i) {
            seen.push_back(i);
            return i % 2 == 1;
        };
        CHECK(erase_if(s, odd) ==
              static_cast<std::size_t>(std::erase_if(expected, [](int i) { return i % 2 == 1; })));
        CHECK(list(s) == expected);
        CHECK(seen.size() == static_cast<std::size_t>(n) - 2);
        CHECK(std::ranges::is_sorted(seen));
        CHECK(dense::contradiction(s) == "");
        CHECK(ut::erase_if(s, [](int) { return false; }) == 0);
        CHECK(erase_if(s, [](int) { return true; }) == expected.size());
        CHECK(s.empty());
        CHECK(s.insert(1).second);
    }
    map m{{"a", 1}, {"b", 2}, {"c", 3}};
    CHECK(erase_if(m, [](auto& v) { return v.second++ == 2; }) == 1);
    CHECK(m == map{{"c", 4}, {"a", 2}});
}

TEST_CASE("dense: elements leave by value", "[dense]") {
    map m;
    for (int i = 0; i < 50; ++i) m.try_emplace(name(i), i);
    std::pair<std::string, int> first = m.extract(m.cbegin());
    CHECK(first == std::pair(name(0), 0));
    const auto some = m.extract(std::string_view(name(7)));
    REQUIRE(some);
    CHECK(*some == std::pair(name(7), 7));
    CHECK_FALSE(m.extract(name(7)));
    CHECK_FALSE(m.contains(name(0)));
    CHECK(m.size() == 48);
    CHECK(dense::contradiction(m) == "");
    CHECK(m.extract(m.cend() - 1).second == 47); // 48 and 49 are in the places of 7 and 0
}

TEST_CASE("dense: the array leaves and comes back", "[dense]") {
    for (const int n : {0, 3, 8, 9, 100}) {
        map m;
        for (int i = 0; i < n; ++i) m.try_emplace(name(i), i);
        const auto* const data = m.values().data();
        map::values_type values = std::move(m).extract();
        CHECK(m.empty());
        CHECK(m.capacity() == 0);
        CHECK(values.data() == data);
        CHECK(values.size() == static_cast<std::size_t>(n));
        CHECK(m.try_emplace("new", 1).second);

        values.reserve(values.size() + 2);
        if (n > 0) values.emplace_back(values[0].first, -1); // twice the same key: the first is kept
        values.emplace_back("last", -2);
        const auto* const adopted = values.data();
        m.replace(std::move(values));
        CHECK(m.values().data() == adopted);
        CHECK(m.size() == static_cast<std::size_t>(n) + 1);
        CHECK((m.end() - 1)->first == "last");
        CHECK_FALSE(m.contains("new"));
        for (int i = 0; i < n; ++i) REQUIRE((m.begin() + i)->second == i);
        CHECK(dense::contradiction(m) == "");
    }
    map::values_type all_equal;
    for (int i = 0; i < 100; ++i) all_equal.emplace_back("same", i);
    all_equal.pop_back();
    map m;
    m.replace(std::move(all_equal));
    CHECK(m == map{{"same", 0}});
}

TEST_CASE("dense: merge moves what is missing, in order", "[dense]") {
    for (const int n : {4, 40, 4000}) {
        numbers a = first_n(n);
        ut::dense_hash_set<int, functors::constant_hash> small{1, n, 2, n + 1};
        a.merge(small);
        CHECK(a.size() == static_cast<std::size_t>(n) + 2);
        CHECK(std::vector<int>(small.begin(), small.end()) == std::vector<int>{1, 2});
        CHECK(*(a.end() - 1) == n + 1);
        CHECK(dense::contradiction(small) == "");
        numbers b;
        for (int i = 2 * n; i-- > 0;) b.insert(i);
        a.merge(std::move(b));
        CHECK(b.size() == static_cast<std::size_t>(n) + 2);
        CHECK(std::ranges::is_sorted(b, std::greater()));
        CHECK(a.size() == static_cast<std::size_t>(2 * n));
        CHECK(dense::contradiction(a) == "");
        CHECK(dense::contradiction(b) == "");
        a.merge(a);
        CHECK(a.size() == static_cast<std::size_t>(2 * n));
    }
}
