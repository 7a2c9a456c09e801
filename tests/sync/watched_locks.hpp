#pragma once

// What the tests of mode debug's detector share. To be included after the library.

#include <mutex>

#define PLAIN_LOCKS                                                                                          \
    arsenal::mutex, arsenal::timed_mutex, arsenal::spinlock, arsenal::ticket_lock, arsenal::mcs_lock,        \
        arsenal::rw_spinlock, arsenal::shared_mutex, arsenal::pi_mutex
#define SHARED_LOCKS arsenal::rw_spinlock, arsenal::shared_mutex
#define ALL_LOCKS PLAIN_LOCKS, arsenal::recursive_mutex, arsenal::recursive_timed_mutex

namespace sync_tests {

inline constexpr auto can_deadlock = "locks are taken in an order that can deadlock";
inline constexpr auto locks_twice = "a thread locks what it holds already";
inline constexpr auto by_a_stranger = "unlock of a lock that the calling thread does not hold";
inline constexpr auto ends_holding = "a thread ends while it holds a lock";

template <class Lock>
void take_both(Lock& first, Lock& second) {
    const std::lock_guard outer(first);
    const std::lock_guard inner(second);
}

} // namespace sync_tests
