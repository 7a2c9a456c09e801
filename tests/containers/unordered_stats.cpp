#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_floating_point.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <iterator>
#include <numeric>
#include <string>
#include <utility>

#include <containers/consistency.hpp>
#include <support/stateful_allocator.hpp>
#include <support/throwing_hash.hpp>

#if ARSENAL_TEST_IMPORT
import arsenal.containers;
#else
#include <arsenal/containers.hpp>
#endif

// stats() of the unordered containers, against lengths computed by hand from where a contrived hash sends
// keys, and against what the allocator was asked for.

using arsenal::hash_stats;
using Catch::Matchers::WithinAbs;
using support::arena;
using support::stateful_allocator;

namespace {

using u64 = std::uint64_t;

/// Every key says where it goes: key mod 1000 is the hash, which nobody mixes.
struct by_remainder {
    using is_avalanching = void;
    std::size_t operator()(u64 key) const noexcept { return key % 1000; }
};
using set = arsenal::unordered_set<u64, by_remainder>;

struct wanted {
    std::size_t first, second, third; // keys that are found by so many probes
    double misses;                    // probes of one search from each home lane
};
void check(const hash_stats& s, std::size_t keys, std::size_t slots, std::size_t home_lanes, wanted w) {
    CHECK(s.keys == keys);
    CHECK(s.slots == slots);
    CHECK((s.found_after[0] == w.first && s.found_after[1] == w.second && s.found_after[2] == w.third));
    CHECK(std::accumulate(std::begin(s.found_after), std::end(s.found_after), std::size_t{0}) == keys);
    CHECK(s.longest_probe == (w.third ? 3u : w.second ? 2u : w.first ? 1u : 0u));
    const auto probes = static_cast<double>(w.first + 2 * w.second + 3 * w.third);
    CHECK_THAT(s.mean_probe, WithinAbs(keys ? probes / static_cast<double>(keys) : 0, 1e-12));
    CHECK_THAT(s.mean_miss, WithinAbs(w.misses / static_cast<double>(home_lanes), 1e-12));
}
/// Of `n` keys of one home and tag the i-th looked at comes after i others.
double pairs(std::size_t n) { return static_cast<double>(n - 1) / 2; }

template <class Key, class Hash = std::hash<Key>>
using arena_set = arsenal::unordered_set<Key, Hash, std::equal_to<Key>, stateful_allocator<Key>>;
template <class Key, class Hash = std::hash<Key>>
using arena_multiset = arsenal::unordered_multiset<Key, Hash, std::equal_to<Key>, stateful_allocator<Key>>;

template <class Key>
Key key_of(u64 i) {
    if constexpr (std::is_same_v<Key, std::string>)
        return std::to_string(i);
    else
        return i;
}

/// Grows, thins out, is refilled and cleared: whole segments and parts of them come and go.
template <class Container>
void check_bytes(u64 n) {
    using key = typename Container::value_type;
    arena memory;
    Container c{typename Container::allocator_type(memory)};
    const auto agree = [&](u64 i) {
        if (i % 64 == 0) REQUIRE(c.stats().bytes == memory.live_bytes());
    };
    CHECK(c.stats().bytes == 0);
    for (u64 i = 0; i < n; ++i) agree(i), c.insert(key_of<key>(i * i));
    for (u64 i = 0; i < n; ++i)
        if (i % 1000 > 2 && i / 700 % 3 != 1) c.erase(key_of<key>(i * i)), agree(i);
    for (u64 i = 0; i < n; ++i) agree(i), c.insert(key_of<key>(i));
    for (u64 i = n; i-- != 0;) c.erase(key_of<key>(i * i)), agree(i);
    for (u64 i = 0; i < n; ++i) c.erase(key_of<key>(i)), agree(i);
    CHECK(c.empty());
    CHECK(c.stats().bytes == memory.live_bytes());
    c.clear();
    CHECK(c.stats().bytes == memory.live_bytes());
    c.rehash(0);
    CHECK((c.stats().bytes == 0 && memory.live_bytes() == 0));
    c.reserve(n);
    c.insert(key_of<key>(1));
    CHECK(c.stats().bytes == memory.live_bytes());
}

} // namespace

