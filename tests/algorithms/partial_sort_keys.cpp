// partial_sort of keys leaves at the front what sort would, bit for bit: NaNs and zeros of either sign among
// them, in orders that a heap gets through and in others that it gives up.

#include "precompiled.hpp"

#include "under_test.hpp"

#include <cstring>

namespace {

template <class T>
std::vector<T> keys(int n, unsigned seed) {
    using limits = std::numeric_limits<T>;
    std::mt19937 random(seed);
    std::vector<T> v;
    for (int i = 0; i < n; ++i) {
        const auto bits = random() % 1000;
        v.push_back(static_cast<T>(bits));
        if constexpr (std::is_floating_point_v<T>) {
            if (bits % 8 < 5) {
                const T odd[] = {T(0), -T(0), limits::quiet_NaN(), -limits::quiet_NaN(), -limits::infinity()};
                v.back() = odd[seed % 2 == 0 ? bits % 4 : bits % 5];
            }
        } else if (bits % 8 == 0) {
            v.back() = bits % 16 == 0 ? limits::max() : limits::min();
        }
    }
    return v;
}

/// Puts v in some order of which a part is sorted.
template <class T, class Less>
void arrange(std::vector<T>& v, int shape, Less less) {
    if (shape == 0) return;
    ut::sort(v.begin(), v.end(), less);
    if (shape == 2) std::reverse(v.begin(), v.end());
    if (shape == 3) std::swap(v.back(), v.front());
    if (shape == 4) std::rotate(v.begin(), v.begin() + static_cast<std::ptrdiff_t>(v.size() / 2), v.end());
}

template <class T, class Less>
void check(Less less) {
    for (int n : {1, 2, 5, 15, 31, 32, 33, 40, 100, 300, 1000, 5000}) {
        for (int shape = 0; shape < 5; ++shape) {
            auto source = keys<T>(n, static_cast<unsigned>(n + shape));
            arrange(source, shape, less);
            auto expected = source;
            ut::sort(expected.begin(), expected.end(), less);
            auto reversed = source;
            ut::sort(reversed.rbegin(), reversed.rend(), less);
            for (int k : {0, 1, 2, 9, 60, n / 8, n}) {
                if (k > n) continue;
                const auto bytes = static_cast<std::size_t>(k) * sizeof(T);
                auto v = source;
                ut::partial_sort(v.begin(), v.begin() + k, v.end(), less);
                CHECK((k == 0 || std::memcmp(v.data(), expected.data(), bytes) == 0));
                auto backwards = source;
                ut::partial_sort(backwards.rbegin(), backwards.rbegin() + k, backwards.rend(), less);
                CHECK((k == 0 ||
                       std::memcmp(backwards.data() + (n - k), reversed.data() + (n - k), bytes) == 0));
                ut::sort(v.begin(), v.end(), less);
                ut::sort(backwards.begin(), backwards.end(), less);
                CHECK(std::memcmp(v.data(), expected.data(), v.size() * sizeof(T)) == 0);
                CHECK(std::memcmp(backwards.data(), expected.data(), v.size() * sizeof(T)) == 0);
            }
        }
    }
}

} // namespace

TEMPLATE_TEST_CASE("the first keys are those that sort brings there", "", std::uint8_t, std::int32_t,
                   std::uint64_t, float, double) {
    check<TestType>(std::less<>{});
    check<TestType>(std::greater<>{});
}

TEST_CASE("the first of pointers are found") {
    int array[200];
    std::vector<int*> v;
    for (int i = 0; i < 200; ++i) v.push_back(array + (i * 77 + 5) % 200);
    ut::partial_sort(v.begin(), v.begin() + 1, v.end());
    CHECK(v.front() == array);
    ut::partial_sort(v.begin(), v.begin() + 10, v.end(), std::greater<>{});
    for (std::size_t i = 0; i < 10; ++i) CHECK(v[i] == array + (199 - i));
}
