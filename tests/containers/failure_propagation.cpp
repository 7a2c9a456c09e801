#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <functional>
#include <type_traits>
#include <utility>

#include <containers/consistency.hpp>
#include <support/propagating_allocator.hpp>

#include <support/under_test.hpp>

// Where elements live after copying, moving and swapping, for each combination of the propagation traits
// ([container.alloc.reqmts], [container.gen.reqmts]): only an allocator that stays may force elements to
// move.

using support::arena;
using support::propagating_allocator;
using support::propagation;

namespace {

template <bool Copy, bool Move, bool Swap>
struct traits {
    static constexpr propagation policy{Copy, Move, Swap};
    using allocator = propagating_allocator<std::pair<const int, int>, policy>;
    using map = ut::unordered_map<int, int, std::hash<int>, std::equal_to<int>, allocator>;
};

template <class Map>
Map filled(arena& memory, int n, arena* on_copy = nullptr) {
    Map m{typename Map::allocator_type(memory, on_copy)};
    for (int i = 0; i < n; ++i) m.emplace(i, i);
    return m;
}

template <class Map>
const void* address(Map& m) {
    return &*m.find(0);
}

} // namespace

TEMPLATE_TEST_CASE("propagation", "[failure]", (traits<false, false, false>), (traits<false, false, true>),
                   (traits<false, true, false>), (traits<false, true, true>), (traits<true, false, false>),
                   (traits<true, false, true>), (traits<true, true, false>), (traits<true, true, true>)) {
    using map = typename TestType::map;
    constexpr propagation p = TestType::policy;
    // Also shapes with holes and with elements that came from elsewhere: they hold memory of more than one
    // table.
    for (int n : {1, 12, 13, 500}) {
        arena one, two, three;
        {
            auto a = filled<map>(one, n), b = filled<map>(two, n / 2 + 1);
            b = a;
            CHECK((&b.get_allocator().source() == &one) == p.on_copy);
            CHECK(b.get_allocator().source().owns(address(b)));
            CHECK(b == a);
            REQUIRE(consistency::contradiction(b) == "");
        }
        {
            auto a = filled<map>(one, n), b = filled<map>(two, 3);
            const void* before = address(a);
            b = std::move(a);
            CHECK((&b.get_allocator().source() == &one) == p.on_move);
            CHECK((address(b) == before) == p.on_move);
            CHECK(b.get_allocator().source().owns(address(b)));
            CHECK(b.size() == static_cast<std::size_t>(n));
            a.clear();
            a.emplace(1, 1);
            REQUIRE(consistency::contradiction(a) == "");
        }
        {
            auto a = filled<map>(one, n), b = filled<map>(one, 3);
            const void* before = address(a);
            b = std::move(a);
            CHECK(address(b) == before);
        }
        {
            auto a = filled<map>(one, n), b = filled<map>(p.on_swap ? two : one, 3);
            const void* of_a = address(a);
            const void* of_b = address(b);
            a.swap(b);
            CHECK(address(b) == of_a);
            CHECK(address(a) == of_b);
            CHECK(&b.get_allocator().source() == &one);
            CHECK(&a.get_allocator().source() == (p.on_swap ? &two : &one));
            swap(a, b);
            CHECK(address(a) == of_a);
        }
        {
            auto a = filled<map>(one, n, &three);
            auto copy = a;
            CHECK(three.owns(address(copy)));
            map moved = std::move(a);
            CHECK(one.owns(address(moved)));
            map rebuilt(std::move(moved), typename map::allocator_type(two));
            CHECK(two.owns(address(rebuilt)));
            CHECK(rebuilt == copy);
        }
        {
            auto a = filled<map>(one, n), b = filled<map>(one, n + 5);
            a.merge(b);
            CHECK(a.size() == static_cast<std::size_t>(n + 5));
            auto node = a.extract(0);
            auto c = filled<map>(two, 2);
            c = std::move(a);
            REQUIRE(consistency::contradiction(c) == "");
            CHECK(c.size() == static_cast<std::size_t>(n + 4));
            if (p.on_move) {
                CHECK(c.insert(std::move(node)).inserted);
                REQUIRE(consistency::contradiction(c) == "");
            }
        }
        CHECK(one.clean());
        CHECK(two.clean());
        CHECK(three.clean());
    }
}
