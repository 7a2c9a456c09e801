// The scans that write, on every instruction set, against std: arrays of each short length at both ends of
// guarded memory, so that an access outside is seen.

#include "precompiled.hpp"

#include "support/guarded_array.hpp"

#include "each_scan_kernel.hpp"

#include "under_test.hpp"

#define SCANNED std::uint8_t, std::uint16_t, std::int32_t, std::uint64_t, float, double

namespace {

template <class T>
bool same_bits(std::span<const T> a, std::span<const T> b) {
    return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size_bytes()) == 0);
}

// change(array) and expected(copy) return how many elements count.
template <class T, class Change, class Expected>
void each_array(unsigned distinct, Change change, Expected expected) {
    test::each_scanned_array<T>(600, distinct, [&](std::span<T> a) {
        std::vector<T> b(a.begin(), a.end());
        const std::size_t kept = change(a);
        REQUIRE(kept == expected(b));
        REQUIRE(same_bits<T>(a.first(kept), std::span<T>(b).first(kept)));
    });
}

} // namespace

TEMPLATE_TEST_CASE("remove and unique on each kernel", "", SCANNED) {
    for (const unsigned distinct : {2U, 10U}) {
        const auto value = test::scan_value<TestType>(1);
        each_array<TestType>(
            distinct,
            [&](auto& a) -> std::size_t { return ut::remove(a.begin(), a.end(), value) - a.begin(); },
            [&](auto& a) -> std::size_t { return std::remove(a.begin(), a.end(), value) - a.begin(); });
        each_array<TestType>(
            distinct, [](auto& a) -> std::size_t { return ut::unique(a.begin(), a.end()) - a.begin(); },
            [](auto& a) -> std::size_t { return std::unique(a.begin(), a.end()) - a.begin(); });
    }
}

// More than a cache holds is written by blocks.
TEMPLATE_TEST_CASE("replace of few among many, on each kernel", "", std::uint8_t, std::uint16_t, float,
                   std::uint64_t) {
    const std::size_t n = (std::size_t{300} << 10) / sizeof(TestType) + 3;
    test::guarded_room<TestType> room(n);
    const std::span<TestType> a = room.at_end(n);
    std::mt19937 random(11);
    test::each_scan_kernel([&] {
        for (const std::size_t found : {std::size_t{1}, std::size_t{20}, n / 3, n}) {
            std::fill(a.begin(), a.end(), TestType{5});
            for (std::size_t i = 0; i < found; ++i) a[random() % n] = TestType{7};
            a[found % 2 == 0 ? n - 1 : 0] = TestType{7};
            std::vector<TestType> expected(a.begin(), a.end());
            std::replace(expected.begin(), expected.end(), TestType{7}, TestType{9});
            ut::replace(a.begin(), a.end(), TestType{7}, TestType{9});
            REQUIRE(same_bits<TestType>(a, expected));
        }
    });
}

TEMPLATE_TEST_CASE("replace of what is not there writes nothing, on each kernel", "", SCANNED) {
    test::guarded_room<TestType> room(2000);
    const std::span<TestType> a = room.at_start(2000);
    std::fill(a.begin(), a.end(), TestType{5});
    room.make_writable(false);
    test::each_scan_kernel([&] {
        for (const std::size_t n : {0u, 1u, 16u, 47u, 48u, 64u, 100u, 1000u, 2000u}) {
            const auto some = a.first(n);
            ut::replace(some.begin(), some.end(), TestType{7}, TestType{9});
        }
    });
    room.make_writable(true);
    CHECK(a[1999] == TestType{5});
}

TEMPLATE_TEST_CASE("replace, reverse and rotate on each kernel", "", SCANNED) {
    for (const unsigned distinct : {2U, 10U}) {
        const auto from = test::scan_value<TestType>(0);
        const auto to = test::scan_value<TestType>(8);
        each_array<TestType>(
            distinct, [&](auto& a) { return ut::replace(a.begin(), a.end(), from, to), a.size(); },
            [&](auto& a) { return std::replace(a.begin(), a.end(), from, to), a.size(); });
    }
    each_array<TestType>(
        10, [](auto& a) { return ut::reverse(a.begin(), a.end()), a.size(); },
        [](auto& a) { return std::reverse(a.begin(), a.end()), a.size(); });
    each_array<TestType>(
        10, [](auto& a) { return ut::rotate(a.begin(), a.begin() + std::ssize(a) / 3, a.end()), a.size(); },
        [](auto& a) { return std::rotate(a.begin(), a.begin() + std::ssize(a) / 3, a.end()), a.size(); });
}
