#include <catch2/catch_test_macros.hpp>

#include <array>
#include <cstddef>
#include <functional>
#include <list>
#include <map>
#include <memory_resource>
#include <ranges>
#include <sstream>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <containers/functors.hpp>
#include <support/arena.hpp>
#include <support/move_only.hpp>
#include <support/stateful_allocator.hpp>

#include <support/under_test.hpp>

// C++23's range constructors and insert_range ([unord.map.cnstr], [unord.set.cnstr]), with our from_range
// tag.

namespace {

using arsenal::from_range;
using functors::tagged_equal;
using functors::tagged_hash;
using map = ut::unordered_map<int, int, tagged_hash, tagged_equal>;
using set = ut::unordered_set<int, tagged_hash, tagged_equal>;

const std::vector<std::pair<int, int>> pairs{{1, 10}, {2, 20}, {3, 30}, {2, 99}};

template <class C>
bool is(const C& c, std::size_t buckets, int hash, int equal) {
    return c.size() == 3 && c.bucket_count() >= buckets && c.hash_function().tag == hash &&
           c.key_eq().tag == equal;
}

} // namespace

TEST_CASE("from_range: constructors of unordered_map", "[unord.map.cnstr]") {
    CHECK(is(map(from_range, pairs), 0, 0, 0));
    CHECK(is(map(from_range, pairs, 50), 50, 0, 0));
    CHECK(is(map(from_range, pairs, 50, tagged_hash{1}), 50, 1, 0));
    CHECK(is(map(from_range, pairs, 50, tagged_hash{1}, tagged_equal{2}), 50, 1, 2));
    CHECK(map(from_range, pairs).at(2) == 20);
    const std::map<int, int> sorted(pairs.begin(), pairs.end());
    CHECK(is(map(from_range, sorted), 0, 0, 0));
    CHECK(map(from_range, std::views::empty<std::pair<int, int>>).empty());
    support::arena memory;
    {
        using allocator = support::stateful_allocator<std::pair<const int, int>>;
        using stateful = ut::unordered_map<int, int, tagged_hash, tagged_equal, allocator>;
        const allocator a(memory);
        CHECK(is(stateful(from_range, pairs, 50, a), 50, 0, 0));
        CHECK(is(stateful(from_range, pairs, 50, tagged_hash{1}, a), 50, 1, 0));
        CHECK(is(stateful(from_range, pairs, 50, tagged_hash{1}, tagged_equal{2}, a), 50, 1, 2));
    }
    CHECK(memory.clean());
}

TEST_CASE("from_range: constructors of unordered_set", "[unord.set.cnstr]") {
    const std::array<int, 4> ints{1, 2, 3, 2};
    CHECK(is(set(from_range, ints), 0, 0, 0));
    CHECK(is(set(from_range, ints, 50), 50, 0, 0));
    CHECK(is(set(from_range, ints, 50, tagged_hash{1}), 50, 1, 0));
    CHECK(is(set(from_range, ints, 50, tagged_hash{1}, tagged_equal{2}), 50, 1, 2));
    CHECK(is(set(from_range, std::views::iota(0, 9) | std::views::transform([](int i) { return i % 3; })), 0,
             0, 0));
    support::arena memory;
    {
        using allocator = support::stateful_allocator<int>;
        using stateful = ut::unordered_set<int, tagged_hash, tagged_equal, allocator>;
        const allocator a(memory);
        CHECK(is(stateful(from_range, ints, 50, a), 50, 0, 0));
        CHECK(is(stateful(from_range, ints, 50, tagged_hash{1}, a), 50, 1, 0));
        CHECK(is(stateful(from_range, ints, 50, tagged_hash{1}, tagged_equal{2}, a), 50, 1, 2));
    }
    CHECK(memory.clean());
}

TEST_CASE("from_range: deduction guides", "[unord.map.overview]") {
    static_assert(
        std::is_same_v<decltype(ut::unordered_map(from_range, pairs)), ut::unordered_map<int, int>>);
    static_assert(std::is_same_v<decltype(ut::unordered_map(from_range, pairs, 5, tagged_hash{})),
                                 ut::unordered_map<int, int, tagged_hash>>);
    static_assert(
        std::is_same_v<decltype(ut::unordered_map(from_range, pairs, 5, tagged_hash{}, tagged_equal{})),
                       map>);
    const std::vector<int> ints{1, 2};
    static_assert(std::is_same_v<decltype(ut::unordered_set(from_range, ints)), ut::unordered_set<int>>);
    static_assert(
        std::is_same_v<decltype(ut::unordered_set(from_range, ints, 5, tagged_hash{}, tagged_equal{})), set>);
    using pair_allocator = std::pmr::polymorphic_allocator<std::pair<const int, int>>;
    using int_allocator = std::pmr::polymorphic_allocator<int>;
    static_assert(std::is_same_v<decltype(ut::unordered_map(from_range, pairs, 5, pair_allocator())),
                                 ut::pmr::unordered_map<int, int>>);
    static_assert(
        std::is_same_v<decltype(ut::unordered_map(from_range, pairs, 5, tagged_hash{}, pair_allocator())),
                       ut::pmr::unordered_map<int, int, tagged_hash>>);
    static_assert(std::is_same_v<decltype(ut::unordered_set(from_range, ints, 5, int_allocator())),
                                 ut::pmr::unordered_set<int>>);
    static_assert(
        std::is_same_v<decltype(ut::unordered_set(from_range, ints, 5, tagged_hash{}, int_allocator())),
                       ut::pmr::unordered_set<int, tagged_hash>>);
    CHECK(ut::unordered_map(from_range, pairs).size() == 3);
    CHECK(ut::unordered_set(from_range, ints).size() == 2);
}

TEST_CASE("insert_range: keeps what is there, moves from rvalues, reads input ranges once", "[unord.req]") {
    ut::unordered_map<int, int> m{{2, 22}};
    static_assert(std::is_void_v<decltype(m.insert_range(pairs))>);
    m.insert_range(pairs);
    CHECK(m == ut::unordered_map<int, int>{{1, 10}, {2, 22}, {3, 30}});
    m.insert_range(std::list<std::pair<int, int>>{{4, 40}});
    m.insert_range(std::vector<std::pair<int, int>>());
    CHECK(m.size() == 4);

    std::istringstream in("5 6 5 7");
    ut::unordered_set<int> s{1};
    s.insert_range(std::views::istream<int>(in));
    s.insert_range(std::views::iota(0, 3));
    CHECK(s == ut::unordered_set<int>{0, 1, 2, 5, 6, 7});

    std::vector<support::move_only> source;
    for (int i = 0; i < 100; ++i) source.emplace_back(i);
    ut::unordered_set<support::move_only> moved;
    moved.insert_range(std::ranges::subrange(std::make_move_iterator(source.begin()),
                                             std::make_move_iterator(source.end())));
    CHECK((moved.size() == 100 && source[5].id() == -1));
}
