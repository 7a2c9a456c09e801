#include <catch2/catch_test_macros.hpp>

#include <memory/resource_contract.hpp>
#include <memory/upstream.hpp>

#include <cstddef>
#include <list>
#include <map>
#include <memory_resource>
#include <new>
#include <string>
#include <vector>

#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif

using memory_tests::upstream;

namespace {

using cache_of_pmr = arsenal::thread_cache<std::pmr::memory_resource>;

} // namespace

TEST_CASE("thread_cache: the contract, in front of a heap") {
    upstream source, bookkeeping;
    {
        cache_of_pmr cache(source, {}, &bookkeeping);
        STATIC_CHECK(arsenal::trying_resource<cache_of_pmr>);
        memory_tests::check_contract(cache);
        CHECK(source.live > 0);
    }
    CHECK(source.live == 0);
    CHECK(bookkeeping.live == 0);
}

TEST_CASE("thread_cache: the contract, in front of blocks of one size") {
    upstream source;
    arsenal::lock_free_pool pool(200, {.alignment = 32}, &source);
    arsenal::thread_cache<arsenal::lock_free_pool> cache(pool);
    STATIC_CHECK(arsenal::owning_resource<decltype(cache)>);
    CHECK(cache.block_bytes() == 224);
    memory_tests::check_contract(cache, {.bytes = 224, .alignment = 32});
    void* const p = cache.allocate(224, 32);
    CHECK(cache.owns(p));
    cache.deallocate(p, 224, 32);
    CHECK(cache.allocate(1, 1) == p);
    CHECK_THROWS_AS(cache.allocate(225, 1), std::bad_alloc);
    CHECK_THROWS_AS(cache.allocate(1, 64), std::bad_alloc);
}

TEST_CASE("thread_cache: the upstream is asked a few times for many blocks") {
    upstream source;
    cache_of_pmr cache(source);
    std::vector<void*> blocks;
    for (int i = 0; i != 63; ++i) blocks.push_back(cache.allocate(100, 8));
    CHECK(source.calls == 63); // 1 + 2 + ... + 32
    CHECK(source.blocks.begin()->second.bytes == 112);
    for (int round = 0; round != 10; ++round) {
        for (void* const p : blocks) cache.deallocate(p, 100, 8);
        for (void*& p : blocks) p = cache.allocate(100, 8);
    }
    CHECK(source.calls == 63);
    for (void* const p : blocks) cache.deallocate(p, 100, 8);
    cache.release();
    CHECK(source.live == 0);
}

