#pragma once

#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>
#include <arsenal/sync/detail/basic_barrier.hpp>
#include <arsenal/sync/detail/policy.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace arsenal::inline ARSENAL_ABI {

namespace detail {

struct no_completion {
    void operator()() const noexcept {}
};

} // namespace detail

// std::barrier ([thread.barrier]), in 16 bytes and the completion function.
//
// Not for what happens once (latch), and not for phases so short that threads mostly wait for each other: all
// write to one place, which costs a cache miss for each arrival; a parallel algorithm that splits its work
// anew has less to wait for. With more threads than processors, each phase costs a sleep and a wake for most.
//
// The last thread to arrive runs the completion function, in its arrive(). Whoever has returned from wait()
// may destroy the barrier once no other thread is in a wait() of its own, even while the arrive() that let it
// through has not returned: that call touches the barrier no more.
//
// As in std, but for max(), which is 2^31 - 1.
template <class Completion = detail::no_completion>
class barrier {
    static_assert(std::is_nothrow_invocable_v<Completion&>, "a barrier's completion function may not throw");
    using phases = detail::basic_barrier<detail::lock_policy, Completion>;

public:
    /// Of which phase an arrival was. Good for one wait(), in that phase or the next.
    class arrival_token {
    public:
        arrival_token(arrival_token&&) noexcept = default;
        arrival_token& operator=(arrival_token&&) noexcept = default;

    private:
        friend barrier;
        explicit arrival_token(std::uint32_t phase) noexcept : phase_(phase) {}
        std::uint32_t phase_;
    };

    [[nodiscard]] static constexpr std::ptrdiff_t max() noexcept { return std::ptrdiff_t{phases::max}; }

    // pre: 0 <= expected <= max()
    constexpr explicit barrier(std::ptrdiff_t expected, Completion completion = Completion())
        : phases_(static_cast<std::uint32_t>(expected), std::move(completion)) {
        ARSENAL_ASSERT(0 <= expected && expected <= max(), "a barrier expects 0 to max()");
    }
    barrier(const barrier&) = delete;
    barrier& operator=(const barrier&) = delete;

    // pre: 0 < update <= how many are still to come in this phase
    [[nodiscard]] arrival_token arrive(std::ptrdiff_t update = 1) {
        ARSENAL_ASSERT(0 < update && update <= max(), "more arrive at a barrier than it expects");
        return arrival_token(phases_.arrive(static_cast<std::uint32_t>(update)));
    }
    void wait(arrival_token&& arrival) const { phases_.wait(arrival.phase_); }
    void arrive_and_wait() { wait(arrive()); }
    void arrive_and_drop() { phases_.arrive_and_drop(); }

private:
    phases phases_;
};

static_assert(sizeof(barrier<>) == 16 && alignof(barrier<>) == 8);

} // namespace arsenal::inline ARSENAL_ABI
