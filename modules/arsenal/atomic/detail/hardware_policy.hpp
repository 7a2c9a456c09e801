#pragma once

#include <arsenal/atomic/cpu_relax.hpp>
#include <arsenal/atomic/detail/futex.hpp>
#include <arsenal/platform/config.hpp>

#include <atomic>
#include <cstdint>

namespace arsenal::inline ARSENAL_ABI {

template <class T>
class atomic;

} // namespace arsenal::inline ARSENAL_ABI

namespace arsenal::inline ARSENAL_ABI::detail {

// What the protocols run on outside a model checker.
struct hardware_policy {
    template <class T>
    using atomic = arsenal::atomic<T>;

    // ThreadSanitizer does not model it, and need not: what is published goes through the atomic that is
    // waited for.
    static void fence(std::memory_order order) noexcept {
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wtsan"
#endif
        __atomic_thread_fence(static_cast<int>(order));
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif
    }
    static void futex_wait(atomic<std::uint32_t>& word, std::uint32_t expected) noexcept {
        detail::futex_wait(&word, expected);
    }
    static void futex_wake(atomic<std::uint32_t>& word, int count) noexcept {
        detail::futex_wake(&word, count);
    }
    static void pause() noexcept { cpu_relax(); }

    // About as long as it takes to fall asleep and be woken, some microseconds: so a wait costs at most twice
    // what the better of spinning and sleeping would have, and threads that outnumber the cores soon give
    // theirs up.
    static constexpr int spins = 512;
};

} // namespace arsenal::inline ARSENAL_ABI::detail
