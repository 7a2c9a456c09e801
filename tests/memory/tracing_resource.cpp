#include <catch2/catch_test_macros.hpp>

#include <memory/resource_contract.hpp>
#include <memory/upstream.hpp>

#include <cstddef>
#include <limits>
#include <memory_resource>
#include <new>
#include <string>

#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif

using arsenal::memory_report;
using arsenal::memory_usage;
using arsenal::tracing_resource;
using memory_tests::upstream;

TEST_CASE("tracing_resource is the resource behind it") {
    upstream source;
    memory_report report;
    tracing_resource traced(report, "contract", source);
    memory_tests::check_contract(traced);
    CHECK(traced.usage().counts.live_blocks == 0);
    CHECK(traced.usage().counts.live_bytes == 0);
    CHECK(report.total().live_bytes == 0);
    CHECK(&traced.upstream() == &source);
}

TEST_CASE("memory_report: each tag has its own counts, those of one tag share them, and what ended is kept") {
    upstream source;
    memory_report report;
    tracing_resource of_a(report, "a", source);
    void* const p = of_a.allocate(100, 8);
    {
        tracing_resource of_b(report, "b", source);
        tracing_resource also_a(report, "a", source);
        of_b.deallocate(of_b.allocate(1000, 8), 1000, 8);
        also_a.deallocate(also_a.allocate(20, 4), 20, 4);
        CHECK(&also_a.usage() == &of_a.usage());
    }
    REQUIRE(report.usages().size() == 2);
    const memory_usage& a = report.usages()[0];
    const memory_usage& b = report.usages()[1];
    CHECK(a.tag == "a");
    CHECK(a.counts.allocations == 2);
    CHECK(a.counts.live_bytes == 100);
    CHECK(a.counts.peak_bytes == 120);
    CHECK(b.counts.peak_bytes == 1000);
    CHECK(b.counts.live_blocks == 0);
    CHECK(report.total().allocations == 3);
    CHECK(report.total().peak_bytes == 1100); // b's while a's first was live
    of_a.deallocate(p, 100, 8);
}

TEST_CASE("memory_report: references to a usage stay valid however many tags follow") {
    memory_report report;
    memory_usage& first = report.usage("first");
    for (int i = 0; i != 1000; ++i) report.usage("tag " + std::to_string(i));
    CHECK(&report.usage("first") == &first);
    CHECK(first.tag == "first");
}

TEST_CASE("memory_usage: sizes in classes of powers of two, each with its limit, the last open") {
    CHECK(memory_usage::size_class(0) == 0);
    CHECK(memory_usage::size_class(16) == 0);
    for (std::size_t i = 1; i + 1 != memory_usage::size_classes; ++i) {
        CHECK(memory_usage::size_class((std::size_t{8} << i) + 1) == i);
        CHECK(memory_usage::size_class(std::size_t{16} << i) == i);
    }
    CHECK(memory_usage::size_class((std::size_t{16} << 26) + 1) == 27);
    CHECK(memory_usage::size_class(std::numeric_limits<std::size_t>::max()) == 27);
}

TEST_CASE("tracing_resource: a refusal is a failure of its tag") {
    upstream source;
    memory_report report;
    tracing_resource traced(report, "tag", source);
    source.budget = 0;
    CHECK_THROWS_AS(traced.allocate(8, 8), std::bad_alloc);
    CHECK(traced.usage().counts.failures == 1);
    CHECK(traced.usage().counts.allocations == 0);
    CHECK(report.total().failures == 1);
}

TEST_CASE("memory_report: the text, the largest peak first") {
    memory_report report;
    memory_usage& parser = report.usage("parser");
    memory_usage& cache = report.usage("the cache");
    report.usage("unused");
    for (int i = 0; i != 40; ++i) report.count_allocation(parser, 100);
    for (int i = 0; i != 40; ++i) report.count_deallocation(parser, 100);
    for (int i = 0; i != 5; ++i) report.count_allocation(cache, 1 << 14);
    report.count_allocation(cache, (std::size_t{16} << 26) + 1);
    report.count_failure(cache);
    CHECK("\n" + report.text() == R"(
tag              live   blocks        peak  allocations       total  failures
the cache     1.0 GiB        6     1.0 GiB            6     1.0 GiB         1
          5 of <= 16.0 KiB, 1 of > 1.0 GiB
parser            0 B        0     3.9 KiB           40     3.9 KiB         0
          40 of <= 128 B
unused            0 B        0         0 B            0         0 B         0
all           1.0 GiB        6     1.0 GiB           46     1.0 GiB         1
)");
}
