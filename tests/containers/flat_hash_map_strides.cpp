#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <new>
#include <string>
#include <utility>

#include <support/arena.hpp>
#include <support/failing_allocator.hpp>
#include <support/fault_injection.hpp>
#include <support/throwing_hash.hpp>

#if ARSENAL_TEST_IMPORT
import arsenal.containers;
#else
#include <arsenal/containers.hpp>
#endif

// Keys whose low bits are all the same, as those of multiples and of aligned addresses: a flat table leaves
// these bits out, until a key comes that has others.

namespace {

using arsenal::flat_hash_map;
using u64 = std::uint64_t;
using map = flat_hash_map<u64, u64>;

template <class Map>
void insert_progression(Map& m, u64 first, u64 stride, u64 n) {
    for (u64 i = 0; i < n; ++i) m.try_emplace(first + i * stride, typename Map::mapped_type());
}

/// How often iteration does not go on with the next of the progression.
std::size_t breaks_in_order(const map& m, u64 stride) {
    std::size_t breaks = 0;
    u64 before = m.begin()->first - stride;
    for (const auto& [key, value] : m) {
        breaks += key != before + stride;
        before = key;
    }
    return breaks;
}

} // namespace

TEST_CASE("flat strides: a progression has every element in its own slot") {
    for (const u64 stride : {u64{32}, u64{65536}, u64{5} << 20, u64{1} << 40}) {
        for (const u64 first : {u64{0}, u64{24}, 17 * stride + 5}) {
            for (const bool reserved : {false, true}) {
                map m;
                if (reserved) m.reserve(3000);
                insert_progression(m, first, stride, 3000);
                INFO("from " << first << " by " << stride << (reserved ? ", reserved" : ""));
                const auto s = m.stats();
                CHECK((m.size() == 3000 && !s.mixed && s.longest_probe == 1 && s.false_candidates == 0.0));
                if ((stride & (stride - 1)) == 0) CHECK(breaks_in_order(m, stride) <= 1); // where they wrap
                for (u64 i = 0; i < 3000; ++i) {
                    REQUIRE(m.contains(first + i * stride));
                    REQUIRE_FALSE(m.contains(first + i * stride + 1));
                }
                REQUIRE_FALSE(m.contains(first + 3000 * stride));
            }
        }
    }
}

TEST_CASE("flat strides: keys with other low bits may follow") {
    constexpr u64 stride = 4096;
    map m;
    insert_progression(m, 0, stride, 1000);
    REQUIRE_FALSE(m.stats().mixed);
    CHECK(m.erase(7 * stride) == 1);
    CHECK_FALSE(m.contains(7 * stride + 9));
    m[7 * stride + 9] = 1; // into the empty slot
    CHECK((!m.stats().mixed && m.contains(7 * stride + 9) && !m.contains(7 * stride)));
    m[7 * stride] = 2; // which it has now
    CHECK((m.stats().mixed && m.size() == 1001));
    insert_progression(m, 1, 1, 5000);
    for (u64 i = 0; i < 1000; ++i) REQUIRE(m.contains(i * stride));
    for (u64 i = 1; i <= 5000; ++i) REQUIRE(m.contains(i));
    CHECK((m.at(7 * stride + 9) == 1 && m.at(7 * stride) == 2 && !m.contains(5001)));
    CHECK(m.stats().mean_probe < 1.35);
}

TEST_CASE("flat strides: fewer slots, in which they have no place each, and none at all") {
    constexpr u64 stride = 512;
    map m;
    insert_progression(m, 0, stride, 3000);
    for (u64 i = 0; i < 3000; ++i)
        if (i % 64 >= 8) m.erase(i * stride);
    m.rehash(0); // groups of eight every 64 slots, in 512 slots
    CHECK((m.bucket_count() == 512 && m.stats().mean_probe < 1.35));
    for (u64 i = 0; i < 3000; ++i) REQUIRE(m.contains(i * stride) == (i % 64 < 8));

    map other;
    insert_progression(other, 0, stride, 3000);
    other.clear();
    other.shrink_to_fit();
    CHECK(other.bucket_count() == 0);
    CHECK_FALSE(other.contains(0));
    insert_progression(other, 0, stride, 100);
    CHECK((other.size() == 100 && !other.stats().mixed));
}

TEST_CASE("flat strides: a table that was crowded and has no elements any more") {
    map m;
    m.reserve(1000);
    const u64 slots = m.bucket_count();
    insert_progression(m, 0, 1, 600);
    insert_progression(m, 5, slots, 32); // to one group; more than an empty table may have sent on
    REQUIRE_FALSE(m.stats().mixed);
    while (!m.empty()) m.erase(m.begin());
    insert_progression(m, 5, slots, 60);
    CHECK((m.size() == 60 && m.contains(5) && m.contains(5 + 59 * slots) && !m.contains(6)));
}

TEST_CASE("flat strides: copies, moves and swaps find what they were given") {
    constexpr u64 stride = 65536;
    map m;
    insert_progression(m, 40, stride, 500);
    map copy(m);
    map assigned;
    insert_progression(assigned, 0, 1, 300); // in its own order until now
    assigned = m;
    map moved(std::move(copy));
    map swapped;
    insert_progression(swapped, 0, 1, 50);
    swap(swapped, assigned);
    for (const map* one : {&m, &moved, &swapped}) {
        CHECK((*one == m && one->stats().longest_probe == 1));
        for (u64 i = 0; i < 500; ++i) REQUIRE(one->contains(40 + i * stride));
        REQUIRE_FALSE(one->contains(41));
    }
    CHECK((assigned.size() == 50 && assigned.contains(49) && !assigned.contains(40 + stride)));
    CHECK((copy.empty() && !copy.contains(40)));
    copy[3] = 3; // NOLINT(bugprone-use-after-move): it is empty
    CHECK((copy.size() == 1 && copy.contains(3)));
    m.clear();
    insert_progression(m, 0, 1, 1000);
    for (u64 i = 0; i < 1000; ++i) REQUIRE(m.contains(i));
    CHECK((m.size() == 1000 && m.stats().mean_probe < 1.35));
}

TEMPLATE_TEST_CASE("flat strides: nothing is lost where the hash or the allocator fails", "", u64,
                   std::string) {
    using hash = support::throwing_hash<std::hash<u64>>;
    using allocator = support::failing_allocator<std::pair<const u64, TestType>>;
    constexpr u64 stride = 1024;
    constexpr u64 stray = 3 * stride + 1; // 120 of the progression, then one in the place of another
    constexpr u64 last = 120;
    const auto key = [&](u64 i) { return i == last ? stray : i * stride; };
    bool failed = true;
    for (std::size_t survivors = 0; failed; ++survivors) { // of each insertion
        failed = false;
        support::arena memory;
        {
            flat_hash_map<u64, TestType, hash, std::equal_to<u64>, allocator> m{allocator(memory)};
            for (u64 i = 0; i <= last; ++i) {
                try {
                    const support::fault_scope armed(support::fault::hash | support::fault::allocate,
                                                     survivors);
                    m.try_emplace(key(i), TestType());
                    continue;
                } catch (const support::injected_fault&) {
                } catch (const std::bad_alloc&) {
                }
                failed = true;
                REQUIRE((m.size() == i && !m.contains(key(i))));
                for (u64 j = 0; j < i; ++j) REQUIRE(m.contains(key(j)));
                m.try_emplace(key(i), TestType());
            }
            for (u64 i = 0; i <= last; ++i) REQUIRE(m.contains(key(i)));
            REQUIRE((m.size() == last + 1 && m.stats().mixed));
        }
        REQUIRE(memory.clean());
    }
}
