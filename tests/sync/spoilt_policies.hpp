#pragma once

#include <support/interleave/policy.hpp>

// What locks must not do without: each policy spoils one thing, and the explorer is to notice.

namespace explored {

struct never_wakes : support::interleave::model_policy {
    static int futex_wake(atomic<std::uint32_t>&, int) { return 0; }
};

/// Sleeps whatever the word holds by then.
struct never_compares : support::interleave::model_policy {
    static void futex_wait(atomic<std::uint32_t>& word, std::uint32_t) {
        model_policy::futex_wait(word, word.load(std::memory_order::relaxed));
    }
};

/// Wakes one where all are to be woken.
struct wakes_only_one : support::interleave::model_policy {
    static int futex_wake(atomic<std::uint32_t>& word, int) { return model_policy::futex_wake(word, 1); }
};

} // namespace explored
