#pragma once

#include <arsenal/algorithms/detail/key_kernel_table.hpp>
#include <arsenal/algorithms/detail/keys.hpp>
#include <arsenal/platform/config.hpp>

#include <bit>
#include <cstddef>

namespace arsenal::inline ARSENAL_ABI::detail {

/// What this machine can run, fastest first, scalar last.
struct key_kernels {
    const key_kernel* all[4];
    std::size_t count;
};
const key_kernels& supported_key_kernels() noexcept;

/// As those of key_sort.hpp, with a kernel that the machine can run. Their tests force each.
void sort_keys_with(const key_kernel& kernel, void* keys, std::size_t n, key_kind kind,
                    key_order order) noexcept;
void select_keys_with(const key_kernel& kernel, void* keys, std::size_t n, std::size_t nth, key_kind kind,
                      key_order order) noexcept;
std::size_t ordered_keys_with(const key_kernel& kernel, const void* keys, std::size_t n, key_kind kind,
                              key_order order) noexcept;
void sort_records_with(const key_kernel& kernel, void* records, std::size_t n, key_kind kind,
                       key_order order) noexcept;

/// Levels of quicksort that n keys may take before the heap sort: twice what good pivots need.
constexpr unsigned quicksort_levels(std::size_t n) noexcept {
    return 6 + 2 * static_cast<unsigned>(std::bit_width(n | 1));
}

} // namespace arsenal::inline ARSENAL_ABI::detail
