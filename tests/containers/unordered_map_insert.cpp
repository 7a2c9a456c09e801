#include <catch2/catch_test_macros.hpp>

#include <initializer_list>
#include <iterator>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <support/move_only.hpp>

#include <support/under_test.hpp>

// [unord.req.general], [unord.map.modifiers]: insert, in all its overloads.

namespace {

using map = ut::unordered_map<std::string, int>;
using value = map::value_type;
using support::move_only;

static_assert(std::is_same_v<decltype(std::declval<map&>().insert(std::declval<const value&>())),
                             std::pair<map::iterator, bool>>);
static_assert(std::is_same_v<decltype(std::declval<map&>().insert(std::declval<value>())),
                             std::pair<map::iterator, bool>>);
static_assert(std::is_same_v<decltype(std::declval<map&>().insert(std::declval<map::const_iterator>(),
                                                                  std::declval<const value&>())),
                             map::iterator>);

template <class Map, class... Args>
concept inserts = requires(Map m, Args&&... args) { m.insert(std::forward<Args>(args)...); };

// insert(P&&) takes part only where value_type is constructible from P ([unord.map.modifiers]/1, /4).
static_assert(inserts<map, std::pair<const char*, int>> && inserts<map, std::pair<std::string, short>&>);
static_assert(!inserts<map, int> && !inserts<map, std::pair<int*, int>> &&
              !inserts<map, map::const_iterator, int>);
static_assert(inserts<map, map::const_iterator, std::pair<const char*, int>>);

} // namespace

TEST_CASE("unordered_map insert: an lvalue is copied", "[unord.req]") {
    map m;
    const value one{"a key longer than the small buffer", 1};
    const auto [position, inserted] = m.insert(one);
    CHECK(inserted);
    CHECK(*position == one);
    CHECK(one.first.size() == 34);
    CHECK(m.size() == 1);
}

TEST_CASE("unordered_map insert: an equal key leaves the element as it is", "[unord.req]") {
    map m{{"one", 1}};
    const auto* element = &*m.begin();
    const auto [position, inserted] = m.insert(value{"one", 99});
    CHECK_FALSE(inserted);
    CHECK(&*position == element);
    CHECK(position->second == 1);
    CHECK(m.size() == 1);
}

TEST_CASE("unordered_map insert: an rvalue is moved from", "[unord.req]") {
    ut::unordered_map<int, move_only> m;
    std::pair<const int, move_only> source(1, move_only(10));
    CHECK(m.insert(std::move(source)).second);
    CHECK(m.at(1).id() == 10);
    CHECK(source.second.id() == -1);
    CHECK(m.insert(m.end(), std::pair<const int, move_only>(2, move_only(20)))->second.id() == 20);
}

TEST_CASE("unordered_map insert: what converts to value_type is constructed from it",
          "[unord.map.modifiers]") {
    map m;
    const char* const key = "converted";
    CHECK(m.insert(std::make_pair(key, short{3})).second);
    CHECK(m.insert(std::pair<std::string, int>("pair without const", 4)).first->second == 4);
    CHECK(m.insert({"braces", 5}).second);
    CHECK(m.insert(m.cbegin(), std::make_pair("with a hint", 6))->second == 6);
    CHECK_FALSE(m.insert(std::make_pair(key, 7)).second);
    CHECK(m.at("converted") == 3);
    CHECK(m.size() == 4);
}

TEST_CASE("unordered_map insert: a mutable pair's strings are moved", "[unord.map.modifiers]") {
    ut::unordered_map<std::string, std::string> m;
    std::pair<std::string, std::string> source(std::string(50, 'k'), std::string(50, 'v'));
    const auto* key = source.first.data();
    const auto* text = source.second.data();
    const auto position = m.insert(std::move(source)).first;
    CHECK(position->first.data() == key);
    CHECK(position->second.data() == text);
}

TEST_CASE("unordered_map insert: a hint of any kind is only a hint", "[unord.req]") {
    map m;
    const value one{"one", 1};
    auto position = m.insert(m.end(), one);
    CHECK(position->second == 1);
    CHECK(m.insert(m.cbegin(), value{"two", 2})->second == 2);
    position = m.find("one");
    CHECK(m.insert(position, {"three", 3})->second == 3);
    const map::const_iterator hint = m.find("two");
    CHECK(m.insert(hint, value{"one", 99})->second == 1);
    CHECK(m.insert(m.end(), one) == m.find("one"));
    CHECK(m.size() == 3);
}

TEST_CASE("unordered_map insert: a range", "[unord.req]") {
    const std::vector<std::pair<std::string, int>> source{{"one", 1}, {"two", 2}, {"one", 99}, {"three", 3}};
    map m{{"two", 22}};
    m.insert(source.begin(), source.end());
    CHECK(m == map{{"one", 1}, {"two", 22}, {"three", 3}});
    m.insert(source.end(), source.end());
    CHECK(m.size() == 3);
    map target;
    target.insert(m.begin(), m.end());
    target.insert(m.cbegin(), m.cend());
    CHECK(target == m);
}

TEST_CASE("unordered_map insert: a range of rvalues", "[unord.req]") {
    std::vector<std::pair<int, move_only>> source;
    for (int i = 0; i < 100; ++i) source.emplace_back(i, move_only(i));
    ut::unordered_map<int, move_only> m;
    m.insert(std::make_move_iterator(source.begin()), std::make_move_iterator(source.end()));
    REQUIRE(m.size() == 100);
    for (int i = 0; i < 100; ++i) CHECK(m.at(i).id() == i);
}

TEST_CASE("unordered_map insert: an initializer list", "[unord.req]") {
    map m{{"one", 1}};
    m.insert({{"one", 99}, {"two", 2}, {"two", 88}, {"three", 3}});
    CHECK(m == map{{"one", 1}, {"two", 2}, {"three", 3}});
    m.insert(std::initializer_list<value>{});
    CHECK(m.size() == 3);
}

TEST_CASE("unordered_map insert: an element of the container itself, across a growth", "[unord.req]") {
    ut::unordered_map<int, std::string> m;
    m.emplace(0, std::string(40, 'x'));
    for (int i = 1; i < 500; ++i) {
        m.emplace(i, m.find(i - 1)->second);
        REQUIRE(m.at(i) == std::string(40, 'x'));
        REQUIRE_FALSE(m.insert(*m.begin()).second);
    }
    CHECK(m.size() == 500);
}
