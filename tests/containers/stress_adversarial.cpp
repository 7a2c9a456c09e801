#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <containers/functors.hpp>
#include <support/under_test.hpp>

// Keys chosen to hurt. What is asserted is work, not time: calls of the predicate and of the hash per
// operation.

namespace {

using functors::counting_equal, functors::equal_calls;
std::size_t hash_calls = 0;

template <class Key>
struct counting_hash {
    std::size_t operator()(const Key& k) const noexcept {
        ++hash_calls;
        return std::hash<Key>()(k);
    }
};

/// Calls of the predicate, over a run of operations.
struct work {
    double average = 0;
    std::size_t worst = 0;
};

template <class Keys, class Operation>
work measure(const Keys& keys, Operation run) {
    work w;
    std::size_t total = 0;
    for (const auto& k : keys) {
        equal_calls = 0;
        run(k);
        total += equal_calls;
        w.worst = std::max(w.worst, equal_calls);
    }
    w.average = keys.empty() ? 0 : static_cast<double>(total) / static_cast<double>(keys.size());
    return w;
}

template <class Set, class Key>
void check_bounded(const std::vector<Key>& present, const std::vector<Key>& absent) {
    Set s;
    hash_calls = 0;
    const work insert = measure(present, [&](const Key& k) { s.insert(k); });
    const double hashes = static_cast<double>(hash_calls) / static_cast<double>(present.size());
    REQUIRE(s.size() == present.size());
    const work hit = measure(present, [&](const Key& k) { REQUIRE(s.contains(k)); });
    const work miss = measure(absent, [&](const Key& k) { REQUIRE_FALSE(s.contains(k)); });
    // Half of the keys leave and as many others come: what erasures leave behind must not make later
    // operations dearer.
    const std::vector<Key> half(present.begin(),
                                present.begin() + static_cast<std::ptrdiff_t>(present.size() / 2));
    const work erase = measure(half, [&](const Key& k) { REQUIRE(s.erase(k) == 1); });
    const work refill = measure(absent, [&](const Key& k) { s.insert(k); });
    const work gone = measure(half, [&](const Key& k) { REQUIRE_FALSE(s.contains(k)); });

    CHECK(hashes <= 5); // each growth may hash everything anew: a geometric series
    CHECK(hit.average <= 2.0);
    for (const work& w : {insert, miss, erase, refill, gone}) CHECK(w.average <= 2.5);
    for (const work& w : {insert, hit, miss, erase, refill, gone}) CHECK(w.worst <= 40);
}

template <class Key>
void check_bounded(const std::vector<Key>& present, const std::vector<Key>& absent) {
    // The container's own idea of the key's hash, then a hash that it knows nothing about.
    check_bounded<ut::unordered_set<Key, std::hash<Key>, counting_equal>>(present, absent);
    check_bounded<ut::unordered_set<Key, counting_hash<Key>, counting_equal>>(present, absent);
}

std::uint64_t reversed(std::uint64_t x) {
    std::uint64_t r = 0;
    for (int i = 0; i < 64; ++i) r |= (x >> i & 1) << (63 - i);
    return r;
}

/// Keys f(0) ... f(n - 1), and as many that follow.
template <class F>
auto family(std::size_t n, F f) {
    std::pair<std::vector<decltype(f(0))>, std::vector<decltype(f(0))>> keys;
    for (std::size_t i = 0; i < n; ++i) {
        keys.first.push_back(f(i));
        keys.second.push_back(f(n + i));
    }
    return keys;
}

} // namespace

TEST_CASE("adversarial: strides of every power of two", "[stress]") {
    for (int shift = 0; shift <= 60; ++shift) {
        INFO("stride 2^" << shift);
        const std::size_t distinct = shift <= 49 ? 8000 : std::size_t{1} << (63 - shift);
        auto [present, absent] = family(std::min<std::size_t>(distinct, 8000),
                                        [&](std::size_t i) { return std::uint64_t{i} << shift; });
        check_bounded(present, absent);
    }
}

