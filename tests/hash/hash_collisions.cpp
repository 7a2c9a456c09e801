#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <hash/avalanche.hpp>

#if ARSENAL_TEST_IMPORT
import arsenal.hash;
#else
#include <arsenal/hash.hpp>
#endif

namespace {

constexpr std::size_t count = 200'000;

// How many of the sorted values equal the one before them in their upper bits, from the bit `lowest` on.
std::size_t repeats(const std::vector<std::uint64_t>& sorted, int lowest = 0) {
    std::size_t found = 0;
    for (std::size_t i = 1; i < sorted.size(); ++i) found += sorted[i - 1] >> lowest == sorted[i] >> lowest;
    return found;
}

std::size_t duplicates(std::vector<std::uint64_t> values) {
    std::sort(values.begin(), values.end());
    return repeats(values);
}

// Pearson's statistic of the values over 2^14 equal cells, in standard deviations from what chance gives.
double unevenness(const std::vector<std::uint64_t>& values, auto cell_of) {
    constexpr std::size_t cells = 1 << 14;
    std::vector<double> filled(cells);
    for (const std::uint64_t value : values) ++filled[cell_of(value) % cells];
    const double expected = static_cast<double>(values.size()) / cells;
    double sum = 0;
    for (const double n : filled) sum += (n - expected) * (n - expected) / expected;
    return (sum - (cells - 1)) / std::sqrt(2.0 * (cells - 1));
}

// What a table takes from a hash: all of it, the low and the high half, a few bits at either end.
void check_spread(std::vector<std::uint64_t> hashes) {
    CHECK(unevenness(hashes, [](std::uint64_t h) { return h; }) < 6);
    CHECK(unevenness(hashes, [](std::uint64_t h) { return h >> 50; }) < 6);
    const double n = static_cast<double>(hashes.size());
    const double by_chance = n * n / 2 / 0x1p32;
    const double limit = by_chance + 6 * std::sqrt(by_chance) + 2;
    std::sort(hashes.begin(), hashes.end());
    CHECK(repeats(hashes) == 0);
    CHECK(static_cast<double>(repeats(hashes, 32)) < limit);
    for (std::uint64_t& hash : hashes) hash <<= 32;
    CHECK(static_cast<double>(duplicates(hashes)) < limit);
}

template <class Key, class Make>
std::vector<std::uint64_t> hashes_of(Make make) {
    std::vector<std::uint64_t> hashes;
    for (std::uint64_t i = 0; i != count; ++i) hashes.push_back(arsenal::hash<Key>{}(make(i)));
    return hashes;
}

std::uint64_t reversed(std::uint64_t n) {
    std::uint64_t result = 0;
    for (int bit = 0; bit != 64; ++bit) result |= (n >> bit & 1) << (63 - bit);
    return result;
}

} // namespace

TEST_CASE("integers in strides of every power of two spread like chance") {
    for (int shift = 0; shift <= 46; ++shift) {
        CAPTURE(shift);
        check_spread(hashes_of<std::uint64_t>([&](std::uint64_t i) { return i << shift; }));
    }
}

TEST_CASE("integers that hold one small number twice spread like chance") {
    for (int shift = 18; shift <= 46; ++shift) {
        CAPTURE(shift);
        check_spread(hashes_of<std::uint64_t>([&](std::uint64_t i) { return i << shift | i; }));
    }
}

TEST_CASE("other families of integers spread like chance") {
    check_spread(hashes_of<std::int64_t>([](std::uint64_t i) { return -static_cast<std::int64_t>(i); }));
    check_spread(hashes_of<std::uint64_t>([](std::uint64_t i) { return i * 1000; }));
    check_spread(hashes_of<std::uint64_t>(reversed));
    check_spread(hashes_of<std::uint64_t>([](std::uint64_t i) { return (i >> 9) * 1'000'003 + (i & 511); }));
    check_spread(hashes_of<const char*>(
        [](std::uint64_t i) { return reinterpret_cast<const char*>(0x7f0000000010 + 48 * i); }));
}

TEST_CASE("floating-point integers spread like chance") {
    check_spread(hashes_of<double>([](std::uint64_t i) { return static_cast<double>(i); }));
    check_spread(hashes_of<double>([](std::uint64_t i) { return static_cast<double>(i) / 16; }));
    check_spread(hashes_of<float>([](std::uint64_t i) { return static_cast<float>(i); }));
    check_spread(hashes_of<long double>([](std::uint64_t i) { return static_cast<long double>(i); }));
}

TEST_CASE("strings that differ in few places spread like chance") {
    check_spread(hashes_of<std::string>([](std::uint64_t i) { return std::to_string(i); }));
    for (const std::size_t length : {20, 40, 70, 150, 600}) {
        CAPTURE(length);
        const std::string filler(length, 'x');
        check_spread(hashes_of<std::string>([&](std::uint64_t i) { return filler + std::to_string(i); }));
        check_spread(hashes_of<std::string>([&](std::uint64_t i) { return std::to_string(i) + filler; }));
    }
}

TEST_CASE("strings of one repeated character, of every length, do not collide") {
    std::vector<std::uint64_t> hashes;
    for (const char c : {'\0', ' ', 'a', '\xff'})
        for (std::size_t length = 1; length != 2000; ++length)
            hashes.push_back(arsenal::hash<std::string>{}(std::string(length, c)));
    CHECK(duplicates(hashes) == 0);
}

TEST_CASE("sparse blocks of every length do not collide") {
    std::vector<std::uint64_t> hashes;
    for (std::size_t length = 4; length <= 160; ++length)
        for (std::size_t place = 0; place != length; ++place)
            for (int bit = 0; bit != 8; ++bit) {
                std::string block(length, '\0');
                block[place] = static_cast<char>(1 << bit);
                hashes.push_back(arsenal::hash<std::string>{}(block));
            }
    CHECK(duplicates(hashes) == 0);
}

TEST_CASE("small grids of pairs and tuples spread like chance") {
    using pair = std::pair<int, int>;
    check_spread(hashes_of<pair>([](std::uint64_t i) { return pair(i % 447, i / 447); }));
    using triple = std::tuple<std::uint8_t, std::uint16_t, std::int64_t>;
    check_spread(
        hashes_of<triple>([](std::uint64_t i) { return triple(i % 58, i / 58 % 58, i / (58 * 58)); }));
    using list = std::vector<int>;
    check_spread(
        hashes_of<list>([](std::uint64_t i) { return list(i % 450 + 1, static_cast<int>(i / 450)); }));
    using nested = std::vector<std::string>;
    check_spread(
        hashes_of<nested>([](std::uint64_t i) { return nested(i % 20 + 1, std::to_string(i / 20)); }));
}
