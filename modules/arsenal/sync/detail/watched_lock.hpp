#pragma once

#include <arsenal/platform/config.hpp>

#include <type_traits>

// What mode debug sees of the locks: the order in which each thread takes them, and who unlocks. Every public
// lock is a watched_lock<basic_...>, which in the other modes is the basic lock itself.

namespace arsenal::inline ARSENAL_ABI::detail {

/// What a lock makes of a thread that locks it again.
enum class relock { deadlocks, counts };

} // namespace arsenal::inline ARSENAL_ABI::detail

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG

namespace arsenal::inline ARSENAL_ABI::detail {

enum class ownership { exclusive, shared };

// The detector of lock orders (lock_order.cpp). lock_is_wanted and lock_is_left fail a check, with a report
// on stderr, if the calling thread may not do that; if the check's handler throws, nothing has happened.

/// Before the thread waits for the lock; from then on it counts as holding it.
void lock_is_wanted(const void* lock, ownership how, relock again);
/// After the thread has had the lock for trying.
void lock_was_free(const void* lock, ownership how);
/// Before the thread leaves the lock.
void lock_is_left(const void* lock, ownership how);
/// Where the lock is, there is none from now on, or another one.
void forget_lock(const void* lock) noexcept;

template <class Lock, relock Again = relock::deadlocks>
class watched_lock : public Lock {
public:
    // What was here before may have gone without a destructor.
    constexpr watched_lock() noexcept {
        if (!std::is_constant_evaluated()) forget_lock(this);
    }
    ~watched_lock() { forget_lock(this); }

    // lock() is not noexcept here, for the sake of a handler that throws. `place` is one in a queue, if the
    // lock wants it. Inlined, so that the few frames that are kept of a stack are the user's.

    [[gnu::always_inline]] auto lock(auto&... place) {
        return take(ownership::exclusive, [&] { return Lock::lock(place...); });
    }
    [[nodiscard, gnu::always_inline]] bool try_lock(auto&... place) noexcept {
        return note_if(Lock::try_lock(place...), ownership::exclusive);
    }
    [[nodiscard, gnu::always_inline]] bool try_lock_until(const auto& deadline) {
        return note_if(Lock::try_lock_until(deadline), ownership::exclusive);
    }
    [[gnu::always_inline]] void unlock(auto&... place) noexcept {
        lock_is_left(this, ownership::exclusive);
        Lock::unlock(place...);
    }

    [[gnu::always_inline]] auto lock_shared()
        requires requires(Lock& lock) { lock.lock_shared(); }
    {
        return take(ownership::shared, [&] { return Lock::lock_shared(); });
    }
    [[nodiscard, gnu::always_inline]] bool try_lock_shared() noexcept
        requires requires(Lock& lock) { lock.try_lock_shared(); }
    {
        return note_if(Lock::try_lock_shared(), ownership::shared);
    }
    [[nodiscard, gnu::always_inline]] bool try_lock_shared_until(const auto& deadline) {
        return note_if(Lock::try_lock_shared_until(deadline), ownership::shared);
    }
    [[gnu::always_inline]] void unlock_shared() noexcept
        requires requires(Lock& lock) { lock.unlock_shared(); }
    {
        lock_is_left(this, ownership::shared);
        Lock::unlock_shared();
    }

private:
    // Unless it is had after all: a lock that counts may not count further (false), one that the kernel hands
    // out may throw.
    struct attempt {
        ~attempt() {
            if (!succeeded) lock_is_left(lock, how);
        }
        const void* lock;
        ownership how;
        bool succeeded = false;
    };
    template <class Take>
    [[gnu::always_inline]] auto take(ownership how, Take wait_for) {
        lock_is_wanted(this, how, Again);
        attempt now{this, how};
        if constexpr (std::is_void_v<decltype(wait_for())>) {
            wait_for();
            now.succeeded = true;
        } else {
            return now.succeeded = wait_for();
        }
    }
    [[gnu::always_inline]] bool note_if(bool got, ownership how) {
        if (got) lock_was_free(this, how);
        return got;
    }
};

} // namespace arsenal::inline ARSENAL_ABI::detail

#else

namespace arsenal::inline ARSENAL_ABI::detail {

template <class Lock, relock = relock::deadlocks>
using watched_lock = Lock;

} // namespace arsenal::inline ARSENAL_ABI::detail

#endif