TEST_CASE("stats: an empty container has none") {
    for (const hash_stats& s :
         {arsenal::unordered_map<int, int>().stats(), arsenal::unordered_set<int>().stats(),
          arsenal::unordered_multimap<int, int>().stats(), arsenal::unordered_multiset<int>().stats()}) {
        check(s, 0, 0, 1, {});
        CHECK((s.size == 0 && s.bytes == 0 && s.false_candidates == 0 && !s.mixed));
    }
    CHECK(set().stats().mixed);
}

TEST_CASE("stats: keys in their home lanes, beside them and in other groups") {
    set s;
    for (u64 key = 0; key < 17; ++key) s.insert(key * 1000);
    // 19 home lanes in three groups. Those of lane 0 fill the first two; misses of it look at all three,
    // those of lane 8, which has the same number in the second group, at two.
    check(s.stats(), 17, 24, 19, {8, 8, 1, 19 + 2 + 1});
    CHECK_THAT(s.stats().false_candidates, WithinAbs(pairs(17), 1e-12));
    CHECK((s.stats().size == 17 && s.stats().mixed));
    s.insert(1); // the same way, with marks of its own
    check(s.stats(), 18, 24, 19, {8, 8, 2, 19 + 2 * (2 + 1)});
    CHECK_THAT(s.stats().false_candidates, WithinAbs(pairs(17) * 17 / 18, 1e-12));
    s.insert(16); // at home in the third group
    check(s.stats(), 19, 24, 19, {9, 8, 2, 19 + 2 * (2 + 1)});

    const set copy = s;
    CHECK(copy.stats().keys == 19);
    for (u64 key = 1; key < 17; ++key) s.erase(key * 1000);
    const hash_stats after = s.stats(); // marks of overflow stay
    check(after, 3, 24, 19, {2, 0, 1, 19 + 2 * (2 + 1)});
    const set moved = std::move(s);
    CHECK((moved.stats().found_after[2] == 1 && moved.stats().bytes == after.bytes));
    check(s.stats(), 0, 0, 1, {});
    s = moved;
    s.rehash(23); // other lanes, nothing in the way any more
    CHECK((s.stats().longest_probe == 1 && s.stats().mean_miss == 1 && s.stats().false_candidates == 0));
    s.clear();
    CHECK((s.stats().keys == 0 && s.stats().mean_probe == 0 && s.stats().mean_miss == 1));
    CHECK(s.stats().bytes == (s.stats().slots) * sizeof(u64));
}

TEST_CASE("stats: progressions are found in their home lanes, until their hashes are mixed") {
    arsenal::unordered_map<u64, int> m;
    for (u64 i = 0; i < 1000; ++i) m[i * 7] = 1;
    hash_stats s = m.stats();
    check(s, 1000, s.slots, 1, {1000, 0, 0, 1});
    CHECK((!s.mixed && s.slots > 1000 && s.false_candidates == 0));
    arsenal::unordered_map<u64, int> bad;
    for (u64 i = 0; i < 1000; ++i) bad[i << 60 | i >> 4] = 1;
    s = bad.stats();
    CHECK(s.mixed);
    CHECK((s.mean_probe > 1 && s.mean_probe < 1.2));
    CHECK(std::accumulate(std::begin(s.found_after), std::end(s.found_after), std::size_t{0}) == 1000);
}

