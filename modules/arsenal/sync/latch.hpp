#pragma once

#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>
#include <arsenal/sync/detail/basic_latch.hpp>
#include <arsenal/sync/detail/policy.hpp>

#include <cstddef>
#include <cstdint>

namespace arsenal::inline ARSENAL_ABI {

// std::latch ([thread.latch]), in 4 bytes.
//
// Not for what happens again and again (barrier), not where one thread alone gives the signal (event says it
// better), and not to wait for threads that are joined anyway.
//
// Whoever has returned from wait() may destroy the latch, even while the count_down() that let it through has
// not returned: that call touches the latch no more, and only tells the kernel to wake who sleeps on its
// address. Nobody else may be in a call.
//
// As in std, but for max(), which is 2^31 - 1.
class latch {
    using counter = detail::basic_latch<detail::lock_policy>;

public:
    [[nodiscard]] static constexpr std::ptrdiff_t max() noexcept { return std::ptrdiff_t{counter::max}; }

    // pre: 0 <= expected <= max()
    constexpr explicit latch(std::ptrdiff_t expected) : counter_(static_cast<std::uint32_t>(expected)) {
        ARSENAL_ASSERT(0 <= expected && expected <= max(), "a latch begins with 0 to max()");
    }
    latch(const latch&) = delete;
    latch& operator=(const latch&) = delete;

    // pre: 0 <= update <= what is left
    void count_down(std::ptrdiff_t update = 1) {
        ARSENAL_ASSERT(0 <= update && update <= max(), "a latch is counted down below 0");
        counter_.count_down(static_cast<std::uint32_t>(update));
    }
    // Never false for no reason.
    bool try_wait() const noexcept { return counter_.try_wait(); }
    void wait() const { counter_.wait(); }
    void arrive_and_wait(std::ptrdiff_t update = 1) {
        count_down(update);
        wait();
    }

private:
    counter counter_;
};

static_assert(sizeof(latch) == 4 && alignof(latch) == 4);

} // namespace arsenal::inline ARSENAL_ABI
