#pragma once

#include <arsenal/atomic/detail/futex.hpp>
#include <arsenal/platform/config.hpp>

#include <cstdint>
#include <ctime>

// A word that the kernel knows the holder of: Linux's futex(2), the priority-inheritance operations, private.
// The holder runs at the priority of the first of those that wait, and hands the lock to it. They return 0 or
// an errno value; ENOSYS where there is no such thing. errno stays.

namespace arsenal::inline ARSENAL_ABI::detail {

// What the word holds besides 0, of nobody: a thread's number (gettid) and these.
struct futex_pi_word {
    static constexpr std::uint32_t waiters = 0x8000'0000; // unlock is the kernel's: it has waiters, or had
    static constexpr std::uint32_t owner_died = 0x4000'0000;
    static constexpr std::uint32_t owner = 0x3fff'ffff;
};

// Makes the word the calling thread's, waiting for that. EDEADLK: it is so already, or its holder waits for
// what the calling thread holds. ESRCH: its holder has ended. EAGAIN: its holder is about to end.
int futex_lock_pi(void* word) noexcept;

// The same, until `deadline` of the clock at most: ETIMEDOUT.
// pre: deadline.tv_sec >= 0, and deadline.tv_nsec is a part of a second
int futex_lock_pi_until(void* word, const std::timespec& deadline, futex_clock clock) noexcept;

// Hands the word to the waiter of the highest priority, or to nobody. EPERM: it is not the calling thread's.
int futex_unlock_pi(void* word) noexcept;

} // namespace arsenal::inline ARSENAL_ABI::detail
