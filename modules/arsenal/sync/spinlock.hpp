#pragma once

#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>
#include <arsenal/sync/detail/policy.hpp>
#include <arsenal/sync/detail/watched_lock.hpp>

#include <cstdint>

// When not to use it: where a thread may block, wait or be suspended for long while it holds the lock, where
// many threads want it at once (mcs_lock, ticket_lock), or where priorities are to be inherited. Waiters
// poll: they burn their processor, and after some microseconds give it away turn by turn without ever
// sleeping. `mutex` is as fast without contention and loses little with it. Worth it for one byte in each of
// many small objects, for critical sections of some tens of nanoseconds, and where the kernel may not be
// called.
//
// Not fair: whoever looks first when the lock becomes free has it.

namespace arsenal::inline ARSENAL_ABI::detail {

// Test and test-and-set (L. Rudolph, Z. Segall, 1984): a waiter reads, so that the line stays shared until
// the owner leaves, and only then tries to write.
//
// The byte is `held` or `free`.
//
// Orders: who takes the lock acquires what the last holder released. Looking only decides whether to try.
template <class Policy>
class basic_spinlock {
public:
    constexpr basic_spinlock() noexcept = default;
    basic_spinlock(const basic_spinlock&) = delete;
    basic_spinlock& operator=(const basic_spinlock&) = delete;

    ~basic_spinlock() = default;
    ~basic_spinlock()
        requires(ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG)
    {
        ARSENAL_DEBUG_ASSERT(!is_held(), "spinlock destroyed while it is held");
    }

    void lock() noexcept {
        if (!take()) [[unlikely]]
            wait_and_take();
    }

    [[nodiscard]] bool try_lock() noexcept { return !is_held() && take(); }

    // pre: this thread holds it
    // (To see here whether it is held takes a seventh of the time of both: too much for hardening fast.)
    void unlock() noexcept { word_.store(free, release); }

private:
    static constexpr std::uint8_t free = 0;
    static constexpr std::uint8_t held = 1;

    bool is_held() const noexcept { return word_.load(relaxed) != free; }
    bool take() noexcept { return word_.exchange(held, acquire) == free; }

    [[gnu::noinline]] void wait_and_take() noexcept {
        unsigned round = 0;
        do {
            do Policy::spin(round);
            while (is_held());
        } while (!take());
    }

    typename Policy::template atomic<std::uint8_t> word_{free};
};

} // namespace arsenal::inline ARSENAL_ABI::detail

namespace arsenal::inline ARSENAL_ABI {

/// One byte; Lockable ([thread.req.lockable.req]). try_lock does not fail for no reason.
class spinlock : public detail::watched_lock<detail::basic_spinlock<detail::lock_policy>> {};

static_assert(sizeof(spinlock) == 1);

} // namespace arsenal::inline ARSENAL_ABI
