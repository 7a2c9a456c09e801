#include <catch2/catch_test_macros.hpp>

#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>

#include <support/move_only.hpp>

#include <support/under_test.hpp>

// [unord.map.elem], and the lookup operations of [unord.req.general].

namespace {

using map = ut::unordered_map<std::string, int>;

static_assert(std::is_same_v<decltype(std::declval<map&>()[std::declval<const std::string&>()]), int&>);
static_assert(std::is_same_v<decltype(std::declval<map&>()[std::declval<std::string>()]), int&>);
static_assert(std::is_same_v<decltype(std::declval<map&>().at("")), int&>);
static_assert(std::is_same_v<decltype(std::declval<const map&>().at("")), const int&>);
static_assert(std::is_same_v<decltype(std::declval<map&>().find("")), map::iterator>);
static_assert(std::is_same_v<decltype(std::declval<const map&>().find("")), map::const_iterator>);
static_assert(std::is_same_v<decltype(std::declval<const map&>().count("")), map::size_type>);
static_assert(std::is_same_v<decltype(std::declval<const map&>().contains("")), bool>);
static_assert(
    std::is_same_v<decltype(std::declval<map&>().equal_range("")), std::pair<map::iterator, map::iterator>>);
static_assert(std::is_same_v<decltype(std::declval<const map&>().equal_range("")),
                             std::pair<map::const_iterator, map::const_iterator>>);

template <class Map>
concept has_const_subscript = requires(const Map m) { m[std::string()]; };
static_assert(!has_const_subscript<map>);

} // namespace

TEST_CASE("unordered_map subscript: inserts a value-initialised element, or finds", "[unord.map.elem]") {
    map m;
    CHECK(m["new"] == 0);
    CHECK(m.size() == 1);
    m["new"] = 5;
    CHECK(m["new"] == 5);
    ++m["counter"];
    ++m["counter"];
    CHECK(m.at("counter") == 2);
    CHECK(&m["counter"] == &m.find("counter")->second);
    CHECK(m.size() == 2);
    ut::unordered_map<int, int*> pointers;
    CHECK(pointers[3] == nullptr);
    struct plain {
        int a;
        double b;
    };
    ut::unordered_map<int, plain> plains;
    CHECK(plains[1].a == 0);
    CHECK(plains[1].b == 0.0);
}

TEST_CASE("unordered_map subscript: moves an rvalue key in only when it inserts", "[unord.map.elem]") {
    map m;
    std::string key(40, 'k');
    const auto* text = key.data();
    m[std::move(key)] = 1;
    CHECK(m.begin()->first.data() == text);
    std::string again(40, 'k');
    m[std::move(again)] = 2;
    CHECK(again == std::string(40, 'k'));
    CHECK(m.size() == 1);
    ut::unordered_map<support::move_only, support::move_only> moving;
    CHECK(moving[support::move_only(4)].id() == 0);
    CHECK(moving.size() == 1);
}

TEST_CASE("unordered_map subscript: the two sides of an assignment", "[unord.map.elem]") {
    ut::unordered_map<int, int> m{{0, 1}};
    for (int i = 1; i < 1000; ++i) {
        const int before = m[i - 1];
        m[i] = before + 1;
    }
    CHECK(m[999] == 1000);
}

TEST_CASE("unordered_map at: finds, or throws out_of_range", "[unord.map.elem]") {
    map m{{"one", 1}};
    const map& c = m;
    CHECK(c.at("one") == 1);
    m.at("one") = 11;
    CHECK(c.at("one") == 11);
    CHECK_THROWS_AS(m.at("two"), std::out_of_range);
    CHECK_THROWS_AS(c.at("two"), std::out_of_range);
    CHECK_THROWS_AS(map().at("two"), std::out_of_range);
    CHECK(m.size() == 1);
}

TEST_CASE("unordered_map lookup: find, count, contains and equal_range agree", "[unord.req]") {
    map m;
    for (int i = 0; i < 100; ++i) m.emplace(std::to_string(i), i);
    const map& c = m;
    for (int i = -5; i < 105; ++i) {
        const std::string key = std::to_string(i);
        const bool there = i >= 0 && i < 100;
        REQUIRE((m.find(key) != m.end()) == there);
        REQUIRE((c.find(key) != c.end()) == there);
        REQUIRE(c.count(key) == (there ? 1u : 0u));
        REQUIRE(c.contains(key) == there);
        const auto [first, last] = m.equal_range(key);
        const auto [cfirst, clast] = c.equal_range(key);
        REQUIRE(std::distance(first, last) == (there ? 1 : 0));
        REQUIRE(cfirst == first);
        REQUIRE(clast == last);
        if (there) {
            REQUIRE(first == m.find(key));
            REQUIRE(m.find(key)->second == i);
            REQUIRE(first->first == key);
        }
    }
}

TEST_CASE("unordered_map lookup: in an empty, a reserved and an emptied container", "[unord.req]") {
    map m;
    auto finds_nothing = [](const map& c) {
        return c.find("x") == c.end() && c.count("x") == 0 && !c.contains("x") &&
               c.equal_range("x").first == c.equal_range("x").second;
    };
    CHECK(finds_nothing(m));
    m.reserve(100);
    CHECK(finds_nothing(m));
    m["x"] = 1;
    CHECK_FALSE(finds_nothing(m));
    m.clear();
    CHECK(finds_nothing(m));
    const map moved(std::move(m));
    CHECK(finds_nothing(moved));
}
