// For ThreadSanitizer: one case, named by the argument. Those of correct code are silent; those named *_race
// write to a block after it was freed, and are reported whether or not the library is instrumented.

#include <arsenal/memory.hpp>

#include <sync/threads.hpp>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <memory_resource>
#include <optional>
#include <thread>
#include <vector>

using sync_tests::beside_each_other;

namespace {

using heap_cache = arsenal::thread_cache<std::pmr::memory_resource>;

volatile long& use(void* block) {
    auto& its = *static_cast<volatile long*>(block);
    its = its + 1;
    return its;
}

// One thread frees blocks that it has written to, and the other has the same blocks then; nothing else orders
// one's work and another's. With a race the first writes to them afterwards, too.
template <class Resource>
void hand_over(bool race, Resource& resource) {
    constexpr std::size_t count = 96; // more than a thread keeps
    std::vector<void*> blocks(count);
    for (void*& p : blocks) p = resource.allocate(sizeof(long), alignof(long));
    std::atomic<bool> freed{false}, used{false};
    beside_each_other(2, [&](int t) {
        if (t == 0) {
            for (void* const p : blocks) use(p);
            for (void* const p : blocks) resource.deallocate(p, sizeof(long), alignof(long));
            freed.store(true, std::memory_order::relaxed);
            if (race)
                for (void* const p : blocks) use(p);
            // Its end would order what it has done, since it gives back what it has.
            while (!used.load(std::memory_order::relaxed)) std::this_thread::yield();
        } else {
            while (!freed.load(std::memory_order::relaxed)) std::this_thread::yield();
            // ThreadSanitizer may miss what is done at the very same time.
            if (race) std::this_thread::sleep_for(std::chrono::milliseconds(5));
            for (std::size_t i = 0; i != count; ++i) use(resource.allocate(sizeof(long), alignof(long)));
            used.store(true, std::memory_order::relaxed);
        }
    });
}

void by_lock_free_pool(bool race) {
    arsenal::lock_free_pool pool(16, {.max_blocks = 96}); // so there are no others
    hand_over(race, pool);
}
void by_thread_cache(bool race) {
    heap_cache cache(*std::pmr::new_delete_resource());
    hand_over(race, cache);
}
void by_cached_pool(bool race) {
    arsenal::lock_free_pool pool(16);
    arsenal::thread_cache<arsenal::lock_free_pool> cache(pool);
    hand_over(race, cache);
}
void by_synchronized(bool race) {
    std::pmr::unsynchronized_pool_resource pool;
    arsenal::synchronized<std::pmr::memory_resource> shared(pool);
    hand_over(race, shared);
}

// Four threads, whose blocks go round, and which end; then caches that end before threads do.
void by_everything(bool) {
    for (int round = 0; round != 5; ++round) {
        arsenal::lock_free_pool pool(32);
        std::optional<arsenal::thread_cache<arsenal::lock_free_pool>> cache(std::in_place, pool);
        std::vector<std::atomic<void*>> slots(64);
        std::atomic<int> done{0};
        std::vector<sync_tests::joining_thread> threads;
        for (unsigned t = 0; t != 4; ++t)
            threads.emplace_back([&, t] {
                for (unsigned i = 0; i != 3000; ++i) {
                    const bool is_pools = i % 3 == 0; // whose blocks are in the even slots
                    void* const mine = is_pools ? pool.allocate(32, 8) : cache->allocate(32, 8);
                    use(mine);
                    std::atomic<void*>& slot = slots[(i * 7 + t) % 32 * 2 + (is_pools ? 0 : 1)];
                    if (void* const other = slot.exchange(mine, std::memory_order::acq_rel)) {
                        use(other);
                        is_pools ? pool.deallocate(other, 32, 8) : cache->deallocate(other, 32, 8);
                    }
                }
                done.fetch_add(1, std::memory_order::release);
            });
        while (done.load(std::memory_order::acquire) != 4) std::this_thread::yield();
        cache.reset();
    }
}

struct test_case {
    const char* name;
    void (*run)(bool race);
};
constexpr test_case cases[] = {
    {"cached_pool", by_cached_pool},       {"everything", by_everything},
    {"lock_free_pool", by_lock_free_pool}, {"synchronized", by_synchronized},
    {"thread_cache", by_thread_cache},
};

} // namespace

int main(int, char** arguments) {
    const char* name = arguments[1];
    for (const test_case& one : cases) {
        const std::size_t length = std::strlen(one.name);
        if (std::strncmp(name, one.name, length) != 0) continue;
        if (name[length] == '\0') return one.run(false), 0;
        if (std::strcmp(name + length, "_race") == 0) return one.run(true), 0;
    }
    return std::printf("no case '%s'\n", name), 2;
}
