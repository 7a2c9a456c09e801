#pragma once

#include <arsenal/platform/hardening.hpp>

#include <sync/explored.hpp>
#include <sync/spoilt_policies.hpp>
#include <sync/spoilt_policy.hpp>

// More policies that spoil one thing each, of what sleeps and wakes others; the explorer is to notice.

namespace explored {

using std::memory_order;
using support::interleave::thread;

/// Tries to sleep less often, and looks twice more at what it waits for.
struct spinning : model_policy {
    static constexpr int spins = 1;
};

/// Uses what whoever has been let through may have destroyed.
struct looks_before_it_wakes : model_policy {
    static void futex_wake(atomic<std::uint32_t>& word, int count) {
        if (word.load(memory_order::relaxed) != 12345) model_policy::futex_wake(word, count);
    }
};

/// Who has been woken wakes nobody else.
struct wakes_only_at_first : model_policy {
    template <class T>
    struct atomic : model_policy::atomic<T> {
        using model_policy::atomic<T>::atomic;
        std::array<bool, support::interleave::max_threads> has_slept{};
    };
    static void futex_wait(atomic<std::uint32_t>& word, std::uint32_t expected) {
        word.has_slept[static_cast<std::size_t>(thread())] = true;
        model_policy::futex_wait(word, expected);
    }
    static void futex_wake(atomic<std::uint32_t>& word, int count) {
        if (!word.has_slept[static_cast<std::size_t>(thread())]) model_policy::futex_wake(word, count);
    }
};

/// Wakes first, and then makes the change that is worth waking for: the change is the next release.
struct wakes_too_early : model_policy {
    template <class T>
    struct atomic : model_policy::atomic<T> {
        using base = model_policy::atomic<T>;
        using base::base;
        T exchange(T value, memory_order order) {
            wake_before(order);
            return base::exchange(value, order);
        }
        T fetch_sub(T by, memory_order order) {
            wake_before(order);
            return base::fetch_sub(by, order);
        }
        bool compare_exchange_weak(T& expected, T desired, memory_order order, memory_order failure) {
            wake_before(order);
            return base::compare_exchange_weak(expected, desired, order, failure);
        }

    private:
        void wake_before(memory_order order) {
            if (order == memory_order::release || order == memory_order::acq_rel)
                support::interleave::futex_wake(*this, 4);
        }
    };
    static void futex_wake(atomic<std::uint32_t>&, int) {}
};

/// While it lives, a check of the library that fails is a finding, and not the end of this process.
class checks_are_findings {
public:
    checks_are_findings() : outer_(arsenal::set_hardening_handler(report)) {}
    ~checks_are_findings() { arsenal::set_hardening_handler(outer_); }
    checks_are_findings(const checks_are_findings&) = delete;

private:
    static void report(const arsenal::hardening_failure& failure) {
        support::interleave::engine::current().require(false, failure.message,
                                                       std::source_location::current());
    }
    arsenal::hardening_handler outer_;
};

inline bool sleeps_for_ever(const program& test, options bounds = {}) {
    return failure_of(test, bounds).find("sleeps for ever") != std::string::npos;
}

} // namespace explored
