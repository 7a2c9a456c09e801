// Every scan on every instruction set, against the plain loop: arrays of each short length at both ends of
// guarded memory, so that an access outside is seen, and each place for what is looked for.

#include "precompiled.hpp"

#include "support/guarded_array.hpp"

#include "each_scan_kernel.hpp"

#include "under_test.hpp"

#define SCANNED                                                                                              \
    std::uint8_t, std::int8_t, std::uint16_t, std::int16_t, std::uint32_t, std::int32_t, std::uint64_t,      \
        std::int64_t, float, double

namespace {

template <class T>
constexpr std::size_t longest = 700 / sizeof(T) + 10;

// f(array) with arrays of every length, filled by fill(i).
template <class T, class Fill, class F>
void each_array(Fill fill, F f) {
    test::guarded_room<T> room(longest<T>);
    for (std::size_t n = 0; n <= longest<T>; n += n < 150 ? 1 : 13)
        for (const bool end : {false, true}) {
            const std::span<T> a = end ? room.at_end(n) : room.at_start(n);
            for (std::size_t i = 0; i != n; ++i) a[i] = fill(static_cast<unsigned>(i));
            f(a);
        }
}

template <class T>
bool same(const T& a, const T& b) {
    return std::memcmp(&a, &b, sizeof(T)) == 0;
}

} // namespace

TEMPLATE_TEST_CASE("find, find_not and count on each kernel", "", SCANNED) {
    test::each_scan_kernel([] {
        each_array<TestType>([](unsigned) { return TestType{2}; },
                             [](std::span<TestType> a) {
                                 const TestType wanted{3};
                                 const auto first = a.begin();
                                 bool ok = ut::find(first, a.end(), wanted) == a.end() &&
                                           ut::count(first, a.end(), wanted) == 0;
                                 ok = ok && ut::find_not(first, a.end(), TestType{2}) == a.end();
                                 ok = ok && ut::count(first, a.end(), TestType{2}) == std::ssize(a);
                                 for (std::size_t i = a.size(); i-- != 0;) { // one more each time
                                     a[i] = wanted;
                                     const auto at = first + static_cast<std::ptrdiff_t>(i);
                                     ok = ok && ut::find(first, a.end(), wanted) == at &&
                                          ut::find_not(first, a.end(), TestType{2}) == at;
                                     if (i % 5 == 0)
                                         ok = ok && ut::count(first, a.end(), wanted) == a.end() - at;
                                 }
                                 REQUIRE(ok);
                             });
    });
}

TEMPLATE_TEST_CASE("the smallest and the largest on each kernel, NaNs and zeros among them", "", SCANNED) {
    unsigned seed = 0;
    test::each_scan_kernel([&] {
        for (unsigned round = 0; round != 6; ++round)
            each_array<TestType>(
                [&](unsigned) {
                    return test::scan_value<TestType>((seed = seed * 1664525 + 1013904223) >> 20);
                },
                [&](std::span<TestType> a) {
                    if (a.empty()) return;
                    if (round % 2 == 0 && a[0] != a[0]) a[0] = 0;
                    const auto first = a.begin();
                    REQUIRE(ut::min_element(first, a.end()) == std::min_element(first, a.end()));
                    REQUIRE(ut::max_element(first, a.end()) == std::max_element(first, a.end()));
                    REQUIRE(ut::minmax_element(first, a.end()) == std::minmax_element(first, a.end()));
                    REQUIRE(same(ut::ranges::min(a), std::ranges::min(a)));
                    REQUIRE(same(ut::ranges::max(a), std::ranges::max(a)));
                });
    });
}

TEMPLATE_TEST_CASE("an extreme at each place, on each kernel", "", std::uint8_t, std::int16_t, std::uint32_t,
                   std::int64_t, std::uint64_t, float, double) {
    test::each_scan_kernel([] {
        each_array<TestType>([](unsigned) { return TestType{50}; },
                             [](std::span<TestType> a) {
                                 for (std::size_t i = 0; i < a.size(); i += i < 70 ? 1 : 7) {
                                     const auto first = a.begin();
                                     const auto at = first + static_cast<std::ptrdiff_t>(i);
                                     a[i] = 60;
                                     REQUIRE(ut::max_element(first, a.end()) == at);
                                     REQUIRE(ut::minmax_element(first, a.end()).second == at);
                                     REQUIRE(ut::ranges::max(a) == 60);
                                     a[i] = 40;
                                     REQUIRE(ut::min_element(first, a.end()) == at);
                                     REQUIRE(ut::minmax_element(first, a.end()).first == at);
                                     REQUIRE(ut::ranges::min(a) == 40);
                                     a[i] = 50;
                                 }
                             });
    });
}

TEMPLATE_TEST_CASE("each difference on each kernel", "", SCANNED) {
    test::each_scan_kernel([] {
        test::guarded_room<TestType> others(longest<TestType>);
        each_array<TestType>(test::scan_value<TestType>, [&](std::span<TestType> a) {
            if constexpr (std::is_floating_point_v<TestType>)
                for (TestType& x : a)
                    if (x != x) x = 9;
            const std::span<TestType> b = others.at_end(a.size());
            std::copy(a.begin(), a.end(), b.begin());
            REQUIRE(ut::equal(a.begin(), a.end(), b.begin()));
            REQUIRE(ut::mismatch(a.begin(), a.end(), b.begin()).first == a.end());
            REQUIRE_FALSE(ut::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end()));
            for (std::size_t i = 0; i < a.size(); i += i < 70 ? 1 : 7) {
                const TestType kept = b[i];
                b[i] = static_cast<TestType>(7);
                REQUIRE(ut::mismatch(a.begin(), a.end(), b.begin()).first - a.begin() ==
                        static_cast<std::ptrdiff_t>(i));
                REQUIRE_FALSE(ut::equal(a.begin(), a.end(), b.begin()));
                REQUIRE(ut::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end()) == (kept < 7));
                REQUIRE(ut::lexicographical_compare(b.begin(), b.end(), a.begin(), a.end()) == (7 < kept));
                if constexpr (std::is_floating_point_v<TestType>) { // NaN: different, and neither less
                    b[i] = std::numeric_limits<TestType>::quiet_NaN();
                    REQUIRE(ut::mismatch(a.begin(), a.end(), b.begin()).second - b.begin() ==
                            static_cast<std::ptrdiff_t>(i));
                    REQUIRE_FALSE(ut::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end()));
                }
                b[i] = kept;
            }
        });
    });
}