TEST_CASE("adversarial: odd strides, negative strides and bit-reversed counters", "[stress]") {
    for (std::uint64_t stride :
         {3ull, 1000ull, 4096ull + 1, 0x10001ull << 16, ~0ull, 0x9e3779b97f4a7c15ull}) {
        INFO("stride " << stride);
        auto [present, absent] = family(20000, [&](std::size_t i) { return i * stride; });
        check_bounded(present, absent);
    }
    auto [present, absent] = family(20000, [](std::size_t i) { return reversed(i); });
    check_bounded(present, absent);
}

TEST_CASE("adversarial: clusters of dense ranges", "[stress]") {
    for (int shift : {20, 32, 40, 52}) {
        auto [present, absent] =
            family(20000, [&](std::size_t i) { return (std::uint64_t{i} / 160 << shift) + i % 160; });
        check_bounded(present, absent);
    }
}

// libstdc++ reduces integers modulo its bucket count: these are its worst case, quadratic, and not run on it.
#if !ARSENAL_TEST_STD

TEST_CASE("adversarial: multiples of the bucket counts", "[stress]") {
    for (std::size_t n : {10, 100, 1000, 10000}) {
        ut::unordered_set<std::uint64_t> s;
        std::vector<std::size_t> counts;
        for (std::size_t i = 0; i < n; ++i) {
            s.insert(i);
            if (counts.empty() || counts.back() != s.bucket_count()) counts.push_back(s.bucket_count());
        }
        s.reserve(n * 2);
        counts.push_back(s.bucket_count());
        for (std::size_t count : counts)
            for (std::uint64_t offset : {0, 1, 12345}) {
                INFO("multiples of " << count << " for " << n << " keys");
                auto [present, absent] = family(n, [&](std::size_t i) { return i * count + offset; });
                check_bounded(present, absent);
            }
    }
}

// Primes that a table of a few thousand to a few million elements might reduce by, among all its near
// neighbours.
TEST_CASE("adversarial: multiples of many odd numbers around the usual sizes", "[stress]") {
    for (std::uint64_t center : {1409u, 5639u, 11273u, 16411u, 45053u})
        for (std::uint64_t modulus = center - 24; modulus <= center + 24; modulus += 2) {
            INFO("multiples of " << modulus);
            auto [present, absent] = family(1000, [&](std::size_t i) { return i * modulus; });
            check_bounded(present, absent);
        }
}

#endif

TEST_CASE("adversarial: pointers", "[stress]") {
    for (std::size_t spacing : {16u, 48u, 64u, 4096u, 65536u}) {
        INFO("pointers " << spacing << " bytes apart");
        constexpr std::size_t n = 4000;
        auto [present, absent] = family(n, [&](std::size_t i) {
            return reinterpret_cast<const int*>(std::uintptr_t{0x7f0012340000} + i * spacing);
        });
        check_bounded(present, absent);
    }
    std::vector<std::unique_ptr<std::string>> owners;
    for (int i = 0; i < 10000; ++i) owners.push_back(std::make_unique<std::string>("x"));
    auto [present, absent] = family(
        owners.size() / 2, [&](std::size_t i) { return static_cast<const std::string*>(owners[i].get()); });
    check_bounded(present, absent);
}

TEST_CASE("adversarial: floats as integers", "[stress]") {
    auto [singles, more_singles] = family(20000, [](std::size_t i) {
        return std::uint64_t{std::bit_cast<std::uint32_t>(static_cast<float>(i))};
    });
    check_bounded(singles, more_singles);
    auto [doubles, more_doubles] =
        family(20000, [](std::size_t i) { return std::bit_cast<std::uint64_t>(static_cast<double>(i)); });
    check_bounded(doubles, more_doubles);
    auto [fractions, more_fractions] =
        family(20000, [](std::size_t i) { return std::bit_cast<std::uint64_t>(static_cast<double>(i) / 8); });
    check_bounded(fractions, more_fractions);
}

