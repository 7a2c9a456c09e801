#pragma once

#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>
#include <arsenal/sync/detail/policy.hpp>
#include <arsenal/sync/detail/watched_lock.hpp>

#include <cstdint>

// When not to use it: where there may be more threads than processors. The lock goes to the one thread whose
// turn it is, running or not, so each hand-over may cost the others a time slice; `spinlock` goes to whoever
// runs, `mutex` lets the rest sleep. Nor where many threads wait at once: they all read the line that the
// owner writes (mcs_lock). Nor for throughput: where a fair lock goes from processor to processor each time,
// an unfair one comes back to who has just left it (two threads that do nothing else: a third to all of
// std::mutex's rate, `spinlock` nearly three times; `./run bench sync`). As with `spinlock`, waiters burn
// their processor and never sleep. Worth it where few threads, each on a processor of its own, must get the
// lock in the order in which they came.

namespace arsenal::inline ARSENAL_ABI::detail {

// J. M. Mellor-Crummey, M. L. Scott: "Algorithms for Scalable Synchronization on Shared-Memory
// Multiprocessors", ACM TOCS 1991, with their back-off in proportion to how many are ahead.
//
//   next_      the ticket of whoever comes next
//   serving_   the ticket of whoever is inside, or of whoever comes next, if nobody is; only the holder
//              writes it
//
// Both count modulo 2^32, and nobody can tell 2^32 waiters from none.
//
// Orders: taking a ticket orders nothing but the tickets. Who sees his own served acquires what the holder
// before him released. Of try_lock's two steps the first does that already: the exchange succeeds only if
// that value of serving_ is still the last one.
template <class Policy>
class basic_ticket_lock {
public:
    constexpr basic_ticket_lock() noexcept = default;
    basic_ticket_lock(const basic_ticket_lock&) = delete;
    basic_ticket_lock& operator=(const basic_ticket_lock&) = delete;

    ~basic_ticket_lock() = default;
    ~basic_ticket_lock()
        requires(ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG)
    {
        ARSENAL_DEBUG_ASSERT(!is_held(), "ticket_lock destroyed while it is held");
    }

    void lock() noexcept {
        const std::uint32_t mine = next_.fetch_add(1, relaxed);
        unsigned turn = 0;
        for (std::uint32_t now; (now = serving_.load(acquire)) != mine;)
            Policy::spin_behind(mine - now, turn);
    }

    /// May fail although nobody holds the lock, if it was held a moment ago.
    [[nodiscard]] bool try_lock() noexcept {
        std::uint32_t now = serving_.load(acquire);
        return next_.compare_exchange_strong(now, now + 1, relaxed, relaxed);
    }

    // pre: this thread holds it
    void unlock() noexcept { serving_.store(serving_.load(relaxed) + 1, release); }

    /// How many threads hold it or wait for it; others may come or go before this returns.
    [[nodiscard]] std::uint32_t users() const noexcept {
        return next_.load(relaxed) - serving_.load(relaxed);
    }

private:
    bool is_held() const noexcept { return users() != 0; }

    typename Policy::template atomic<std::uint32_t> next_{0};
    typename Policy::template atomic<std::uint32_t> serving_{0};
};

} // namespace arsenal::inline ARSENAL_ABI::detail

namespace arsenal::inline ARSENAL_ABI {

/// Eight bytes; Lockable ([thread.req.lockable.req]). First come, first served.
class ticket_lock : public detail::watched_lock<detail::basic_ticket_lock<detail::lock_policy>> {};

static_assert(sizeof(ticket_lock) == 8);

} // namespace arsenal::inline ARSENAL_ABI
