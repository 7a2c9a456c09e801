#pragma once

#include <arsenal/platform/config.hpp>

#include <cstdint>

namespace arsenal::inline ARSENAL_ABI::detail {

// A lock for one writer or many readers, of four bytes, for critical sections of some hundred nanoseconds.
// When not to use it: for sections that block or take long (waiters poll), or where priorities must be
// inherited (std::shared_mutex).
//
//   31        30        29 ... 0
//   written   wanted    readers
//
//   written   a writer is inside; then readers == 0
//   wanted    a writer has waited for a while: no reader enters any more. Only a hint: a writer that enters
//             or leaves may wipe it out, and whoever still waits sets it again
//
// Nobody is ever woken: a waiter spins, then yields its processor, then sleeps for a fraction of a
// millisecond (rw_spin_lock.cpp). So leaving is a plain store for a writer, which costs a twentieth of the
// read-modify-write that would be needed to see whether somebody sleeps.
//
// Orders: entering acquires, leaving releases; a reader's leave is a read-modify-write, so the writer that
// comes after several readers synchronizes with each of them (release sequence). Everything else is relaxed:
// it decides only whether to try.
class rw_spin_lock {
public:
    void lock() noexcept {
        if (!try_change(0, written)) [[unlikely]]
            wait_and_lock();
    }
    // pre: locked by this thread
    void unlock() noexcept { __atomic_store_n(&state_, 0, __ATOMIC_RELEASE); }

    void lock_shared() noexcept {
        const std::uint32_t seen = look();
        if (seen >= wanted || !try_change(seen, seen + 1)) [[unlikely]]
            wait_and_lock_shared();
    }
    // pre: locked by this thread for reading
    void unlock_shared() noexcept { __atomic_fetch_sub(&state_, 1, __ATOMIC_RELEASE); }

private:
    static constexpr std::uint32_t written = std::uint32_t{1} << 31;
    static constexpr std::uint32_t wanted = std::uint32_t{1} << 30;

    // (<atomic> would bring all of <string> and <mutex>.)
    std::uint32_t look() const noexcept { return __atomic_load_n(&state_, __ATOMIC_RELAXED); }
    // May fail for no reason.
    bool try_change(std::uint32_t from, std::uint32_t to) noexcept {
        return __atomic_compare_exchange_n(&state_, &from, to, true, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
    }
    void wait_and_lock() noexcept;
    void wait_and_lock_shared() noexcept;

    std::uint32_t state_ = 0;
};
static_assert(sizeof(rw_spin_lock) == 4 && alignof(rw_spin_lock) == 4);
static_assert(__atomic_always_lock_free(sizeof(rw_spin_lock), nullptr));

} // namespace arsenal::inline ARSENAL_ABI::detail
