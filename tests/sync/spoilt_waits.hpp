#pragma once

#include <sync/explored.hpp>

// Policies that spoil whatever is built of them, each in one way; the explorer must notice.

namespace explored {

using std::memory_order;
using support::interleave::thread;

/// Tries to sleep less often, and looks twice more at what it waits for.
struct spinning : model_policy {
    static constexpr int spins = 1;
};

struct never_wakes : model_policy {
    static void futex_wake(atomic<std::uint32_t>&, int) {}
};
struct wakes_one : model_policy {
    static void futex_wake(atomic<std::uint32_t>& word, int) { model_policy::futex_wake(word, 1); }
};

/// Looks at the word, and then sleeps whatever it holds by now.
struct never_compares : model_policy {
    static void futex_wait(atomic<std::uint32_t>& word, std::uint32_t) {
        model_policy::futex_wait(word, word.load(memory_order::relaxed));
    }
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

/// Each read-modify-write is a load and a store, so that what another thread stores in between is lost.
struct not_in_one_step : model_policy {
    template <class T>
    struct atomic : model_policy::atomic<T> {
        using base = model_policy::atomic<T>;
        using base::base;
        T exchange(T value, memory_order) { return put(this->load(memory_order::acquire), value); }
        T fetch_add(T by, memory_order) {
            const T old = this->load(memory_order::acquire);
            return put(old, old + by);
        }
        T fetch_sub(T by, memory_order) {
            const T old = this->load(memory_order::acquire);
            return put(old, old - by);
        }
        bool compare_exchange_strong(T& expected, T desired, memory_order, memory_order) {
            const T old = this->load(memory_order::acquire);
            if (old == expected) return put(old, desired), true;
            expected = old;
            return false;
        }
        bool compare_exchange_weak(T& expected, T desired, memory_order, memory_order) {
            return compare_exchange_strong(expected, desired, memory_order::relaxed, memory_order::relaxed);
        }

    private:
        T put(T old, T value) {
            this->store(value, memory_order::release);
            return old;
        }
    };
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

inline bool sleeps_for_ever(const program& test, options bounds = {}) {
    return failure_of(test, bounds).find("sleeps for ever") != std::string::npos;
}

} // namespace explored
