#pragma once

#include <arsenal/atomic/memory_order.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>
#include <arsenal/sync/detail/policy.hpp>

#include <cstdint>

// A count of permits in one word, over a futex:
//
//   bits 31..1   the permits that are there
//   bit  0       somebody may sleep for want of one: release() wakes
//
// release() clears the bit in the step that adds the permits, and looks at the word no more: whoever takes
// a permit may end the semaphore's life at once. So the bit is set again by those that have been woken, as
// they take a permit, or find none and sleep again. In between a release() sees no bit and wakes nobody;
// therefore who sets the bit and leaves permits behind wakes as many others. Always: if there are permits and
// sleepers, then somebody is awake who will look.
//
// A sleeper that the kernel has woken is never told that its time is up, so no wake is lost with it.

namespace arsenal::inline ARSENAL_ABI::detail {

template <class Policy>
class basic_semaphore {
public:
    static constexpr std::uint32_t max = UINT32_MAX >> 1;

    constexpr explicit basic_semaphore(std::uint32_t permits) noexcept : word_(permits * permit) {}
    basic_semaphore(const basic_semaphore&) = delete;
    basic_semaphore& operator=(const basic_semaphore&) = delete;

    void acquire() {
        if (!try_acquire())
            acquire_slowly([this] {
                Policy::futex_wait(word_, sleepers);
                return true;
            });
    }
    // False only if there was no permit at some moment of the call.
    bool try_acquire() noexcept {
        std::uint32_t word = word_.load(relaxed);
        while (word >= permit)
            // acquire: what was done before the release of the permit is seen with it. Each change of the
            // word is a read-modify-write, so that all releases up to here count.
            if (word_.compare_exchange_weak(word, word - permit, arsenal::acquire, relaxed)) return true;
        return false;
    }
    template <class Deadline>
    bool try_acquire_until(const Deadline& deadline) {
        return try_acquire() ||
               acquire_slowly([&] { return Policy::futex_wait_until(word_, sleepers, deadline); });
    }

    // pre: there are no more than `limit` permits then, which is at most max
    void release(std::uint32_t permits, std::uint32_t limit = max) {
        if (permits == 0) return;
        std::uint32_t word = word_.load(relaxed);
        do ARSENAL_ASSERT(permits <= limit - word / permit, "a semaphore is released beyond its maximum");
        while (!word_.compare_exchange_weak(word, (word & ~sleepers) + permits * permit, arsenal::release,
                                            relaxed));
        wake(word, permits);
    }

    // One permit, unless there is one already. Whoever takes it has seen all that was before either.
    void set() noexcept {
        const std::uint32_t word = word_.exchange(permit, arsenal::release);
        wake(word, 1);
    }

private:
    static constexpr std::uint32_t sleepers = 1;
    static constexpr std::uint32_t permit = 2;

    // The semaphore may be gone: the wake goes to an address, and looks at nothing.
    void wake(std::uint32_t word, std::uint32_t count) noexcept {
        if ((word & sleepers) != 0) Policy::futex_wake(word_, static_cast<int>(count));
    }

    // Sleep returns false once there is no more time. Out of line: it is rare, and acquire() stays small.
    template <class Sleep>
    [[gnu::noinline]] bool acquire_slowly(Sleep sleep) {
        if (spin()) return true;
        std::uint32_t mark = 0; // sleepers, once this thread has been one: others may be still
        std::uint32_t word = 0; // a guess, as good as a look: if it is wrong, the exchange tells
        for (;;) {
            if (word >= permit) {
                if (!word_.compare_exchange_weak(word, (word - permit) | mark, arsenal::acquire, relaxed))
                    continue;
                if ((word & sleepers) == 0 && word > permit) wake(mark, word / permit - 1);
                return true;
            }
            if (word == 0 && !word_.compare_exchange_weak(word, sleepers, relaxed, relaxed)) continue;
            if (!sleep()) return false;
            mark = sleepers;
            word = permit; // as a release leaves it
        }
    }

    // A permit may be about to come. The bit says nothing about that: who has been woken sets it.
    bool spin() noexcept {
        for (int turn = 0; turn != Policy::spins; ++turn) {
            if (try_acquire()) return true;
            Policy::pause(turn);
        }
        return false;
    }

    typename Policy::template atomic<std::uint32_t> word_;
};

} // namespace arsenal::inline ARSENAL_ABI::detail
