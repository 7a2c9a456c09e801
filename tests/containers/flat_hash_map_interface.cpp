#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <concepts>
#include <functional>
#include <memory>
#include <memory_resource>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <containers/functors.hpp>
#include <support/move_only.hpp>

#if ARSENAL_TEST_IMPORT
import arsenal.containers;
#else
#include <arsenal/containers.hpp>
#endif

// What flat_hash_map and flat_hash_set add to std's interface or do in their own way. What they share with
// unordered_map the conformance suite shows (ARSENAL_TEST_FLAT).

namespace {

using arsenal::flat_hash_map, arsenal::flat_hash_set;
using strings = flat_hash_map<std::string, int>;

template <class Map>
concept finds_views = requires(Map& m) { m.find(std::string_view()); };

/// How often one was made from nothing.
struct counted {
    static inline int made = 0;
    counted() { ++made; }
    counted(counted&&) = default;
    counted& operator=(counted&&) = default;
};

} // namespace

TEST_CASE("flat: class template argument deduction") {
    const std::vector<std::pair<int, std::string>> pairs{{1, "a"}, {2, "b"}};
    const flat_hash_map from_iterators(pairs.begin(), pairs.end());
    STATIC_CHECK(std::is_same_v<decltype(from_iterators), const flat_hash_map<int, std::string>>);
    const flat_hash_map from_list({std::pair{1, 2.0}, std::pair{2, 3.0}});
    STATIC_CHECK(std::is_same_v<decltype(from_list), const flat_hash_map<int, double>>);
    const flat_hash_map from_range(arsenal::from_range, pairs);
    STATIC_CHECK(std::is_same_v<decltype(from_range), const flat_hash_map<int, std::string>>);
    const flat_hash_map with_hash(pairs.begin(), pairs.end(), 10, functors::constant_hash());
    STATIC_CHECK(
        std::is_same_v<decltype(with_hash), const flat_hash_map<int, std::string, functors::constant_hash>>);
    CHECK((from_iterators.at(2) == "b" && from_list.at(1) == 2.0 && from_range.size() == 2));
    const flat_hash_set set{3, 1, 2, 3};
    STATIC_CHECK(std::is_same_v<decltype(set), const flat_hash_set<int>>);
    CHECK(set.size() == 3);

    // From another one and an allocator: the same type, its way of growing too.
    const auto same_in = [](const auto& c, const auto& map_or_set_in) {
        using type = std::remove_cvref_t<decltype(c)>;
        const auto copy = map_or_set_in(c, c.get_allocator());
        const auto moved = map_or_set_in(type(c), c.get_allocator());
        STATIC_CHECK(
            (std::is_same_v<decltype(copy), const type> && std::is_same_v<decltype(moved), const type>));
        return copy == c && moved == c;
    };
    const auto map_in = [](auto&& c, auto a) { return flat_hash_map(std::forward<decltype(c)>(c), a); };
    const auto set_in = [](auto&& c, auto a) { return flat_hash_set(std::forward<decltype(c)>(c), a); };
    CHECK((same_in(with_hash, map_in) && same_in(set, set_in)));
    CHECK(same_in(arsenal::incremental_hash_map<int, int>{{1, 2}}, map_in));
    CHECK(same_in(arsenal::incremental_hash_set<int>{1, 2}, set_in));
    CHECK(same_in(arsenal::pmr::flat_hash_map<int, int>{{1, 2}}, map_in));
}

TEST_CASE("flat: text finds strings under the default functions") {
    strings m{{"one", 1}, {"two", 2}};
    const strings& c = m;
    CHECK((m.find("one")->second == 1 && c.find(std::string_view("two"))->second == 2));
    CHECK((c.contains("two") && !c.contains("three") && c.count(std::string_view("one")) == 1));
    CHECK(m.equal_range("one").first == m.find("one"));
    CHECK((c.at("two") == 2 && m.at(std::string_view("one")) == 1));
    CHECK_THROWS_AS(c.at("three"), std::out_of_range);
    CHECK((m["three"] == 0 && m["one"] == 1 && m.size() == 3));
    CHECK_FALSE(m.try_emplace("one", 7).second);
    CHECK(m.try_emplace(std::string_view("four"), 4).first->second == 4);
    CHECK_FALSE(m.insert_or_assign("four", 5).second);
    CHECK(m.at("four") == 5);
    CHECK((m.erase("four") == 1 && m.erase(std::string_view("four")) == 0));
    auto node = m.extract("three");
    CHECK((node && node.key() == "three" && m.size() == 2));
    flat_hash_set<std::string> set{"a", "b"};
    CHECK((set.contains("a") && set.erase("a") == 1 && !set.contains(std::string_view("a"))));
    CHECK((set.insert("c").second && !set.insert(std::string_view("c")).second && set.size() == 2));
    // Not under functions that are the user's own and do not say so.
    STATIC_CHECK(finds_views<strings>);
    STATIC_CHECK_FALSE(finds_views<flat_hash_map<std::string, int, functors::string_hash_opaque>>);
}

