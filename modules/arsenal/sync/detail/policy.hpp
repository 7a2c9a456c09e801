#pragma once

#include <arsenal/atomic.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/sync/detail/deadline.hpp>
#include <arsenal/sync/detail/futex_pi.hpp>

#include <cstdint>

// What the locks are built of, so that a model checker can take its place
// (tests/support/interleave/policy.hpp):
//
//   template <class T> using atomic     arsenal::atomic's interface
//   template <class T> using plain      a T that the lock itself protects
//   static void fence(std::memory_order)
//   static constexpr int spins          turns of a loop that is worth waiting in before sleeping
//   static void pause(int turn)         one such turn, from 0 to spins - 1
//   static void spin(unsigned& round)   one turn of a loop without a bound; round starts at 0
//   static void spin_behind(unsigned ahead, unsigned& turn)   the same of a queue; `ahead` others go first
//   static std::uint32_t self()         the calling thread, never 0
//
// and, of sleeping on a word:
//
//   static void futex_wait(atomic<std::uint32_t>&, std::uint32_t expected)
//   static bool futex_wait_until(atomic<std::uint32_t>&, std::uint32_t expected, end)   false: it has passed
//   static int futex_wake(atomic<std::uint32_t>&, int count)                            how many were woken
//
// and, of a mutex that the kernel hands on by priority (detail/futex_pi.hpp); 0 or an errno value:
//
//   static int futex_lock_pi(atomic<std::uint32_t>&)
//   static int futex_lock_pi_until(atomic<std::uint32_t>&, end)
//   static int futex_unlock_pi(atomic<std::uint32_t>&)

namespace arsenal::inline ARSENAL_ABI::detail {

/// The calling thread's number in the kernel (gettid), remembered; right after a fork, too.
std::uint32_t thread_number() noexcept;

/// Lets another thread run that this one may be waiting for.
void yield_thread() noexcept;

struct lock_policy : hardware_policy {
    template <class T>
    using plain = T;

    // A lock that is held longer than this is held by a thread that does not run.
    static constexpr unsigned rounds_before_yield = 10;
    static void spin(unsigned& round) noexcept {
        if (round >= rounds_before_yield) return yield_thread();
        for (unsigned i = 0; i != 1U << round; ++i) cpu_relax();
        ++round;
    }

    // A queue waits for the one thread whose turn it is, which should not be looking the other way: the next
    // one looks often, those behind it as much less often as their turn is further off. And it should be
    // running: with more threads than processors the others yield soon (16 turns and 32 were alike, 100
    // slower with 64 threads on two processors, on a machine that was not idle).
    static constexpr unsigned turns_before_yield = 16;
    static void spin_behind(unsigned ahead, unsigned& turn) noexcept {
        if (turn >= turns_before_yield) return yield_thread();
        for (unsigned i = 0; i != ahead; ++i) cpu_relax();
        ++turn;
    }

    static bool futex_wait_until(atomic<std::uint32_t>& word, std::uint32_t expected,
                                 const deadline& end) noexcept {
        return detail::futex_wait_until(&word, expected, end.time, end.clock);
    }

    static int futex_wake(atomic<std::uint32_t>& word, int count) noexcept {
        return detail::futex_wake(&word, count);
    }

    static int futex_lock_pi(atomic<std::uint32_t>& word) noexcept { return detail::futex_lock_pi(&word); }
    static int futex_lock_pi_until(atomic<std::uint32_t>& word, const deadline& end) noexcept {
        return detail::futex_lock_pi_until(&word, end.time, end.clock);
    }
    static int futex_unlock_pi(atomic<std::uint32_t>& word) noexcept {
        return detail::futex_unlock_pi(&word);
    }

    static std::uint32_t self() noexcept { return thread_number(); }
};

} // namespace arsenal::inline ARSENAL_ABI::detail
