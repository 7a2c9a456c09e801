#pragma once

#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>
#include <arsenal/sync/detail/policy.hpp>

#include <cstdint>

// A mutex in one word, over a futex: U. Drepper, "Futexes Are Tricky" (2011), the third one, with a bounded
// spin before the sleep.
//
//   free       nobody holds it
//   held       somebody holds it, nobody sleeps
//   contended  somebody holds it, somebody may sleep: unlock() wakes one
//
// Whoever has slept takes it as contended, since others may sleep still; so the last of them wakes nobody,
// once in vain.

namespace arsenal::inline ARSENAL_ABI::detail {

template <class Policy>
class basic_mutex {
public:
    constexpr basic_mutex() noexcept = default;
    basic_mutex(const basic_mutex&) = delete;
    basic_mutex& operator=(const basic_mutex&) = delete;

    ~basic_mutex() = default;
    ~basic_mutex()
        requires(ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG)
    {
        ARSENAL_DEBUG_ASSERT(is_free(), "a mutex is destroyed while it is held");
    }

    void lock() {
        if (!try_lock())
            lock_slowly([this] {
                Policy::futex_wait(state_, contended);
                return true;
            });
    }
    bool try_lock() noexcept {
        std::uint32_t state = free;
        return state_.compare_exchange_strong(state, held, acquire, relaxed);
    }
    template <class Deadline>
    bool try_lock_until(const Deadline& deadline) {
        return try_lock() ||
               lock_slowly([&] { return Policy::futex_wait_until(state_, contended, deadline); });
    }

    // pre: the calling thread holds it
    void unlock() noexcept {
        // From here on another thread may have it, and end its life: the wake goes to an address, and looks
        // at nothing.
        if (state_.exchange(free, release) == contended) Policy::futex_wake(state_, 1);
    }

    bool is_free() const noexcept { return state_.load(relaxed) == free; }

private:
    static constexpr std::uint32_t free = 0;
    static constexpr std::uint32_t held = 1;
    static constexpr std::uint32_t contended = 2;

    // Sleep returns false once there is no more time. Out of line: it is rare, and lock() stays small.
    template <class Sleep>
    [[gnu::noinline]] bool lock_slowly(Sleep sleep) {
        if (spin()) return true;
        while (state_.exchange(contended, acquire) != free)
            if (!sleep()) return false;
        return true;
    }

    // The holder may be about to finish. Where others sleep already, it is not worth waiting: the lock goes
    // round for longer than that, and there may be fewer processors than threads.
    bool spin() noexcept {
        for (int turn = 0; turn != Policy::spins; ++turn) {
            std::uint32_t state = state_.load(relaxed);
            if (state == contended) return false;
            if (state == free && state_.compare_exchange_weak(state, held, acquire, relaxed)) return true;
            Policy::pause(turn);
        }
        return false;
    }

    typename Policy::template atomic<std::uint32_t> state_{free};
};

} // namespace arsenal::inline ARSENAL_ABI::detail
