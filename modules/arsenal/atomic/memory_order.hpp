#pragma once

#include <arsenal/platform/config.hpp>

#include <atomic>
#include <concepts>

// The orders of [atomics.order], each an object of a type of its own: an operation takes those it has a
// meaning for, and no other compiles. There is no consume: no compiler implements it, and C++26 deprecates
// it.

namespace arsenal::inline ARSENAL_ABI {

namespace detail {

// What each tag is: a type that stands for one order, and converts to it for code that takes std's.
template <std::memory_order Order>
struct order_tag {
    static constexpr std::memory_order value = Order;
    constexpr operator std::memory_order() const noexcept { return Order; }
};

} // namespace detail

struct relaxed_t : detail::order_tag<std::memory_order_relaxed> {};
struct acquire_t : detail::order_tag<std::memory_order_acquire> {};
struct release_t : detail::order_tag<std::memory_order_release> {};
struct acq_rel_t : detail::order_tag<std::memory_order_acq_rel> {};
struct seq_cst_t : detail::order_tag<std::memory_order_seq_cst> {};

/// Atomicity and one order of changes for each object, and nothing about other memory.
inline constexpr relaxed_t relaxed{};
/// Of a load: what was written before the release whose value it reads is seen after it.
inline constexpr acquire_t acquire{};
/// Of a store: what was written before it is seen by whoever acquires its value.
inline constexpr release_t release{};
/// Of a read-modify-write: both.
inline constexpr acq_rel_t acq_rel{};
/// Both, and one order of all seq_cst operations in the program.
inline constexpr seq_cst_t seq_cst{};

} // namespace arsenal::inline ARSENAL_ABI

// Which tags an operation takes.

namespace arsenal::inline ARSENAL_ABI::detail {

template <class Order, class... Tags>
concept one_of = (std::same_as<Order, Tags> || ...);

template <class Order>
concept load_order = one_of<Order, relaxed_t, acquire_t, seq_cst_t>;

template <class Order>
concept store_order = one_of<Order, relaxed_t, release_t, seq_cst_t>;

template <class Order>
concept update_order = one_of<Order, relaxed_t, acquire_t, release_t, acq_rel_t, seq_cst_t>;

// A relaxed fence does nothing ([atomics.fences]/5), so whoever writes it means something else.
template <class Order>
concept fence_order = one_of<Order, acquire_t, release_t, acq_rel_t, seq_cst_t>;

} // namespace arsenal::inline ARSENAL_ABI::detail
