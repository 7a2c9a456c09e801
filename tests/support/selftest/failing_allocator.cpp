#include <catch2/catch_test_macros.hpp>
#include <new>
#include <support/failing_allocator.hpp>
#include <vector>

using namespace support;

TEST_CASE("failing_allocator: the n-th allocation fails, once", "[support]") {
    arena memory;
    failing_allocator<int> a(memory);
    fault_scope armed(fault::allocate, 2);
    auto* p = a.allocate(1);
    auto* q = a.allocate(1);
    CHECK_THROWS_AS(a.allocate(1), std::bad_alloc);
    CHECK(faults.fired());
    CHECK(faults.steps() == 3);
    auto* r = a.allocate(1);
    a.deallocate(p, 1);
    a.deallocate(q, 1);
    a.deallocate(r, 1);
    CHECK(memory.clean());
}

TEST_CASE("failing_allocator: other faults do not touch it", "[support]") {
    arena memory;
    failing_allocator<int, true> a(memory);
    fault_scope armed(fault::hash | fault::equal, 0);
    a.deallocate(a.allocate(1), 1);
    CHECK_FALSE(faults.fired());
    CHECK(faults.steps() == 0);
}

TEST_CASE("failing_allocator: rebinds share the arena and keep the policy", "[support]") {
    arena memory;
    failing_allocator<int, true> a(memory);
    std::vector<long, failing_allocator<long, true>> v(7, a);
    using traits = std::allocator_traits<failing_allocator<int, true>>;
    STATIC_REQUIRE(std::is_same_v<traits::rebind_alloc<long>, failing_allocator<long, true>>);
    STATIC_REQUIRE(traits::propagate_on_container_swap::value);
    STATIC_REQUIRE_FALSE(failing_allocator<int>::propagate_on_container_swap::value);
    CHECK(memory.live_bytes() == 7 * sizeof(long));
}
