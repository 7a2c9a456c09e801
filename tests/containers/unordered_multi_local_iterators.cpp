#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <iterator>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include <containers/consistency.hpp>

#include <support/under_test.hpp>

// Local iterators of containers with equal keys, while the container changes: every element that was there at
// the beginning and is not erased is visited once, in buckets of one key and of many, with hashes that
// differ and that do not.

namespace {

/// Key k has hash k % modulus * factor: keys that collide in all of it, in the lane only, or not at all.
struct shaped_hash {
    std::size_t modulus = 1000;
    std::size_t factor = 1;
    std::size_t operator()(int k) const noexcept { return static_cast<std::size_t>(k) % modulus * factor; }
};
using map = ut::unordered_multimap<int, int, shaped_hash>;

map filled(shaped_hash hash, int keys, int copies) {
    map m(0, hash);
    m.max_load_factor(50.0f); // long buckets
    for (int n = 0; n < copies; ++n)
        for (int k = 0; k < keys; ++k) m.emplace(k, n * keys + k);
    return m;
}

/// Goes through a bucket and calls disturb(iterator) at each of its old elements, which returns the tags of
/// what it erased.
template <class Disturb>
void walk(map& m, std::size_t bucket, int old, Disturb disturb) {
    std::multiset<int> expected, visited;
    for (auto it = m.begin(bucket); it != m.end(bucket); ++it)
        if (it->second < old) expected.insert(it->second);
    const std::size_t buckets = m.bucket_count();
    std::size_t steps = 0;
    for (auto it = m.begin(bucket); it != m.end(bucket); ++it) {
        REQUIRE(++steps < 5000);
        if (it->second >= old) continue;
        REQUIRE(visited.insert(it->second) != visited.end());
        REQUIRE(visited.count(it->second) == 1);
        for (const int erased : disturb(it))
            if (!visited.contains(erased)) expected.erase(erased);
        if (m.bucket_count() != buckets) return; // a rehash: other buckets
    }
    REQUIRE(visited == expected);
    REQUIRE(consistency::contradiction(m) == "");
}

template <class Disturb>
void walk_each_kind(Disturb disturb) {
    for (const shaped_hash hash : {shaped_hash{}, shaped_hash{1, 1}, shaped_hash{4, 1}, shaped_hash{5, 40},
                                   shaped_hash{7, 9'000'011}}) {
        for (const int keys : {1, 6, 40}) {
            for (const int copies : {1, 3}) {
                map m = filled(hash, keys, copies);
                for (std::size_t b = 0; b < m.bucket_count() && b < 4; ++b)
                    walk(m, b, keys * copies, [&](auto it) { return disturb(m, it); });
            }
        }
    }
}

using tags = std::vector<int>;

} // namespace

TEST_CASE("unordered_multi local iterators: nothing changes", "[multi]") {
    walk_each_kind([](map&, auto) { return tags{}; });
}

TEST_CASE("unordered_multi local iterators: insertion into the same and other groups", "[multi]") {
    walk_each_kind([next = 100000](map& m, auto it) mutable {
        m.emplace(it->first, ++next);
        m.emplace(it->first + 1, ++next);
        m.emplace(next, ++next);
        return tags{};
    });
}

TEST_CASE("unordered_multi local iterators: erasure of neighbours", "[multi]") {
    walk_each_kind([](map& m, auto it) {
        tags erased;
        const auto [first, last] = m.equal_range(it->first);
        for (auto at = first; at != last;) {
            if (at->second == it->second || at->second % 2 == 0) {
                ++at;
                continue;
            }
            erased.push_back(at->second);
            at = m.erase(at);
        }
        const auto other = m.find(it->first + 1);
        if (other != m.end()) {
            erased.push_back(other->second);
            m.erase(other);
        }
        return erased;
    });
}

TEST_CASE("unordered_multi local iterators: an index of its own size replaces the one read", "[multi]") {
    walk_each_kind([](map& m, auto) {
        map other(std::move(m)); // and back: the walk knows no container
        m = std::move(other);
        return tags{};
    });
    map m = filled({3, 1}, 9, 4);
    const std::size_t b = m.bucket(0);
    std::multiset<int> all, seen;
    for (auto it = m.begin(b); it != m.end(b); ++it) all.insert(it->second);
    for (auto it = m.begin(b); it != m.end(b); ++it) {
        seen.insert(it->second);
        m.rehash(m.bucket_count() + 500); // the old index is freed
    }
    CHECK(seen == all);
}
