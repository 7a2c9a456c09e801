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

    // A change that is under way comes within the first turns. Later ones let the thread run that is to make
    // it, if it waits for this core; where nobody does, they last about as long as falling asleep and being
    // woken.
    static constexpr int short_spins = 16;
    static constexpr int spins = short_spins + 32;
    static void pause(int turn) noexcept {
        if (turn < short_spins)
            cpu_relax();
        else
            yield_core();
    }
};

} // namespace arsenal::inline ARSENAL_ABI::detail