TEST_CASE("stats: equal keys are one that is searched for") {
    arsenal::unordered_multiset<u64, by_remainder> s;
    for (int copy = 0; copy < 3; ++copy)
        for (u64 key = 0; key < 12; ++key) s.insert(key * 1000);
    // 13 home lanes in two groups: the first index of a multi container has room for 16 keys
    check(s.stats(), 12, 16, 13, {8, 4, 0, 13 + 1});
    CHECK(s.stats().size == 36);
    CHECK_THAT(s.stats().false_candidates, WithinAbs(pairs(12), 1e-12));
    s.erase(s.find(11'000));
    check(s.stats(), 12, 16, 13, {8, 4, 0, 13 + 1});
    s.erase(11'000);
    check(s.stats(), 11, 16, 13, {8, 3, 0, 13 + 1});
    CHECK(s.stats().size == 33);
}

TEST_CASE("stats: bytes are what the allocator was asked for") {
    check_bytes<arena_set<u64>>(20'000);
    check_bytes<arena_set<std::string>>(3'000);
    check_bytes<arena_multiset<u64>>(9'000);
    check_bytes<arena_multiset<std::string>>(2'000);
}

TEST_CASE("stats: a segment without elements counts while it is filled next") {
    arena memory;
    arena_set<u64> s{stateful_allocator<u64>(memory)};
    u64 last = 0;
    for (bool new_segment = false; !new_segment || last < 8000; ++last) {
        const auto allocations = memory.allocations();
        const auto buckets = s.bucket_count();
        s.insert(last);
        new_segment = memory.allocations() != allocations && s.bucket_count() == buckets;
    }
    for (u64 i = 1; i < 64; ++i) s.insert(last++); // the first of several blocks
    for (u64 i = 7000; i < 7300; ++i) s.erase(i);
    for (u64 i = 7000; i < 7200; ++i) s.insert(i); // another block is filled meanwhile
    const std::size_t blocks = memory.live_blocks();
    for (u64 i = 0; i < 64; ++i) s.erase(--last);
    CHECK(memory.live_blocks() == blocks);
    CHECK(s.stats().bytes == memory.live_bytes());
}

TEST_CASE("stats: std::allocator's large segments are whole huge pages") {
    constexpr std::size_t huge_page = std::size_t{2} << 20;
    arsenal::unordered_set<u64> s;
    s.reserve(250'000); // 2'000'000 bytes of elements
    s.insert(1);
    const std::size_t index = s.stats().slots * sizeof(u64) + 48; // to begin on a cache line
    CHECK(s.stats().bytes == index + huge_page);
}

TEST_CASE("stats: what other containers and node handles hold") {
    arena memory;
    const stateful_allocator<u64> alloc(memory);
    arena_set<u64> a(alloc);
    arena_multiset<u64> b(alloc);
    for (u64 i = 0; i < 500; ++i) a.insert(i);
    for (u64 i = 0; i < 600; ++i) b.insert(i / 2 + 400);
    a.merge(b); // one of each of 200 groups
    CHECK((a.stats().keys == 700 && b.stats().size == 400 && b.stats().keys == 300));
    CHECK(a.stats().bytes + b.stats().bytes == memory.live_bytes()); // cells here, storage there
    b.merge(a);
    CHECK((a.stats().size == 0 && b.stats().keys == 700 && b.stats().size == 1100));
    CHECK(a.stats().bytes + b.stats().bytes < memory.live_bytes()); // a gave the storage up

    arena apart;
    arena_multiset<u64> c{stateful_allocator<u64>(apart)};
    for (u64 i = 0; i < 100; ++i) c.insert(i);
    auto node = c.extract(c.find(50));
    CHECK(c.stats().bytes == apart.live_bytes());
    c.clear();
    CHECK(c.stats().bytes == c.stats().slots * sizeof(u64));
    CHECK(c.stats().bytes < apart.live_bytes()); // the rest is the handle's
    const std::size_t held = apart.live_bytes();
    c.insert(std::move(node));
    CHECK((c.stats().size == 1 && c.stats().longest_probe == 1));
    CHECK(apart.live_bytes() - held == c.stats().bytes - c.stats().slots * sizeof(u64)); // a cell
}

TEST_CASE("stats: a hash that throws leaves the container as it was") {
    using hash = support::throwing_hash<by_remainder>;
    arsenal::unordered_map<u64, int, hash> m;
    for (u64 i = 0; i < 12; ++i) m[i * 1000] = 1;
    const hash_stats before = m.stats();
    for (std::size_t survivors : {0u, 1u, 11u}) {
        const support::fault_scope scope(support::fault::hash, survivors);
        CHECK_THROWS_AS(m.stats(), support::injected_fault);
    }
    CHECK(consistency::contradiction(m).empty());
    CHECK((m.size() == 12 && m.stats().mean_probe == before.mean_probe && m.stats().keys == 12));
    // Where keys are no scalars their hashes are kept.
    arsenal::unordered_multimap<std::string, int, support::throwing_hash<std::hash<std::string>>> kept;
    for (u64 i = 0; i < 100; ++i) kept.emplace(std::to_string(i % 50), 1);
    const support::fault_scope scope(support::fault::hash, 0);
    CHECK((kept.stats().keys == 50 && kept.stats().size == 100));
}
