#pragma once

#include <arsenal/platform/config.hpp>

#include <atomic>

namespace arsenal::inline ARSENAL_ABI::detail {

// std::atomic_thread_fence, but for seq_cst on x86-64: clang emits mfence, which also waits for stores that
// this memory model knows nothing of. A locked instruction on the stack orders all that it does, in half the
// time.
inline void thread_fence(std::memory_order order) noexcept {
#if defined(__x86_64__)
    if (order == std::memory_order_seq_cst) {
        __asm__ volatile("lock orl $0, (%%rsp)" : : : "memory", "cc");
        return;
    }
#endif
    __atomic_thread_fence(static_cast<int>(order));
}

} // namespace arsenal::inline ARSENAL_ABI::detail
