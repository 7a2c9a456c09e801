#include <catch2/catch_test_macros.hpp>

#include <memory/resource_contract.hpp>
#include <memory/upstream.hpp>
#include <sync/threads.hpp>

#include <memory_resource>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

#if ARSENAL_TEST_IMPORT
import arsenal.memory;
import arsenal.sync;
#else
#include <arsenal/memory.hpp>
#include <arsenal/sync.hpp>
#endif

using memory_tests::upstream;

namespace {

/// Counts without atomics, which only a lock makes right.
class counting final : public arsenal::memory_resource_of<counting> {
public:
    void* allocate(std::size_t bytes, std::size_t alignment) {
        ++calls;
        return source.allocate(bytes, alignment);
    }
    void deallocate(void* p, std::size_t bytes, std::size_t alignment) noexcept {
        ++calls;
        source.deallocate(p, bytes, alignment);
    }
    bool owns(const void* p) const noexcept { return source.blocks.contains(const_cast<void*>(p)); }

    upstream source;
    long calls = 0;
};

/// Knows whether it is held.
struct watched_mutex {
    static inline bool held = false;
    static inline int locks = 0;
    void lock() {
        REQUIRE_FALSE(std::exchange(held, true));
        ++locks;
    }
    void unlock() { REQUIRE(std::exchange(held, false)); }
};

template <class Mutex>
void check_threads() {
    counting resource;
    arsenal::synchronized<counting, Mutex> shared(resource);
    sync_tests::beside_each_other(4, [&](int) {
        std::vector<long, arsenal::resource_allocator<long, decltype(shared)>> numbers(shared);
        for (int i = 0; i != 2000; ++i) shared.deallocate(shared.allocate(24, 8), 24, 8);
        for (int i = 0; i != 100; ++i) numbers.push_back(i);
    });
    CHECK(resource.calls == 4 * (2 * 2000 + 2 * 8));
    CHECK(resource.source.live == 0);
}

} // namespace

TEST_CASE("synchronized: the contract") {
    upstream source;
    arsenal::synchronized<std::pmr::memory_resource> shared(source);
    memory_tests::check_contract(shared);
    CHECK(source.live == 0);
    STATIC_CHECK_FALSE(arsenal::trying_resource<decltype(shared)>);
    STATIC_CHECK_FALSE(arsenal::owning_resource<decltype(shared)>);
    STATIC_CHECK(arsenal::trying_resource<arsenal::synchronized<arsenal::lock_free_pool>>);
}

TEST_CASE("synchronized: every call holds the lock, and leaves it") {
    counting resource;
    arsenal::synchronized<counting, watched_mutex> shared(resource);
    STATIC_CHECK(arsenal::owning_resource<decltype(shared)>);
    watched_mutex::locks = 0;
    void* const p = shared.allocate(10, 2);
    CHECK(shared.owns(p));
    shared.deallocate(p, 10, 2);
    CHECK(watched_mutex::locks == 3);
    void* blocks[5];
    CHECK(shared.allocate_batch(blocks, 5, 16, 8) == 5);
    CHECK(watched_mutex::locks == 4);
    shared.deallocate_batch(blocks, 5, 16, 8);
    CHECK(watched_mutex::locks == 5);
    CHECK(resource.calls == 12);
    resource.source.budget = 0;
    CHECK_THROWS_AS(shared.allocate(1, 1), std::bad_alloc);
    CHECK_FALSE(watched_mutex::held);
    resource.source.budget = 2;
    CHECK(shared.allocate_batch(blocks, 5, 16, 8) == 2);
    shared.deallocate_batch(blocks, 2, 16, 8);
}

TEST_CASE("synchronized: a resource for one thread, used by four") {
    check_threads<arsenal::mutex>();
    check_threads<arsenal::spinlock>();
}
