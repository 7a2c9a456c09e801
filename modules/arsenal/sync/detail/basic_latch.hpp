#pragma once

#include <arsenal/atomic/memory_order.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>
#include <arsenal/sync/detail/policy.hpp>

#include <cstdint>
#include <limits>

// A count that goes down to 0 once, in one word, over a futex:
//
//   bits 31..1   how much is left
//   bit  0       somebody may sleep until it is 0: who counts down to that wakes all
//
// Each count changes the word on which others are about to sleep, which lets them look again; those that
// sleep already sleep on.

namespace arsenal::inline ARSENAL_ABI::detail {

template <class Policy>
class basic_latch {
public:
    static constexpr std::uint32_t max = UINT32_MAX >> 1;

    constexpr explicit basic_latch(std::uint32_t expected) noexcept : word_(expected * one) {}
    basic_latch(const basic_latch&) = delete;
    basic_latch& operator=(const basic_latch&) = delete;
    ~basic_latch() = default;
    ~basic_latch()
        requires(ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG)
    {
        const std::uint32_t word = word_.load(relaxed);
        ARSENAL_DEBUG_ASSERT(word < one || (word & sleepers) == 0, "a latch is destroyed while threads wait");
    }

    // pre: no more than is left
    void count_down(std::uint32_t update) {
        // release: whoever sees 0 sees what was before each count; all changes are read-modify-writes, so
        // that the last one stands for all. After it the latch may be gone: the wake goes to an address.
        const std::uint32_t word = word_.fetch_sub(update * one, release);
        ARSENAL_ASSERT(update <= word / one, "a latch is counted down below 0");
        if (word == (update * one | sleepers)) Policy::futex_wake(word_, std::numeric_limits<int>::max());
    }

    bool try_wait() const noexcept { return word_.load(acquire) < one; }

    void wait() const {
        for (int turn = 0; turn != Policy::spins; ++turn) {
            if (try_wait()) return;
            Policy::pause(turn);
        }
        sleep();
    }

private:
    static constexpr std::uint32_t sleepers = 1;
    static constexpr std::uint32_t one = 2;

    [[gnu::noinline]] void sleep() const {
        std::uint32_t word = word_.load(acquire);
        while (word >= one) {
            // A failure reads what a look would: with a look's order.
            if ((word & sleepers) == 0 &&
                !word_.compare_exchange_weak(word, word | sleepers, relaxed, acquire))
                continue;
            Policy::futex_wait(word_, word | sleepers);
            word = word_.load(acquire);
        }
    }

    mutable typename Policy::template atomic<std::uint32_t> word_;
};

} // namespace arsenal::inline ARSENAL_ABI::detail
