#pragma once

#include <arsenal/atomic/memory_order.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/sync/detail/marked_word.hpp>
#include <arsenal/sync/detail/policy.hpp>

#include <cstdint>

// A signal that stays, in one word, over a futex (marked_word.hpp):
//
//   bits 31..2   counts the calls of set()
//   bit  1       it is set
//   bit  0       somebody may sleep until it is
//
// By the count a thread that waits knows that there was a signal, even if it has been reset since. A thread
// that stands still within wait() for 2^30 of them misses them all.

namespace arsenal::inline ARSENAL_ABI::detail {

template <class Policy>
class basic_event {
public:
    constexpr explicit basic_event(bool set) noexcept : word_(set ? signal : 0) {}
    basic_event(const basic_event&) = delete;
    basic_event& operator=(const basic_event&) = delete;

    void set() noexcept {
        std::uint32_t seen = word_.load(relaxed);
        // release: what was before is seen after the waits, and after the reset().
        while (!word_.compare_exchange_weak(seen, (seen & ~low_bits) + one_more + signal, release, relaxed)) {
        }
        word::wake(word_, seen);
    }

    // Whether it was set. acquire: who looks for work after a reset sees all that has been signalled before.
    bool reset() noexcept { return (word_.fetch_and(~signal, acquire) & signal) != 0; }

    // What is to be known before a wait: a set() from here on ends it, with or without a reset().
    std::uint32_t look() const noexcept { return word_.load(acquire); }
    static bool is_set(std::uint32_t seen) noexcept { return (seen & signal) != 0; }

    void wait() const {
        const std::uint32_t seen = look();
        if (!is_set(seen)) word::wait_while(word_, seen & ~word::sleepers);
    }
    template <class Deadline>
    bool wait_until(std::uint32_t seen, const Deadline& deadline) const {
        return is_set(seen) || word::wait_while_until(word_, seen & ~word::sleepers, deadline);
    }

private:
    using word = marked_word<Policy>;

    static constexpr std::uint32_t signal = 2;
    static constexpr std::uint32_t low_bits = 3;
    static constexpr std::uint32_t one_more = 4;

    mutable typename word::atomic_word word_;
};

} // namespace arsenal::inline ARSENAL_ABI::detail
