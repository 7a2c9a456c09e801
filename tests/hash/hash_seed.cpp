#include <catch2/catch_test_macros.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <hash/avalanche.hpp>

#if ARSENAL_TEST_IMPORT
import arsenal.hash;
#else
#include <arsenal/hash.hpp>
#endif

namespace {

struct seed_scope {
    explicit seed_scope(std::uint64_t seed) { arsenal::set_process_hash_seed(seed); }
    ~seed_scope() { arsenal::set_process_hash_seed(0); }
};

std::vector<std::size_t> some_hashes() {
    return {
        arsenal::hash<int>{}(1),
        arsenal::hash<double>{}(1.5),
        arsenal::hash<const char*>{}(nullptr),
        arsenal::hash<std::string>{}(""),
        arsenal::hash<std::string>{}("short"),
        arsenal::hash<std::string>{}(std::string(40, 'm')),
        arsenal::hash<std::string>{}(std::string(100, 'l')),
        arsenal::hash<std::string>{}(std::string(1000, 'v')),
        arsenal::hash<std::pair<int, int>>{}({1, 2}),
        arsenal::hash<std::vector<int>>{}({1, 2}),
        arsenal::hash<std::vector<bool>>{}({true}),
    };
}

} // namespace

TEST_CASE("the seed is off by default, and hashes are the same in every run") {
    CHECK(arsenal::process_hash_seed() == 0);
    // If this changes, so do the iteration orders that rest on it: say so in the release notes.
    CHECK(arsenal::hash<std::uint64_t>{}(1) == 0x5692161d100b05e5);
    CHECK(arsenal::hash<std::string>{}("abc") == 0xb91af488958d15e6);
}

TEST_CASE("the seed changes every hash, and 0 restores them") {
    const std::vector<std::size_t> off = some_hashes();
    {
        const seed_scope scope(1);
        CHECK(arsenal::process_hash_seed() == 1);
        const std::vector<std::size_t> on = some_hashes();
        for (std::size_t i = 0; i != off.size(); ++i) {
            CAPTURE(i);
            CHECK(on[i] != off[i]);
        }
    }
    CHECK(some_hashes() == off);
}

TEST_CASE("every bit of the seed changes every bit of a string's hash") {
    std::vector<std::uint64_t> seeds(8000);
    for (std::size_t i = 0; i != seeds.size(); ++i) seeds[i] = i;
    for (const std::size_t length : {0, 2, 8, 16, 30, 60, 100, 300, 700}) {
        CAPTURE(length);
        const std::string key(length, 'k');
        const double bias = arsenal_test::avalanche_bias(
            seeds, 64, [](std::uint64_t& seed, std::size_t i) { seed ^= std::uint64_t{1} << i; },
            [&](std::uint64_t seed) { return arsenal::hash_bytes(key.data(), key.size(), seed); });
        CHECK(bias < arsenal_test::bias_of_chance(seeds.size()));
    }
}

TEST_CASE("random seeds are set, and differ") {
    const seed_scope scope(0);
    const std::uint64_t first = arsenal::randomize_process_hash_seed();
    CHECK(arsenal::process_hash_seed() == first);
    const std::uint64_t second = arsenal::randomize_process_hash_seed();
    CHECK(first != second);
    CHECK(first != 0);
}
