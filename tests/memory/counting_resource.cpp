#include <catch2/catch_test_macros.hpp>

#include <memory/misuse.hpp>
#include <memory/resource_contract.hpp>
#include <memory/small_buffer.hpp>
#include <memory/upstream.hpp>

#include <memory_resource>
#include <new>
#include <type_traits>
#include <vector>

#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif

using arsenal::counting_resource;
using memory_tests::upstream;

namespace {

class buffer final : public memory_tests::small_buffer<buffer, arsenal::memory_resource_of> {};

} // namespace

TEST_CASE("counting_resource is the resource behind it") {
    upstream source;
    counting_resource counted(source);
    STATIC_CHECK(std::is_same_v<decltype(counted), counting_resource<upstream>>);
    memory_tests::check_contract(counted);
    CHECK(counted.counts().live_blocks == 0);
    CHECK(counted.counts().live_bytes == 0);
    CHECK(&counted.upstream() == &source);
}

TEST_CASE("counting_resource: without another, it is over the default resource of the moment") {
    upstream source;
    std::pmr::memory_resource* const before = std::pmr::set_default_resource(&source);
    counting_resource counted;
    std::pmr::set_default_resource(before);
    counted.deallocate(counted.allocate(24, 8), 24, 8);
    CHECK(source.calls == 1);
    CHECK(counted.counts().total_bytes == 24);
}

TEST_CASE("counting_resource counts blocks and bytes, live, in all and at their peak") {
    upstream source;
    counting_resource counted(source);
    void* const a = counted.allocate(100, 8);
    void* const b = counted.allocate(50, 1);
    counted.deallocate(a, 100, 8);
    void* const c = counted.allocate(20, 4);
    const arsenal::memory_counts& counts = counted.counts();
    CHECK(counts.allocations == 3);
    CHECK(counts.deallocations() == 1);
    CHECK(counts.live_blocks == 2);
    CHECK(counts.live_bytes == 70);
    CHECK(counts.peak_bytes == 150);
    CHECK(counts.total_bytes == 170);
    CHECK(counts.failures == 0);
    counted.deallocate(b, 50, 1);
    counted.deallocate(c, 20, 4);
    CHECK(counts.live_bytes == 0);
    CHECK(counts.peak_bytes == 150);
}

TEST_CASE("counting_resource: what is refused is a failure, and counted as nothing else") {
    upstream source;
    counting_resource counted(source);
    source.budget = 0;
    CHECK_THROWS_AS(counted.allocate(8, 8), std::bad_alloc);
    CHECK(counted.counts().failures == 1);
    CHECK(counted.counts().allocations == 0);
    CHECK(counted.counts().total_bytes == 0);

    buffer small;
    counting_resource small_counted(small);
    STATIC_CHECK(arsenal::trying_resource<decltype(small_counted)>);
    STATIC_CHECK(arsenal::owning_resource<decltype(small_counted)>);
    STATIC_CHECK_FALSE(arsenal::trying_resource<decltype(counted)>);
    void* const p = small_counted.try_allocate(8, 8);
    CHECK(small_counted.owns(p));
    CHECK_FALSE(small_counted.owns(&small_counted));
    CHECK(small_counted.try_allocate(1 << 20, 8) == nullptr);
    CHECK(small_counted.counts().failures == 1);
    CHECK(small_counted.counts().allocations == 1);
    small_counted.deallocate(p, 8, 8);
    CHECK(small.live == 0);
}

TEST_CASE("counting_resource shows a loop that asks for nothing") {
    counting_resource counted;
    std::pmr::vector<int> buffer(&counted);
    buffer.reserve(1000);
    const auto before = counted.counts().allocations;
    for (int round = 0; round != 100; ++round) {
        buffer.clear();
        for (int i = 0; i != 1000; ++i) buffer.push_back(i);
    }
    CHECK(counted.counts().allocations == before);
    buffer.push_back(0);
    CHECK(counted.counts().allocations == before + 1);
}

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_FAST

TEST_CASE("counting_resource, tracing_resource: more that comes back than went out stops the program") {
    arsenal::memory_report report;
    counting_resource counted;
    arsenal::tracing_resource traced(report, "a"), others(report, "b");
    void* const p = counted.allocate(100);
    void* const q = traced.allocate(100);
    using memory_tests::misuses;
    CHECK(misuses("counting_resource: more given back than given out", p, 101,
                  [&] { counted.deallocate(p, 101); }));
    CHECK(misuses("tracing_resource: more given back than given out", q, 101,
                  [&] { traced.deallocate(q, 101); }));
    CHECK(misuses("tracing_resource: more given back than given out", q, 100,
                  [&] { others.deallocate(q, 100); }));
    traced.deallocate(q, 100);
    counted.deallocate(p, 100);
    CHECK(misuses("counting_resource: more given back than given out", p, 0,
                  [&] { counted.deallocate(p, 0); }));
}

#endif
