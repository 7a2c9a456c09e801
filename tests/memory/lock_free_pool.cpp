#include <catch2/catch_test_macros.hpp>

#include <memory/resource_contract.hpp>
#include <memory/upstream.hpp>

#include <cstddef>
#include <limits>
#include <list>
#include <new>
#include <set>
#include <vector>

#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif

using memory_tests::upstream;

namespace {

std::vector<void*> all_of(arsenal::lock_free_pool& pool) {
    std::vector<void*> blocks;
    while (void* const p = pool.try_allocate(pool.block_bytes(), pool.block_alignment())) blocks.push_back(p);
    return blocks;
}

} // namespace

TEST_CASE("lock_free_pool: the contract, for blocks of several sizes and alignments") {
    STATIC_CHECK(arsenal::trying_resource<arsenal::lock_free_pool>);
    STATIC_CHECK(arsenal::owning_resource<arsenal::lock_free_pool>);
    for (const std::size_t bytes : {1UL, 24UL, 100UL, 4096UL})
        for (const std::size_t alignment : {8UL, 16UL, 64UL}) {
            upstream source;
            {
                arsenal::lock_free_pool pool(bytes, {.alignment = alignment}, &source);
                CHECK(pool.block_bytes() == (bytes + alignment - 1) / alignment * alignment);
                CHECK(pool.block_alignment() == alignment);
                const memory_tests::limits most{.bytes = pool.block_bytes(), .alignment = alignment};
                if (alignment >= 16)
                    memory_tests::check_contract(pool, most);
                else
                    memory_tests::check_random(pool, most);
            }
            CHECK(source.live == 0);
        }
    upstream source;
    arsenal::lock_free_pool pages(64 << 10, {.alignment = 64 << 10, .first_blocks = 4}, &source);
    memory_tests::check_contract(pages, {.bytes = 64 << 10});
}

TEST_CASE("lock_free_pool: what is larger than a block cannot be had") {
    arsenal::lock_free_pool pool(48, {.alignment = 16});
    CHECK_THROWS_AS(pool.allocate(49, 16), std::bad_alloc);
    CHECK_THROWS_AS(pool.allocate(8, 32), std::bad_alloc);
    CHECK(pool.try_allocate(49, 16) == nullptr);
    CHECK(pool.capacity() == 0);
    void* const p = pool.allocate(0, 1);
    pool.deallocate(p, 0, 1);
    CHECK(pool.allocate(48, 16) == p);
}

TEST_CASE("lock_free_pool: sizes that no memory has") {
    constexpr std::size_t most = std::numeric_limits<std::size_t>::max();
    upstream source;
    CHECK_THROWS_AS(arsenal::lock_free_pool(most, {}, &source), std::bad_alloc);
    for (const std::size_t bytes : {most - 15, most - 63, most / 2, most / 2 + 1, most / 4}) {
        arsenal::lock_free_pool pool(bytes, {.alignment = 16, .first_blocks = 4}, &source);
        CHECK(pool.try_allocate(bytes, 16) == nullptr);
        CHECK_THROWS_AS(pool.allocate(1, 1), std::bad_alloc);
        CHECK_THROWS_AS(pool.reserve(1), std::bad_alloc);
    }
}

TEST_CASE("lock_free_pool: max_blocks are had, each once, and again when they have come back") {
    for (const std::size_t max : {1UL, 2UL, 7UL, 64UL, 1000UL}) {
        upstream source;
        arsenal::lock_free_pool pool(16, {.first_blocks = 4, .max_blocks = max}, &source);
        for (int round = 0; round != 3; ++round) {
            const std::vector<void*> blocks = all_of(pool);
            CHECK(blocks.size() == max);
            CHECK(std::set<void*>(blocks.begin(), blocks.end()).size() == max);
            CHECK_THROWS_AS(pool.allocate(16, 16), std::bad_alloc);
            for (void* const p : blocks) pool.deallocate(p, 16, 16);
        }
        CHECK(pool.capacity() == max);
    }
}

