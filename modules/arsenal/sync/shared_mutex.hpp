#pragma once

#include <arsenal/platform/config.hpp>
#include <arsenal/platform/throw.hpp>
#include <arsenal/sync/detail/basic_shared_mutex.hpp>
#include <arsenal/sync/detail/reader_records.hpp>
#include <arsenal/sync/detail/watched_lock.hpp>

namespace arsenal::inline ARSENAL_ABI {

/// Who goes first where readers and writers wait for a shared mutex.
enum class preference { readers, writers };

// std::shared_mutex ([thread.sharedmutex.class]), in 8 bytes. Once it has been read some hundred times
// without a write in between, readers change nothing that they share: they come and go as fast with many
// threads as with one.
//
// Not where every other use writes (mutex), not for small values that are copied whole (seqlock: its readers
// do not hold a writer up), and not where a reader may take it again: with writers preferred, it may wait
// behind a writer that waits for it. A writer who ends such a row of reads waits for a system call, about a
// microsecond, and looks at a cache line for each thread that has ever been alive beside the others.
//
// Who does not go first may wait for as long as the others keep coming.
//
// Differences from std: no native_handle(). Up to 2^22 - 2 readers hold it at once; beyond that lock_shared()
// throws std::system_error (resource_unavailable_try_again). try_lock does not fail for no reason;
// try_lock_shared fails while a writer waits (if writers are preferred), and while a try_lock is just
// failing. Who unlocks is the thread that locked, as in std. In a program of several shared objects, all that
// use one lock must share one copy of the library.
template <preference Preference>
class basic_shared_mutex {
public:
    constexpr basic_shared_mutex() noexcept = default;
    basic_shared_mutex(const basic_shared_mutex&) = delete;
    basic_shared_mutex& operator=(const basic_shared_mutex&) = delete;

    void lock() { mutex_.lock(); }
    [[nodiscard]] bool try_lock() noexcept { return mutex_.try_lock(); }
    // pre: the calling thread holds it alone
    void unlock() noexcept { mutex_.unlock(); }

    void lock_shared() {
        if (!mutex_.lock_shared()) [[unlikely]]
            detail::throw_unavailable("shared_mutex: too many readers");
    }
    [[nodiscard]] bool try_lock_shared() noexcept { return mutex_.try_lock_shared(); }
    // pre: the calling thread holds it with others
    void unlock_shared() noexcept { mutex_.unlock_shared(); }

private:
    detail::watched_lock<
        detail::basic_shared_mutex<detail::shared_lock_policy, Preference == preference::readers>>
        mutex_;
};

using shared_mutex = basic_shared_mutex<preference::writers>;

static_assert(sizeof(shared_mutex) == 8);

} // namespace arsenal::inline ARSENAL_ABI
