#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <type_traits>

#include <containers/functors.hpp>

#include <support/under_test.hpp>

// [unord.req.general] heterogeneous lookup: only where both Hash and Pred say is_transparent.

namespace {

using functors::string_hash;
using functors::string_hash_opaque;
using map = ut::unordered_map<std::string, int, string_hash, std::equal_to<>>;
using set = ut::unordered_set<std::string, string_hash, std::equal_to<>>;

template <class C>
concept finds_views = requires(C c, std::string_view v) { c.find(v); };
template <class C>
concept counts_views = requires(C c, std::string_view v) { c.count(v); };
template <class C>
concept contains_views = requires(C c, std::string_view v) { c.contains(v); };
template <class C>
concept ranges_views = requires(C c, std::string_view v) { c.equal_range(v); };
template <class C>
concept all_lookups =
    finds_views<C> && counts_views<C> && contains_views<C> && ranges_views<C> && finds_views<const C> &&
    counts_views<const C> && contains_views<const C> && ranges_views<const C>;
template <class C>
concept no_lookups = !finds_views<C> && !counts_views<C> && !contains_views<C> && !ranges_views<C> &&
                     !finds_views<const C> && !ranges_views<const C>;

static_assert(all_lookups<map> && all_lookups<set>);
static_assert(no_lookups<ut::unordered_map<std::string, int>>);
static_assert(no_lookups<ut::unordered_map<std::string, int, string_hash>>);
static_assert(no_lookups<ut::unordered_map<std::string, int, string_hash_opaque, std::equal_to<>>>);
static_assert(no_lookups<ut::unordered_set<std::string>>);
static_assert(no_lookups<ut::unordered_set<std::string, string_hash>>);
static_assert(no_lookups<ut::unordered_set<std::string, string_hash_opaque, std::equal_to<>>>);

static_assert(std::is_same_v<decltype(std::declval<map&>().find(std::string_view())), map::iterator>);
static_assert(
    std::is_same_v<decltype(std::declval<const map&>().find(std::string_view())), map::const_iterator>);
static_assert(std::is_same_v<decltype(std::declval<map&>().equal_range(std::string_view())),
                             std::pair<map::iterator, map::iterator>>);
static_assert(std::is_same_v<decltype(std::declval<const map&>().equal_range(std::string_view())),
                             std::pair<map::const_iterator, map::const_iterator>>);

// A key that counts how often it is made, to see that lookups make none.
struct counted_key {
    inline static int made = 0;
    int id;
    explicit counted_key(int i) : id(i) { ++made; }
    counted_key(const counted_key& other) : id(other.id) { ++made; }
};

struct by_id {
    using is_transparent = void;
    std::size_t operator()(const counted_key& k) const { return std::hash<int>{}(k.id); }
    std::size_t operator()(int id) const { return std::hash<int>{}(id); }
    bool operator()(const counted_key& a, const counted_key& b) const { return a.id == b.id; }
    bool operator()(const counted_key& a, int b) const { return a.id == b; }
    bool operator()(int a, const counted_key& b) const { return a == b.id; }
};

} // namespace

TEST_CASE("unordered_map transparent: lookups by a view", "[unord.req]") {
    map m;
    for (int i = 0; i < 200; ++i) m.emplace("key " + std::to_string(i), i);
    const map& c = m;
    const std::string_view there = "key 123";
    const std::string_view not_there = "key 1234";
    CHECK(m.find(there)->second == 123);
    CHECK(c.find(there)->second == 123);
    CHECK(m.find(not_there) == m.end());
    CHECK(c.find("key 5")->second == 5);
    CHECK(c.count(there) == 1);
    CHECK(c.count(not_there) == 0);
    CHECK(c.contains(there));
    CHECK_FALSE(c.contains(not_there));
    CHECK(m.equal_range(there).first == m.find(there));
    CHECK(std::distance(c.equal_range(there).first, c.equal_range(there).second) == 1);
    CHECK(c.equal_range(not_there).first == c.equal_range(not_there).second);
    m.find(there)->second = 7;
    CHECK(c.at("key 123") == 7);
}

TEST_CASE("unordered_set transparent: lookups by a view", "[unord.req]") {
    set s;
    for (int i = 0; i < 200; ++i) s.insert("key " + std::to_string(i));
    const std::string_view there = "key 123";
    CHECK(*s.find(there) == there);
    CHECK(s.contains(there));
    CHECK(s.count("key 1234") == 0);
    CHECK(s.equal_range(there).first == s.find(there));
}

TEST_CASE("unordered_map transparent: no key is made", "[unord.req]") {
    ut::unordered_map<counted_key, int, by_id, by_id> m;
    ut::unordered_set<counted_key, by_id, by_id> s;
    for (int i = 0; i < 50; ++i) {
        m.try_emplace(counted_key(i), i);
        s.emplace(i);
    }
    counted_key::made = 0;
    for (int i = 0; i < 100; ++i) {
        REQUIRE(m.contains(i) == (i < 50));
        REQUIRE((m.find(i) != m.end()) == (i < 50));
        REQUIRE(m.count(i) == (i < 50 ? 1u : 0u));
        REQUIRE((m.equal_range(i).first != m.end()) == (i < 50));
        REQUIRE(s.contains(i) == (i < 50));
        REQUIRE((s.find(i) != s.end()) == (i < 50));
    }
    CHECK(counted_key::made == 0);
}

TEST_CASE("unordered_map transparent: members that take iterators still do", "[unord.req]") {
    map m{{"one", 1}, {"two", 2}};
    map::iterator i = m.find("one");
    m.erase(i);
    CHECK(m.size() == 1);
    const map::const_iterator j = m.begin();
    CHECK(m.erase(j) == m.end());
    m["three"] = 3;
    const auto node = m.extract(m.begin());
    CHECK(node.key() == "three");
}
