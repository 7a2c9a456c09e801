#include <catch2/catch_test_macros.hpp>

#include <memory/upstream.hpp>
#include <sync/threads.hpp>

#include <atomic>
#include <cstddef>
#include <cstring>
#include <memory_resource>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include <pthread.h>

#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif

// With real threads: blocks freed by others, threads that end, caches that end.

using memory_tests::upstream;
using sync_tests::beside_each_other;
using sync_tests::joining_thread;

namespace {

using shared_upstream = arsenal::synchronized<std::pmr::memory_resource>;
using cache_type = arsenal::thread_cache<shared_upstream>;

struct watched_cache {
    upstream source;
    shared_upstream shared{source};
    std::optional<cache_type> cache{std::in_place, shared};
};

} // namespace

TEST_CASE("thread_cache: blocks that go from hand to hand are had by one thread at a time") {
    watched_cache all;
    struct {
        std::mutex lock;
        std::vector<unsigned char*> blocks;
    } table;
    constexpr std::size_t bytes = 40;
    std::atomic<int> mixed_up{0};
    beside_each_other(4, [&](int t) {
        for (int i = 0; i != 3000; ++i) {
            auto* mine = static_cast<unsigned char*>(all.cache->allocate(bytes, 8));
            std::memset(mine, t * 50 + i % 50, bytes);
            {
                const std::lock_guard lock(table.lock);
                table.blocks.push_back(mine);
                if (table.blocks.size() < 200) continue;
                std::swap(table.blocks[static_cast<std::size_t>(i) % 200], table.blocks.back());
                mine = table.blocks.back();
                table.blocks.pop_back();
            }
            for (std::size_t k = 1; k != bytes; ++k) mixed_up += mine[k] != mine[0];
            all.cache->deallocate(mine, bytes, 8);
        }
    });
    CHECK(mixed_up == 0);
    for (unsigned char* const p : table.blocks) all.cache->deallocate(p, bytes, 8);
    all.cache.reset();
    CHECK(all.source.live == 0);
}

TEST_CASE("thread_cache: what one thread frees comes back to the one that allocates") {
    watched_cache all;
    for (int round = 0; round != 20; ++round) {
        std::vector<void*> blocks;
        for (int i = 0; i != 500; ++i) blocks.push_back(all.cache->allocate(64, 16));
        joining_thread([&] {
            for (void* const p : blocks) all.cache->deallocate(p, 64, 16);
        });
    }
    // Each time up to 31 were too few for a batch when the thread ended, and up to 63 are here.
    CHECK(all.source.calls < 500 + 20 * 100);
}

TEST_CASE("thread_cache: a thread that ends gives back what it has") {
    watched_cache all;
    joining_thread([&] {
        std::vector<void*> blocks;
        for (const std::size_t bytes : {16UL, 100UL, 1000UL})
            for (int i = 0; i != 50; ++i) {
                void* const p = all.cache->allocate(bytes, 8);
                if (i % 2 == 0)
                    all.cache->deallocate(p, bytes, 8);
                else
                    blocks.push_back(p);
            }
        for (std::size_t i = 0; i != blocks.size(); ++i)
            all.cache->deallocate(blocks[i], i < 25 ? 16 : i < 50 ? 100 : 1000, 8);
    });
    all.cache->release(); // of the depot, which this thread did not fill
    CHECK(all.source.live == 0);
}

TEST_CASE("thread_cache: thread_local objects, and later ends, use it still") {
    watched_cache all;
    static cache_type* used;
    used = &*all.cache;
    struct late {
        void* p = used->allocate(64, 8);
        ~late() { used->deallocate(p, 64, 8); }
    };
    pthread_key_t key;
    REQUIRE(pthread_key_create(&key, [](void* p) {
                used->deallocate(p, 64, 8);
                used->deallocate(used->allocate(64, 8), 64, 8);
            }) == 0);
    joining_thread([&] {
        static thread_local late object;
        static_cast<void>(object);
        REQUIRE(pthread_setspecific(key, used->allocate(64, 8)) == 0);
    });
    pthread_key_delete(key);
    all.cache->release();
    CHECK(all.source.live == 0);
}

TEST_CASE("thread_cache: it ends before the threads that have used it") {
    watched_cache all;
    std::atomic<int> step{0};
    const auto wait_for = [&](int wanted) {
        while (step.load(std::memory_order::acquire) < wanted) std::this_thread::yield();
    };
    upstream other_source;
    shared_upstream other_shared(other_source);
    std::optional<cache_type> other;
    {
        joining_thread user([&] {
            all.cache->deallocate(all.cache->allocate(64, 16), 64, 16);
            step.store(1, std::memory_order::release);
            wait_for(2);
            // Has the place that the first had.
            other->deallocate(other->allocate(64, 16), 64, 16);
        });
        wait_for(1);
        all.cache.reset();
        CHECK(all.source.live == 0);
        other.emplace(other_shared);
        step.store(2, std::memory_order::release);
    }
    other.reset();
    CHECK(other_source.live == 0);
}

TEST_CASE("thread_cache: threads end while it does") {
    for (int round = 0; round != 50; ++round) {
        watched_cache all;
        std::atomic<int> done{0};
        std::vector<joining_thread> threads;
        for (int t = 0; t != 4; ++t)
            threads.emplace_back([&] {
                std::vector<void*> blocks;
                for (int i = 0; i != 60; ++i) blocks.push_back(all.cache->allocate(64, 16));
                for (void* const p : blocks) all.cache->deallocate(p, 64, 16);
                done.fetch_add(1, std::memory_order::release);
            });
        while (done.load(std::memory_order::acquire) != 4) std::this_thread::yield();
        all.cache.reset();
        CHECK(all.source.live == 0);
    }
}
