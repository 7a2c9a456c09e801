#pragma once

#include <arsenal/atomic/memory_order.hpp>
#include <arsenal/platform/config.hpp>

#include <atomic>
#include <cstdint>
#include <limits>

// How a thread sleeps until an atomic changes, and how it is woken. Policy supplies what that is built of, so
// that a model checker can run it:
//
//   template <class T> using atomic        with load, store, fetch_add, fetch_sub
//   static void fence(std::memory_order)
//   static void futex_wait(atomic<std::uint32_t>& word, std::uint32_t expected)
//                                           sleeps if word is expected, in one step; may return at any time
//   static void futex_wake(atomic<std::uint32_t>& word, int count)
//   static void pause(int turn)             one turn of a spin loop, from 0 to spins - 1
//   static constexpr int spins              how many turns before sleeping

namespace arsenal::inline ARSENAL_ABI::detail {

// No wake is lost: a waiter counts itself and then looks, a notifier has written and then reads the count,
// and a fence stands between the two steps of both. So either the notifier sees the waiter, or the waiter the
// value (the fences' order, [atomics.order]/4). If the notifier sees it, the waiter either has not looked at
// the word yet, or is asleep on it and is woken, or the kernel finds the word changed and does not let it
// sleep.
template <class Policy>
struct wait_protocol {
    using word = typename Policy::template atomic<std::uint32_t>;

    // What all atomics share whose addresses fall on it.
    struct slot {
        word waiters{0}; // threads that sleep, or are about to
        word epoch{0};   // counts notifications; what they sleep on if not on the value itself
    };

    static constexpr int all = std::numeric_limits<int>::max();

    // Waits on a 4-byte value itself until changed(), which reads it and says whether it is not `old` any
    // more.
    template <class Changed>
    static void wait(slot& s, word& value, std::uint32_t old, Changed changed) {
        if (changes_soon(changed)) return;
        announce(s);
        while (!changed()) Policy::futex_wait(value, old);
        s.waiters.fetch_sub(1, relaxed);
    }

    // Waits on the slot. changed() reads after the epoch is read: a change that it misses is notified in a
    // later epoch (of 2^32: a thread that stands still in between for a whole round sleeps on).
    template <class Changed>
    static void wait(slot& s, Changed changed) {
        if (changes_soon(changed)) return;
        announce(s);
        for (;;) {
            const std::uint32_t epoch = s.epoch.load(acquire);
            if (changed()) break;
            Policy::futex_wait(s.epoch, epoch);
        }
        s.waiters.fetch_sub(1, relaxed);
    }

    // Wakes as many as `count` of those that wait on the value itself.
    static void notify(slot& s, word& value, int count) {
        if (somebody_waits(s)) Policy::futex_wake(value, count);
    }

    // Wakes all that wait on the slot: only they know for which value.
    static void notify(slot& s) {
        if (!somebody_waits(s)) return;
        s.epoch.fetch_add(1, relaxed); // the fence before it releases
        Policy::futex_wake(s.epoch, all);
    }

private:
    template <class Changed>
    static bool changes_soon(Changed& changed) {
        for (int i = 0; i != Policy::spins; ++i) {
            if (changed()) return true;
            Policy::pause(i);
        }
        return changed();
    }
    static void announce(slot& s) {
        s.waiters.fetch_add(1, relaxed);
        Policy::fence(seq_cst);
    }
    static bool somebody_waits(slot& s) {
        Policy::fence(seq_cst);
        return s.waiters.load(relaxed) != 0;
    }
};

} // namespace arsenal::inline ARSENAL_ABI::detail
