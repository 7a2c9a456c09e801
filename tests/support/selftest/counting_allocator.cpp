#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <support/counting_allocator.hpp>
#include <vector>

using support::allocation_counters;
using support::counting_allocator;

TEST_CASE("counting_allocator: bytes, peak and calls", "[support]") {
    allocation_counters c;
    counting_allocator<std::uint32_t> a(c);
    auto* p = a.allocate(10);
    CHECK(c.live_bytes == 40);
    auto* q = a.allocate(5);
    a.deallocate(p, 10);
    CHECK(c.live_bytes == 20);
    CHECK(c.peak_bytes == 60);
    CHECK(c.live_blocks == 1);
    c.reset_peak();
    CHECK(c.peak_bytes == 20);
    a.deallocate(q, 5);
    CHECK(c.live_bytes == 0);
    CHECK(c.allocations == 2);
    CHECK(c.deallocations == 2);
}

TEST_CASE("counting_allocator: a rebound copy shares the counters", "[support]") {
    allocation_counters c, other;
    counting_allocator<char> a(c);
    counting_allocator<double> b(a);
    auto* p = b.allocate(3);
    CHECK(c.live_bytes == 24);
    b.deallocate(p, 3);
    CHECK(a == b);
    CHECK(a != counting_allocator<char>(other));
}

TEST_CASE("counting_allocator: drives a container", "[support]") {
    allocation_counters c;
    {
        std::vector<int, counting_allocator<int>> v{counting_allocator<int>(c)};
        v.assign(100, 1);
        CHECK(c.live_bytes == 400);
    }
    CHECK(c.live_bytes == 0);
    CHECK(c.live_blocks == 0);
}
