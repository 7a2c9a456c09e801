#pragma once

#include <arsenal/atomic/memory_order.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>
#include <arsenal/sync/detail/policy.hpp>

#include <cstdint>
#include <limits>

// Something that is done once, in one word, over a futex:
//
//   fresh     nobody does it: it has not been tried, or has failed each time
//   running   a thread is doing it
//   awaited   the same, and others may sleep until it is done, or has failed
//   done      and stays so

namespace arsenal::inline ARSENAL_ABI::detail {

template <class Policy>
class basic_once_flag {
public:
    constexpr basic_once_flag() noexcept = default;
    basic_once_flag(const basic_once_flag&) = delete;
    basic_once_flag& operator=(const basic_once_flag&) = delete;
    ~basic_once_flag() = default;
    ~basic_once_flag()
        requires(ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG)
    {
        const std::uint32_t state = state_.load(relaxed);
        ARSENAL_DEBUG_ASSERT(state == fresh || state == done, "a once_flag is destroyed during its call");
    }

    // Returns when function() has returned, here or in another thread. If it throws here, the exception goes
    // on, and another thread's turn begins.
    template <class Function>
    void call(Function&& function) {
        // acquire: what the function did is seen.
        if (state_.load(acquire) == done) return;
        if (!begin()) return;
        attempt current{*this};
        static_cast<Function&&>(function)();
        current.outcome = done;
    }

private:
    static constexpr std::uint32_t fresh = 0;
    static constexpr std::uint32_t running = 1;
    static constexpr std::uint32_t awaited = 2;
    static constexpr std::uint32_t done = 3;

    // By a destructor, since a function may leave otherwise than by an exception, too.
    struct attempt {
        basic_once_flag& flag;
        std::uint32_t outcome = fresh;

        // release: what the function did is seen by whoever finds it done, or tries again. Then the flag may
        // be gone: the wake goes to an address. All are woken after a failure, too, since the one that tries
        // next may be none of them, and know of none.
        ~attempt() {
            if (flag.state_.exchange(outcome, release) == awaited)
                Policy::futex_wake(flag.state_, std::numeric_limits<int>::max());
        }
    };

    // True: it is this thread's turn. False: it is done.
    [[gnu::noinline]] bool begin() {
        std::uint32_t state = fresh;
        while (state != done) {
            // acquire: what failed attempts did is seen. A failure reads what a look would: with its order.
            if (state == fresh) {
                if (state_.compare_exchange_weak(state, running, acquire, acquire)) return true;
                continue;
            }
            if (state == running && !state_.compare_exchange_weak(state, awaited, relaxed, acquire)) continue;
            Policy::futex_wait(state_, awaited);
            state = state_.load(acquire);
        }
        return false;
    }

    typename Policy::template atomic<std::uint32_t> state_{fresh};
};

} // namespace arsenal::inline ARSENAL_ABI::detail
