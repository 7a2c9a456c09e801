#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include <containers/functors.hpp>

#include <support/under_test.hpp>

// [unord.req]: a million equal keys are no more work than others. Counted are the calls of hash and equality;
// that nothing else is quadratic shows in that this ends.

namespace {

constexpr int million = 1'000'000;

using counted_hash = functors::counted_hash<int>;
using counted_equal = functors::counted_equal<int>;
using map = ut::unordered_multimap<int, int, counted_hash, counted_equal>;

struct counted_map {
    functors::call_counts counts{};
    map m{0, counted_hash{&counts}, counted_equal{&counts}};

    functors::call_counts take() { return std::exchange(counts, {}); }
    void fill(int n) {
        for (int i = 0; i < n; ++i) m.emplace(7, i);
    }
};

/// At most so many calls of each for n operations.
bool within(const functors::call_counts& calls, std::size_t n, std::size_t each) {
    INFO("hash " << calls.hash << ", equal " << calls.equal);
    return calls.hash <= n * each && calls.equal <= n * each;
}

} // namespace

TEST_CASE("unordered_multi complexity: a million equal keys, inserted and erased by key", "[unord.req]") {
    counted_map c;
    c.m.emplace(1, 0);
    c.fill(million);
    CHECK(within(c.take(), million, 4)); // libstdc++ hashes again at each rehash
    CHECK(c.m.count(7) == million);
    c.take();
    c.m.rehash(3 * million);
    CHECK(within(c.take(), million, 3));
    CHECK(c.m.erase(7) == million);
    CHECK(within(c.take(), million, 2));
    CHECK(c.m.size() == 1);
}

TEST_CASE("unordered_multi complexity: a million equal keys, erased by iterator", "[unord.req]") {
#if ARSENAL_TEST_STD && !ARSENAL_TEST_DROP_IN
    constexpr int n =
        million / 100; // libstdc++ looks for the element before from the beginning of the bucket
#else
    constexpr int n = million;
#endif
    counted_map c;
    c.fill(n / 2);
    for (int i = 0; i < n / 2; ++i) c.m.emplace_hint(c.m.begin(), 7, i);
    c.take();
    // From the front, then from the middle.
    for (int i = 0; i < n / 4; ++i) c.m.erase(c.m.begin());
    auto at = std::next(c.m.begin(), n / 4);
    for (int i = 0; i < n / 4; ++i) at = c.m.erase(at);
    CHECK(within(c.take(), n, 2));
    CHECK(c.m.size() == n / 2);
    const auto [first, last] = c.m.equal_range(7);
    CHECK(std::distance(first, last) == n / 2);
    CHECK(c.m.erase(first, last) == c.m.end());
    CHECK(c.m.empty());
}

TEST_CASE("unordered_multi complexity: a million equal keys, extracted, merged and copied", "[unord.req]") {
    counted_map c, d;
    c.fill(million);
    for (int i = 0; i < million / 4; ++i) {
        auto node = c.m.extract(c.m.begin());
        d.m.insert(d.m.end(), std::move(node));
    }
    CHECK(d.m.size() == million / 4);
    c.m.merge(d.m);
    CHECK(c.m.size() == million);
    CHECK(d.m.empty());
    c.take();
    const map copy(c.m);
    CHECK(within(c.take(), million, 2));
    CHECK(copy.size() == million);
}

TEST_CASE("unordered_multi complexity: groups cost no more than their number", "[unord.req]") {
    functors::call_counts counts;
    using strings = ut::unordered_multiset<std::string, functors::counted_hash<std::string>,
                                           functors::counted_equal<std::string>>;
    strings s(0, {&counts}, {&counts});
    for (int copy = 0; copy < 20; ++copy)
        for (int i = 0; i < 1000; ++i) s.insert("key " + std::to_string(i));
    CHECK(counts.hash <= 3 * s.size());
    CHECK(counts.equal <= 4 * s.size());
    counts = {};
    for (int i = 0; i < 1000; ++i) s.erase("key " + std::to_string(i));
    CHECK(counts.hash <= 21'000 + 1000);
    CHECK(s.empty());
}
