#include <catch2/catch_test_macros.hpp>
#include <support/propagating_allocator.hpp>
#include <vector>

using namespace support;

namespace {

template <propagation P>
void check_propagation() {
    using alloc = propagating_allocator<int, P>;
    using traits = std::allocator_traits<alloc>;
    STATIC_REQUIRE(
        std::is_same_v<typename traits::template rebind_alloc<long>, propagating_allocator<long, P>>);
    arena one, two;
    {
        std::vector<int, alloc> a(3, 1, alloc(one)), b(3, 2, alloc(two));
        b = a;
        CHECK((b.get_allocator() == alloc(one)) == P.on_copy);
    }
    {
        std::vector<int, alloc> a(3, 1, alloc(one)), b(3, 2, alloc(two));
        b = std::move(a);
        CHECK((b.get_allocator() == alloc(one)) == P.on_move);
    }
    if constexpr (P.on_swap) {
        std::vector<int, alloc> a(3, 1, alloc(one)), b(3, 2, alloc(two));
        swap(a, b);
        CHECK(a.get_allocator() == alloc(two));
    }
    CHECK(one.clean());
    CHECK(two.clean());
}

} // namespace

TEST_CASE("propagating_allocator: each combination", "[support]") {
    check_propagation<propagation{false, false, false}>();
    check_propagation<propagation{false, false, true}>();
    check_propagation<propagation{false, true, false}>();
    check_propagation<propagation{false, true, true}>();
    check_propagation<propagation{true, false, false}>();
    check_propagation<propagation{true, false, true}>();
    check_propagation<propagation{true, true, false}>();
    check_propagation<propagation{true, true, true}>();
}

TEST_CASE("propagating_allocator: select_on_container_copy_construction", "[support]") {
    arena one, two;
    using alloc = propagating_allocator<int, propagation{false, false, false}>;
    std::vector<int, alloc> a(3, 1, alloc(one, &two));
    auto copy = a;
    CHECK(copy.get_allocator() == alloc(two));
    auto copy_of_copy = copy;
    CHECK(copy_of_copy.get_allocator() == alloc(two));
}
