#include <catch2/catch_test_macros.hpp>

#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include <support/immovable.hpp>
#include <support/move_only.hpp>

#include <support/under_test.hpp>

// [unord.map.modifiers]: try_emplace and insert_or_assign.

namespace {

using map = ut::unordered_map<std::string, std::unique_ptr<int>>;
using support::immovable;
using support::move_only;

using key_and_bool = std::pair<map::iterator, bool>;
static_assert(std::is_same_v<decltype(std::declval<map&>().try_emplace(std::declval<const std::string&>())),
                             key_and_bool>);
static_assert(
    std::is_same_v<decltype(std::declval<map&>().try_emplace(std::declval<std::string>())), key_and_bool>);
static_assert(
    std::is_same_v<decltype(std::declval<map&>().try_emplace(std::declval<map::const_iterator>(), "")),
                   map::iterator>);
static_assert(std::is_same_v<decltype(std::declval<map&>().insert_or_assign("", nullptr)), key_and_bool>);
static_assert(std::is_same_v<decltype(std::declval<map&>().insert_or_assign(
                                 std::declval<map::const_iterator>(), "", nullptr)),
                             map::iterator>);

} // namespace

TEST_CASE("unordered_map try_emplace: constructs the mapped value from its arguments",
          "[unord.map.modifiers]") {
    ut::unordered_map<int, std::string> m;
    const int key = 1;
    const auto [position, inserted] = m.try_emplace(key, 3, 'x');
    CHECK(inserted);
    CHECK(position->second == "xxx");
    CHECK(m.try_emplace(2).first->second.empty());
    CHECK(m.try_emplace(3, "three").first->second == "three");
    CHECK(m.try_emplace(m.cend(), 4, "four")->second == "four");
    CHECK(m.try_emplace(m.cbegin(), key, "again") == m.find(1));
    CHECK(m.at(1) == "xxx");
    CHECK(m.size() == 4);
}

TEST_CASE("unordered_map try_emplace: an equal key leaves every argument untouched",
          "[unord.map.modifiers]") {
    map m;
    std::string key(40, 'k');
    m.try_emplace(key, std::make_unique<int>(1));
    auto value = std::make_unique<int>(2);
    const auto [position, inserted] = m.try_emplace(std::move(key), std::move(value));
    CHECK_FALSE(inserted);
    CHECK(*position->second == 1);
    REQUIRE(value);
    CHECK(*value == 2);
    CHECK(key == std::string(40, 'k'));
    CHECK(m.try_emplace(m.begin(), std::move(key), std::move(value)) == position);
    CHECK(value);
    CHECK(key == std::string(40, 'k'));
}

TEST_CASE("unordered_map try_emplace: a new key is moved from an rvalue and copied from an lvalue",
          "[unord.map.modifiers]") {
    ut::unordered_map<std::string, int> m;
    std::string key(40, 'k');
    const std::string copied(40, 'c');
    const auto* text = key.data();
    CHECK(m.try_emplace(std::move(key), 1).first->first.data() == text);
    CHECK(m.try_emplace(copied, 2).first->first.data() != copied.data());
    CHECK(copied == std::string(40, 'c'));
    ut::unordered_map<move_only, move_only> moving;
    move_only id(5);
    CHECK(moving.try_emplace(std::move(id), 6).first->second.id() == 6);
    CHECK(id.id() == -1);
    move_only hinted(7);
    CHECK(moving.try_emplace(moving.end(), std::move(hinted), move_only(8))->second.id() == 8);
    CHECK(hinted.id() == -1);
}

TEST_CASE("unordered_map try_emplace: an immovable mapped value", "[unord.map.modifiers]") {
    ut::unordered_map<int, immovable> m;
    for (int i = 0; i < 200; ++i) CHECK(m.try_emplace(i, i * 3).second);
    CHECK_FALSE(m.try_emplace(5, 0).second);
    for (int i = 0; i < 200; ++i) REQUIRE(m.at(i).id() == i * 3);
    CHECK(m[1000].id() == 0);
}

TEST_CASE("unordered_map insert_or_assign: inserts or assigns, and says which", "[unord.map.modifiers]") {
    map m;
    std::string key(40, 'k');
    const auto [position, inserted] = m.insert_or_assign(key, std::make_unique<int>(1));
    CHECK(inserted);
    const auto* element = &*position;
    const auto [again, twice] = m.insert_or_assign(std::move(key), std::make_unique<int>(2));
    CHECK_FALSE(twice);
    CHECK(&*again == element);
    CHECK(*again->second == 2);
    CHECK(key == std::string(40, 'k'));
    CHECK(*m.insert_or_assign(m.end(), key, std::make_unique<int>(3))->second == 3);
    CHECK(*m.insert_or_assign(m.cbegin(), "new", std::make_unique<int>(4))->second == 4);
    CHECK(m.size() == 2);
}

TEST_CASE("unordered_map insert_or_assign: forwards the key and the value", "[unord.map.modifiers]") {
    ut::unordered_map<std::string, std::string> m;
    std::string key(40, 'k');
    std::string value(40, 'v');
    const auto* key_text = key.data();
    const auto* value_text = value.data();
    const auto position = m.insert_or_assign(std::move(key), std::move(value)).first;
    CHECK(position->first.data() == key_text);
    CHECK(position->second.data() == value_text);
    m.insert_or_assign(position->first, "assigned from a literal");
    CHECK(position->second == "assigned from a literal");
}

namespace {

// Constructed from int in one way, assigned from int in another: insert_or_assign uses each where it belongs.
struct told_apart {
    int constructed = 0;
    int assigned = 0;
    told_apart(int i) : constructed(i) {}
    told_apart& operator=(int i) { return assigned = i, *this; }
};

} // namespace

TEST_CASE("unordered_map insert_or_assign: constructs once and assigns afterwards", "[unord.map.modifiers]") {
    ut::unordered_map<int, told_apart> m;
    m.insert_or_assign(1, 10);
    CHECK(m.at(1).constructed == 10);
    CHECK(m.at(1).assigned == 0);
    m.insert_or_assign(1, 20);
    CHECK(m.at(1).constructed == 10);
    CHECK(m.at(1).assigned == 20);
}
