#include <catch2/catch_test_macros.hpp>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#if ARSENAL_TEST_IMPORT
import arsenal.hash;
#else
#include <arsenal/hash.hpp>
#endif

using arsenal::wyhash;

TEST_CASE("wyhash gives the digests that its author publishes") {
    struct vector {
        std::uint64_t digest;
        std::string_view message;
    };
    // wyhash's test_vector.cpp: the seed is the line's number.
    constexpr std::array<vector, 7> published = {{
        {0x93228a4de0eec5a2, ""},
        {0xc5bac3db178713c4, "a"},
        {0xa97f2f7b1d9b3314, "abc"},
        {0x786d1f1df3801df4, "message digest"},
        {0xdca5a8138ad37c87, "abcdefghijklmnopqrstuvwxyz"},
        {0xb9e734f117cfaf70, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"},
        {0x6cc5eab49a92d617,
         "12345678901234567890123456789012345678901234567890123456789012345678901234567890"},
    }};
    for (std::size_t seed = 0; seed != published.size(); ++seed) {
        const std::string_view message = published[seed].message;
        CAPTURE(message);
        CHECK(wyhash::hash(message.data(), message.size(), seed) == published[seed].digest);
        wyhash running(seed);
        for (const char& c : message) running.update(&c, 1);
        CHECK(running.digest() == published[seed].digest);
    }
}

// SMHasher's code for a hash: the digest of the digests of 0, 1, ... 254 bytes, each with a seed of its own.
TEST_CASE("wyhash has SMHasher's verification value") {
    std::array<unsigned char, 256> key{};
    std::string digests;
    for (unsigned n = 0; n != 256; ++n) {
        const std::uint64_t digest = wyhash::hash(key.data(), n, 256 - n);
        for (int byte = 0; byte != 8; ++byte) digests.push_back(static_cast<char>(digest >> (8 * byte)));
        key[n] = static_cast<unsigned char>(n);
    }
    CHECK(static_cast<std::uint32_t>(wyhash::hash(digests.data(), digests.size(), 0)) == 0x9dae7dd3);
}

TEST_CASE("a running wyhash agrees with the one in one go, however the input is cut") {
    std::string input;
    for (int i = 0; i != 200; ++i) input.push_back(static_cast<char>(i * 7 + 1));
    for (std::size_t n = 0; n <= input.size(); ++n)
        for (std::size_t cut = 0; cut <= n; ++cut) {
            wyhash running(5);
            running.update(input.data(), cut);
            wyhash branch = running;
            running.update(input.data() + cut, n - cut);
            REQUIRE(running.digest() == wyhash::hash(input.data(), n, 5));
            REQUIRE(branch.digest() == wyhash::hash(input.data(), cut, 5));
        }
}
