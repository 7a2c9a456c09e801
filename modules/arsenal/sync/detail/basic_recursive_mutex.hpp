#pragma once

#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>
#include <arsenal/sync/detail/basic_mutex.hpp>
#include <arsenal/sync/detail/policy.hpp>

#include <cstdint>

// A mutex, who holds it, and how often.

namespace arsenal::inline ARSENAL_ABI::detail {

template <class Policy, class Count = std::uint32_t>
class basic_recursive_mutex {
public:
    constexpr basic_recursive_mutex() noexcept = default;
    basic_recursive_mutex(const basic_recursive_mutex&) = delete;
    basic_recursive_mutex& operator=(const basic_recursive_mutex&) = delete;

    // False: it is held as often as can be counted.
    bool lock() noexcept {
        if (is_mine()) return hold_again();
        mutex_.lock();
        hold();
        return true;
    }
    bool try_lock() noexcept {
        if (is_mine()) return hold_again();
        if (!mutex_.try_lock()) return false;
        hold();
        return true;
    }
    template <class Deadline>
    bool try_lock_until(const Deadline& deadline) {
        if (is_mine()) return hold_again();
        if (!mutex_.try_lock_until(deadline)) return false;
        hold();
        return true;
    }

    // pre: the calling thread holds it
    void unlock() noexcept {
        ARSENAL_ASSERT(is_mine(), "unlock of a recursive mutex that another thread holds, or nobody");
        const Count left = static_cast<Count>(count_ - 1);
        count_ = left;
        if (left != 0) return;
        owner_.store(nobody, relaxed);
        mutex_.unlock();
    }

    bool is_free() const noexcept { return mutex_.is_free(); }

private:
    static constexpr std::uint32_t nobody = 0;

    // relaxed: only this thread writes its own number here, and it sees what it wrote last.
    bool is_mine() const noexcept { return owner_.load(relaxed) == Policy::self(); }
    bool hold_again() noexcept {
        const Count held = static_cast<Count>(count_ + 1);
        if (held == 0) return false;
        count_ = held;
        return true;
    }
    void hold() noexcept {
        owner_.store(Policy::self(), relaxed);
        count_ = 1;
    }

    basic_mutex<Policy> mutex_;
    typename Policy::template atomic<std::uint32_t> owner_{nobody};
    typename Policy::template plain<Count> count_{0}; // under mutex_
};

} // namespace arsenal::inline ARSENAL_ABI::detail
