#include <catch2/catch_test_macros.hpp>

#include <cstdint>
#include <iterator>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <arsenal/containers/detail/flat_group.hpp> // detail, which no import carries
#if ARSENAL_TEST_IMPORT
import arsenal.containers;
#else
#include <arsenal/containers.hpp>
#endif

// Iteration: each element once, also while elements are erased, and in one order on every machine.

namespace {

using arsenal::flat_hash_map, arsenal::flat_hash_set;
using arsenal::detail::portable_tag_group, arsenal::detail::tag_group;
using u64 = std::uint64_t;

template <class Lanes>
std::vector<unsigned> listed(Lanes lanes) {
    std::vector<unsigned> result;
    for (; lanes; lanes.drop_lowest()) result.push_back(lanes.lowest());
    return result;
}

u64 digest(const auto& m) {
    u64 d = 0;
    for (const auto& [key, value] : m) d = d * 0x9e3779b97f4a7c15 + key * 31 + static_cast<u64>(value);
    return d;
}

} // namespace

TEST_CASE("flat: erasing while iterating visits each of the others once") {
    std::mt19937_64 random(5);
    for (const std::size_t n : {1u, 10u, 16u, 17u, 300u, 3000u}) {
        for (int family = 0; family < 3; ++family) {
            flat_hash_map<u64, int> m;
            std::map<u64, int> expected;
            for (u64 i = 0; i < n; ++i) {
                const u64 key = family == 0 ? i : family == 1 ? i << 20 : random();
                expected[key] = m[key] = static_cast<int>(random() % 4);
            }
            std::map<u64, int> seen;
            for (auto it = m.begin(); it != m.end();) {
                REQUIRE(seen.emplace(it->first, it->second).second);
                if (it->second == 0)
                    it = m.erase(it);
                else if (it->second == 1)
                    m.erase(it++); // the result is not used
                else
                    ++it;
            }
            CHECK(seen == expected);
            std::erase_if(expected, [](const auto& e) { return e.second < 2; });
            CHECK(std::map<u64, int>(m.begin(), m.end()) == expected);
            CHECK(erase_if(m, [](const auto& e) { return e.second == 2; }) ==
                  std::erase_if(expected, [](const auto& e) { return e.second == 2; }));
            CHECK(std::map<u64, int>(m.begin(), m.end()) == expected);
        }
    }
}

TEST_CASE("flat: erase(it) gives the next element, erase of a range what follows it") {
    flat_hash_set<int> s;
    for (int i = 0; i < 100; ++i) s.insert(i * 37);
    const std::vector<int> order(s.begin(), s.end());
    auto it = s.erase(std::next(s.begin(), 10));
    CHECK(*it == order[11]);
    const auto first = std::next(s.cbegin(), 20);
    it = s.erase(first, std::next(first, 30));
    CHECK((*it == order[51] && s.size() == 69));
    CHECK(s.erase(s.begin(), s.end()) == s.end());
    CHECK((s.empty() && s.begin() == s.end()));
}

TEST_CASE("flat: an iterator stays valid when others are erased") {
    flat_hash_map<int, int> m;
    for (int i = 0; i < 500; ++i) m[i * 8191] = i;
    auto kept = m.find(250 * 8191);
    std::size_t after = 0;
    for (auto it = kept; it != m.end(); ++it) after += it->second % 5 == 0;
    for (int i = 0; i < 500; ++i)
        if (i % 5 != 0) m.erase(i * 8191);
    CHECK(kept->second == 250);
    std::size_t left = 0;
    for (auto it = kept; it != m.end(); ++it) ++left;
    CHECK(left == after);
}

TEST_CASE("flat: the order depends on operations and hashes only") {
    flat_hash_map<u64, int> m;
    const auto step = [&](u64 stride) {
        for (u64 i = 0; i < 3000; ++i) m[i * stride] = static_cast<int>(i);
        for (u64 i = 0; i < 3000; i += 3) m.erase(i * stride);
    };
    step(1);
    CHECK(digest(m) == 0xd7691b5acc394200);
    step(0x9e3779b97f4a7c15);
    CHECK(digest(m) == 0x96537bcf68d947c0);
    step(1 << 20);
    CHECK(digest(m) == 0x0ca13a5384c8a0dc);
    const auto copy = m;
    CHECK(digest(copy) == digest(m));
    CHECK(std::equal(m.begin(), m.end(), copy.begin(), copy.end()));
}

TEST_CASE("flat: this machine's group and the portable one answer alike") {
    std::mt19937 random(1);
    for (int round = 0; round < 20'000; ++round) {
        std::uint8_t tags[16];
        const unsigned kinds = 1 + random() % 256;
        for (auto& t : tags) t = static_cast<std::uint8_t>(random() % kinds);
        const tag_group native(tags);
        const portable_tag_group portable(tags);
        REQUIRE(listed(native.empties()) == listed(portable.empties()));
        REQUIRE(listed(native.occupied()) == listed(portable.occupied()));
        for (const unsigned bits :
             {0u, 1u, 2u, 3u, 127u, 128u, 255u, static_cast<unsigned>(tags[round % 16])}) {
            const auto b = static_cast<std::uint8_t>(bits);
            REQUIRE(listed(native.match(b)) == listed(portable.match(b)));
        }
    }
}
