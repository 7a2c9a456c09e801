#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include <arsenal/hash/detail/bytes.hpp> // detail, which no import carries
#include <arsenal/hash/seed.hpp>         // its detail::hash_seed
#if ARSENAL_TEST_IMPORT
import arsenal.hash;
#else
#include <arsenal/hash.hpp>
#endif

// Keys that hold a word which, masked with a secret of the hash, is a bad factor: a product that does not
// depend, or depends little, on the word beside it. Whatever the seed, such keys must differ as others do.

namespace {

constexpr std::uint64_t bad_factors[] = {
    0, 1, 2, ~std::uint64_t{1}, ~std::uint64_t{0}, 0x5555555555555555, std::uint64_t{1} << 32};
constexpr std::size_t count = 200; // keys that differ in the word beside alone

// Words that become a bad factor when a mask is xored or added. The seed's bits are in the mask, or are not;
// the last mask is hash_state's.
std::vector<std::uint64_t> weak_words() {
    std::vector<std::uint64_t> masks(std::begin(arsenal::detail::byte_secret),
                                     std::end(arsenal::detail::byte_secret));
    masks.push_back(0x9e3779b97f4a7c15);
    std::vector<std::uint64_t> words;
    for (const std::uint64_t mask : masks)
        for (const std::uint64_t factor : bad_factors) {
            words.push_back(mask ^ factor);
            words.push_back(factor - mask);
            if (arsenal::process_hash_seed() == 0) continue;
            words.push_back(mask ^ arsenal::detail::hash_seed() ^ factor);
            words.push_back(factor - (mask ^ arsenal::detail::hash_seed()));
        }
    return words;
}

void write_word(std::string& text, std::size_t place, std::uint64_t word) {
    for (int byte = 0; byte != 8; ++byte) text[place + byte] = static_cast<char>(word >> 8 * byte);
}

std::size_t duplicates(std::vector<std::uint64_t>& values) {
    std::sort(values.begin(), values.end());
    return static_cast<std::size_t>(values.end() - std::unique(values.begin(), values.end()));
}

// Repeated hashes of keys of n bytes with the word at place, which count in decimal in the bytes from beside
// on.
std::size_t repeated(std::size_t n, std::uint64_t word, std::size_t place, std::size_t beside) {
    const std::size_t digits = std::min<std::size_t>(8, n - beside);
    std::vector<std::uint64_t> hashes;
    std::string key(n, 'x');
    write_word(key, place, word);
    std::size_t keys = 1;
    for (std::size_t i = 0; i != digits && keys < count; ++i) keys *= 10;
    for (std::size_t i = 0; i != std::min(keys, count); ++i) {
        std::size_t left = i;
        for (std::size_t digit = 0; digit != digits; ++digit, left /= 10)
            key[beside + digit] = static_cast<char>('0' + left % 10);
        hashes.push_back(arsenal::hash<std::string>{}(key));
    }
    return duplicates(hashes);
}

void check_texts() {
    std::size_t found = 0;
    for (const std::size_t n : {9, 12, 15, 16, 17, 24, 31, 32, 33, 48, 63, 64, 65, 96, 128, 200, 400, 600})
        for (const std::uint64_t word : weak_words()) {
            for (std::size_t place = 0; place + 8 < n; place += 8)
                found += repeated(n, word, place, place + 8);
            for (std::size_t end = n; end >= 16; end -= 8) { // blocks counted from the end
                found += repeated(n, word, end - 8, end - 16);
                if (end >= 24) found += repeated(n, word, end - 16, end - 8);
            }
        }
    CHECK(found == 0);
}

void check_pairs() {
    using pair = std::pair<std::uint64_t, std::uint64_t>;
    using row = std::vector<pair>;
    std::size_t found = 0;
    for (const std::uint64_t word : weak_words()) {
        std::vector<std::uint64_t> firsts, seconds, rows;
        for (std::uint64_t i = 0; i != count; ++i) {
            firsts.push_back(arsenal::hash<pair>{}({word, i}));
            seconds.push_back(arsenal::hash<pair>{}({i, word}));
            rows.push_back(arsenal::hash<row>{}({{i, 1}, {word, 2}}));
        }
        found += duplicates(firsts) + duplicates(seconds) + duplicates(rows);
    }
    CHECK(found == 0);
}

struct seed_scope {
    explicit seed_scope(std::uint64_t seed) { arsenal::set_process_hash_seed(seed); }
    ~seed_scope() { arsenal::set_process_hash_seed(0); }
};

} // namespace

TEST_CASE("a word that cancels a secret takes no other word of a string with it") { check_texts(); }

TEST_CASE("a word that cancels a secret takes no other word of a pair with it") { check_pairs(); }

TEST_CASE("under a random seed neither a secret nor a seeded secret takes a word with it") {
    const seed_scope scope(0);
    arsenal::randomize_process_hash_seed();
    check_texts();
    check_pairs();
}

TEST_CASE("no string fixes its hash under every seed") {
    for (const std::uint64_t word : weak_words())
        for (const std::size_t n : {16, 32, 64, 100, 400}) {
            std::string key(n, 'x');
            for (std::size_t place = 0; place + 8 <= n; place += 8) write_word(key, place, word);
            std::vector<std::uint64_t> hashes;
            for (std::uint64_t seed = 0; seed != count; ++seed) {
                const seed_scope scope(seed);
                hashes.push_back(arsenal::hash<std::string>{}(key));
            }
            CHECK(duplicates(hashes) == 0);
        }
}
