#pragma once

#include <arsenal/atomic/memory_order.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>
#include <arsenal/sync/detail/marked_word.hpp>
#include <arsenal/sync/detail/policy.hpp>

#include <cstdint>
#include <utility>

// A barrier over a futex, all of whose threads count in one place. Two words are written by all:
//
//   arrivals_   bits 63..32  the phase
//               bits 31..0   how many are still to come in it
//   phase_      the phase (marked_word.hpp): what they wait on, which no arrival changes
//
// A phase's number is even, and grows by 2. One step counts an arrival and tells for which phase it is.
//
// The last to arrive runs the completion, makes the next phase ready for arrivals and then lets the others
// go; after that it looks at the barrier no more.
//
// A thread that stands still within wait() for 2^31 phases takes the phase for its own again.

namespace arsenal::inline ARSENAL_ABI::detail {

template <class Policy, class Completion>
class basic_barrier {
public:
    static constexpr std::uint32_t max = UINT32_MAX >> 1;

    constexpr basic_barrier(std::uint32_t expected, Completion completion)
        : arrivals_(expected), expected_(expected), completion_(std::move(completion)) {}
    basic_barrier(const basic_barrier&) = delete;
    basic_barrier& operator=(const basic_barrier&) = delete;
    ~basic_barrier() = default;
    ~basic_barrier()
        requires(ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG)
    {
        ARSENAL_DEBUG_ASSERT((phase_.load(relaxed) & word::sleepers) == 0,
                             "a barrier is destroyed while threads wait");
    }

    // Returns the phase that this is an arrival for.
    // pre: 0 < update <= how many are still to come
    std::uint32_t arrive(std::uint32_t update) {
        // release: the completion, and who waits, see what was before each arrival. acquire: this may be the
        // thread that runs the completion.
        const std::uint64_t before = arrivals_.fetch_sub(update, acq_rel);
        const auto phase = static_cast<std::uint32_t>(before >> 32);
        const auto missing = static_cast<std::uint32_t>(before);
        ARSENAL_ASSERT(0 < update && update <= missing, "more arrive at a barrier than it expects");
        if (missing == update) complete(phase);
        return phase;
    }

    // One less from the next phase on.
    void arrive_and_drop() {
        // relaxed: whoever reads it has seen the arrival, which comes after.
        expected_.fetch_sub(1, relaxed);
        arrive(1);
    }

    // pre: `phase` is the phase, or the one before
    void wait(std::uint32_t phase) const { word::wait_while(phase_, phase); }

private:
    using word = marked_word<Policy>;

    void complete(std::uint32_t phase) {
        completion_();
        const std::uint32_t next = phase + 2;
        // relaxed: only who has waited for the end of this phase may arrive for the next.
        arrivals_.store(std::uint64_t{next} << 32 | expected_.load(relaxed), relaxed);
        // release: who waits sees the completion. After that the barrier may be gone.
        word::wake(phase_, phase_.exchange(next, release));
    }

    typename Policy::template atomic<std::uint64_t> arrivals_;
    mutable typename Policy::template atomic<std::uint32_t> phase_{0};
    typename Policy::template atomic<std::uint32_t> expected_; // in the next phase
    [[no_unique_address]] Completion completion_;
};

} // namespace arsenal::inline ARSENAL_ABI::detail
