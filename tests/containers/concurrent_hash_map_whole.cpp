#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <functional>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <support/fancy_pointer.hpp>
#include <support/propagating_allocator.hpp>

#if ARSENAL_TEST_IMPORT
import arsenal.containers;
#else
#include <arsenal/containers.hpp>
#endif

// Construction, copy, move, swap, comparison, capacity and allocators of a concurrent map.

using support::arena;

namespace {

using map = arsenal::concurrent_hash_map<int, std::string>;

std::string text(int i) { return "value number " + std::to_string(i) + " on the heap"; }

template <class Map>
void fill(Map& m, int n) {
    for (int i = 0; i != n; ++i) m.try_emplace(i, text(i));
}

template <support::propagation P>
using arena_map =
    arsenal::concurrent_hash_map<int, std::string, std::hash<int>, std::equal_to<int>,
                                 support::propagating_allocator<std::pair<const int, std::string>, P>>;

struct salted {
    std::size_t salt = 0;
    std::size_t operator()(int k) const { return static_cast<std::size_t>(k) * 3 + salt; }
};

} // namespace

TEST_CASE("concurrent map: copies are equal and apart") {
    for (const int n : {0, 1, 5, 2000}) {
        map m;
        fill(m, n);
        map copy = m;
        CHECK(copy == m);
        copy.insert_or_assign(n, "more");
        CHECK(copy != m);
        m = copy;
        CHECK(copy == m);
        m.insert_or_assign(n, "other");
        CHECK(copy != m);
        m = *&m;
        CHECK(m.size() == static_cast<std::size_t>(n) + 1);
    }
}

TEST_CASE("concurrent map: what was moved from is empty and of use") {
    map m;
    fill(m, 500);
    const map expected = m;
    map taken = std::move(m);
    CHECK(taken == expected);
    CHECK(m.empty());
    fill(m, 3);
    CHECK(m.size() == 3);
    m = std::move(taken);
    CHECK(m == expected);
    CHECK(taken.empty());
    fill(taken, 2);
    swap(m, taken);
    CHECK(taken == expected);
    CHECK(m.size() == 2);
    m = {{7, "x"}};
    CHECK(m == map{{7, "x"}});
    static_assert(std::is_nothrow_move_constructible_v<map> && std::is_nothrow_move_assignable_v<map>);
}

TEST_CASE("concurrent map: the hash function travels with the elements") {
    using salted_map = arsenal::concurrent_hash_map<int, int, salted>;
    salted_map a(0, salted{5});
    salted_map b(0, salted{9});
    for (int i = 0; i != 300; ++i) {
        a.emplace(i, i);
        b.emplace(-i, i);
    }
    salted_map copy = a;
    copy = b;
    CHECK(copy.hash_function().salt == 9);
    CHECK(copy == b);
    a.swap(b);
    CHECK(a.hash_function().salt == 9);
    CHECK(a.contains(-299));
    CHECK(b.contains(299));
    b = std::move(a);
    CHECK(b.hash_function().salt == 9);
    CHECK(b.contains(-299));
}

TEST_CASE("concurrent map: ranges, lists and deduction") {
    const std::vector<std::pair<int, std::string>> source{{1, "a"}, {2, "b"}, {1, "c"}};
    const map from_range(source.begin(), source.end());
    CHECK(from_range == map{{1, "a"}, {2, "b"}});
    arsenal::concurrent_hash_map deduced(source.begin(), source.end());
    static_assert(std::is_same_v<decltype(deduced), map>);
    arsenal::concurrent_hash_map listed{std::pair{1, 2}, std::pair{3, 4}};
    static_assert(std::is_same_v<decltype(listed), arsenal::concurrent_hash_map<int, int>>);
    CHECK(listed.size() == 2);
}

TEST_CASE("concurrent map: capacity") {
    map m;
    CHECK(m.bucket_count() == 0);
    CHECK(m.load_factor() == 0);
    m.reserve(10000);
    const std::size_t slots = m.bucket_count();
    fill(m, 10000);
    CHECK(m.bucket_count() == slots);
    CHECK(m.load_factor() <= m.max_load_factor());
    CHECK(m.load_factor() > 0.25f);
    m.erase_if([](auto& v) { return v.first >= 100; });
    CHECK(m.bucket_count() == slots);
    m.rehash(0);
    CHECK(m.bucket_count() < 600);
    CHECK(m.size() == 100);
    for (int i = 0; i != 100; ++i) REQUIRE(m.contains(i));
    m.clear();
    m.rehash(0);
    CHECK(m.bucket_count() == 0);
    CHECK(map(1000).bucket_count() >= 1000);
}

TEST_CASE("concurrent map: more room than there can be is refused") {
    map m{{1, "a"}};
    CHECK_THROWS_AS(m.reserve(m.max_size() + 1), std::length_error);
    CHECK_THROWS_AS(m.rehash(~std::size_t{0}), std::length_error);
    CHECK(m == map{{1, "a"}});
}

TEST_CASE("concurrent map: erasures do not wear a table out") {
    arsenal::concurrent_hash_map<int, int> m;
    for (int i = 0; i != 2000; ++i) m.emplace(i, i);
    const std::size_t slots = m.bucket_count();
    for (int i = 2000; i != 200000; ++i) {
        m.emplace(i, i);
        REQUIRE(m.erase(i - 2000) == 1);
    }
    CHECK(m.size() == 2000);
    CHECK(m.bucket_count() <= slots * 2);
}

TEST_CASE("concurrent map: allocators propagate as they say") {
    arena first, second;
    {
        using staying = arena_map<support::propagation{false, false, false}>;
        staying a{staying::allocator_type(first)};
        staying b{staying::allocator_type(second)};
        fill(a, 200);
        b = a;
        CHECK(b.get_allocator() != a.get_allocator());
        CHECK(b == a);
        b.clear();
        b = std::move(a); // element by element
        CHECK(b.size() == 200);
        CHECK(a.empty());
        staying c(std::move(b), staying::allocator_type(first));
        CHECK(c.size() == 200);
        CHECK(b.empty());

        using going = arena_map<support::propagation{true, true, true}>;
        going d{going::allocator_type(first, &second)};
        going e{going::allocator_type(second)};
        fill(d, 200);
        going selected = d;
        CHECK(selected.get_allocator() == e.get_allocator());
        e = d;
        CHECK(e.get_allocator() == d.get_allocator());
        CHECK(e == d);
        swap(selected, d);
        CHECK(d.get_allocator() != e.get_allocator());
        e = std::move(d);
        CHECK(e.get_allocator() == going::allocator_type(second));
        CHECK(e.size() == 200);
    }
    CHECK(first.clean());
    CHECK(second.clean());
}

TEST_CASE("concurrent map: pointers of class type") {
    arena memory;
    {
        using allocator = support::fancy_allocator<std::pair<const int, std::string>>;
        arsenal::concurrent_hash_map<int, std::string, std::hash<int>, std::equal_to<int>, allocator> m{
            allocator(memory)};
        fill(m, 3000);
        for (int i = 0; i < 3000; i += 2) REQUIRE(m.erase(i) == 1);
        const auto copy = m;
        m.rehash(0);
        CHECK(copy == m);
        m.cvisit(1, [&](auto& v) { CHECK(memory.owns(std::addressof(v))); });
    }
    CHECK(memory.clean());
}
