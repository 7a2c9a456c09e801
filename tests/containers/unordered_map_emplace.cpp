#include <catch2/catch_test_macros.hpp>

#include <memory>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

#include <support/immovable.hpp>
#include <support/instance_counter.hpp>
#include <support/move_only.hpp>

#include <support/under_test.hpp>

// [unord.req.general]: emplace and emplace_hint construct value_type from their arguments, whatever these
// are.

namespace {

using map = ut::unordered_map<std::string, int>;
using support::immovable;
using support::move_only;

static_assert(std::is_same_v<decltype(std::declval<map&>().emplace("", 1)), std::pair<map::iterator, bool>>);
static_assert(
    std::is_same_v<decltype(std::declval<map&>().emplace_hint(std::declval<map::const_iterator>(), "", 1)),
                   map::iterator>);

} // namespace

TEST_CASE("unordered_map emplace: key and value", "[unord.req]") {
    map m;
    const auto [position, inserted] = m.emplace("one", 1);
    CHECK(inserted);
    CHECK(position->first == "one");
    CHECK(position->second == 1);
    const auto [again, twice] = m.emplace("one", 99);
    CHECK_FALSE(twice);
    CHECK(again == position);
    CHECK(again->second == 1);
    CHECK(m.size() == 1);
}

TEST_CASE("unordered_map emplace: every constructor of the pair", "[unord.req]") {
    map m;
    const std::string key = "lvalue";
    const int number = 7;
    const map::value_type whole("whole", 1);
    CHECK(m.emplace(key, number).second);
    CHECK(m.emplace(whole).second);
    CHECK(m.emplace(std::pair<const char*, short>("converting", short{3})).second);
    CHECK(m.emplace(std::make_pair(std::string("rvalue pair"), 4)).second);
    CHECK(m.emplace(std::piecewise_construct, std::forward_as_tuple(3, 'x'), std::forward_as_tuple()).second);
    CHECK(m.emplace().second);
    CHECK(m.at("lvalue") == 7);
    CHECK(m.at("converting") == 3);
    CHECK(m.at("xxx") == 0);
    CHECK(m.at("") == 0);
    CHECK(m.size() == 6);
    CHECK_FALSE(m.emplace().second);
    CHECK_FALSE(m.emplace(whole).second);
    CHECK_FALSE(
        m.emplace(std::piecewise_construct, std::forward_as_tuple(3, 'x'), std::forward_as_tuple(5)).second);
    CHECK(m.size() == 6);
}

TEST_CASE("unordered_map emplace: move-only keys and values", "[unord.req]") {
    ut::unordered_map<move_only, std::unique_ptr<int>> m;
    CHECK(m.emplace(move_only(1), std::make_unique<int>(10)).second);
    CHECK(m.emplace(std::make_pair(move_only(2), std::make_unique<int>(20))).second);
    CHECK_FALSE(m.emplace(move_only(1), std::make_unique<int>(99)).second);
    CHECK(*m.at(move_only(1)) == 10);
    CHECK(*m.at(move_only(2)) == 20);
}

TEST_CASE("unordered_map emplace: immovable keys and values, built in place", "[unord.req]") {
    ut::unordered_map<immovable, immovable> m;
    for (int i = 0; i < 200; ++i) {
        const auto [position, inserted] =
            m.emplace(std::piecewise_construct, std::forward_as_tuple(i), std::forward_as_tuple(i * 2));
        REQUIRE(inserted);
        REQUIRE(position->second.id() == i * 2);
    }
    CHECK_FALSE(
        m.emplace(std::piecewise_construct, std::forward_as_tuple(7), std::forward_as_tuple(0)).second);
    CHECK(m.size() == 200);
    CHECK(m.find(immovable(199))->second.id() == 398);
    m.clear();
    CHECK(m.empty());
}

TEST_CASE("unordered_map emplace_hint: returns the element whatever the hint", "[unord.req]") {
    map m;
    const auto one = m.emplace_hint(m.end(), "one", 1);
    CHECK(one->second == 1);
    CHECK(m.emplace_hint(m.cbegin(), "two", 2)->second == 2);
    CHECK(m.emplace_hint(m.find("two"), "one", 99)->second == 1);
    CHECK(m.emplace_hint(m.find("one"), "one", 99)->second == 1);
    CHECK(m.emplace_hint(m.begin(), std::piecewise_construct, std::forward_as_tuple(2, 'y'),
                         std::forward_as_tuple(5))
              ->first == "yy");
    for (int i = 0; i < 300; ++i) {
        const auto position = m.emplace_hint(m.find("one"), std::to_string(i), i);
        REQUIRE(position->second == i);
    }
    CHECK(m.size() == 303);
}

namespace {

struct counted_tag {};
struct counted : support::instance_counter<counted_tag> {
    explicit counted(int) {}
};

} // namespace

TEST_CASE("unordered_map emplace: what was built for an equal key is destroyed", "[unord.req]") {
    {
        ut::unordered_map<int, counted> m;
        for (int round = 0; round < 3; ++round) {
            for (int i = 0; i < 20; ++i) m.emplace(i, i);
        }
        CHECK(m.size() == 20);
        CHECK(counted::live() == 20);
        m.erase(3);
        CHECK(counted::live() == 19);
    }
    CHECK(counted::live() == 0);
    CHECK(counted::errors() == 0);
}
