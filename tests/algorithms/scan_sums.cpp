// The sums and search on every instruction set, against the plain loop: arrays of each short length at both
// ends of guarded memory, so that an access outside is seen.

#include "precompiled.hpp"

#include "support/guarded_array.hpp"

#include "each_scan_kernel.hpp"

#include "under_test.hpp"

namespace {

template <class T, class F>
void each_array(F f) {
    constexpr unsigned every_value = 70;
    test::each_scanned_array<T>(700, every_value, f);
}

template <class T>
constexpr std::array<T, 9000> fractions = [] {
    std::array<T, 9000> a{};
    for (std::size_t i = 0; i != a.size(); ++i) a[i] = static_cast<T>(i * 7919 % 1009) / 7 - 50;
    return a;
}();

template <class T, std::size_t N>
void sums_alike_at_compile_time() {
    constexpr T sum = ut::unordered_sum(fractions<T>.begin(), fractions<T>.begin() + N);
    test::each_scan_kernel(
        [&] { CHECK(ut::unordered_sum(fractions<T>.begin(), fractions<T>.begin() + N) == sum); });
}

// Places in text where all but the word at `odd` of the m wanted ones fit, and one where all do.
template <class T>
void finds_among_near_misses(std::size_t m, std::size_t odd) {
    std::vector<T> text(500, T{1});
    std::vector<T> wanted(m, T{1});
    wanted[odd] = T{2};
    const auto found = [&] {
        const auto at = ut::search(text.begin(), text.end(), wanted.begin(), wanted.end());
        return at == std::search(text.begin(), text.end(), wanted.begin(), wanted.end());
    };
    REQUIRE(found());
    for (const std::size_t at : {0, 1, 63, 64, 200, 499}) {
        text[at] = T{2};
        REQUIRE(found());
        text[at] = T{1};
    }
}

template <class T>
std::vector<T> sums_on_each_kernel(const std::vector<T>& a) {
    std::vector<T> sums;
    test::each_scan_kernel([&] { sums.push_back(ut::unordered_sum(a)); });
    return sums;
}

} // namespace

TEMPLATE_TEST_CASE("sums and prefix sums of integers on each kernel", "", std::uint8_t, std::int8_t,
                   std::uint16_t, std::int16_t, std::uint32_t, std::int32_t, std::uint64_t) {
    each_array<TestType>([](std::span<TestType> a) {
        std::uint64_t sum = 0;
        std::vector<TestType> sums;
        for (const TestType x : a)
            sums.push_back(static_cast<TestType>(sum += static_cast<std::uint64_t>(x)));
        REQUIRE(ut::accumulate(a.begin(), a.end(), std::uint64_t{0}) == sum);
        if constexpr (sizeof(TestType) < 4 || std::is_unsigned_v<TestType>) { // others run over
            REQUIRE(ut::reduce(a.begin(), a.end(), std::uint32_t{0}) == static_cast<std::uint32_t>(sum));
            REQUIRE(ut::partial_sum(a.begin(), a.end(), a.begin()) == a.end());
            REQUIRE(std::equal(a.begin(), a.end(), sums.begin()));
        }
    });
}

TEMPLATE_TEST_CASE("sums of many small integers do not run over on any kernel", "", std::uint8_t, std::int8_t,
                   std::uint16_t, std::int16_t) {
    using limits = std::numeric_limits<TestType>;
    test::each_scan_kernel([] {
        for (const std::size_t n : {40'000, 2'500'001})
            for (const TestType x : {limits::min(), limits::max()}) {
                const std::vector<TestType> a(n, x);
                REQUIRE(ut::accumulate(a.begin(), a.end(), std::int64_t{0}) ==
                        static_cast<std::int64_t>(n) * x);
            }
    });
}

TEMPLATE_TEST_CASE("unordered_sum is the same on each kernel", "", float, double) {
    std::mt19937 random(3); // NOLINT
    for (const std::size_t n : {1, 31, 32, 33, 64, 1000, 8192, 8193, 100'000}) {
        std::vector<TestType> a(n);
        for (TestType& x : a) x = static_cast<TestType>(random()) / 1000 - 2'000'000;
        const auto sums = sums_on_each_kernel(a);
        CHECK(std::all_of(sums.begin(), sums.end(), [&](TestType s) { return s == sums[0]; }));
    }
}

TEMPLATE_TEST_CASE("unordered_sum is at compile time what it is at run time", "", float, double) {
    sums_alike_at_compile_time<TestType, 63>();
    sums_alike_at_compile_time<TestType, 64>();
    sums_alike_at_compile_time<TestType, 777>();
    sums_alike_at_compile_time<TestType, 9000>();
}

TEMPLATE_TEST_CASE("search among places that almost fit on each kernel", "", std::uint8_t, std::int16_t,
                   std::uint32_t, float, double) {
    test::each_scan_kernel([] {
        for (const std::size_t m : {2, 3, 4, 16, 17, 18, 19, 40, 100})
            for (std::size_t odd = 0; odd < m; odd += odd > 20 ? 13 : 1)
                finds_among_near_misses<TestType>(m, odd);
    });
}

TEMPLATE_TEST_CASE("search on each kernel", "", std::uint8_t, std::uint16_t, std::int32_t, std::uint64_t,
                   float, double) {
    each_array<TestType>([](std::span<TestType> a) {
        for (const std::size_t m : {2, 3, 5, 9, 40}) {
            if (m > a.size()) continue;
            for (std::size_t at = 0; at + m <= a.size(); at += at < 40 ? 3 : 17) {
                const auto wanted = a.subspan(at, m);
                REQUIRE(ut::search(a.begin(), a.end(), wanted.begin(), wanted.end()) ==
                        std::search(a.begin(), a.end(), wanted.begin(), wanted.end()));
            }
        }
    });
}
