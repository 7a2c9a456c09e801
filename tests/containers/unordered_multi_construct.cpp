#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <concepts>
#include <functional>
#include <iterator>
#include <memory>
#include <memory_resource>
#include <ranges>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <containers/functors.hpp>
#include <containers/multi.hpp>
#include <support/stateful_allocator.hpp>

// [unord.multimap.cnstr], [unord.multiset.cnstr], member types, copies, moves, allocators and deduction
// guides.

using consistency::contradiction;
using support::arena;

namespace {

using entry = std::pair<const int, int>;
using hash = functors::tagged_hash;
using equal = functors::tagged_equal;
using allocator = support::stateful_allocator<entry>;
using arena_map = ut::unordered_multimap<int, int, hash, equal, allocator>;

const std::vector<std::pair<int, int>> pairs{{1, 1}, {2, 2}, {1, 3}};

template <class Map>
bool holds_pairs(const Map& m) {
    return m.size() == 3 && m.count(1) == 2 && m.count(2) == 1 && contradiction(m).empty();
}

} // namespace

TEMPLATE_TEST_CASE("unordered_multi construct: member types", "[unord.req]", multi::map, multi::set) {
    using c = TestType;
    using traits = std::allocator_traits<typename c::allocator_type>;
    STATIC_REQUIRE(std::is_same_v<typename c::pointer, typename traits::pointer>);
    STATIC_REQUIRE(std::is_same_v<typename c::reference, typename c::value_type&>);
    STATIC_REQUIRE(std::is_same_v<typename c::difference_type, std::ptrdiff_t>);
    STATIC_REQUIRE(std::forward_iterator<typename c::iterator>);
    STATIC_REQUIRE(std::forward_iterator<typename c::const_local_iterator>);
    STATIC_REQUIRE(std::is_convertible_v<typename c::iterator, typename c::const_iterator>);
    STATIC_REQUIRE_FALSE(std::is_convertible_v<typename c::const_iterator, typename c::iterator> &&
                         multi::of<c>::is_map);
    STATIC_REQUIRE(std::is_same_v<std::iter_reference_t<typename c::iterator>,
                                  std::conditional_t<multi::of<c>::is_map, typename c::value_type&,
                                                     const typename c::value_type&>>);
    STATIC_REQUIRE(std::ranges::sized_range<c>);
    STATIC_REQUIRE(std::is_nothrow_move_constructible_v<c>);
    STATIC_REQUIRE(std::is_nothrow_move_assignable_v<c>);
    STATIC_REQUIRE(std::is_nothrow_swappable_v<c>);
    STATIC_REQUIRE(std::is_same_v<typename ut::unordered_map<int, int>::node_type,
                                  typename ut::unordered_multimap<int, int>::node_type>);
    STATIC_REQUIRE(std::is_same_v<typename ut::unordered_set<int>::node_type,
                                  typename ut::unordered_multiset<int>::node_type>);
}

TEST_CASE("unordered_multi construct: every list of arguments", "[unord.multimap.cnstr]") {
    arena memory;
    const allocator a(memory);
    const hash h{3};
    const equal e{4};
    const std::initializer_list<entry> il{{1, 1}, {2, 2}, {1, 3}};
    const auto check = [&](const arena_map& m, int of_hash, int of_equal, std::size_t buckets) {
        CHECK(m.get_allocator() == a);
        CHECK(m.hash_function().tag == of_hash);
        CHECK(m.key_eq().tag == of_equal);
        CHECK(m.bucket_count() >= buckets);
        CHECK((m.empty() || holds_pairs(m)));
        REQUIRE(contradiction(m) == "");
    };
    check(arena_map(a), 0, 0, 0);
    check(arena_map(50, h, e, a), 3, 4, 50);
    check(arena_map(50, h, a), 3, 0, 50);
    check(arena_map(50, a), 0, 0, 50);
    check(arena_map(pairs.begin(), pairs.end(), 50, h, e, a), 3, 4, 50);
    check(arena_map(pairs.begin(), pairs.end(), 50, h, a), 3, 0, 50);
    check(arena_map(pairs.begin(), pairs.end(), 50, a), 0, 0, 50);
    check(arena_map(il, 50, h, e, a), 3, 4, 50);
    check(arena_map(il, 50, h, a), 3, 0, 50);
    check(arena_map(il, 50, a), 0, 0, 50);
    const arena_map m(il, 50, h, e, a);
    CHECK(m.size() == 3);
    check(m, 3, 4, 50);
}

TEMPLATE_TEST_CASE("unordered_multi construct: copies keep the order of all elements", "[unord.req]",
                   multi::map, multi::set) {
    using in = multi::of<TestType>;
    for (const int keys : {0, 1, 3, 100}) {
        TestType c = in::filled(keys, 4);
        c.max_load_factor(2.0f);
        if (keys > 1) c.erase(c.find(in::key(1)));
        TestType copy(c);
        CHECK(copy == c);
        CHECK(in::groups(copy, keys) == in::groups(c, keys));
        CHECK(copy.max_load_factor() == 2.0f);
        REQUIRE(contradiction(copy) == "");
        TestType assigned = in::filled(7, 7);
        assigned = c;
        CHECK(in::groups(assigned, keys) == in::groups(c, keys));
        assigned = *&assigned;
        CHECK(assigned == c);
        copy.insert(in::value(5, 5));
        CHECK(copy.size() == c.size() + 1);
    }
}

