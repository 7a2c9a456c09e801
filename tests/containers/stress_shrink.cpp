#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <random>
#include <vector>

#include <containers/consistency.hpp>
#include <containers/memory_profile.hpp>

#include <support/under_test.hpp>

// How memory goes back when a large table shrinks to ten elements, and that steady change does not pile it
// up.

namespace {

using map = memory::counted_map<ut::unordered_map>;
using memory::counting;
using memory::scattered;

constexpr std::size_t segment = std::size_t{2} << 20;
constexpr std::uint64_t many = 10'000'000;

} // namespace

TEST_CASE("shrink: ten elements left of ten million pin ten segments and the one being filled", "[stress]") {
    support::allocation_counters counters;
    map m{counting(counters)};
    for (std::uint64_t i = 0; i < many; ++i) m.emplace(scattered(i), i);
    const std::size_t full = counters.live_bytes;
    std::vector<const memory::entry*> kept;
    std::uint64_t erased = 0;
    for (std::uint64_t i = 0; i < many; ++i) {
        if (i % (many / 10) == many / 20)
            kept.push_back(&*m.find(scattered(i)));
        else
            erased += m.erase(scattered(i));
    }
    REQUIRE(erased == many - 10);
    REQUIRE(m.size() == 10);
    const std::size_t index_and_elements = counters.live_bytes;
    m.rehash(0);
    INFO("full " << full << ", erased " << index_and_elements << ", after rehash(0) " << counters.live_bytes);
    CHECK(index_and_elements < full);
    CHECK(counters.live_bytes <= 11 * segment + 4096);
    CHECK(counters.live_bytes < full / 4);
    CHECK(consistency::contradiction(m) == "");
    for (auto* p : kept) CHECK(&*m.find(p->first) == p);
    m.clear();
    m.rehash(0);
    CHECK(counters.live_bytes <= segment + 4096);
}

TEST_CASE("shrink: erasing in random order gives the elements' memory back", "[stress]") {
    constexpr std::uint64_t n = 300'000;
    support::allocation_counters counters;
    map m{counting(counters)};
    std::vector<std::uint64_t> keys(n);
    for (std::uint64_t i = 0; i < n; ++i) m.emplace(keys[i] = scattered(i), i);
    const std::size_t full = counters.live_bytes;
    std::shuffle(keys.begin(), keys.end(), std::mt19937_64(1));
    for (std::uint64_t i = 0; i < n; ++i) {
        REQUIRE(m.erase(keys[i]) == 1);
        if (i == n / 2) CHECK(counters.live_bytes <= full);
    }
    CHECK(m.empty());
    CHECK(counters.live_bytes < full);
    m.rehash(0);
    CHECK(counters.live_bytes <= segment + 4096);
}

TEST_CASE("shrink: a sliding window and a random churn keep their memory", "[stress]") {
    support::allocation_counters counters;
    map m{counting(counters)};
    constexpr std::uint64_t window = 5000, rounds = 1'000'000;
    for (std::uint64_t i = 0; i < window; ++i) m.emplace(scattered(i), i);
    const std::size_t settled = counters.live_bytes;
    counters.reset_peak();
    SECTION("first in, first out") {
        for (std::uint64_t i = window; i < rounds; ++i) {
            m.erase(scattered(i - window));
            m.emplace(scattered(i), i);
        }
    }
    SECTION("a random one leaves") {
        std::mt19937_64 random(1);
        std::vector<std::uint64_t> present(window);
        for (std::uint64_t i = 0; i < window; ++i) present[i] = scattered(i);
        for (std::uint64_t i = window; i < rounds; ++i) {
            auto& slot = present[random() % window];
            m.erase(slot);
            m.emplace(slot = scattered(i), i);
        }
    }
    SECTION("filled and emptied by turns") {
        for (std::uint64_t round = 0; round < 100; ++round) {
            while (!m.empty()) m.erase(m.begin());
            for (std::uint64_t i = 0; i < window; ++i) m.emplace(scattered(round * window + i), i);
        }
    }
    SECTION("half leaves and comes back in bulk") {
        for (std::uint64_t round = 1; round < 100; ++round) {
            std::size_t turn = 0;
            for (auto it = m.begin(); it != m.end();) it = turn++ % 2 == 0 ? m.erase(it) : std::next(it);
            for (std::uint64_t i = 0; m.size() < window; ++i) m.emplace(scattered(round * window + i), i);
        }
    }
    CHECK(m.size() == window);
    CHECK(counters.peak_bytes <= 3 * settled);
    CHECK(counters.live_bytes <= 2 * settled);
    CHECK(consistency::contradiction(m) == "");
}

TEST_CASE("shrink: erasing from the front to the end is linear", "[stress]") {
    support::allocation_counters counters;
    map m{counting(counters)};
    constexpr std::uint64_t n = 1'000'000;
    for (std::uint64_t i = 0; i < n; ++i) m.emplace(i, i);
    std::uint64_t seen = 0;
    // Quadratic work would run into the time limit of the test, by orders of magnitude.
    while (!m.empty()) {
        m.erase(m.begin());
        ++seen;
    }
    CHECK(seen == n);
}
