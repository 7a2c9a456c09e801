// sort, nth_element and partial_sort of floating-point numbers: the same order, NaNs last, whichever way the
// range is walked, at compile time and at run time.

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <functional>
#include <iterator>
#include <limits>
#include <type_traits>
#include <vector>

#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include "under_test.hpp"

namespace {

template <class T>
constexpr T any_float(unsigned i) {
    using limits = std::numeric_limits<T>;
    switch (i * 2654435761U >> 20 & 15) {
    case 0:
        return limits::quiet_NaN();
    case 1:
        return -limits::infinity();
    case 2:
        return T{0};
    case 3:
        return -T{0};
    case 4:
        return limits::infinity();
    default:
        return static_cast<T>(i * 40503U % 97) - 40;
    }
}

template <class T>
constexpr bool is_nan(T x) {
    return x != x;
}

template <class T>
constexpr bool is_finite(T x) {
    return std::numeric_limits<T>::lowest() <= x && x <= std::numeric_limits<T>::max();
}

/// Where x stands: by value, -0 before +0, and under greater the other way; NaNs last.
template <class T, class Less>
constexpr bool is_before(T a, T b, Less less) {
    if (is_nan(a) || is_nan(b)) return !is_nan(a);
    if (a != 0 || b != 0) return less(a, b);
    using bits = std::conditional_t<sizeof(T) == 4, std::int32_t, std::int64_t>;
    const auto sign = [](T x) { return std::bit_cast<bits>(x) < 0 ? -1 : 1; };
    return less(sign(a), sign(b));
}

/// [first, last) is sorted, and has as many of each as the first n of any_float.
template <class T, class I, class Less>
constexpr bool is_all_sorted(I first, I last, Less less) {
    const auto n = last - first;
    for (auto i = n - n; i + 1 < n; ++i)
        if (is_before(first[i + 1], first[i], less) && !(is_nan(first[i + 1]) && is_nan(first[i])))
            return false;
    T sum = 0;
    T expected = 0;
    int nans = 0;
    for (auto i = n - n; i != n; ++i) {
        const T given = any_float<T>(static_cast<unsigned>(i));
        nans += is_nan(first[i]) - is_nan(given);
        if (is_finite(first[i])) sum += first[i];
        if (is_finite(given)) expected += given;
    }
    return nans == 0 && sum == expected;
}

template <class T, class I, class Less>
constexpr bool orders(I first, I last, Less less) {
    const auto n = last - first;
    const auto refill = [&] {
        for (auto i = n - n; i != n; ++i) first[i] = any_float<T>(static_cast<unsigned>(i));
    };
    refill();
    ut::sort(first, last, less);
    if (!is_all_sorted<T>(first, last, less)) return false;
    for (auto k = n - n; k < n; k += 1 + n / 7) {
        refill();
        ut::nth_element(first, first + k, last, less);
        for (auto i = n - n; i != n; ++i) {
            if (i < k && is_before(first[k], first[i], less) && !is_nan(first[i])) return false;
            if (i < k && is_nan(first[i]) && !is_nan(first[k])) return false;
            if (i > k && is_before(first[i], first[k], less)) return false;
        }
        ut::sort(first, last, less);
        if (!is_all_sorted<T>(first, last, less)) return false;
        refill();
        ut::partial_sort(first, first + k, last, less);
        for (auto i = n - n; i != n; ++i)
            if (i >= k && k != 0 && is_before(first[i], first[k - 1], less) && !is_nan(first[i]))
                return false;
        ut::sort(first, first + k, less);
        ut::sort(first + k, last, less);
        if (!is_all_sorted<T>(first, last, less)) return false;
    }
    return true;
}

template <class T, class Less>
constexpr bool orders_both_ways(T* p, T* last, Less less) {
    return orders<T>(p, last, less) && orders<T>(std::reverse_iterator(last), std::reverse_iterator(p), less);
}

template <class T, class Less>
constexpr bool orders_constants(Less less) {
    std::array<T, 20> a{};
    for (int n : {1, 3, 8, 20})
        if (!orders_both_ways(a.data(), a.data() + n, less)) return false;
    return true;
}

static_assert(orders_constants<float>(std::less<>{}));
static_assert(orders_constants<float>(std::greater<>{}));
static_assert(orders_constants<double>(std::less<>{}));
static_assert(orders_constants<double>(std::greater<>{}));

} // namespace

TEMPLATE_TEST_CASE("NaNs come last, forwards and backwards", "", float, double) {
    for (int n : {1, 2, 3, 8, 17, 32, 33, 40, 100, 257, 1000, 20'000}) {
        CAPTURE(n);
        std::vector<TestType> v(static_cast<std::size_t>(n));
        CHECK(orders_both_ways(v.data(), v.data() + n, std::less<>{}));
        CHECK(orders_both_ways(v.data(), v.data() + n, std::greater<>{}));
    }
}
