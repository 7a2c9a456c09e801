#pragma once

// An execution graph: what each thread did in its own order, where every read got its value from, and in what
// order the stores to each location took place ([intro.races]: sequenced before, reads-from, modification
// order). Which thread ran when is not part of it: executions that differ in nothing else are one graph.

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <source_location>
#include <vector>

namespace support::interleave {

inline constexpr int max_threads = 5; // the one that sets up, and four that run beside each other

/// An event by its place: the thread, and how many events that thread had before it.
struct event_id {
    std::int8_t thread = -1;
    std::uint8_t index = 0;

    bool exists() const { return thread >= 0; }
    bool operator==(const event_id&) const = default;
};

/// Of each thread, how many of its first events are meant.
struct clock : std::array<std::uint8_t, max_threads> {
    bool includes(event_id event) const { return at(static_cast<std::size_t>(event.thread)) > event.index; }
    void join(const clock& other) {
        for (std::size_t i = 0; i < size(); ++i) (*this)[i] = std::max((*this)[i], other[i]);
    }
    void add(event_id event) {
        auto& count = at(static_cast<std::size_t>(event.thread));
        count = std::max(count, static_cast<std::uint8_t>(event.index + 1));
    }
};

/// What is known to have happened: by the standard's rules, and by those and the lock that the kernel holds
/// while it looks at a futex's word. The second orders such looks, and never excuses a data race.
struct view {
    clock happened{};
    clock kernel{};

    void join(const view& other) {
        happened.join(other.happened);
        kernel.join(other.kernel);
    }
    void add(event_id event) {
        happened.add(event);
        kernel.add(event);
    }
};

enum class event_kind : std::uint8_t {
    construct,         // of an atomic or plain object: its first value
    destroy,           //
    load,              // atomic, a failed compare_exchange among them
    store,             //
    read_modify_write, //
    fence,             //
    plain_load,        //
    plain_store,       //
    choice,            // something the program cannot know: a spurious failure, a time-out
    queue,             // a futex's waiter goes to sleep
    dequeue,           // ... and gives up waiting
    woken,             // ... or has been woken
    wake,              // a futex's waiters are woken
};

/// A location is the event that constructed it. Beside it stand the queues of those who sleep on it, from 1:
/// the order in which the kernel, one at a time, let waiters in and woke them is a queue's modification
/// order.
struct location {
    event_id object;
    std::uint8_t queue = 0;

    bool exists() const { return object.exists(); }
    bool is_queue() const { return queue != 0; }
    bool operator==(const location&) const = default;
};

struct event {
    event_kind kind{};
    bool light = false;       // a fence that orders only with those that are not
    bool conditional = false; // a compare_exchange: a load if it fails,
    std::memory_order order = std::memory_order::relaxed;
    std::memory_order other_order = std::memory_order::relaxed; // ... whose order is the other of the two
    location where{};
    event_id source{};         // what a read reads from
    event_id compared{};       // queue: the store whose value the kernel compared
    std::uint64_t read = 0;    // choice: what was chosen
    std::uint64_t written = 0; // wake: the threads woken, as bits; choice: how many there were to choose from
    std::uint32_t stamp = 0;   // which event of the graph was added first
    std::source_location site{};

    // Derived from the graph by memory_model.cpp; each includes the event itself.
    view before{};    // what happens before it
    view released{};  // a store: what happens before whoever acquires its value
    view acquired{};  // what an acquire fence, sequenced after it, would add to what happens before
    view fenced{};    // what happened before the last release fence up to here
    clock strongly{}; // what strongly happens before it
    clock prefix{};   // what it depends on: sequenced before and reads-from, closed

    bool reads() const {
        switch (kind) {
        case event_kind::load:
        case event_kind::read_modify_write:
        case event_kind::queue:
        case event_kind::dequeue:
        case event_kind::wake:
            return true;
        default:
            return false;
        }
    }
    /// Whether it stands in its location's modification order, after the construction.
    bool writes() const { return kind == event_kind::store || modifies(); }
    bool modifies() const { return reads() && kind != event_kind::load; }
    bool is_atomic() const { return kind == event_kind::load || kind == event_kind::store || modifies(); }
    bool is_sequential() const {
        return order == std::memory_order::seq_cst &&
               (kind == event_kind::fence || (is_atomic() && !where.is_queue()));
    }
    bool acquires() const {
        if (light) return false;
        return order == std::memory_order::acquire || order == std::memory_order::acq_rel ||
               order == std::memory_order::seq_cst;
    }
    bool releases() const {
        if (light) return false;
        return order == std::memory_order::release || order == std::memory_order::acq_rel ||
               order == std::memory_order::seq_cst;
    }
};

/// A read that a later store has been given to: its thread, cut off before it, must do it next.
struct revisit {
    std::int8_t thread = -1;
    event_id source{};
    std::uint32_t stamp = 0;
};

class graph {
public:
    struct modification_order {
        location where;
        std::vector<event_id> stores;
    };

    std::array<std::vector<event>, max_threads> threads{};
    std::vector<modification_order> orders{};
    int spawned_at = -1; // how many events the main thread had when it started the others
    std::uint32_t next_stamp = 0;
    revisit forced{};
    bool speculative = false; // a read depends on itself; it is to be seen whether the program does the same

    const event& operator[](event_id id) const {
        return threads[static_cast<std::size_t>(id.thread)][id.index];
    }
    event& operator[](event_id id) { return threads[static_cast<std::size_t>(id.thread)][id.index]; }

    std::size_t size() const {
        std::size_t events = 0;
        for (const auto& thread : threads) events += thread.size();
        return events;
    }

    /// The stores to a location in modification order, its construction first.
    const std::vector<event_id>& stores(location where) const {
        for (const auto& order : orders)
            if (order.where == where) return order.stores;
        static const std::vector<event_id> none;
        return none;
    }
    std::vector<event_id>& stores(location where) {
        for (auto& order : orders)
            if (order.where == where) return order.stores;
        orders.push_back({where, {where.object}});
        return orders.back().stores;
    }
    int position(location where, event_id store) const {
        const auto& order = stores(where);
        return static_cast<int>(std::find(order.begin(), order.end(), store) - order.begin());
    }

    /// The place after which a read, or at which a store, stands in its location's modification order.
    int position(event_id id) const {
        const event& e = (*this)[id];
        return position(e.where, e.kind == event_kind::load ? e.source : id);
    }

    template <class Function>
    void for_each(Function function) const {
        for (std::size_t t = 0; t < threads.size(); ++t)
            for (std::size_t i = 0; i < threads[t].size(); ++i)
                function(event_id{static_cast<std::int8_t>(t), static_cast<std::uint8_t>(i)}, threads[t][i]);
    }
};

} // namespace support::interleave
