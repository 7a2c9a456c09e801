#pragma once

#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>
#include <arsenal/sync/detail/policy.hpp>
#include <arsenal/sync/detail/watched_lock.hpp>

#include <cstdint>

// When not to use it: where `spinlock` should not be used; where sections that only read are as short as
// taking a lock (each reader writes to the lock, twice: readers beside each other pay more for that line than
// for waiting a moment; seqlock's readers write nothing); where a thread that reads may come to read again
// inside (a writer that waits in between blocks both for ever). Worth it for sections of some hundred
// nanoseconds that mostly read, in four bytes.
//
// Readers do not keep a writer out: once it waits, no reader enters before a writer has. Writers among
// themselves have no order, and may keep readers out as long as there is always one more.

namespace arsenal::inline ARSENAL_ABI::detail {

// One word.
//
//   31        30        29 ... 0
//   written   wanted    readers
//
//   written   a writer is inside
//   wanted    a writer waits. Whoever leaves as a writer wipes it out, which gives waiting readers a chance;
//             the writers that still wait set it again. So it never stays behind: who sets it waits, and
//             enters in the end
//   readers   those inside, and those that count themselves before they look: who then finds one of the two
//             bits takes himself off again. One step, where looking first would fetch the line twice; and one
//             that readers who come together never have to repeat
//
// Orders: who enters acquires, who leaves releases. A reader's leaving is a read-modify-write, and so is
// every other change, so that the writer who enters at last synchronizes with each reader before it (release
// sequence). What only decides whether to try is relaxed.
template <class Policy>
class basic_rw_spinlock {
public:
    constexpr basic_rw_spinlock() noexcept = default;
    basic_rw_spinlock(const basic_rw_spinlock&) = delete;
    basic_rw_spinlock& operator=(const basic_rw_spinlock&) = delete;

    ~basic_rw_spinlock() = default;
    ~basic_rw_spinlock()
        requires(ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG)
    {
        ARSENAL_DEBUG_ASSERT(look() == free, "rw_spinlock destroyed while it is held");
    }

    void lock() noexcept {
        if (!enter_from(free)) [[unlikely]]
            wait_and_enter();
    }
    /// May fail although nobody is inside, if another thread is just trying.
    [[nodiscard]] bool try_lock() noexcept { return look() == free && enter_from(free); }

    // pre: this thread holds it, as a writer
    void unlock() noexcept { word_.fetch_and(readers, release); }

    void lock_shared() noexcept {
        if (!share()) [[unlikely]]
            wait_and_share();
    }
    /// Fails, too, while a writer waits.
    [[nodiscard]] bool try_lock_shared() noexcept { return look() < wanted && share(); }

    // pre: this thread holds it, as a reader
    void unlock_shared() noexcept { word_.fetch_sub(1, release); }

private:
    static constexpr std::uint32_t free = 0;
    static constexpr std::uint32_t written = std::uint32_t{1} << 31;
    static constexpr std::uint32_t wanted = std::uint32_t{1} << 30;
    static constexpr std::uint32_t readers = wanted - 1;

    std::uint32_t look() const noexcept { return word_.load(relaxed); }

    // pre: seen is free or wanted
    bool enter_from(std::uint32_t seen) noexcept {
        return word_.compare_exchange_strong(seen, written, acquire, relaxed);
    }
    bool share() noexcept {
        if (word_.fetch_add(1, acquire) < wanted) [[likely]]
            return true;
        word_.fetch_sub(1, relaxed);
        return false;
    }

    [[gnu::noinline]] void wait_and_enter() noexcept {
        for (unsigned round = 0;; Policy::spin(round)) {
            const std::uint32_t seen = look();
            if ((seen & ~wanted) == 0) {
                if (enter_from(seen)) return;
            } else if ((seen & wanted) == 0) {
                word_.fetch_or(wanted, relaxed);
            }
        }
    }
    [[gnu::noinline]] void wait_and_share() noexcept {
        unsigned round = 0;
        do {
            do Policy::spin(round);
            while (look() >= wanted);
        } while (!share());
    }

    typename Policy::template atomic<std::uint32_t> word_{free};
};

} // namespace arsenal::inline ARSENAL_ABI::detail

namespace arsenal::inline ARSENAL_ABI {

/// Four bytes; SharedLockable ([thread.req.lockable.shared]): as std::shared_mutex, but for the moments in
/// which its try_ functions fail.
class rw_spinlock : public detail::watched_lock<detail::basic_rw_spinlock<detail::lock_policy>> {};

static_assert(sizeof(rw_spinlock) == 4);

} // namespace arsenal::inline ARSENAL_ABI
