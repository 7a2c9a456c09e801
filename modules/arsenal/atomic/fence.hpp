#pragma once

#include <arsenal/atomic/memory_order.hpp>
#include <arsenal/platform/config.hpp>

namespace arsenal::inline ARSENAL_ABI {

// [atomics.fences]. ThreadSanitizer does not model fences: code that orders by them alone is reported by it.
// Prefer an order on the operation; if a fence it must be, give TSan the edge by tsan_acquire, tsan_release.

/// Orders the calling thread's memory operations on either side of it for other threads. A relaxed fence,
/// which would do nothing, does not compile.
template <detail::fence_order Order>
inline void atomic_thread_fence(Order) noexcept {
    __atomic_thread_fence(static_cast<int>(Order::value));
}

/// The same towards a signal handler that runs in the calling thread: no instruction, it holds the compiler.
template <detail::fence_order Order>
inline void atomic_signal_fence(Order) noexcept {
    __atomic_signal_fence(static_cast<int>(Order::value));
}

} // namespace arsenal::inline ARSENAL_ABI
