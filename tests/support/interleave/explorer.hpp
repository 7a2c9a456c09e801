#pragma once

// A model checker for small concurrent programs over the C++ memory model.
//
//     const findings seen = explore([](execution& run) {
//         atomic<int> flag{0};
//         plain<int> data{0};
//         run.threads([&] { data = 42; flag.store(1, arsenal::release); },
//                     [&] { if (flag.load(arsenal::acquire) == 1) run.require(data == 42, "the data is
//                     there"); });
//     });
//
// explore() runs the program again and again, until every execution that the standard allows has been seen:
// for each load every store that it may read, for each store every place in its location's modification
// order. It reports the first execution with a data race, a use of what is destroyed or not yet there, a
// failed require(), or threads that wait for ever, and prints that execution.
//
// How: an execution is a graph (graph.hpp), and is complete as soon as the standard's rules hold for it
// (memory_model.hpp); which thread ran when does not matter and is not enumerated. The search is that of
//   M. Kokologiannakis, I. Marmanis, V. Gladstein, V. Vafeiadis: "Truly Stateless, Optimal Dynamic Partial
//   Order Reduction", POPL 2022:
// threads run one after the other; a load tries every store there is, and a store that comes later is also
// given to the loads that were there before it, for which what came after that load and does not lead to the
// store is taken back. Each execution is reached once, but for those of the next kind. What is not in the
// paper: a load may be given a store that depends on it (load buffering, which the standard allows for
// relaxed) if the program, run again, still does everything that led to the store; sleeping and waking
// (futex), where the kernel's lock orders a waiter's look at the word and the wakes.
//
// Bounds, all stated: `rounds` times that a thread may go round a loop in which it waits (spin()), `spurious`
// failures of compare_exchange_weak and awakenings (one round at least, for waits that last for ever to be
// seen where the thread has just changed what another changed later); otherwise the program must end by
// itself. No value out of thin air, as [atomics.order]/8 asks. Objects of up to 8 bytes.
//
// The program must be deterministic but for what it reads through the objects of model.hpp, and its threads
// may own nothing that needs a destructor: an execution that leads nowhere is left in its middle. What they
// allocate comes from create() and destroy().

#include <atomic>
#include <compare>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <set>
#include <source_location>
#include <string>
#include <vector>

namespace support::interleave {

/// An order as it stands in the source, and what to take it for (weakening.hpp).
struct weakening {
    std::string file; // without its directory
    unsigned line = 0;
    unsigned column = 0;
    std::string operation; // "load", "store", "modify", "modify (failed)", "fence"
    std::memory_order from = std::memory_order::relaxed;
    std::memory_order to = std::memory_order::relaxed;

    auto operator<=>(const weakening&) const = default;
    /// "mutex.hpp:31 modify: acq_rel as release"
    std::string text() const;
};

struct options {
    int rounds = 0;
    int spurious = 0;
    std::uint64_t max_executions = 2'000'000;
    int max_events = 200;              // of one thread: more, and it is taken to run for ever
    bool speculate = true;             // loads that read stores which depend on them
    bool note_orders = false;          // for weakening.hpp: findings::orders,
    std::optional<weakening> change{}; // ... and one of them to weaken
};

struct findings {
    std::uint64_t executions = 0; // complete ones, all different
    std::uint64_t duplicates = 0; // seen again
    std::uint64_t partial = 0;    // left in the middle: a thread waits for what another execution shows
    bool complete = false;        // every execution within the bounds has been seen
    std::optional<std::string> failure{}; // what went wrong, and the execution that shows it
    std::set<std::vector<std::int64_t>> outcomes{};
    std::set<weakening> orders{}; // that the program said, but for relaxed; each to itself
};

class engine;

/// What the program sees of the execution that it is in.
class execution {
public:
    explicit execution(engine& owner) : engine_(owner) {}

    /// Runs one to four functions beside each other and returns once all have ended. Once per execution.
    template <class... Functions>
    void threads(Functions... functions) {
        spawn({std::function<void()>(functions)...});
    }
    void spawn(std::vector<std::function<void()>> functions);

    /// Ends the search with a failure unless `condition`.
    void require(bool condition, const char* what,
                 std::source_location site = std::source_location::current());
    /// Adds to findings::outcomes, if the execution is a complete one; once, at its end.
    void outcome(std::vector<std::int64_t> values);
    /// What a report calls the object.
    void name(const void* object, const char* text);

private:
    engine& engine_;
};

findings explore(std::function<void(execution&)> program, options bounds = {});

} // namespace support::interleave
