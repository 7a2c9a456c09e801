// search on each kernel against the plain loop.

#include <catch2/catch_test_macros.hpp>

#include <memory/each_byte_kernel.hpp>

#include <arsenal/memory/detail/two_way.hpp>

#include <optional>
#include <string>

#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif

namespace {

namespace mem = arsenal::mem;
using memory_tests::byte_span, memory_tests::const_bytes;
using offset = std::optional<std::size_t>;

offset naive(const_bytes bytes, const_bytes wanted) {
    const auto at = std::search(bytes.begin(), bytes.end(), wanted.begin(), wanted.end());
    return at != bytes.end() || wanted.empty() ? offset(at - bytes.begin()) : std::nullopt;
}

const_bytes bytes_of(const std::string& text) { return std::as_bytes(std::span(text)); }

std::string repeated(const char* unit, std::size_t n) {
    std::string text;
    while (text.size() < n) text += unit;
    text.resize(n);
    return text;
}

/// The Fibonacci string: as many periods as a string can have.
std::string fibonacci(std::size_t n) {
    std::string a = "a";
    std::string b = "ab";
    while (b.size() < n) {
        a = b + a;
        a.swap(b);
    }
    b.resize(n);
    return b;
}

} // namespace

TEST_CASE("search of short sequences at every alignment on each kernel") {
    std::mt19937 random(1);
    memory_tests::each_byte_kernel([&] {
        test::guarded_room<std::byte> room(40);
        memory_tests::byte_arrays arrays(300, std::byte{'a'});
        bool ok = true;
        for (std::size_t n = 0; n <= 300; ++n)
            arrays.each(n, [&](byte_span bytes) {
                const unsigned letters = 1 + random() % 4;
                memory_tests::fill(bytes, random, letters);
                const byte_span wanted = room.at_end(random() % 41);
                if (random() % 2 == 0 && wanted.size() <= n) {
                    const std::size_t at = random() % (n - wanted.size() + 1);
                    std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), wanted.size(),
                                wanted.begin());
                } else {
                    memory_tests::fill(wanted, random, letters);
                }
                ok = ok && mem::search(bytes, wanted) == naive(bytes, wanted);
            });
        REQUIRE(ok);
    });
}

TEST_CASE("search of each part of an array, between guards on each kernel") {
    std::mt19937 random(2);
    memory_tests::each_byte_kernel([&] {
        test::guarded_room<std::byte> haystacks(500);
        test::guarded_room<std::byte> needles(500);
        bool ok = true;
        for (const unsigned letters : {2U, 4U, 100U})
            for (const std::size_t n : {33U, 64U, 65U, 130U, 257U, 500U}) {
                const byte_span bytes = haystacks.at_end(n);
                memory_tests::fill(bytes, random, letters);
                for (std::size_t m = 1; m <= n; m += m < 20 ? 1 : 13)
                    for (std::size_t at = 0; at <= n - m; at += at < 70 || n - m - at < 70 ? 1 : 11) {
                        const byte_span wanted = needles.at_start(m);
                        std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), m, wanted.begin());
                        ok = ok && mem::search(bytes, wanted) == naive(bytes, wanted);
                        wanted[random() % m] = std::byte{1}; // in no haystack
                        ok = ok && mem::search(bytes, wanted) == std::nullopt;
                    }
            }
        REQUIRE(ok);
    });
}

