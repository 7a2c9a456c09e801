#pragma once

#include <arsenal/atomic/memory_order.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/sync/detail/policy.hpp>

#include <cstdint>
#include <limits>

// A word to wait on until it changes. Its bit 0 says that somebody may sleep: whoever changes the rest clears
// the bit in the same step and wakes all, if it was set. The changes are read-modify-writes with release, so
// that what came before them is seen after the wait.

namespace arsenal::inline ARSENAL_ABI::detail {

template <class Policy>
struct marked_word {
    using atomic_word = typename Policy::template atomic<std::uint32_t>;

    static constexpr std::uint32_t sleepers = 1;

    // Returns once the word is not `value`, the bit aside.
    static void wait_while(atomic_word& word, std::uint32_t value) {
        wait_while(word, value, [&] {
            Policy::futex_wait(word, value | sleepers);
            return true;
        });
    }

    // False: the time was up.
    template <class Deadline>
    static bool wait_while_until(atomic_word& word, std::uint32_t value, const Deadline& deadline) {
        return wait_while(word, value,
                          [&] { return Policy::futex_wait_until(word, value | sleepers, deadline); });
    }

    // After a change from `old`. The word may be gone: the wake goes to an address, and looks at nothing.
    static void wake(atomic_word& word, std::uint32_t old) noexcept {
        if ((old & sleepers) != 0) Policy::futex_wake(word, std::numeric_limits<int>::max());
    }

private:
    static bool is(std::uint32_t seen, std::uint32_t value) noexcept { return (seen & ~sleepers) == value; }

    // Sleep returns false once there is no more time. Out of line: there is time.
    template <class Sleep>
    [[gnu::noinline]] static bool wait_while(atomic_word& word, std::uint32_t value, Sleep sleep) {
        for (int turn = 0; turn != Policy::spins; ++turn) {
            if (!is(word.load(acquire), value)) return true;
            Policy::pause(turn);
        }
        std::uint32_t seen = value; // the exchange tells if it is not
        while (is(seen, value)) {
            // A failure reads what a look would: with a look's order.
            if (seen == value && !word.compare_exchange_weak(seen, value | sleepers, relaxed, acquire))
                continue;
            if (!sleep()) return false;
            seen = word.load(acquire);
        }
        return true;
    }
};

} // namespace arsenal::inline ARSENAL_ABI::detail
