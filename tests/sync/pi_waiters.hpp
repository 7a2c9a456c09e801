#pragma once

#include <arsenal/sync/detail/basic_pi_mutex.hpp>

#include <atomic>
#include <thread>

// The mutex behind pi_mutex, which tells when somebody waits for it in the kernel.

namespace sync_tests {

struct watched_waits : arsenal::detail::lock_policy {
    static inline std::atomic<const atomic<std::uint32_t>*> last{
        nullptr}; // that somebody wants of the kernel

    static int futex_lock_pi(atomic<std::uint32_t>& word) noexcept {
        last.store(&word, std::memory_order_relaxed);
        return lock_policy::futex_lock_pi(word);
    }
    static int futex_lock_pi_until(atomic<std::uint32_t>& word,
                                   const arsenal::detail::deadline& end) noexcept {
        last.store(&word, std::memory_order_relaxed);
        return lock_policy::futex_lock_pi_until(word, end);
    }
};

using watched_pi_mutex = arsenal::detail::basic_pi_mutex<watched_waits>;

/// For the holder of a program's only watched_pi_mutex: returns when the kernel has a waiter for it. Orders
/// nothing.
inline void await_waiter() {
    const auto has_waiter = [] {
        const auto* const word = watched_waits::last.load(std::memory_order_relaxed);
        return word != nullptr &&
               (word->load(arsenal::relaxed) & arsenal::detail::futex_pi_word::waiters) != 0;
    };
    while (!has_waiter()) std::this_thread::yield();
}

} // namespace sync_tests
