#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <array>
#include <bitset>
#include <cstdint>
#include <cstring>
#include <list>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include <hash/avalanche.hpp>

#if ARSENAL_TEST_IMPORT
import arsenal.hash;
#else
#include <arsenal/hash.hpp>
#endif

using arsenal_test::avalanche_bias;
using arsenal_test::bias_of_chance;
using arsenal_test::number_stream;

namespace {

enum class colour : std::uint32_t {};

struct segment {
    std::uint32_t from;
    std::uint64_t to;
    template <class H>
    friend void hash_append(H& h, const segment& s) {
        arsenal::hash_append(h, s.from, s.to);
    }
};

// The bias over keys that make(n) builds of one 64-bit number each, flipping that number's bits.
template <class T, class Make>
double bias_over_numbers(Make make, const std::vector<std::uint64_t>& numbers, std::size_t bits) {
    std::vector<std::uint64_t> keys = numbers;
    return avalanche_bias(
        keys, bits, [](std::uint64_t& key, std::size_t i) { key ^= std::uint64_t{1} << i; },
        [&](std::uint64_t key) { return arsenal::hash<T>{}(make(key)); });
}

constexpr std::size_t samples = 8000;

std::vector<std::uint64_t> random_numbers() {
    number_stream next(1);
    std::vector<std::uint64_t> numbers(samples);
    for (std::uint64_t& number : numbers) number = next();
    return numbers;
}

std::vector<std::uint64_t> sequential_numbers() {
    std::vector<std::uint64_t> numbers(samples);
    for (std::size_t i = 0; i != samples; ++i) numbers[i] = i;
    return numbers;
}

std::vector<std::uint64_t> page_numbers() {
    std::vector<std::uint64_t> numbers(samples);
    for (std::size_t i = 0; i != samples; ++i) numbers[i] = i << 16;
    return numbers;
}

template <class T, class Make>
void check_avalanche(Make make, std::size_t bits = 64) {
    static_assert(arsenal::is_avalanching_v<arsenal::hash<T>>);
    CHECK(bias_over_numbers<T>(make, random_numbers(), bits) < bias_of_chance(samples));
    CHECK(bias_over_numbers<T>(make, sequential_numbers(), bits) < bias_of_chance(samples));
    CHECK(bias_over_numbers<T>(make, page_numbers(), bits) < bias_of_chance(samples));
}

} // namespace

TEMPLATE_TEST_CASE("every bit of an integer changes every bit of its hash", "", std::uint32_t, std::int32_t,
                   std::uint64_t, std::int64_t, long, unsigned long long, char32_t, colour, const char*, int*,
                   void (*)()) {
    check_avalanche<TestType>(
        [](std::uint64_t n) {
            TestType value;
            std::memcpy(&value, &n, sizeof value);
            return value;
        },
        sizeof(TestType) * 8);
}

TEMPLATE_TEST_CASE("small integers avalanche over all their values", "", char, signed char, std::uint8_t,
                   char8_t, std::uint16_t, std::int16_t, char16_t) {
    constexpr std::size_t bits = sizeof(TestType) * 8;
    std::vector<TestType> keys;
    for (std::uint32_t value = 0; value != 1u << bits; ++value) keys.push_back(static_cast<TestType>(value));
    const auto flip = [](TestType& key, std::size_t i) { key = static_cast<TestType>(key ^ (1u << i)); };
    CHECK(avalanche_bias(keys, bits, flip, arsenal::hash<TestType>{}) < bias_of_chance(keys.size()));
}

TEST_CASE("floating-point hashes avalanche in the bits of the value") {
    const auto as_float = [](std::uint64_t n) {
        float value;
        std::memcpy(&value, &n, sizeof value);
        return value;
    };
    const auto as_double = [](std::uint64_t n) {
        double value;
        std::memcpy(&value, &n, sizeof value);
        return value;
    };
    check_avalanche<float>(as_float, 31); // without the sign: the zeros are equal
    check_avalanche<double>(as_double, 63);
    check_avalanche<long double>([&](std::uint64_t n) { return static_cast<long double>(n); });
}

TEST_CASE("composed hashes avalanche in every part") {
    using pair = std::pair<std::uint64_t, std::uint64_t>;
    check_avalanche<pair>([](std::uint64_t n) { return pair(n, 7); });
    check_avalanche<pair>([](std::uint64_t n) { return pair(7, n); });
    using tuple = std::tuple<std::uint64_t, int, std::uint64_t>;
    check_avalanche<tuple>([](std::uint64_t n) { return tuple(n, 0, 0); });
    check_avalanche<tuple>([](std::uint64_t n) { return tuple(0, 0, n); });
    check_avalanche<std::vector<std::uint64_t>>([](std::uint64_t n) { return std::vector{n}; });
    check_avalanche<std::vector<std::uint64_t>>(
        [](std::uint64_t n) { return std::vector<std::uint64_t>{1, 2, n, 4, 5, 6, 7, 8, 9}; });
    check_avalanche<std::list<std::uint64_t>>(
        [](std::uint64_t n) { return std::list<std::uint64_t>{1, n, 3}; });
    check_avalanche<std::array<std::uint64_t, 2>>(
        [](std::uint64_t n) { return std::array{n, ~std::uint64_t{0}}; });
    check_avalanche<std::optional<std::uint64_t>>([](std::uint64_t n) { return std::optional(n); });
    using variant = std::variant<int, std::uint64_t>;
    check_avalanche<variant>([](std::uint64_t n) { return variant(n); });
    check_avalanche<segment>([](std::uint64_t n) { return segment{1, n}; });
    check_avalanche<std::bitset<64>>(
        [](std::uint64_t n) { return std::bitset<64>(n); }); // by std::hash, mixed
}

TEST_CASE("strings of every length avalanche in every bit") {
    constexpr std::size_t keys_per_length = 1500;
    for (const std::size_t length :
         {4, 5, 7, 8, 9, 12, 15, 16, 17, 31, 32, 33, 48, 63, 64, 65, 80, 127, 128, 129, 200}) {
        CAPTURE(length);
        std::vector<std::string> random(keys_per_length, std::string(length, '\0'));
        std::vector<std::string> numbered(keys_per_length);
        number_stream next(length);
        for (std::size_t i = 0; i != keys_per_length; ++i) {
            for (char& c : random[i]) c = static_cast<char>(next());
            const std::string digits = std::to_string(1000 + i);
            numbered[i] = std::string(length - digits.size(), '0') + digits;
        }
        const auto flip = [](std::string& key, std::size_t i) {
            key[i / 8] = static_cast<char>(key[i / 8] ^ (1 << i % 8));
        };
        const arsenal::hash<std::string> hash;
        CHECK(avalanche_bias(random, length * 8, flip, hash) < bias_of_chance(keys_per_length));
        CHECK(avalanche_bias(numbered, length * 8, flip, hash) < bias_of_chance(keys_per_length));
    }
}

TEST_CASE("the measure sees a hash that does not avalanche") {
    std::vector<std::uint64_t> keys = random_numbers();
    const auto flip = [](std::uint64_t& key, std::size_t i) { key ^= std::uint64_t{1} << i; };
    CHECK(avalanche_bias(keys, 64, flip, [](std::uint64_t key) { return key; }) == 1);
    CHECK(avalanche_bias(keys, 64, flip, [](std::uint64_t key) { return key * 0x9e3779b97f4a7c15; }) == 1);
}
