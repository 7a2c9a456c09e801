#include <catch2/catch_test_macros.hpp>

#include <cstdint>
#include <cstring>
#include <string>
#include <vector>

#include <arsenal/hash/detail/xxh3_kernel.hpp> // detail, which no import carries
#if ARSENAL_TEST_IMPORT
import arsenal.hash;
#else
#include <arsenal/hash.hpp>
#endif

#if defined(__linux__)
#include <sys/mman.h>
#include <unistd.h>
#endif

using arsenal::hash_bytes;
using arsenal::strategy;

namespace {

std::string varied_bytes(std::size_t n) {
    std::string bytes;
    for (std::size_t i = 0; i != n; ++i) bytes.push_back(static_cast<char>(i * 131 + i / 256));
    return bytes;
}

constexpr std::size_t longest = 1200;

} // namespace

#if defined(__linux__)

TEST_CASE("no byte before or after the key is read") {
    const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    void* const three_pages =
        mmap(nullptr, 3 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    REQUIRE(three_pages != MAP_FAILED);
    char* const begin = static_cast<char*>(three_pages) + page;
    REQUIRE(mprotect(three_pages, page, PROT_NONE) == 0);
    REQUIRE(mprotect(begin + page, page, PROT_NONE) == 0);

    const std::string bytes = varied_bytes(longest);
    for (std::size_t n = 0; n <= longest; ++n) {
        const std::uint64_t expected = hash_bytes(bytes.data(), n, 3);
        const std::uint64_t expected_wy = arsenal::wyhash::hash(bytes.data(), n, 3);
        const std::uint64_t expected_xxh3 = arsenal::xxh3_64::hash(bytes.data(), n, 3);
        for (char* const place : {begin, begin + page - n}) {
            std::memcpy(place, bytes.data(), n);
            REQUIRE(hash_bytes(place, n, 3) == expected);
            REQUIRE(arsenal::wyhash::hash(place, n, 3) == expected_wy);
            REQUIRE(arsenal::xxh3_64::hash(place, n, 3) == expected_xxh3);
        }
    }
    munmap(three_pages, 3 * page);
}

#endif

TEST_CASE("alignment does not matter") {
    const std::string bytes = varied_bytes(longest);
    std::vector<char> room(longest + 16);
    for (const std::size_t n : {1, 3, 4, 7, 8, 15, 16, 17, 33, 64, 65, 129, 511, 512, 1200})
        for (std::size_t shift = 0; shift != 16; ++shift) {
            std::memcpy(room.data() + shift, bytes.data(), n);
            REQUIRE(hash_bytes(room.data() + shift, n) == hash_bytes(bytes.data(), n));
            REQUIRE(hash_bytes<strategy::throughput>(room.data() + shift, n) ==
                    hash_bytes<strategy::throughput>(bytes.data(), n));
        }
}

TEST_CASE("no bytes at all have a hash, at any address") {
    CHECK(hash_bytes(nullptr, 0) == hash_bytes("x", 0));
    CHECK(hash_bytes(nullptr, 0, 1) != hash_bytes(nullptr, 0, 2));
    CHECK(arsenal::wyhash::hash(nullptr, 0) == arsenal::wyhash::hash("x", 0));
    CHECK(arsenal::xxh3_64::hash(nullptr, 0) == arsenal::xxh3_64().digest());
}

TEST_CASE("every byte matters at every length") {
    std::string bytes = varied_bytes(longest);
    for (std::size_t n = 1; n <= 700; ++n) {
        const std::uint64_t before = hash_bytes(bytes.data(), n);
        for (std::size_t i = 0; i != n; ++i) {
            bytes[i] = static_cast<char>(bytes[i] ^ 0x40);
            REQUIRE(hash_bytes(bytes.data(), n) != before);
            bytes[i] = static_cast<char>(bytes[i] ^ 0x40);
        }
    }
}

TEST_CASE("all kernels of XXH3 that this machine has agree") {
    using namespace arsenal::detail;
    std::vector<const xxh3_kernel*> wider;
#if defined(__x86_64__)
    if (arsenal::cpu().avx2) wider.push_back(&xxh3_avx2);
    if (arsenal::cpu().avx512f) wider.push_back(&xxh3_avx512);
#endif
    const std::string bytes = varied_bytes(5000);
    for (const xxh3_kernel* const kernel : wider)
        for (std::size_t n = 0; n <= bytes.size(); n += n < 600 ? 1 : 97)
            for (const std::uint64_t seed : {0, 1}) {
                REQUIRE(kernel->hash_64(bytes.data(), n, seed) ==
                        xxh3_baseline.hash_64(bytes.data(), n, seed));
                REQUIRE(kernel->hash_128(bytes.data(), n, seed) ==
                        xxh3_baseline.hash_128(bytes.data(), n, seed));
            }
    CHECK(xxh3_baseline.hash_64(bytes.data(), bytes.size(), 9) ==
          arsenal::xxh3_64::hash(bytes.data(), bytes.size(), 9));
}