TEST_CASE("lock_free_pool: reserve() is the last that the upstream hears") {
    upstream source;
    arsenal::lock_free_pool pool(32, {.first_blocks = 100, .max_blocks = 100}, &source);
    pool.reserve(100);
    CHECK(source.calls == 1);
    source.budget = 0;
    CHECK(all_of(pool).size() == 100);
}

TEST_CASE("lock_free_pool: reserve() asks for nothing where it cannot have all") {
    upstream source;
    arsenal::lock_free_pool pool(32, {.first_blocks = 4, .max_blocks = 100}, &source);
    CHECK_THROWS_AS(pool.reserve(101), std::bad_alloc);
    CHECK(source.calls == 0);
    source.budget = 1;
    CHECK_THROWS_AS(pool.reserve(100), std::bad_alloc);
    CHECK(pool.capacity() == 4);
}

TEST_CASE("lock_free_pool: an upstream that fails at each call") {
    upstream source;
    for (int budget = 0;; ++budget) {
        arsenal::lock_free_pool pool(64, {.first_blocks = 2}, &source);
        source.budget = budget;
        std::vector<void*> blocks;
        bool failed = false;
        for (int i = 0; i != 100 && !failed; ++i) {
            try {
                blocks.push_back(pool.allocate(64, 16));
            } catch (const std::bad_alloc&) {
                failed = true;
            }
        }
        // 2, then 4, then 8 more, ...
        if (failed) CHECK(blocks.size() == (std::size_t{2} << budget) - 2);
        CHECK(pool.capacity() >= blocks.size());
        source.budget = -1;
        blocks.push_back(pool.allocate(64, 16));
        for (void* const p : blocks) pool.deallocate(p, 64, 16);
        if (!failed) break;
    }
    CHECK(source.live == 0);
}

TEST_CASE("lock_free_pool: many at once") {
    upstream source;
    arsenal::lock_free_pool pool(24, {.alignment = 8, .first_blocks = 8, .max_blocks = 50}, &source);
    void* blocks[60];
    CHECK(pool.allocate_batch(blocks, 60, 25, 8) == 0);
    for (const std::size_t n : {0UL, 1UL, 5UL, 33UL, 60UL}) {
        const std::size_t had = pool.allocate_batch(blocks, n, 20, 8);
        CHECK(had == (n < 50 ? n : 50));
        CHECK(std::set<void*>(blocks, blocks + had).size() == had);
        for (std::size_t i = 0; i != had; ++i) CHECK(pool.owns(blocks[i]));
        pool.deallocate_batch(blocks, had, 20, 8);
    }
    CHECK(all_of(pool).size() == 50);
}

TEST_CASE("lock_free_pool: owns what lies in its blocks") {
    arsenal::lock_free_pool pool(64, {.first_blocks = 2}), other(64);
    CHECK_FALSE(pool.owns(nullptr));
    CHECK_FALSE(pool.owns(&pool));
    for (int i = 0; i != 20; ++i) {
        auto* const p = static_cast<char*>(pool.allocate(64, 16));
        CHECK(pool.owns(p));
        CHECK(pool.owns(p + 63));
    }
    CHECK_FALSE(pool.owns(other.allocate(64, 16)));
}

TEST_CASE("lock_free_pool: containers of nodes") {
    upstream source;
    arsenal::lock_free_pool pool(32, {}, &source);
    {
        std::list<int, arsenal::lock_free_pool_allocator<int>> numbers(pool);
        std::pmr::list<long> others(&pool);
        for (int i = 0; i != 10'000; ++i) {
            numbers.push_back(i);
            others.push_front(i);
            if (i % 3 == 0) numbers.pop_front();
        }
        CHECK(numbers.back() == 9999);
        CHECK(others.front() == 9999);
    }
}