TEST_CASE("flat: transparent functions find by what they take, without making a key") {
    flat_hash_map<std::string, int, functors::string_hash, std::equal_to<>> m{{"one", 1}};
    CHECK((m.contains(std::string_view("one")) && m.at("one") == 1 && m["two"] == 0));
    CHECK((m.extract(std::string_view("two")).key() == "two" && m.erase("one") == 1 && m.empty()));
}

TEST_CASE("flat: an extracted element is a value of its own, and goes back in") {
    flat_hash_map<int, std::unique_ptr<int>> m;
    for (int i = 0; i < 40; ++i) m.emplace(i, std::make_unique<int>(i));
    auto node = m.extract(7);
    CHECK((!node.empty() && node.key() == 7 && *node.mapped() == 7 && m.size() == 39 && !m.contains(7)));
    node.key() = 100;
    auto other = std::move(node);
    CHECK((node.empty() && other.key() == 100));
    const auto result = m.insert(std::move(other));
    CHECK((result.inserted && result.node.empty() && *result.position->second == 7 && m.size() == 40));

    auto again = m.extract(m.find(100));
    again.key() = 8;
    auto refused = m.insert(std::move(again));
    CHECK((!refused.inserted && refused.node.key() == 8 && *refused.node.mapped() == 7));
    CHECK((refused.position == m.find(8) && *m.at(8) == 8));
    swap(refused.node, again);
    CHECK((refused.node.empty() && *again.mapped() == 7));
    CHECK((m.extract(1000).empty() && m.insert(m.extract(1000)).position == m.end()));
    again.key() = 200;
    CHECK(m.insert(m.begin(), std::move(again))->first == 200);
}

TEST_CASE("flat: merge moves what is missing and leaves the rest") {
    flat_hash_map<int, std::unique_ptr<int>> a, b;
    for (int i = 0; i < 100; ++i) a.emplace(i, std::make_unique<int>(1));
    for (int i = 50; i < 150; ++i) b.emplace(i, std::make_unique<int>(2));
    a.merge(b);
    CHECK((a.size() == 150 && b.size() == 50 && *a.at(99) == 1 && *a.at(100) == 2 && *b.at(50) == 2));
    a.merge(a);
    CHECK(a.size() == 150);
    flat_hash_set<int> s{1, 2}, t{2, 3};
    s.merge(std::move(t));
    CHECK((s == flat_hash_set<int>{1, 2, 3} && t == flat_hash_set<int>{2}));
}

TEST_CASE("flat: keys and values that only move") {
    flat_hash_map<support::move_only, support::move_only> m;
    for (int i = 0; i < 100; ++i) m.try_emplace(support::move_only(i), support::move_only(i));
    CHECK((m.size() == 100 && m.at(support::move_only(42)).id() == 42));
    auto moved = std::move(m);
    CHECK((moved.size() == 100 && m.empty()));
    flat_hash_map<int, counted> lazy;
    lazy.try_emplace(1);
    lazy.try_emplace(1);
    CHECK(counted::made == 1);
}

TEST_CASE("flat: an argument may be part of an element that moves") {
    for (int n = 0; n < 200; ++n) {
        flat_hash_map<int, std::string> m;
        for (int i = 0; i < n; ++i) m.emplace(i, "a string of more than fifteen characters");
        if (n != 0) m.try_emplace(-1, m.begin()->second);
        if (n != 0) CHECK(m.at(-1) == "a string of more than fifteen characters");
        if (n != 0) m.insert(std::pair<const int, std::string>(-2, m.at(-1)));
        flat_hash_set<std::string> s;
        for (int i = 0; i < n; ++i) s.insert(std::to_string(i) + " and more than fifteen characters");
        if (n != 0) CHECK(s.erase(*s.begin()) == 1); // its own key
    }
}

TEST_CASE("flat: pmr and scoped memory") {
    std::byte buffer[1 << 15];
    std::pmr::monotonic_buffer_resource memory(buffer, sizeof buffer, std::pmr::null_memory_resource());
    arsenal::pmr::flat_hash_map<int, std::pmr::string> m(&memory);
    for (int i = 0; i < 60; ++i) m.try_emplace(i, "a string of more than fifteen characters");
    CHECK(m.at(59).get_allocator().resource() == &memory);
    arsenal::pmr::flat_hash_set<int> s({1, 2, 3}, &memory);
    CHECK((s.size() == 3 && s.get_allocator().resource() == &memory));
}
