#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <iterator>
#include <random>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <containers/std_failures.hpp>

#include <support/under_test.hpp>

// [unord.req.general]: erase, clear; [unord.map.erasure]: erase_if.

namespace {

using map = ut::unordered_map<int, std::string>;

static_assert(
    std::is_same_v<decltype(std::declval<map&>().erase(std::declval<const int&>())), map::size_type>);
static_assert(
    std::is_same_v<decltype(std::declval<map&>().erase(std::declval<map::iterator>())), map::iterator>);
static_assert(
    std::is_same_v<decltype(std::declval<map&>().erase(std::declval<map::const_iterator>())), map::iterator>);
static_assert(std::is_same_v<decltype(ut::erase_if(std::declval<map&>(), [](const auto&) { return true; })),
                             map::size_type>);

map filled(int n) {
    map m;
    for (int i = 0; i < n; ++i) m.emplace(i * 13, std::to_string(i));
    return m;
}

std::vector<int> order(const map& m) {
    std::vector<int> keys;
    for (const auto& element : m) keys.push_back(element.first);
    return keys;
}

} // namespace

TEST_CASE("unordered_map erase: by key", "[unord.req]") {
    map m = filled(50);
    CHECK(m.erase(13) == 1);
    CHECK(m.erase(13) == 0);
    CHECK(m.erase(14) == 0);
    CHECK(m.size() == 49);
    CHECK_FALSE(m.contains(13));
    CHECK(map().erase(1) == 0);
    for (int i = 0; i < 50; ++i) m.erase(i * 13);
    CHECK(m.empty());
    CHECK(m.begin() == m.end());
}

TEST_CASE("unordered_map erase: by a reference to the key inside", "[unord.req]") {
    map m = filled(50);
    while (!m.empty()) CHECK(m.erase(m.begin()->first) == 1);
    ut::unordered_map<std::string, std::string> strings;
    for (int i = 0; i < 20; ++i) strings[std::string(30, 'x') + std::to_string(i)] = "value";
    while (!strings.empty()) CHECK(strings.erase(strings.begin()->first) == 1);
}

TEST_CASE("unordered_map erase: by iterator returns the next one", "[unord.req]") {
    map m = filled(50);
    std::vector<int> expected = order(m);
    auto i = m.begin();
    for (std::size_t at = 0; at < expected.size(); ++at) {
        REQUIRE(i->first == expected[at]);
        i = at % 2 == 0 ? m.erase(i) : m.erase(map::const_iterator(i));
    }
    CHECK(i == m.end());
    CHECK(m.empty());
}

TEST_CASE("unordered_map erase: half of the elements in one traversal", "[unord.req]") {
    map m = filled(1000);
    std::size_t visited = 0;
    for (auto i = m.begin(); i != m.end(); ++visited) {
        if (i->first % 2 == 0)
            i = m.erase(i);
        else
            ++i;
    }
    CHECK(visited == 1000);
    CHECK(m.size() == 500);
    CHECK(std::all_of(m.begin(), m.end(), [](const auto& e) { return e.first % 2 == 1; }));
}

TEST_CASE("unordered_map erase: the order of the others stays as it was", "[unord.req]") {
    map m = filled(700);
    std::vector<int> expected = order(m);
    std::vector<int> victims = expected;
    std::mt19937 random(42);
    std::shuffle(victims.begin(), victims.end(), random);
    for (std::size_t i = 0; i < 600; ++i) {
        m.erase(victims[i]);
        expected.erase(std::find(expected.begin(), expected.end(), victims[i]));
        if (i % 50 == 0) REQUIRE(order(m) == expected);
    }
    CHECK(order(m) == expected);
}

TEST_CASE("unordered_map erase: a range returns its end", "[unord.req]") {
    map m = filled(50);
    const std::vector<int> before = order(m);
    const auto first = std::next(m.cbegin(), 10);
    const auto last = std::next(m.cbegin(), 30);
    const auto result = m.erase(first, last);
    static_assert(std::is_same_v<decltype(result), const map::iterator>);
    CHECK(result == last);
    std::vector<int> expected = before;
    expected.erase(expected.begin() + 10, expected.begin() + 30);
    CHECK(order(m) == expected);
    CHECK(m.erase(m.begin(), m.begin()) == m.begin());
    CHECK(m.erase(m.end(), m.end()) == m.end());
    CHECK(m.erase(std::next(m.begin(), 25), m.end()) == m.end());
    CHECK(m.size() == 25);
    CHECK(m.erase(m.begin(), m.end()) == m.end());
    CHECK(m.empty());
}

TEST_CASE("unordered_map clear: leaves an empty container that can be filled again", "[unord.req]") {
    map m = filled(500);
    for (int round = 0; round < 3; ++round) {
        m.clear();
        CHECK(m.empty());
        CHECK(m.begin() == m.end());
        CHECK_FALSE(m.contains(0));
        for (int i = 0; i < 300; ++i) m[i] = "again";
        CHECK(m.size() == 300);
    }
    map empty;
    empty.clear();
    CHECK(empty.empty());
}

TEST_CASE("unordered_map erase_if: erases and counts what the predicate takes", "[unord.map.erasure]") {
    map m = filled(100);
    const auto* kept = &*m.find(13);
    CHECK(ut::erase_if(m, [](const auto& e) { return e.first % 2 == 0; }) == 50);
    CHECK(m.size() == 50);
    CHECK(&*m.find(13) == kept);
#if !STD_FAILS_ERASE_IF_PASSES_CONST
    CHECK(erase_if(m, [](map::reference) { return false; }) == 0);
#endif
    CHECK(erase_if(m, [](map::const_reference) { return true; }) == 50);
    CHECK(m.empty());
    CHECK(erase_if(m, [](const auto&) { return true; }) == 0);
}
