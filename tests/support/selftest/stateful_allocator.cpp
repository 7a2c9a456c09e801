#include <catch2/catch_test_macros.hpp>
#include <list>
#include <support/stateful_allocator.hpp>
#include <type_traits>

using namespace support;

TEST_CASE("stateful_allocator: memory belongs to its arena", "[support]") {
    arena one, two;
    stateful_allocator<int> a(one), b(two);
    STATIC_REQUIRE_FALSE(std::is_default_constructible_v<stateful_allocator<int>>);
    CHECK(a != b);
    CHECK(a == stateful_allocator<long>(one));
    auto* p = a.allocate(4);
    CHECK(one.owns(p));
    CHECK(one.owns(p + 3));
    CHECK_FALSE(one.owns(p + 4));
    CHECK_FALSE(two.owns(p));
    a.deallocate(p, 4);
    CHECK(one.clean());
}

TEST_CASE("arena: a wrong return is counted, not obeyed", "[support]") {
    arena one, two;
    stateful_allocator<int> a(one), b(two);
    auto* p = a.allocate(4);
    b.deallocate(p, 4);
    CHECK(two.bad_returns() == 1);
    a.deallocate(p, 3);
    CHECK(one.bad_returns() == 1);
    CHECK(one.live_blocks() == 1);
    stateful_allocator<double>(one).deallocate(reinterpret_cast<double*>(p), 2);
    CHECK(one.bad_returns() == 2);
    a.deallocate(p, 4);
    CHECK(one.live_blocks() == 0);
    CHECK_FALSE(one.clean());
}

TEST_CASE("stateful_allocator: a container moves element by element between arenas", "[support]") {
    arena one, two;
    {
        std::list<int, stateful_allocator<int>> from({1, 2, 3}, stateful_allocator<int>(one));
        std::list<int, stateful_allocator<int>> to(std::move(from), stateful_allocator<int>(two));
        CHECK(to.size() == 3);
        CHECK(two.live_blocks() >= 3);
    }
    CHECK(one.clean());
    CHECK(two.clean());
}
