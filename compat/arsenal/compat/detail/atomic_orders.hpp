#pragma once

#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>

#include <atomic>

namespace arsenal::inline ARSENAL_ABI::detail::compat_types {

// Orders that are known only when the program runs: those that std has as preconditions are checked.

constexpr std::memory_order checked_load(std::memory_order order) {
    ARSENAL_ASSERT(order != std::memory_order_release && order != std::memory_order_acq_rel,
                   "an atomic load with an order of stores");
    return order;
}
constexpr std::memory_order checked_store(std::memory_order order) {
    ARSENAL_ASSERT(order == std::memory_order_relaxed || order == std::memory_order_release ||
                       order == std::memory_order_seq_cst,
                   "an atomic store with an order of loads");
    return order;
}

// The failure order of a compare_exchange that was told one ([atomics.types.operations]/21).
constexpr std::memory_order failure_of(std::memory_order order) noexcept {
    if (order == std::memory_order_acq_rel) return std::memory_order_acquire;
    if (order == std::memory_order_release) return std::memory_order_relaxed;
    return order;
}

} // namespace arsenal::inline ARSENAL_ABI::detail::compat_types
