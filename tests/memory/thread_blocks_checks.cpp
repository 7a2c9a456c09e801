#include <catch2/catch_test_macros.hpp>

#include <memory/misuse.hpp>
#include <support/asan.hpp>
#include <support/child_process.hpp>

#include <cstddef>
#include <memory_resource>

#include <arsenal/platform/config.hpp> // macros, which no import carries
#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif

// What mode debug says of blocks of lock_free_pool and thread_cache that are misused.

using support::run_in_child;

namespace {

/// The report names the block.
template <class Resource, class Misuse>
bool reports(Resource& resource, const char* what, std::size_t bytes, Misuse misuse) {
    auto* const p = static_cast<char*>(resource.allocate(40, 8));
    const void* const wrong = misuse(nullptr, p); // where it would be
    const bool told = memory_tests::misuses(what, wrong, bytes, [&] { misuse(&resource, p); });
    resource.deallocate(p, 40, 8);
    return told;
}

template <class Resource>
const void* free_another(Resource* resource, char*) {
    alignas(16) static char block[64];
    if (resource != nullptr) resource->deallocate(block, 40, 8);
    return block;
}
} // namespace

TEST_CASE("lock_free_pool: a pointer to elsewhere is found in every mode") {
    arsenal::lock_free_pool pool(48);
    CHECK(reports(pool, "lock_free_pool: foreign pointer", 40, free_another<arsenal::lock_free_pool>));
}

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG

namespace {

template <class Resource>
const void* free_twice(Resource* resource, char* p) {
    for (int i = 0; resource != nullptr && i != 2; ++i) resource->deallocate(p, 40, 8);
    return p;
}
template <class Resource>
const void* free_inside(Resource* resource, char* p) {
    if (resource != nullptr) resource->deallocate(p + 8, 8, 8);
    return p + 8;
}
template <class Resource>
const void* write_behind(Resource* resource, char* p) {
    if (resource != nullptr) {
        memory_tests::write_at(p, 41);
        resource->deallocate(p, 40, 8);
    }
    return p;
}

} // namespace

TEST_CASE("lock_free_pool: mode debug") {
    using pool_type = arsenal::lock_free_pool;
    pool_type pool(40, {.alignment = 8});
    CHECK(reports(pool, "lock_free_pool: double free", 40, free_twice<pool_type>));
    CHECK(reports(pool, "lock_free_pool: foreign pointer", 8, free_inside<pool_type>));
    CHECK(reports(pool, "lock_free_pool: overrun", 40, write_behind<pool_type>));
    CHECK(run_in_child([&] { pool.deallocate(pool.allocate(40, 8), 40, 8); }).exited_well());
    CHECK(run_in_child([&] { static_cast<void>(pool.allocate(8, 3)); }).says("power of two"));
}

TEST_CASE("thread_cache: mode debug") {
    using cache_type = arsenal::thread_cache<std::pmr::memory_resource>;
    cache_type cache(*std::pmr::new_delete_resource()), other(*std::pmr::new_delete_resource());
    CHECK(reports(cache, "thread_cache: double free", 40, free_twice<cache_type>));
    CHECK(reports(cache, "thread_cache: foreign pointer", 8, free_inside<cache_type>));
    CHECK(reports(cache, "thread_cache: foreign pointer", 40, free_another<cache_type>));
    CHECK(reports(cache, "thread_cache: overrun", 40, write_behind<cache_type>));
    void* const p = cache.allocate(40, 8);
    CHECK(memory_tests::misuses("thread_cache: foreign pointer", p, 40, [&] { other.deallocate(p, 40, 8); }));
    cache.deallocate(p, 40, 8);
    CHECK(run_in_child([&] { cache.deallocate(cache.allocate(40, 8), 40, 8); }).exited_well());
}

#endif

#if ARSENAL_TEST_ASAN

namespace {

template <class Resource>
void check_poisoning(Resource& resource) {
    auto* const p = static_cast<char*>(resource.allocate(40, 8));
    CHECK(support::addressable(p, 40));
    CHECK(__asan_address_is_poisoned(p + 40));
    resource.deallocate(p, 40, 8);
    for (int i = 0; i != 40; ++i) CHECK(__asan_address_is_poisoned(p + i));
    CHECK(resource.allocate(34, 8) == static_cast<void*>(p)); // of the same size to a thread_cache
    CHECK(support::addressable(p, 34));
    CHECK(__asan_address_is_poisoned(p + 34));
    CHECK(run_in_child([&] {
              resource.deallocate(p, 34, 8);
              *const_cast<volatile char*>(p) = 1;
          }).says("use-after-poison"));
    resource.deallocate(p, 34, 8);
}

} // namespace

TEST_CASE("lock_free_pool and thread_cache: free blocks are poisoned, and go back as they came") {
    support::watched_memory memory, blocks;
    {
        arsenal::lock_free_pool pool(40, {.alignment = 8, .first_blocks = 8}, &memory.resource);
        check_poisoning(pool);
        void* many[20];
        CHECK(pool.allocate_batch(many, 20, 33, 8) == 20);
        for (void* const p : many) CHECK(support::addressable(static_cast<char*>(p), 33));
        pool.deallocate_batch(many, 20, 33, 8);
        for (void* const p : many) CHECK(__asan_address_is_poisoned(p));

        arsenal::thread_cache<arsenal::lock_free_pool> front(pool);
        check_poisoning(front);
        arsenal::thread_cache<std::pmr::memory_resource> cache(blocks.resource);
        check_poisoning(cache);
        for (void*& p : many) p = cache.allocate(40, 8);
        for (void* const p : many) cache.deallocate(p, 40, 8);
        for (void* const p : many) CHECK(__asan_address_is_poisoned(p));
        cache.release();
        CHECK(blocks.all_addressable());
    }
    CHECK(memory.all_addressable());
}

#endif
