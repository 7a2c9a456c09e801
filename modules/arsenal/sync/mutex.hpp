#pragma once

#include <arsenal/platform/config.hpp>
#include <arsenal/sync/detail/basic_mutex.hpp>
#include <arsenal/sync/detail/policy.hpp>
#include <arsenal/sync/detail/watched_lock.hpp>

namespace arsenal::inline ARSENAL_ABI {

// std::mutex ([thread.mutex.class]), in 4 bytes and without a call as long as nobody else wants it.
//
// Not for data that is mostly read (shared_mutex, seqlock), not where a thread of low priority may keep one
// of high priority waiting (pi_mutex), not to be shared between processes, and not where who comes first must
// be served first: whoever is running when it is unlocked may have it before those that it wakes.
//
// Differences from std: no native_handle(). try_lock does not fail for no reason. lock() does not throw: a
// thread that locks it twice waits for ever.
class mutex {
public:
    constexpr mutex() noexcept = default;
    mutex(const mutex&) = delete;
    mutex& operator=(const mutex&) = delete;

    void lock() { mutex_.lock(); }
    [[nodiscard]] bool try_lock() noexcept { return mutex_.try_lock(); }

    // pre: the calling thread holds it
    void unlock() noexcept { mutex_.unlock(); }

private:
    detail::watched_lock<detail::basic_mutex<detail::lock_policy>> mutex_;
};

static_assert(sizeof(mutex) == 4 && alignof(mutex) == 4);

} // namespace arsenal::inline ARSENAL_ABI