TEST_CASE("search of periodic sequences in periodic ones on each kernel") {
    memory_tests::each_byte_kernel([&] {
        for (const std::size_t m : {2U, 5U, 16U, 70U, 1000U})
            for (const char* const unit : {"a", "ab", "aab", "abab", "aaaaaaaaaaaaaaab", "abcabd"}) {
                CAPTURE(m, unit);
                for (const std::size_t changed : {std::size_t{0}, m / 2, m - 1, m}) {
                    std::string wanted = repeated(unit, m);
                    if (changed != m) wanted[changed] = wanted[changed] == 'a' ? 'b' : 'a';
                    for (const char* const other : {"a", "ab", "aab", "aaaaaaaaaaaaaaab"}) {
                        std::string text = repeated(other, 5000);
                        REQUIRE(mem::search(bytes_of(text), bytes_of(wanted)) ==
                                naive(bytes_of(text), bytes_of(wanted)));
                        text += wanted + text;
                        REQUIRE(mem::search(bytes_of(text), bytes_of(wanted)) ==
                                naive(bytes_of(text), bytes_of(wanted)));
                    }
                }
            }
        const std::string text = fibonacci(200'000);
        for (const std::size_t m : {10U, 144U, 1000U, 3000U}) {
            std::string wanted = fibonacci(2 * m).substr(m / 3, m);
            CHECK(mem::search(bytes_of(text), bytes_of(wanted)) == text.find(wanted));
            wanted[m - m / 7] ^= 3;
            const std::size_t at = text.find(wanted);
            CHECK(mem::search(bytes_of(text), bytes_of(wanted)) ==
                  (at != std::string::npos ? offset(at) : std::nullopt));
        }
    });
}

// More bytes are watched as places are ruled out, and fewer again: none may be passed over meanwhile.
TEST_CASE("search in long texts of few and of many letters on each kernel") {
    std::mt19937 random(3);
    memory_tests::each_byte_kernel([&] {
        std::vector<std::byte> text(40'000);
        test::guarded_room<std::byte> room(300);
        for (const unsigned letters : {2U, 4U, 20U, 200U})
            for (const std::size_t m : {2U, 3U, 4U, 7U, 16U, 31U, 33U, 64U, 65U, 300U})
                for (int round = 0; round != 6; ++round) {
                    memory_tests::fill(text, random, letters);
                    if (round % 2 == 0) // dull, then varied
                        std::fill(text.begin() + 3000, text.begin() + 20'000, std::byte{'z'});
                    const byte_span wanted = round < 3 ? room.at_end(m) : room.at_start(m);
                    memory_tests::fill(wanted, random, letters);
                    wanted[random() % m] = std::byte{'z'};
                    const std::size_t at = 20'000 + random() % (20'000 - m);
                    if (round % 3 != 0)
                        std::copy(wanted.begin(), wanted.end(),
                                  text.begin() + static_cast<std::ptrdiff_t>(at));
                    CAPTURE(letters, m, round, at);
                    REQUIRE(mem::search(text, wanted) == naive(text, wanted));
                }
    });
}

TEST_CASE("a search that would take more than linear time goes over to the two-way algorithm, and back") {
    using namespace arsenal::detail;
    const std::string unit = std::string(49, 'a') + 'b';
    const std::string wanted = repeated(unit.c_str(), 10'000);
    std::string text = repeated(unit.c_str(), 600'000);
    std::mt19937 random(6); // one more b in each stretch, which the next place has elsewhere
    for (std::size_t i = 500; i < text.size(); i += 5000 + random() % 4000)
        text[i - i % 50 + random() % 49] = 'b';
    memory_tests::each_byte_kernel([&] {
        const byte_search_result tried =
            bytes_baseline.search(text.data(), text.size(), wanted.data(), wanted.size());
        CHECK(tried.end == byte_search_end::spent); // or this test shows nothing
        CHECK(mem::search(bytes_of(text), bytes_of(wanted)) == std::nullopt);
        for (const std::size_t at : {0U, 5000U, 70'000U, 300'000U, 599'999U}) {
            std::string with = text;
            with.insert(at, wanted);
            REQUIRE(mem::search(bytes_of(with), bytes_of(wanted)) == with.find(wanted));
        }
    });
}

TEST_CASE("the two-way algorithm by itself") {
    std::mt19937 random(4);
    bool ok = true;
    for (int round = 0; round != 30'000; ++round) {
        std::vector<std::uint8_t> text(1 + random() % 200);
        const unsigned letters = 1 + random() % 3;
        const unsigned period = 1 + random() % 20;
        for (std::size_t i = 0; i != text.size(); ++i)
            text[i] = random() % 8 != 0 && i >= period ? text[i - period]
                                                       : static_cast<std::uint8_t>('a' + random() % letters);
        const std::size_t m = 1 + random() % text.size();
        std::vector<std::uint8_t> wanted(text.end() - static_cast<std::ptrdiff_t>(m), text.end());
        if (random() % 3 == 0) wanted[random() % m] ^= 1;
        if (m < 2) continue;
        const arsenal::detail::two_way_needle needle(wanted.data(), m);
        const std::size_t places = text.size() - m + 1;
        const auto at = std::search(text.begin(), text.end(), wanted.begin(), wanted.end());
        ok = ok && needle.find(text.data(), places) ==
                       std::min(places, static_cast<std::size_t>(at - text.begin()));
    }
    REQUIRE(ok);
}
