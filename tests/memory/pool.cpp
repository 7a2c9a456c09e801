#include <catch2/catch_test_macros.hpp>

#include <memory/resource_contract.hpp>
#include <memory/upstream.hpp>

#include <cstddef>
#include <list>
#include <map>
#include <new>
#include <set>
#include <unordered_map>
#include <vector>

#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif

using arsenal::pool;

TEST_CASE("pool is a resource for all sizes and alignments, its blocks' or not") {
    STATIC_CHECK(arsenal::raw_resource<pool>);
    struct {
        std::size_t bytes, alignment;
    } const pools[] = {{0, 1},   {1, 64},      {8, 8},      {24, 16},
                       {100, 4}, {4096, 4096}, {70'000, 8}, {100, 64 << 10}};
    for (const auto [bytes, alignment] : pools) {
        memory_tests::upstream source;
        pool resource(bytes, alignment, &source);
        CHECK(resource.block_bytes() >= bytes);
        CHECK(resource.block_alignment() >= alignment);
        memory_tests::check_contract(resource);
        CHECK(resource.size() == 0);
    }
}

TEST_CASE("pool: a block that is freed is the next one allocated") {
    memory_tests::upstream source;
    pool resource(24, 8, &source);
    void* const kept = resource.allocate(24, 8);
    void* const freed = resource.allocate(24, 8);
    resource.deallocate(freed, 24, 8);
    CHECK(resource.size() == 1);
    CHECK(resource.allocate(20, 4) == freed);
    CHECK(resource.size() == 2);
    resource.deallocate(freed, 20, 4);
    resource.deallocate(kept, 24, 8);
}

TEST_CASE("pool: what is emptied begins anew, in the order of addresses") {
    memory_tests::upstream source;
    pool resource(64, 8, &source);
    std::vector<void*> first(1000);
    for (void*& p : first) p = resource.allocate(64, 8);
    const int calls = source.calls;
    for (const std::size_t step : {7UL, 11UL, 999UL}) {
        for (std::size_t i = 0; i != first.size(); ++i)
            resource.deallocate(first[i * step % first.size()], 64, 8);
        CHECK(resource.size() == 0);
        std::vector<void*> again(first.size());
        for (void*& p : again) p = resource.allocate(64, 8);
        CHECK(again == first);
    }
    CHECK(source.calls == calls);
    resource.release();
}

TEST_CASE("pool: blocks lie side by side, chunks grow up to 64 KiB") {
    memory_tests::upstream source;
    pool resource(16, 16, &source);
    for (int i = 0; i != 100'000; ++i) static_cast<void>(resource.allocate(16, 16));
#if ARSENAL_HARDENING < ARSENAL_HARDENING_DEBUG
    CHECK(source.live < 100'000 * 16 * 105 / 100);
    CHECK(source.calls < 6 + 100'000 * 16 / 65'000 + 2);
#endif
    for (const auto& [p, size] : source.blocks) CHECK(size.bytes <= 64 << 10);
    resource.release();
    CHECK(source.live == 0);
    CHECK(resource.size() == 0);
    memory_tests::check_random(resource);
}

TEST_CASE("pool: reserved blocks need no upstream") {
    memory_tests::upstream source;
    for (const std::size_t taken : {0UL, 1UL, 30UL, 500UL}) {
        pool resource(40, 8, &source);
        for (std::size_t i = 0; i != taken; ++i) static_cast<void>(resource.allocate(40, 8));
        resource.reserve(10'000);
        const int calls = source.calls;
        resource.reserve(10'000);
        for (int i = 0; i != 10'000; ++i) static_cast<void>(resource.allocate(40, 8));
        CHECK(source.calls == calls);
        CHECK(resource.size() == taken + 10'000);
    }
}

TEST_CASE("pool: what is reserved comes at once, and what no memory has is refused before it is asked for") {
    memory_tests::upstream source;
    pool resource(64, 8, &source);
    for (const std::size_t n : {static_cast<std::size_t>(-1), static_cast<std::size_t>(-1) / 64 + 2}) {
        source.budget = 3;
        CHECK_THROWS_AS(resource.reserve(n), std::bad_alloc);
        CHECK(source.calls == 0);
    }
    resource.reserve(100'000);
    CHECK(source.calls <= 2);
    source.budget = 0;
    std::vector<void*> first(100'000);
    for (void*& p : first) p = resource.allocate(64, 8);
    CHECK_THROWS_AS(resource.reserve(1000), std::bad_alloc);
    for (std::size_t i = 0; i != first.size(); ++i) resource.deallocate(first[i * 7 % first.size()], 64, 8);
    std::vector<void*> again(first.size());
    for (void*& p : again) p = resource.allocate(64, 8);
    CHECK(again == first); // it is emptied as any other is: begun anew
}

TEST_CASE("pool: upstream may fail at each call, and nothing is lost or changed") {
    memory_tests::upstream source;
    for (int budget = 0;; ++budget) {
        pool resource(100, 8, &source);
        std::set<void*> blocks;
        source.budget = budget;
        const bool done = [&] {
            try {
                while (blocks.size() != 3000) {
                    void* const p = resource.allocate(100, 8);
                    REQUIRE(blocks.insert(p).second);
                }
                resource.reserve(1000);
                resource.deallocate(resource.allocate(101, 8), 101, 8);
                return true;
            } catch (const std::bad_alloc&) {
                return false;
            }
        }();
        CHECK(resource.size() == blocks.size());
        source.budget = -1;
        memory_tests::check_random(resource, {}, 2000);
        for (void* const p : blocks) resource.deallocate(p, 100, 8);
        CHECK(resource.size() == 0);
        resource.release();
        CHECK(source.live == 0);
        if (done) break;
    }
}

TEST_CASE("pool_allocator: containers of nodes have them from its blocks") {
    memory_tests::upstream source;
    pool nodes(64, 8, &source);
    {
        std::list<int, arsenal::pool_allocator<int>> list(nodes);
        std::map<int, int, std::less<>, arsenal::pool_allocator<std::pair<const int, int>>> map(nodes);
        std::unordered_map<int, int, std::hash<int>, std::equal_to<>,
                           arsenal::pool_allocator<std::pair<const int, int>>>
            hash(nodes);
        for (int i = 0; i != 1000; ++i) {
            list.push_back(i);
            map.emplace(i, i);
            hash.emplace(i, i);
        }
        CHECK(nodes.size() == 3000);
        CHECK(list.back() + map.at(3) + hash.at(4) == 999 + 3 + 4);
    }
    CHECK(nodes.size() == 0);
}
