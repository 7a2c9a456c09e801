#include <catch2/catch_test_macros.hpp>

#include <memory/upstream.hpp>
#include <sync/threads.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <random>
#include <vector>

#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif

// With real threads: no block is had by two at once, none is lost.

using sync_tests::beside_each_other;

namespace {

constexpr std::size_t bytes = 48;

/// Takes and gives back at random, one or many, up to `most` at once; false: somebody wrote to a block of
/// ours.
bool keeps_its_own(arsenal::lock_free_pool& pool, int t, int steps, std::size_t most) {
    std::mt19937 random(static_cast<unsigned>(t));
    std::vector<void*> mine;
    const auto fill = [=](void* p) { std::memset(p, t + 1, bytes); };
    const auto is_whole = [=](void* p) {
        for (std::size_t i = 0; i != bytes; ++i)
            if (static_cast<unsigned char*>(p)[i] != t + 1) return false;
        return true;
    };
    bool whole = true;
    for (int i = 0; i != steps; ++i) {
        const bool take = mine.size() < most && random() % 2 == 0;
        const std::size_t n = 1 + random() % 4 * (random() % 4);
        if (take) {
            const std::size_t before = mine.size();
            mine.resize(before + n);
            mine.resize(before + pool.allocate_batch(mine.data() + before, n, bytes, 16));
            for (std::size_t k = before; k != mine.size(); ++k) fill(mine[k]);
        } else if (!mine.empty()) {
            std::swap(mine[random() % mine.size()], mine.back());
            whole = whole && is_whole(mine.back());
            pool.deallocate(mine.back(), bytes, 16);
            mine.pop_back();
        }
    }
    for (void* const p : mine) whole = whole && is_whole(p);
    pool.deallocate_batch(mine.data(), mine.size(), bytes, 16);
    return whole;
}

} // namespace

TEST_CASE("lock_free_pool: threads do not meet in a block, nor lose one") {
    for (const std::size_t max : {std::size_t{40}, std::size_t{1} << 30}) {
        memory_tests::upstream source;
        arsenal::lock_free_pool pool(bytes, {.first_blocks = 8, .max_blocks = max}, &source);
        std::atomic<int> well{0};
        beside_each_other(4, [&](int t) { well += keeps_its_own(pool, t, 20'000, 20); });
        CHECK(well == 4);
        std::vector<void*> all(pool.capacity());
        CHECK(pool.allocate_batch(all.data(), all.size(), bytes, 16) == all.size());
    }
}

// AddressSanitizer: what it knows of a block may not depend on what another thread does with the next one.
TEST_CASE("lock_free_pool: small blocks that lie side by side are had by two threads") {
    constexpr std::size_t count = 64;
    arsenal::lock_free_pool pool(4, {.alignment = 4, .first_blocks = count});
    std::array<void*, count> all{};
    REQUIRE(pool.allocate_batch(all.data(), count, 4, 4) == count);
    std::atomic<int> mixed_up{0};
    beside_each_other(2, [&](int t) {
        for (std::size_t i = static_cast<std::size_t>(t); i < count; i += 2) pool.deallocate(all[i], 4, 4);
        std::array<void*, count / 4> mine{};
        for (int round = 0; round != 50'000; ++round) {
            for (void*& p : mine) std::memset(p = pool.allocate(4, 4), t, 4);
            for (void* const p : mine) {
                mixed_up += *static_cast<unsigned char*>(p) != t;
                pool.deallocate(p, 4, 4);
            }
        }
    });
    CHECK(mixed_up == 0);
}

TEST_CASE("lock_free_pool: with as many blocks as threads hold at once, no allocation fails") {
    arsenal::lock_free_pool pool(16, {.first_blocks = 4, .max_blocks = 4});
    std::atomic<int> failures{0};
    beside_each_other(4, [&](int) {
        for (int i = 0; i != 20'000; ++i) {
            void* const p = pool.try_allocate(16, 16);
            if (p == nullptr)
                ++failures;
            else
                pool.deallocate(p, 16, 16);
        }
    });
    CHECK(failures == 0);
}

TEST_CASE("lock_free_pool: what one thread takes, another gives back") {
    memory_tests::upstream source;
    {
        arsenal::lock_free_pool pool(sizeof(std::uint64_t), {.alignment = 8}, &source);
        constexpr std::uint64_t count = 5'000;
        std::array<std::atomic<std::uint64_t*>, 64> slots{}; // so that they seldom wait for each other
        std::uint64_t sum = 0;
        beside_each_other(2, [&](int t) {
            for (std::uint64_t i = 1; i <= count; ++i) {
                auto& slot = slots[i % slots.size()];
                if (t == 0) {
                    auto* const sent = static_cast<std::uint64_t*>(pool.allocate(8, 8));
                    *sent = i;
                    while (slot.load(std::memory_order::relaxed) != nullptr) std::this_thread::yield();
                    slot.store(sent, std::memory_order::release);
                } else {
                    std::uint64_t* got;
                    while ((got = slot.load(std::memory_order::acquire)) == nullptr)
                        std::this_thread::yield();
                    sum += *got;
                    pool.deallocate(got, 8, 8);
                    slot.store(nullptr, std::memory_order::relaxed);
                }
            }
        });
        CHECK(sum == count * (count + 1) / 2);
        CHECK(source.calls == 1); // never many under way, so the first chunk is enough
    }
    CHECK(source.live == 0);
}
