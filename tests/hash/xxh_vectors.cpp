#include <catch2/catch_test_macros.hpp>

#include <cstdint>
#include <string>
#include <vector>

#if ARSENAL_TEST_IMPORT
import arsenal.hash;
#else
#include <arsenal/hash.hpp>
#endif

namespace {

constexpr std::uint64_t prime32 = 2654435761;
constexpr std::uint64_t prime64 = 11400714785074694797u;

// The bytes, and below the digests, of xxhsum's self-test (specification 0.8).
std::vector<unsigned char> published_input() {
    std::vector<unsigned char> bytes(2400);
    std::uint64_t generator = prime32;
    for (unsigned char& byte : bytes) {
        byte = static_cast<unsigned char>(generator >> 56);
        generator *= prime64;
    }
    return bytes;
}

template <class Digest>
struct vector {
    std::size_t length;
    std::uint64_t seed;
    Digest digest;
};

template <class Algorithm>
void check(const std::vector<vector<typename Algorithm::result_type>>& published) {
    const std::vector<unsigned char> input = published_input();
    for (const auto& [length, wide_seed, digest] : published) {
        using seed_type =
            std::conditional_t<std::is_same_v<Algorithm, arsenal::xxh32>, std::uint32_t, std::uint64_t>;
        const auto seed = static_cast<seed_type>(wide_seed);
        CAPTURE(length, seed);
        CHECK((Algorithm::hash(input.data(), length, seed) == digest));
        for (const std::size_t piece : {1, 13, 64, 257, 2400}) {
            Algorithm running(seed);
            for (std::size_t done = 0; done < length; done += piece)
                running.update(input.data() + done, length - done < piece ? length - done : piece);
            CHECK((running.digest() == digest));
        }
    }
}

} // namespace

TEST_CASE("xxh32 gives the published digests") {
    check<arsenal::xxh32>({
        {0, 0, 0x02cc5d05},
        {0, prime32, 0x36b78ae7},
        {1, 0, 0xcf65b03e},
        {1, prime32, 0xb4545aa4},
        {14, 0, 0x1208e7e2},
        {14, prime32, 0x6af1d1fe},
        {222, 0, 0x5bd11dbd},
        {222, prime32, 0x58803c5f},
    });
}

TEST_CASE("xxh64 gives the published digests") {
    check<arsenal::xxh64>({
        {0, 0, 0xef46db3751d8e999},
        {0, prime32, 0xac75fda2929b17ef},
        {1, 0, 0xe934a84adb052768},
        {1, prime32, 0x5014607643a9b4c3},
        {4, 0, 0x9136a0dca57457ee},
        {14, 0, 0x8282dcc4994e35c8},
        {14, prime32, 0xc3bd6bf63deb6df0},
        {222, 0, 0xb641ae8cb691c174},
        {222, prime32, 0x20cb8ab7ae10c14a},
    });
}

TEST_CASE("xxh3_64 gives the published digests") {
    check<arsenal::xxh3_64>({
        {0, 0, 0x2d06800538d394c2},    {0, prime64, 0xa8a6b918b2f0364a},
        {1, 0, 0xc44bdff4074eecdb},    {1, prime64, 0x032be332dd766ef8},
        {6, 0, 0x27b56a84cd2d7325},    {6, prime64, 0x84589c116ab59ab9},
        {12, 0, 0xa713daf0dfbb77e7},   {12, prime64, 0xe7303e1b2336de0e},
        {24, 0, 0xa3fe70bf9d3510eb},   {24, prime64, 0x850e80fc35bdd690},
        {48, 0, 0x397da259ecba1f11},   {48, prime64, 0xadc2cbaa44acc616},
        {80, 0, 0xbcdefbbb2c47c90a},   {80, prime64, 0xc6dd0cb699532e73},
        {195, 0, 0xcd94217ee362ec3a},  {195, prime64, 0xba68003d370cb3d9},
        {403, 0, 0xcdeb804d65c6dea4},  {403, prime64, 0x6259f6ecfd6443fd},
        {512, 0, 0x617e49599013cb6b},  {512, prime64, 0x3ce457de14c27708},
        {2048, 0, 0xdd59e2c3a5f038e0}, {2048, prime64, 0x66f81670669ababc},
        {2240, 0, 0x6e73a90539cf2948}, {2240, prime64, 0x757ba8487d1b5247},
        {2367, 0, 0xcb37aeb9e5d361ed}, {2367, prime64, 0xd2db3415b942b42a},
    });
}

TEST_CASE("xxh3_128 gives the published digests") {
    check<arsenal::xxh3_128>({
        {0, 0, {0x6001c324468d497f, 0x99aa06d3014798d8}},
        {0, prime32, {0x5444f7869c671ab0, 0x92220ae55e14ab50}},
        {1, 0, {0xc44bdff4074eecdb, 0xa6cd5e9392000f6a}},
        {1, prime32, {0xb53d5557e7f76f8d, 0x89b99554ba22467c}},
        {6, 0, {0x3e7039bdda43cfc6, 0x082afe0b8162d12a}},
        {12, prime32, {0x9be9f9a67f3c7dfb, 0xd7e09d518a3405d3}},
        {24, 0, {0x1e7044d28b1b901d, 0x0ce966e4678d3761}},
        {48, prime32, {0x7ba3c3e453a1934e, 0x163adde36c072295}},
        {81, 0, {0x5e8bafb9f95fb803, 0x4952f58181ab0042}},
        {222, prime32, {0xae995bb8af917a8d, 0x91820016621e97f1}},
        {403, 0, {0xcdeb804d65c6dea4, 0x1b6de21e332dd73d}},
        {403, prime64, {0x6259f6ecfd6443fd, 0xbed311971e0be8f2}},
        {512, 0, {0x617e49599013cb6b, 0x18d2d110dcc9bca1}},
        {2048, prime32, {0x230d43f30206260b, 0x7fb03f7e7186c3ea}},
        {2240, 0, {0x6e73a90539cf2948, 0xccb134fbfa7ce49d}},
        {2367, prime32, {0x6f5360ae69c2f406, 0xd23aae4b76c31ecb}},
    });
}

TEST_CASE("128-bit digests order by value") {
    using arsenal::digest128;
    CHECK(digest128{5, 1} > digest128{9, 0});
    CHECK(digest128{5, 1} < digest128{6, 1});
    CHECK(digest128{5, 1} == digest128{5, 1});
}
