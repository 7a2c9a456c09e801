#pragma once

#include <algorithm>
#include <cstddef>
#include <support/litmus/oracle_relation.hpp>
#include <support/litmus/program.hpp>
#include <vector>

// The candidate executions of a litmus program: each way to put the modifications of each location into an
// order and to choose for each read which of them it reads from. Which of these the standard allows is
// oracle.hpp's part.
//
// A modification order is kept as positions: the initialisation has position 0, each modification of the
// location the next. A read's source is the position of the modification whose value it takes.

namespace support::litmus::axiomatic {

/// A rule that a test may leave out, to see that the verdicts depend on it. Paragraphs are those of C++20.
enum class rule {
    none,
    write_write_coherence,      // [intro.races]/15
    read_read_coherence,        // [intro.races]/16
    read_write_coherence,       // [intro.races]/14, /17
    write_read_coherence,       // [intro.races]/18
    release_sequence,           // [intro.races]/5: read-modify-writes continue it
    sequenced_before,           // [intro.races]/12.1
    happens_before_in_between,  // [intro.races]/12.3
    operation_with_operation,   // [atomics.order]/2
    fence_with_fence,           // [atomics.fences]/2
    fence_with_operation,       // [atomics.fences]/3
    operation_with_fence,       // [atomics.fences]/4
    coherence_order_of_reads,   // [atomics.order]/3.3
    coherence_order_transitive, // [atomics.order]/3.4
    total_order_of_operations,  // [atomics.order]/4.1
    total_order_before_fence,   // [atomics.order]/4.2
    total_order_after_fence,    // [atomics.order]/4.3
    total_order_between_fences, // [atomics.order]/4.4
};

struct event {
    static constexpr int none = -1;

    int thread = none; // none: the initialisation of a location, which comes before all threads
    operation done{};
    std::memory_order order = std::memory_order::relaxed; // the one that counts: a compare_exchange has two
    int source = none;
    int position = none; // of the modification that this is
    int value_read = 0;
    int value_written = 0;

    bool is_fence() const { return done.what == action::fence; }
    bool reads() const { return source != none; }
    bool modifies() const { return position != none; }
    bool is_read_modify_write() const { return reads() && modifies(); }
};

using execution = std::vector<event>; // the initialisations, then thread by thread in program order

inline bool same_location(const event& a, const event& b) {
    return !a.is_fence() && !b.is_fence() && a.done.location == b.done.location;
}

/// Whether two operations on one location, of which a happens before b, obey [intro.races]/15-18; and /14 (b
/// does not read from a later a), which /17 says again.
inline bool coherent(const event& a, const event& b, rule left_out) {
    if (left_out != rule::write_write_coherence && a.modifies() && b.modifies() && a.position >= b.position)
        return false;
    if (left_out != rule::read_read_coherence && a.reads() && b.reads() && a.source > b.source) return false;
    if (left_out != rule::read_write_coherence && a.reads() && b.modifies() && a.source >= b.position)
        return false;
    if (left_out != rule::write_read_coherence && a.modifies() && b.reads() && a.position > b.source)
        return false;
    return true;
}

/// Every modification order and choice of sources for one location: what program order alone already rules
/// out is left out early.
class location_histories {
public:
    /// `blank`: events without sources and positions.
    location_histories(const execution& blank, int location, rule left_out) : left_out_(left_out) {
        for (std::size_t i = 0; i != blank.size(); ++i) {
            if (blank[i].is_fence() || blank[i].done.location != location) continue;
            indices_.push_back(i);
            events_.push_back(blank[i]);
        }
        events_.front().position = 0;
        values_ = {0};
        fails_.assign(events_.size(), false);
        choose_failures(1);
    }

    std::size_t count() const { return found_.size(); }

    void write_to(execution& x, std::size_t which) const {
        for (std::size_t i = 0; i != indices_.size(); ++i) x[indices_[i]] = found_[which][i];
    }

private:
    // A compare_exchange that fails is an atomic load with the order for failure,
    // [atomics.types.operations].
    void choose_failures(std::size_t i) {
        if (i == events_.size()) return order_modifications();
        events_[i].order = events_[i].done.order;
        choose_failures(i + 1);
        if (events_[i].done.what != action::compare_exchange) return;
        fails_[i] = true;
        events_[i].order = events_[i].done.failure;
        choose_failures(i + 1);
        fails_[i] = false;
    }

    bool to_modify(std::size_t i) const { return events_[i].done.what != action::load && !fails_[i]; }

    void order_modifications() {
        bool complete = true;
        for (std::size_t i = 1; i != events_.size(); ++i) {
            if (!to_modify(i) || events_[i].modifies()) continue;
            complete = false;
            append_modification(i);
        }
        if (complete) choose_sources(1);
    }

    // [atomics.order]/10: a read-modify-write reads the last value before its own write.
    void append_modification(std::size_t i) {
        auto& e = events_[i];
        const event saved = e;
        const int last = values_.back();
        if (e.done.what == action::compare_exchange && last != e.done.expected) return;
        e.position = static_cast<int>(values_.size());
        if (e.done.what != action::store) {
            e.source = e.position - 1;
            e.value_read = last;
        }
        e.value_written = e.done.what == action::fetch_add ? last + e.done.value : e.done.value;
        values_.push_back(e.value_written);
        if (coherent_in_program_order(i)) order_modifications();
        values_.pop_back();
        e = saved;
    }

    void choose_sources(std::size_t i) {
        if (i == events_.size()) return found_.push_back(events_);
        if (to_modify(i)) return choose_sources(i + 1);
        auto& e = events_[i];
        for (std::size_t source = 0; source != values_.size(); ++source) {
            // The strong compare_exchange fails only on another value.
            if (fails_[i] && values_[source] == e.done.expected) continue;
            e.source = static_cast<int>(source);
            e.value_read = values_[source];
            if (coherent_in_program_order(i)) choose_sources(i + 1);
        }
        e.source = event::none;
    }

    // Of the events placed so far.
    bool coherent_in_program_order(std::size_t i) const {
        for (std::size_t j = 1; j != events_.size(); ++j) {
            if (j == i || events_[j].thread != events_[i].thread) continue;
            if (!coherent(events_[std::min(i, j)], events_[std::max(i, j)], left_out_)) return false;
        }
        return true;
    }

    rule left_out_;
    std::vector<std::size_t> indices_; // in the execution; the initialisation first
    std::vector<event> events_;
    std::vector<bool> fails_;
    std::vector<int> values_; // in modification order
    std::vector<std::vector<event>> found_;
};

inline execution blank_execution(const litmus_program& program) {
    execution x;
    for (int location = 0; location != program.locations; ++location)
        x.push_back({.done = store(location, 0, std::memory_order::relaxed)});
    int thread = 0;
    for (const auto& operations : program.threads) {
        for (const auto& o : operations) x.push_back({.thread = thread, .done = o, .order = o.order});
        ++thread;
    }
    return x;
}

/// Calls f(const execution&) for every candidate.
template <class F>
void for_each_candidate(const litmus_program& program, rule left_out, F f) {
    execution x = blank_execution(program);
    std::vector<location_histories> histories;
    for (int location = 0; location != program.locations; ++location)
        histories.emplace_back(x, location, left_out);
    const auto choose = [&](const auto& self, std::size_t location) -> void {
        if (location == histories.size()) return f(static_cast<const execution&>(x));
        for (std::size_t which = 0; which != histories[location].count(); ++which) {
            histories[location].write_to(x, which);
            self(self, location + 1);
        }
    };
    choose(choose, 0);
}

} // namespace support::litmus::axiomatic