TEST_CASE("adversarial: floating-point keys", "[stress]") {
    auto [present, absent] =
        family(20000, [](std::size_t i) { return static_cast<double>(i) * 0.25 - 1000; });
    check_bounded<ut::unordered_set<double, std::hash<double>, counting_equal>>(present, absent);
}

namespace {

template <std::size_t Values>
struct poor_hash {
    std::size_t operator()(std::uint64_t k) const noexcept {
        ++hash_calls;
        return k % Values;
    }
};

// Every element with an equal hash may have to be compared, and not many others.
template <std::size_t Values>
void check_poor_hash(std::size_t n) {
    INFO(Values << " hash values for " << n << " keys");
    ut::unordered_set<std::uint64_t, poor_hash<Values>, counting_equal> s;
    auto [present, absent] = family(n, [](std::size_t i) { return std::uint64_t{i}; });
    const std::size_t alike = n / Values + 2;
    hash_calls = 0;
    const work insert = measure(present, [&](std::uint64_t k) { REQUIRE(s.insert(k).second); });
#if !ARSENAL_TEST_STD // libstdc++ 12 hashes its way along a bucket
    CHECK(hash_calls <= 5 * n);
#endif
    CHECK(s.bucket_count() <= 16 * n + 64); // collisions are no reason to grow
    const work hit = measure(present, [&](std::uint64_t k) { REQUIRE(s.contains(k)); });
    const work miss = measure(absent, [&](std::uint64_t k) { REQUIRE_FALSE(s.contains(k)); });
    const work erase = measure(present, [&](std::uint64_t k) { REQUIRE(s.erase(k) == 1); });
    CHECK(s.empty());
    const std::size_t strangers = 40;
    for (const work& w : {insert, hit, miss, erase}) CHECK(w.worst <= alike + strangers);
    CHECK(hit.average <= static_cast<double>(alike) * 0.75 + 2);
}

} // namespace

TEST_CASE("adversarial: constant and low-entropy hashes", "[stress]") {
    check_poor_hash<1>(500);
    check_poor_hash<2>(500);
    check_poor_hash<16>(2000);
    check_poor_hash<256>(20000);
    check_poor_hash<4096>(20000);
}

namespace {

// Good bits only at one end: the other 48 are zero.
struct high_bits_hash {
    std::size_t operator()(std::uint64_t k) const noexcept { return (k * 0x9e3779b97f4a7c15ull) >> 48 << 48; }
};
struct low_bits_hash {
    std::size_t operator()(std::uint64_t k) const noexcept { return (k * 0x9e3779b97f4a7c15ull) >> 48; }
};

} // namespace

TEST_CASE("adversarial: hashes with sixteen bits at either end", "[stress]") {
    auto [present, absent] = family(8000, [](std::size_t i) { return std::uint64_t{i}; });
    check_bounded<ut::unordered_set<std::uint64_t, high_bits_hash, counting_equal>>(present, absent);
    check_bounded<ut::unordered_set<std::uint64_t, low_bits_hash, counting_equal>>(present, absent);
}

TEST_CASE("adversarial: a sliding window leaves no trail", "[stress]") {
    for (int shift : {0, 6, 16, 40}) {
        INFO("stride 2^" << shift);
        ut::unordered_set<std::uint64_t, std::hash<std::uint64_t>, counting_equal> s;
        constexpr std::uint64_t window = 1000;
        work late;
        for (std::uint64_t i = 0; i < 300000; ++i) {
            equal_calls = 0;
            s.insert(i << shift);
            if (i >= window) s.erase((i - window) << shift);
            late.worst = std::max(late.worst, equal_calls);
        }
        CHECK(s.size() == window);
        CHECK(s.bucket_count() <= 16 * window);
        CHECK(late.worst <= 40);
        for (std::uint64_t i = 300000 - window; i < 300000; ++i) CHECK(s.contains(i << shift));
    }
}
