#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <numeric>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <support/stateful_allocator.hpp>

#if ARSENAL_TEST_IMPORT
import arsenal.containers;
#else
#include <arsenal/containers.hpp>
#endif

// stats() of a concurrent map, against lengths computed by hand from where a contrived hash sends keys.

using arsenal::hash_stats;
using Catch::Matchers::WithinAbs;

namespace {

using u64 = std::uint64_t;

/// The key is the hash: shard from bit 58, home lane from bit 54, home group from bit 8, tag. Nobody mixes
/// it.
struct itself {
    using is_avalanching = void;
    std::size_t operator()(u64 key) const noexcept { return key; }
};
/// The same for keys whose hashes the map keeps.
struct wide {
    u64 hash;
    u64 number;
    bool operator==(const wide&) const = default;
};
struct its_hash {
    using is_avalanching = void;
    std::size_t operator()(const wide& k) const noexcept { return k.hash; }
};
template <class Key, class Hash>
using map_of = arsenal::concurrent_hash_map<Key, int, Hash, std::equal_to<Key>,
                                            support::stateful_allocator<std::pair<const Key, int>>>;

constexpr double shards = 64;

std::size_t sum(const hash_stats& s) {
    return std::accumulate(std::begin(s.found_after), std::end(s.found_after), std::size_t{0});
}
template <class Map>
hash_stats checked(const Map& m, const support::arena& memory) {
    const hash_stats s = m.stats();
    CHECK((s.size == m.size() && s.keys == m.size() && s.slots == m.bucket_count() && s.mixed));
    CHECK(sum(s) == s.size);
    CHECK(s.bytes == memory.live_bytes());
    return s;
}

} // namespace

TEST_CASE("concurrent map stats: an empty one has none") {
    support::arena memory;
    map_of<u64, itself> m{support::stateful_allocator<u64>(memory)};
    const hash_stats s = checked(m, memory);
    CHECK((s.slots == 0 && s.bytes == 0 && s.longest_probe == 0 && s.mean_probe == 0 && s.mean_miss == 0));
}

TEST_CASE("concurrent map stats: keys of one home group, tag and shard") {
    support::arena memory;
    map_of<u64, itself> m{support::stateful_allocator<u64>(memory)};
    const u64 tag = 5;
    for (u64 i = 0; i < 20; ++i) m.emplace(i << 20 | tag, 1); // 64 slots, four groups
    hash_stats s = checked(m, memory);
    CHECK(s.slots == 64);
    CHECK((s.found_after[0] == 16 && s.found_after[1] == 4 && s.longest_probe == 2));
    CHECK_THAT(s.mean_probe, WithinAbs(24 / 20.0, 1e-12));
    CHECK_THAT(s.false_candidates, WithinAbs(19 / 2.0, 1e-12));
    // One of eight bits of one of four groups leads on, in one of the shards.
    CHECK_THAT(s.mean_miss, WithinAbs(1 + 1 / 32.0 / shards, 1e-12));

    const u64 elsewhere = u64{1} << 58 | tag;
    m.emplace(elsewhere, 1); // in a shard of its own, of four slots
    s = checked(m, memory);
    CHECK((s.slots == 68 && s.found_after[0] == 17));
    CHECK_THAT(s.false_candidates, WithinAbs(190 / 21.0, 1e-12));
    CHECK_THAT(s.mean_miss, WithinAbs(1 + 1 / 32.0 / shards, 1e-12));

    for (u64 i = 20; i < 60; ++i) m.emplace(i << 20 | tag, 1); // 16 groups: on from 0 to 1, 3 and 6
    s = checked(m, memory);
    CHECK((s.slots == 260 && s.found_after[0] == 17 && s.found_after[2] == 16 && s.found_after[3] == 12));
    CHECK_THAT(s.mean_probe, WithinAbs((17 + 2 * 16 + 3 * 16 + 4 * 12) / 61.0, 1e-12));
    // From group 0 misses look at four groups, from 1 at two (the next is 2), from 3 too (4).
    CHECK_THAT(s.mean_miss, WithinAbs(1 + (3 + 1 + 1) / 128.0 / shards, 1e-12));

    for (u64 i = 0; i < 56; ++i) m.erase(i << 20 | tag);
    s = checked(m, memory);
    CHECK((s.keys == 5 && s.found_after[3] == 4)); // nobody comes home
    CHECK_THAT(s.mean_miss, WithinAbs(1 + (3 + 1 + 1) / 128.0 / shards, 1e-12));
    m.rehash(0);
    s = checked(m, memory);
    CHECK((s.longest_probe == 1 && s.mean_miss == 1));
    const auto moved = std::move(m);
    CHECK(checked(moved, memory).keys == 5);
    CHECK((m.stats().slots == 0 && m.stats().bytes == 0));
}

TEST_CASE("concurrent map stats: a hash that is kept tells keys of one tag from each other") {
    support::arena memory;
    map_of<wide, its_hash> m{support::stateful_allocator<u64>(memory)};
    for (u64 i = 0; i < 20; ++i) m.emplace(wide{i << 20 | 5, i}, 1);
    hash_stats s = checked(m, memory);
    CHECK((s.found_after[0] == 16 && s.found_after[1] == 4 && s.false_candidates == 0));
    for (u64 i = 20; i < 24; ++i) m.emplace(wide{5, i}, 1); // as the very first
    s = checked(m, memory);
    CHECK_THAT(s.false_candidates, WithinAbs((0 + 1 + 2 + 3 + 4) / 24.0, 1e-12));
    m.clear();
    s = checked(m, memory);
    CHECK((s.slots == 64 && s.keys == 0 && s.mean_probe == 0 && s.mean_miss == 1));
}

TEST_CASE("concurrent map stats: beside threads that insert and erase") {
    const auto race = [](auto map, auto key) {
        std::atomic<int> busy = 2;
        std::vector<std::thread> threads;
        for (u64 t = 0; t != 2; ++t)
            threads.emplace_back([&, t] {
                for (u64 i = 0; i != 3000; ++i) {
                    map.emplace(key(2 * i + t), 1);
                    if (i % 4 == 0) map.erase(key(i + t));
                }
                --busy;
            });
        while (busy != 0) {
            const hash_stats s = map.stats();
            CHECK((s.keys == s.size && sum(s) == s.size && s.size <= s.slots));
            std::this_thread::yield();
        }
        for (std::thread& thread : threads) thread.join();
        CHECK(map.stats().size == map.size());
    };
    race(arsenal::concurrent_hash_map<u64, int>(), [](u64 i) { return i; });
    race(arsenal::concurrent_hash_map<std::string, int>(), [](u64 i) { return std::to_string(i); });
}