TEMPLATE_TEST_CASE("unordered_multi construct: moves keep addresses and iterators", "[unord.req]", multi::map,
                   multi::set) {
    using in = multi::of<TestType>;
    TestType c = in::filled(20, 3);
    const auto addresses = in::addresses(c);
    const auto it = c.find(in::key(7));
    TestType moved(std::move(c));
    CHECK(in::addresses(moved) == addresses);
    CHECK(c.empty());
    REQUIRE(contradiction(c) == "");
    c.insert(in::value(1, 1));
    CHECK(c.size() == 1);
    c = std::move(moved);
    CHECK(in::addresses(c) == addresses);
    CHECK(it == c.find(in::key(7)));
    REQUIRE(contradiction(c) == "");
    REQUIRE(contradiction(moved) == "");
}

TEST_CASE("unordered_multi construct: between unequal allocators", "[container.alloc.reqmts]") {
    arena one, two;
    {
        arena_map a(pairs.begin(), pairs.end(), 0, hash{1}, equal{2}, allocator(one));
        for (int i = 0; i < 200; ++i) a.emplace(i % 20, i);
        const arena_map expected(a);
        arena_map copy(a, allocator(two));
        CHECK(copy == expected);
        CHECK(two.owns(&*copy.begin()));
        arena_map moved(std::move(a), allocator(two));
        CHECK(moved == expected);
        CHECK(moved.get_allocator() == allocator(two));
        CHECK(a.empty());
        arena_map target{allocator(one)};
        target.emplace(1, 1);
        target = std::move(moved);
        CHECK(target == expected);
        CHECK(target.get_allocator() == allocator(one));
        REQUIRE(contradiction(target) == "");
        CHECK(target.hash_function().tag == 1);
    }
    CHECK(one.clean());
    CHECK(two.clean());
}

TEST_CASE("unordered_multi construct: pmr", "[unord.map.syn]") {
    std::pmr::monotonic_buffer_resource memory;
    ut::pmr::unordered_multimap<int, std::pmr::string> m(&memory);
    m.emplace(1, "a text that is too long for the small buffer");
    m.emplace(1, "another text that is too long for the small buffer");
    for (const auto& v : m) CHECK(v.second.get_allocator().resource() == &memory);
    ut::pmr::unordered_multiset<std::pmr::string> s({"a", "a"}, 0, &memory);
    CHECK(s.count("a") == 2);
    STATIC_REQUIRE(
        std::is_same_v<decltype(s)::allocator_type, std::pmr::polymorphic_allocator<std::pmr::string>>);
}

TEST_CASE("unordered_multi construct: deduction guides", "[unord.multimap.overview]") {
    const std::allocator<entry> a;
    const std::vector<int> ints{1, 2, 1};
    const hash h;
    const equal e;
    using map = ut::unordered_multimap<int, int>;
    using hashed = ut::unordered_multimap<int, int, hash>;
    using set = ut::unordered_multiset<int>;
    const auto b = pairs.begin(), l = pairs.end();
    STATIC_REQUIRE(std::is_same_v<decltype(ut::unordered_multimap(b, l)), map>);
    STATIC_REQUIRE(std::is_same_v<decltype(ut::unordered_multimap(b, l, 5, h)), hashed>);
    STATIC_REQUIRE(std::is_same_v<decltype(ut::unordered_multimap(b, l, 5, h, e, a)),
                                  ut::unordered_multimap<int, int, hash, equal>>);
    STATIC_REQUIRE(std::is_same_v<decltype(ut::unordered_multimap(b, l, 5, a)), map>);
    STATIC_REQUIRE(std::is_same_v<decltype(ut::unordered_multimap(b, l, 5, h, a)), hashed>);
    STATIC_REQUIRE(std::is_same_v<decltype(ut::unordered_multimap({std::pair(1, 2), std::pair(1, 2)})), map>);
    STATIC_REQUIRE(std::is_same_v<decltype(ut::unordered_multimap({std::pair(1, 2)}, 5, h, a)), hashed>);
    STATIC_REQUIRE(std::is_same_v<decltype(ut::unordered_multiset(ints.begin(), ints.end())), set>);
    STATIC_REQUIRE(std::is_same_v<decltype(ut::unordered_multiset({1, 1}, 5, h, e)),
                                  ut::unordered_multiset<int, hash, equal>>);
    STATIC_REQUIRE(std::is_same_v<decltype(ut::unordered_multiset({1, 1}, 5, std::allocator<int>())), set>);
    using pmr_map = ut::pmr::unordered_multimap<int, int>;
    using pmr_set = ut::pmr::unordered_multiset<int>;
    const auto resource = std::pmr::get_default_resource();
    const pmr_map m(b, l, 5, resource);
    const pmr_set s({1, 1}, 5, resource);
    STATIC_REQUIRE(std::is_same_v<decltype(ut::unordered_multimap(m, m.get_allocator())), pmr_map>);
    STATIC_REQUIRE(std::is_same_v<decltype(ut::unordered_multimap(pmr_map(m), m.get_allocator())), pmr_map>);
    STATIC_REQUIRE(std::is_same_v<decltype(ut::unordered_multiset(s, s.get_allocator())), pmr_set>);
    STATIC_REQUIRE(std::is_same_v<decltype(ut::unordered_multiset(pmr_set(s), resource)), pmr_set>);
    CHECK(ut::unordered_multimap(m, m.get_allocator()) == m);
    CHECK(holds_pairs(ut::unordered_multimap(b, l)));
}
