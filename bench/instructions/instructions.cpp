// Hot operations for callgrind to count the instructions of: each runs once unseen, then once counted, and
// callgrind writes a file of it with the operation's name and how many were done. run reads these.

#include <arsenal/algorithms.hpp>
#include <arsenal/containers.hpp>
#include <arsenal/hash.hpp>
#include <arsenal/memory.hpp>
#include <arsenal/sync.hpp>

#include <valgrind/callgrind.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory_resource>
#include <random>
#include <string>
#include <vector>

namespace {

constexpr std::size_t many = 1000;

// The value is computed, and nothing is known of it.
template <class T>
void keep(const T& value) {
    asm volatile("" : : "m"(value) : "memory");
}

void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "bench instructions: %s\n", what);
    std::abort();
}

// `operations`: how many `action` does.
void measure(const char* name, std::size_t operations, auto action) {
    const std::string title = std::string(name) + ':' + std::to_string(operations);
    action();
    CALLGRIND_ZERO_STATS;
    CALLGRIND_TOGGLE_COLLECT;
    action();
    CALLGRIND_TOGGLE_COLLECT;
    CALLGRIND_DUMP_STATS_AT(title.c_str());
}

struct numbers {
    std::vector<std::uint64_t> present, absent;

    numbers() {
        std::mt19937_64 random(1);
        for (std::size_t i = 0; i != many; ++i) {
            present.push_back(random() | 1);
            absent.push_back(random() & ~std::uint64_t{1});
        }
    }
};

template <class Map>
void maps(const std::string& name, const numbers& keys) {
    const auto measure_as = [&](const char* what, auto action) {
        measure((name + " " + what).c_str(), many, action);
    };
    Map map;
    for (const std::uint64_t key : keys.present) map.emplace(key, key);
    measure_as("find, hit", [&] {
        std::size_t found = 0;
        for (const std::uint64_t key : keys.present) found += map.find(key) != map.end();
        require(found == many, "a key is missing");
    });
    measure_as("find, miss", [&] {
        std::size_t found = 0;
        for (const std::uint64_t key : keys.absent) found += map.find(key) != map.end();
        require(found == 0, "a key is there that is not");
    });
    measure_as("erase and insert", [&] {
        for (const std::uint64_t key : keys.present) {
            map.erase(key);
            map.emplace(key, key);
        }
    });
    measure_as("insert, growing", [&] {
        Map grown;
        for (const std::uint64_t key : keys.present) grown.emplace(key, key);
        keep(grown);
    });
    measure_as("iterate", [&] {
        std::uint64_t sum = 0;
        for (const auto& [key, value] : map) sum += value;
        keep(sum);
    });
}

void hashes(const numbers& keys) {
    measure("hash<u64>", many, [&] {
        const arsenal::hash<std::uint64_t> hash;
        for (const std::uint64_t key : keys.present) keep(hash(key));
    });
    const std::string text(4000, 'x');
    for (const std::size_t length : {12, 100, 1000})
        measure(("hash_bytes of " + std::to_string(length)).c_str(), 1,
                [&] { keep(arsenal::hash_bytes<arsenal::strategy::balanced>(text.data(), length)); });
}

void algorithms() {
    std::mt19937 random(1);
    std::vector<std::uint32_t> shuffled(many);
    for (std::uint32_t& value : shuffled) value = random();
    std::vector<std::uint32_t> sorted = shuffled;
    std::sort(sorted.begin(), sorted.end());
    std::vector<std::uint32_t> work = shuffled;

    measure("sort of 1000 u32, an element", many, [&] {
        work = shuffled;
        arsenal::sort(work.begin(), work.end());
        keep(work[0]);
    });
    measure("sort of 1000 sorted u32, an element", many, [&] {
        work = sorted;
        arsenal::sort(work.begin(), work.end());
        keep(work[0]);
    });
    measure("stable_sort of 1000 u32, an element", many, [&] {
        work = shuffled;
        arsenal::stable_sort(work.begin(), work.end());
        keep(work[0]);
    });
    measure("lower_bound in 1000 u32", many, [&] {
        for (const std::uint32_t value : shuffled)
            keep(arsenal::lower_bound(sorted.begin(), sorted.end(), value));
    });
    measure("find in 1000 u32, an element", many,
            [&] { keep(arsenal::find(shuffled.begin(), shuffled.end(), sorted[0] - 1)); });
    measure("min_element of 1000 u32, an element", many,
            [&] { keep(arsenal::min_element(shuffled.begin(), shuffled.end())); });
}

void memory() {
    alignas(64) static std::byte buffer[64 << 10];
    arsenal::arena arena(buffer, sizeof buffer);
    measure("arena allocate", many, [&] {
        arena.reset();
        for (std::size_t i = 0; i != many; ++i) keep(arena.allocate(24, 8));
    });
    const auto churn = [](const char* name, auto& from) {
        std::vector<void*> blocks(many);
        measure(name, many, [&] {
            for (void*& block : blocks) block = from.allocate(24, 8);
            for (void* const block : blocks) from.deallocate(block, 24, 8);
        });
    };
    arsenal::pool pool(24, 8);
    churn("pool allocate and deallocate", pool);
    arsenal::slab slab;
    churn("slab allocate and deallocate", slab);
    arsenal::pmr::unsynchronized_pool_resource resource;
    churn("pmr pool allocate and deallocate", static_cast<std::pmr::memory_resource&>(resource));
}

void locks() {
    arsenal::mutex mutex;
    measure("mutex lock and unlock", many, [&] {
        for (std::size_t i = 0; i != many; ++i) {
            mutex.lock();
            mutex.unlock();
        }
    });
    arsenal::shared_mutex shared;
    measure("shared_mutex lock_shared and unlock_shared", many, [&] {
        for (std::size_t i = 0; i != many; ++i) {
            shared.lock_shared();
            shared.unlock_shared();
        }
    });
}

} // namespace

int main() {
    require(RUNNING_ON_VALGRIND, "runs under callgrind: ./run bench instructions");
    const numbers keys;
    maps<arsenal::unordered_map<std::uint64_t, std::uint64_t>>("unordered_map", keys);
    maps<arsenal::flat_hash_map<std::uint64_t, std::uint64_t>>("flat_hash_map", keys);
    maps<arsenal::dense_hash_map<std::uint64_t, std::uint64_t>>("dense_hash_map", keys);
    hashes(keys);
    algorithms();
    memory();
    locks();
}
