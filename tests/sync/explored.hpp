#pragma once

#include <catch2/catch_test_macros.hpp>
#include <cstdio>
#include <functional>
#include <map>
#include <string>
#include <support/interleave/model.hpp>
#include <support/interleave/policy.hpp>
#include <support/interleave/weakening.hpp>
#include <vector>

// How the tests use the explorer: what must hold in every execution, with a row of the table of what has been
// seen; and what must be found.

namespace explored {

using support::interleave::execution;
using support::interleave::findings;
using support::interleave::model_policy;
using support::interleave::options;
using support::interleave::plain;

using program = std::function<void(execution&)>;

/// Every execution within the bounds has been seen, and none fails. Prints the table's row.
inline void require_flawless(const std::string& structure, const program& test, options bounds = {}) {
    const findings seen = support::interleave::explore(test, bounds);
    INFO(structure << ": " << seen.failure.value_or("")
                   << (seen.complete ? "" : "not every execution was seen"));
    CHECK(seen.complete);
    CHECK(seen.executions > 0);
    std::printf("explored | %-40s | %d rounds, %d spurious | %8llu executions, %llu left off\n",
                structure.c_str(), bounds.rounds, bounds.spurious,
                static_cast<unsigned long long>(seen.executions),
                static_cast<unsigned long long>(seen.partial));
    std::fflush(stdout);
}

/// The failure that the explorer finds, or nothing.
inline std::string failure_of(const program& test, options bounds = {}) {
    return support::interleave::explore(test, bounds).failure.value_or("");
}

/// The orders of a header that can be weakened by a step, one at a time, and every test stays flawless.
inline std::vector<std::string> needless_orders(const std::string& header, const std::vector<program>& tests,
                                                options bounds = {}) {
    std::map<support::interleave::weakening, bool> needed;
    for (const program& test : tests)
        for (const auto& [change, failure] : support::interleave::weaken_each(test, header, bounds))
            needed[change] |= failure.has_value();
    CHECK_FALSE(needed.empty());
    std::vector<std::string> needless;
    for (const auto& [change, is_needed] : needed)
        if (!is_needed) needless.push_back(change.text());
    for (const std::string& text : needless) UNSCOPED_INFO(text);
    return needless;
}

/// A lock that has no states but free and held: for what is built on one, where the lock itself is explored
/// elsewhere.
class plain_lock {
public:
    void lock() {
        while (held_.exchange(true, std::memory_order::acquire)) support::interleave::spin();
    }
    void unlock() { held_.store(false, std::memory_order::release); }

private:
    support::interleave::atomic<bool> held_{false};
};

/// Threads that each take the lock and add one.
template <class Lock>
program counting(int threads) {
    return [=](execution& run) {
        Lock lock;
        plain<int> counter{0};
        run.spawn(std::vector<std::function<void()>>(static_cast<std::size_t>(threads), [&] {
            lock.lock();
            counter.set(counter.get() + 1);
            lock.unlock();
        }));
        run.require(counter.get() == threads, "every thread has counted");
    };
}

} // namespace explored
