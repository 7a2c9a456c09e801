#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <support/immovable.hpp>
#include <support/move_only.hpp>

#include <support/under_test.hpp>

// [unord.req.general] insert, emplace, erase, clear, lookup; [unord.set.erasure].

namespace {

using set = ut::unordered_set<std::string>;
using support::immovable;
using support::move_only;

using inserted_at = std::pair<set::iterator, bool>;
static_assert(
    std::is_same_v<decltype(std::declval<set&>().insert(std::declval<const std::string&>())), inserted_at>);
static_assert(
    std::is_same_v<decltype(std::declval<set&>().insert(std::declval<std::string>())), inserted_at>);
static_assert(std::is_same_v<decltype(std::declval<set&>().insert(std::declval<set::const_iterator>(), "")),
                             set::iterator>);
static_assert(std::is_same_v<decltype(std::declval<set&>().emplace("")), inserted_at>);
static_assert(
    std::is_same_v<decltype(std::declval<set&>().emplace_hint(std::declval<set::const_iterator>(), "")),
                   set::iterator>);
static_assert(std::is_same_v<decltype(std::declval<set&>().erase("")), set::size_type>);
static_assert(
    std::is_same_v<decltype(std::declval<set&>().erase(std::declval<set::const_iterator>())), set::iterator>);
static_assert(std::is_same_v<decltype(std::declval<const set&>().find("")), set::const_iterator>);
static_assert(std::is_same_v<decltype(std::declval<const set&>().contains("")), bool>);

ut::unordered_set<int> filled(int n) {
    ut::unordered_set<int> s;
    for (int i = 0; i < n; ++i) s.insert(i * 13);
    return s;
}

} // namespace

TEST_CASE("unordered_set insert: copies, moves, refuses", "[unord.req]") {
    set s;
    const std::string copied(40, 'c');
    std::string moved(40, 'm');
    const auto* text = moved.data();
    CHECK(s.insert(copied).second);
    CHECK(copied == std::string(40, 'c'));
    const auto [position, inserted] = s.insert(std::move(moved));
    CHECK((inserted && position->data() == text));
    std::string again(40, 'm');
    const auto [same, twice] = s.insert(std::move(again));
    CHECK((!twice && same == position));
    CHECK(s.insert("literal").second);
    CHECK(*s.insert(s.end(), copied) == copied);
    CHECK(*s.insert(s.cbegin(), std::string("hinted")) == "hinted");
    s.insert({"literal", "one", "two", "one"});
    const std::vector<std::string> range{"two", "three"};
    s.insert(range.begin(), range.end());
    CHECK(s == set{copied, std::string(40, 'm'), "literal", "hinted", "one", "two", "three"});
}

TEST_CASE("unordered_set emplace: in place, move-only and immovable", "[unord.req]") {
    set s;
    CHECK(s.emplace(3, 'x').second);
    CHECK_FALSE(s.emplace("xxx").second);
    CHECK(s.emplace().second);
    CHECK(*s.emplace_hint(s.begin(), 2, 'y') == "yy");
    CHECK(s.emplace_hint(s.end(), "xxx") == s.find("xxx"));
    CHECK(s.size() == 3);
    ut::unordered_set<move_only> moving;
    CHECK(moving.insert(move_only(1)).second);
    CHECK(moving.emplace(2).second);
    CHECK_FALSE(moving.emplace(move_only(1)).second);
    std::vector<move_only> more;
    for (int i = 0; i < 100; ++i) more.emplace_back(i);
    moving.insert(std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    CHECK(moving.size() == 100);
    ut::unordered_set<immovable> stuck;
    for (int i = 0; i < 300; ++i) CHECK(stuck.emplace(i % 100).second == (i < 100));
    CHECK(stuck.contains(immovable(99)));
    ut::unordered_set<std::unique_ptr<int>> owners;
    const auto* owner = owners.insert(std::make_unique<int>(5)).first->get();
    CHECK(**owners.begin() == *owner);
}

TEST_CASE("unordered_set erase: by key, by iterator, by range, by predicate", "[unord.req]") {
    auto s = filled(200);
    CHECK((s.erase(13) == 1 && s.erase(13) == 0 && s.erase(14) == 0 && s.size() == 199));
    std::vector<int> order(s.begin(), s.end());
    auto i = s.begin();
    for (std::size_t at = 0; at < 50; ++at) {
        REQUIRE(*i == order[at]);
        i = s.erase(i);
    }
    order.erase(order.begin(), order.begin() + 50);
    CHECK(std::equal(s.begin(), s.end(), order.begin(), order.end()));
    const auto last = std::next(s.begin(), 49);
    CHECK(s.erase(s.cbegin(), last) == last);
    CHECK(s.size() == 100);
    const std::size_t odd =
        static_cast<std::size_t>(std::count_if(s.begin(), s.end(), [](int k) { return k % 2 == 1; }));
    CHECK(ut::erase_if(s, [](int k) { return k % 2 == 1; }) == odd);
    CHECK(s.size() == 100 - odd);
    CHECK(erase_if(s, [](const int&) { return false; }) == 0);
    s.clear();
    CHECK((s.empty() && s.begin() == s.end() && !s.contains(0)));
    s.insert(1);
    CHECK(s.erase(s.begin()) == s.end());
}

TEST_CASE("unordered_set erase: by a reference to the element", "[unord.req]") {
    set s;
    for (int i = 0; i < 50; ++i) s.insert("an element with a long text " + std::to_string(i));
    while (!s.empty()) CHECK(s.erase(*s.begin()) == 1);
}

TEST_CASE("unordered_set lookup: find, count, contains and equal_range agree", "[unord.req]") {
    auto s = filled(100);
    const auto& c = s;
    for (int key = -5; key < 1400; ++key) {
        const bool there = key >= 0 && key < 1300 && key % 13 == 0;
        REQUIRE((s.find(key) != s.end()) == there);
        REQUIRE((c.find(key) != c.end()) == there);
        REQUIRE(c.count(key) == (there ? 1u : 0u));
        REQUIRE(c.contains(key) == there);
        const auto [first, last] = c.equal_range(key);
        REQUIRE(std::distance(first, last) == (there ? 1 : 0));
        REQUIRE(s.equal_range(key).first == first);
    }
}
