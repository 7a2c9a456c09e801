#pragma once

#include <arsenal/algorithms/detail/scan_kernel.hpp>

#include "support/guarded_array.hpp"

// Runs a test with the scans of each instruction set that this machine has.

namespace test {

template <class F>
void each_scan_kernel(F f) {
    using namespace arsenal::detail;
    const scan_kernel* const kernels[] = {&scan_baseline,
#if defined(__x86_64__)
                                          &scan_avx2, &scan_avx512
#endif
    };
    for (const scan_kernel* const kernel : kernels) {
        if (!scan_kernel_runs(*kernel)) continue;
        force_scan_kernel(kernel);
        f();
    }
    force_scan_kernel(nullptr);
}

/// What arrays of T are filled with: few values, and those that compare in their own way.
template <class T>
T scan_value(unsigned i) {
    if constexpr (std::is_floating_point_v<T>) {
        using limits = std::numeric_limits<T>;
        constexpr T values[] = {0,
                                -T{0},
                                1,
                                -1,
                                limits::infinity(),
                                -limits::infinity(),
                                limits::denorm_min(),
                                limits::max(),
                                limits::quiet_NaN(),
                                3};
        return values[i % 10];
    } else {
        constexpr T values[] = {0,
                                1,
                                static_cast<T>(-1),
                                std::numeric_limits<T>::min(),
                                std::numeric_limits<T>::max(),
                                static_cast<T>(std::numeric_limits<T>::max() / 2 + 1),
                                2};
        return values[i % 7];
    }
}

/// Calls f(array) with arrays of up to so many bytes, and ten elements more, at either end of guarded room,
/// on each kernel. They hold so many distinct values of scan_value.
template <class T, class F>
void each_scanned_array(std::size_t bytes, unsigned distinct, F f) {
    const std::size_t longest = bytes / sizeof(T) + 10;
    unsigned seed = 7;
    test::each_scan_kernel([&] {
        test::guarded_room<T> room(longest);
        for (std::size_t n = 0; n <= longest; ++n)
            for (const bool end : {false, true}) {
                const std::span<T> a = end ? room.at_end(n) : room.at_start(n);
                for (T& x : a)
                    x = test::scan_value<T>(((seed = seed * 1664525 + 1013904223) >> 20) % distinct);
                f(a);
            }
    });
}

} // namespace test
