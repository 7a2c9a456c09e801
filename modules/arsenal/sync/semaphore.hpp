#pragma once

#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>
#include <arsenal/sync/detail/basic_semaphore.hpp>
#include <arsenal/sync/detail/deadline.hpp>
#include <arsenal/sync/detail/policy.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace arsenal::inline ARSENAL_ABI {

// std::counting_semaphore ([thread.sema]), in 4 bytes.
//
// Not for mutual exclusion (mutex knows its holder, and debug builds check it), not for a signal to all who
// wait (event, latch), and not to count what is in a queue that can itself be waited on. There is no order
// among those who wait: who comes by while another wakes up may take its permit.
//
// Whoever has acquired may destroy the semaphore, even while the release() that let it through has not
// returned: that call touches the semaphore no more, and only tells the kernel to wake who sleeps on its
// address. If other memory is there by then, a thread that sleeps on that may wake for no reason, as every
// futex's user must be ready for. Nobody else may be in a call.
//
// Differences from std: max() is LeastMaxValue, which may be up to 2^31 - 1. try_acquire does not fail for no
// reason.
template <std::ptrdiff_t LeastMaxValue = std::ptrdiff_t{detail::basic_semaphore<detail::lock_policy>::max}>
class counting_semaphore {
    using semaphore = detail::basic_semaphore<detail::lock_policy>;
    static_assert(LeastMaxValue >= 0 && LeastMaxValue <= std::ptrdiff_t{semaphore::max},
                  "a semaphore counts to 2^31 - 1");

public:
    [[nodiscard]] static constexpr std::ptrdiff_t max() noexcept { return LeastMaxValue; }

    // pre: 0 <= desired <= max()
    constexpr explicit counting_semaphore(std::ptrdiff_t desired) noexcept
        : semaphore_(static_cast<std::uint32_t>(desired)) {
        ARSENAL_ASSERT(0 <= desired && desired <= max(), "a semaphore begins with 0 to max() permits");
    }
    counting_semaphore(const counting_semaphore&) = delete;
    counting_semaphore& operator=(const counting_semaphore&) = delete;

    // pre: 0 <= update <= max() - the permits there
    void release(std::ptrdiff_t update = 1) {
        ARSENAL_ASSERT(0 <= update && update <= max(), "a semaphore is released beyond its maximum");
        semaphore_.release(static_cast<std::uint32_t>(update), static_cast<std::uint32_t>(max()));
    }

    void acquire() { semaphore_.acquire(); }
    bool try_acquire() noexcept { return semaphore_.try_acquire(); }

    // False: the time is up. No clock is read if there is a permit.
    template <class Rep, class Period>
    bool try_acquire_for(const std::chrono::duration<Rep, Period>& time) {
        return try_acquire() || semaphore_.try_acquire_until(detail::deadline_after(time));
    }
    template <class Clock, class Duration>
    bool try_acquire_until(const std::chrono::time_point<Clock, Duration>& time) {
        return try_acquire() || detail::attempt_until(time, [this](const detail::deadline& deadline) {
                   return semaphore_.try_acquire_until(deadline);
               });
    }

private:
    semaphore semaphore_;
};

using binary_semaphore = counting_semaphore<1>;

static_assert(sizeof(binary_semaphore) == 4 && alignof(binary_semaphore) == 4);
static_assert(sizeof(counting_semaphore<>) == 4);

} // namespace arsenal::inline ARSENAL_ABI
