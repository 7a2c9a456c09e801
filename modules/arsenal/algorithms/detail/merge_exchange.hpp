#pragma once

#include <arsenal/platform/config.hpp>

#include <cstddef>

namespace arsenal::inline ARSENAL_ABI::detail {

/// The comparators of Batcher's merge exchange (Knuth, 5.2.2 M) for N lines, in the order they are to be
/// applied: 19 for 8 lines, 63 for 16. Made by the compiler alone, so that kernels may use it, too.
template <std::size_t N>
struct merge_exchange {
    struct comparator {
        unsigned char low;
        unsigned char high;
    };
    comparator all[N < 2 ? 1 : N * N / 2]{};
    std::size_t count = 0;

    consteval merge_exchange() noexcept {
        for (std::size_t sorted = 1; sorted < N; sorted *= 2) {
            for (std::size_t apart = sorted; apart > 0; apart /= 2) {
                for (std::size_t low = apart % sorted; low + apart < N; ++low) {
                    const std::size_t high = low + apart;
                    if ((low - apart % sorted) / apart % 2 != 0) continue;
                    if (low / (2 * sorted) != high / (2 * sorted)) continue;
                    all[count++] = {static_cast<unsigned char>(low), static_cast<unsigned char>(high)};
                }
            }
        }
    }
};
template <std::size_t N>
inline constexpr merge_exchange<N> network{};

} // namespace arsenal::inline ARSENAL_ABI::detail