TEST_CASE("thread_cache: what it does not keep passes through") {
    upstream source;
    cache_of_pmr cache(source);
    for (const auto& [bytes, alignment] : {std::pair(1025UL, 8UL), {16UL, 32UL}, {100'000UL, 4096UL}}) {
        void* const p = cache.allocate(bytes, alignment);
        CHECK(source.blocks.at(p).bytes == bytes);
        CHECK(source.blocks.at(p).alignment == alignment);
        cache.deallocate(p, bytes, alignment);
        CHECK(source.live == 0);
        void* const other = cache.try_allocate(bytes, alignment);
        cache.deallocate(other, bytes, alignment);
    }
    source.budget = 0;
    CHECK(cache.try_allocate(2000, 8) == nullptr);
    CHECK_THROWS_AS(cache.allocate(2000, 8), std::bad_alloc);
}

TEST_CASE("thread_cache: the depot has as many bytes as it may") {
    upstream source;
    const std::size_t most = 8 * 32 * 64; // eight batches of blocks of 64 bytes
    cache_of_pmr cache(source, {.depot_bytes = most});
    std::vector<void*> blocks;
    for (int i = 0; i != 1000; ++i) blocks.push_back(cache.allocate(64, 16));
    for (void* const p : blocks) cache.deallocate(p, 64, 16);
    CHECK(source.live <= most + 64 * 64);
    CHECK(source.live > most);
    cache_of_pmr none(source, {.depot_bytes = 0});
    blocks.clear();
    const std::size_t before = source.live;
    for (int i = 0; i != 1000; ++i) blocks.push_back(none.allocate(64, 16));
    for (void* const p : blocks) none.deallocate(p, 64, 16);
    CHECK(source.live <= before + 64 * 64);
}

TEST_CASE("thread_cache: an upstream that fails at each call") {
    for (int budget = 0;; ++budget) {
        upstream source;
        cache_of_pmr cache(source);
        // What it keeps of another size is given back before it gives up.
        cache.deallocate(cache.allocate(500, 8), 500, 8);
        source.budget = budget;
        std::vector<void*> blocks;
        bool failed = false;
        try {
            for (int i = 0; i != 200; ++i) blocks.push_back(cache.allocate(64, 16));
        } catch (const std::bad_alloc&) {
            failed = true;
        }
        if (failed) {
            CHECK(blocks.size() == static_cast<std::size_t>(budget));
            CHECK(source.live == blocks.size() * 64);
            CHECK(cache.try_allocate(64, 16) == nullptr);
        }
        for (void* const p : blocks) cache.deallocate(p, 64, 16);
        cache.release();
        CHECK(source.live == 0);
        if (!failed) break;
    }
}

TEST_CASE("thread_cache: without memory for its own, it passes everything through") {
    for (int budget = 0; budget != 4; ++budget) {
        upstream source, bookkeeping;
        cache_of_pmr cache(source, {}, &bookkeeping);
        bookkeeping.budget = budget;
        std::vector<void*> blocks;
        for (int round = 0; round != 3; ++round) {
            for (int i = 0; i != 1000; ++i) blocks.push_back(cache.allocate(64, 16));
            if (budget == 0) CHECK(source.live == blocks.size() * 64);
            for (void* const p : blocks) cache.deallocate(p, 64, 16);
            blocks.clear();
            if (budget == 0) CHECK(source.live == 0);
            if (budget == 1) CHECK(source.live <= 64 * 64); // a record, but no depot
        }
    }
}

TEST_CASE("thread_cache: many at once, each with blocks of its own") {
    upstream source;
    {
        std::list<cache_of_pmr> caches;
        std::vector<void*> blocks;
        for (int round = 0; round != 3; ++round) {
            for (int i = 0; i != 40; ++i) {
                caches.emplace_back(source);
                blocks.push_back(caches.back().allocate(16, 16));
            }
            std::size_t i = 0;
            for (cache_of_pmr& cache : caches) {
                cache.deallocate(blocks[i], 16, 16);
                CHECK(cache.allocate(16, 16) == blocks[i]);
                cache.deallocate(blocks[i++], 16, 16);
            }
            blocks.clear();
            caches.clear();
            CHECK(source.live == 0);
        }
    }
}

TEST_CASE("thread_cache: what it needs for a thread") {
    upstream source, bookkeeping;
    cache_of_pmr cache(source, {}, &bookkeeping);
    CHECK(bookkeeping.live == 0);
    cache.deallocate(cache.allocate(16, 16), 16, 16);
    CHECK(bookkeeping.live <= 11'000);
    const std::size_t before = bookkeeping.live;
    arsenal::lock_free_pool pool(64);
    arsenal::thread_cache<arsenal::lock_free_pool> front(pool, {}, &bookkeeping);
    front.deallocate(front.allocate(64, 16), 64, 16);
    CHECK(bookkeeping.live - before <= 600);
}

TEST_CASE("thread_cache: containers") {
    upstream source;
    cache_of_pmr cache(source);
    {
        std::map<
            int, std::string, std::less<int>,
            arsenal::thread_cache_allocator<std::pair<const int, std::string>, std::pmr::memory_resource>>
            words(cache);
        std::pmr::list<long> numbers(&cache);
        for (int i = 0; i != 5000; ++i) {
            words[i % 700] += 'x';
            numbers.push_back(i);
            if (i % 2 == 0) numbers.pop_front();
            if (i % 5 == 0) words.erase(i % 300);
        }
        CHECK(numbers.size() == 2500);
    }
    cache.release();
    CHECK(source.live == 0);
}
