#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <vector>

#include <containers/functors.hpp>

#if ARSENAL_TEST_IMPORT
import arsenal.containers;
#else
#include <arsenal/containers.hpp>
#endif

// stats() of tables whose every element was put where it is: the figures are counted by hand.

namespace {

using u64 = std::uint64_t;

/// The key of an element in leaf `leaf` of two, with home group `group` and the tag `tag`.
constexpr u64 key(unsigned group, unsigned tag, unsigned number, unsigned leaf = 0) {
    return u64{leaf} << 63 | u64{number} << 32 | u64{group} * 16 << 8 | tag;
}
struct identity {
    using is_avalanching = void;
    std::size_t operator()(u64 x) const noexcept { return x; }
};
using map = arsenal::flat_hash_map<u64, int, identity, functors::counting_equal>;
using incremental_map = arsenal::incremental_hash_map<u64, int, identity, functors::counting_equal>;

std::vector<std::size_t> found_after(const arsenal::hash_stats& s) {
    return {std::begin(s.found_after), std::end(s.found_after)};
}
/// Comparisons of other keys in the lookup of each element.
template <class Map>
std::size_t vain_comparisons(const Map& m) {
    functors::equal_calls = 0;
    for (const auto& e : m) REQUIRE(m.contains(e.first));
    return functors::equal_calls - m.size();
}

} // namespace

TEST_CASE("flat stats: probes, misses and false candidates of four groups") {
    map m;
    m.rehash(64);
    // Group 3 is full of other tags; of 18 elements of group 0 with one tag two are sent on to it, and on
    // again.
    for (unsigned i = 0; i < 16; ++i) m.emplace(key(3, 100 + i, i), 0);
    for (unsigned i = 0; i < 18; ++i) m.emplace(key(0, 10, i), 0);
    const arsenal::hash_stats s = m.stats();
    CHECK((s.size == 34 && s.slots == 64 && s.mixed));
    CHECK(found_after(s) == std::vector<std::size_t>{32, 0, 2, 0, 0, 0, 0, 0});
    CHECK(s.longest_probe == 3);
    CHECK(s.mean_probe == 38.0 / 34);
    CHECK(s.false_candidates == (120 + 16 + 17) / 34.0); // in group 0: 0 + 1 + ... + 15
    CHECK(vain_comparisons(m) == 120 + 16 + 17);
    // One of eight overflow bits is set in group 0, from where three groups are looked at, and in group 3.
    CHECK(s.mean_miss == 1 + (2 + 1) / 32.0);

    m.erase(key(0, 10, 16));
    m.erase(key(0, 10, 17));
    CHECK(m.stats().mean_probe == 1);
    CHECK(m.stats().mean_miss == s.mean_miss); // the bits stay
    m.rehash(128);
    CHECK((m.stats().mean_miss == 1 && m.stats().slots == 128));
}

TEST_CASE("flat stats: a miss goes on wherever an element with its bits went on") {
    for (unsigned tag = 2; tag < 256; ++tag) {
        map m;
        m.rehash(64);
        for (unsigned i = 0; i < 17; ++i) m.emplace(key(0, tag, i), 0);
        REQUIRE(m.stats().longest_probe == 2);
        REQUIRE(m.stats().mean_miss == 1 + 1 / 32.0);
    }
}

TEST_CASE("flat stats: of incremental growth, over all leaves") {
    incremental_map m;
    // A leaf of 256 slots, as full as it gets; then the upper half moves to a leaf of 32 and overflows there.
    for (unsigned i = 0; i < 208; ++i) m.emplace(key(i % 16, 20 + i / 16, i), 0);
    for (unsigned i = 0; i < 16; ++i) m.emplace(key(i, 100 + i, i, 1), 0);
    CHECK((m.stats().slots == 256 && m.stats().mean_probe == 1 && m.stats().mean_miss == 1));
    for (unsigned i = 0; i < 10; ++i) m.emplace(key(0, 10, i, 1), 0);
    const arsenal::hash_stats s = m.stats();
    CHECK((s.size == 208 + 26 && s.slots == 256 + 32));
    CHECK(found_after(s) == std::vector<std::size_t>{232, 2, 0, 0, 0, 0, 0, 0});
    CHECK(s.longest_probe == 2);
    CHECK(s.mean_probe == 236.0 / 234);
    CHECK(s.false_candidates == (28 + 8 + 9) / 234.0); // 0 + 1 + ... + 7 in the group that was half full
    CHECK(vain_comparisons(m) == 28 + 8 + 9);
    CHECK(s.mean_miss == (256 * 1 + 32 * (1 + 1 / 16.0)) / 288); // one of two groups, one of eight bits
}
