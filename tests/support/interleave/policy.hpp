#pragma once

// What the templates of arsenal.atomic and arsenal.sync are given for a Policy when the explorer is to see
// them.

#include <support/interleave/model.hpp>

#include <cstdint>

namespace support::interleave {

struct model_policy {
    template <class T>
    using atomic = interleave::atomic<T>;
    template <class T>
    using plain = interleave::plain<T>;

    static void fence(std::memory_order order) { interleave::atomic_thread_fence(order); }

    // Spinning for a while and spinning until something changes: the first is no more than a hint.
    static constexpr int spins = 0;
    static void pause(int) {}
    static void spin(unsigned& /* round */) { interleave::spin(); }
    static void spin_behind(unsigned /* ahead */, unsigned& /* turn */) { interleave::spin(); }

    static void futex_wait(atomic<std::uint32_t>& word, std::uint32_t expected) {
        interleave::futex_wait(word, expected);
    }
    /// The deadline may pass at any time. False: it has.
    template <class Deadline>
    static bool futex_wait_until(atomic<std::uint32_t>& word, std::uint32_t expected, const Deadline&) {
        return interleave::futex_wait_timed(word, expected);
    }
    static int futex_wake(atomic<std::uint32_t>& word, int count) {
        return interleave::futex_wake(word, count);
    }

    /// Whose the calling thread is; never 0.
    static std::uint32_t self() { return static_cast<std::uint32_t>(thread()) + 1; }
};

} // namespace support::interleave
