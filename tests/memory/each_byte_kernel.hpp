#pragma once

#include <arsenal/algorithms/detail/scan_kernel.hpp>
#include <arsenal/memory/detail/byte_kernel.hpp>

#include <support/guarded_array.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

// Runs a test with the byte functions of each instruction set that this machine has, and the arrays that they
// are tested on.

namespace memory_tests {

using byte_span = std::span<std::byte>;
using const_bytes = std::span<const std::byte>;

template <class F>
void each_byte_kernel(F f) {
    using namespace arsenal::detail;
    struct instruction_set {
        const byte_kernel* bytes;
        const scan_kernel* scans;
    };
    const instruction_set sets[] = {
        {&bytes_baseline, &scan_baseline},
#if defined(__x86_64__)
        {&bytes_avx2, &scan_avx2},
        {&bytes_avx512, &scan_avx512},
#endif
    };
    for (const instruction_set& each : sets) {
        if (!byte_kernel_runs(*each.bytes)) continue;
        force_byte_kernel(each.bytes);
        force_scan_kernel(scan_kernel_runs(*each.scans) ? each.scans : nullptr);
        f();
    }
    force_byte_kernel(nullptr);
    force_scan_kernel(nullptr);
}

/// Calls f(array) with arrays of n bytes between guards, at either end, and at each distance up to 64 from
/// one, where `outside` surrounds them.
class byte_arrays {
public:
    explicit byte_arrays(std::size_t longest, std::byte outside)
        : outside_(outside), room_(longest + 2 * distance) {}

    template <class F>
    void each(std::size_t n, F f) {
        f(room_.at_end(n));
        for (std::size_t i = 0; i <= distance; ++i) {
            const byte_span whole = room_.at_start(n + 2 * distance);
            std::fill(whole.begin(), whole.end(), outside_);
            f(whole.subspan(i, n));
        }
    }

private:
    static constexpr std::size_t distance = 64;
    std::byte outside_;
    test::guarded_room<std::byte> room_;
};

inline std::byte letter(std::mt19937& random, unsigned letters) {
    return static_cast<std::byte>('a' + random() % letters);
}
inline void fill(byte_span bytes, std::mt19937& random, unsigned letters) {
    for (std::byte& each : bytes) each = memory_tests::letter(random, letters);
}

} // namespace memory_tests
