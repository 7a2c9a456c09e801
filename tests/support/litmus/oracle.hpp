#pragma once

#include <algorithm>
#include <cstddef>
#include <set>
#include <stdexcept>
#include <support/litmus/oracle_candidates.hpp>
#include <support/litmus/oracle_relation.hpp>
#include <support/litmus/program.hpp>

// All outcomes that C++20 allows for a litmus program, by brute force, in the manner of herd: of every
// candidate (oracle_candidates.hpp) the axioms say whether the standard allows it. Written from the clauses,
// for checking the explorer, with which it shares nothing but the programs. Paragraph numbers are those of
// C++20 (N4861).
//
// The stored values are constants, so values out of thin air ([atomics.order]/8) cannot arise; load buffering
// is allowed, as in the standard. There are no consume operations: happens before and simply happens before
// are one.

namespace support::litmus::axiomatic {

/// C++20, unless a test asks for another.
struct memory_model {
    rule left_out = rule::none;
    /// false: no cycle in sequenced before and reads from together, which is more than the standard demands
    /// (RC11 does): for a checker that executes the operations of a thread in program order.
    bool load_buffering = true;
};

/// One candidate and its relations, as the clauses define them.
class axioms {
public:
    axioms(const execution& x, memory_model model)
        : x_(x), model_(model), count_(static_cast<int>(x.size())) {
        find_sequenced_before();
        find_synchronizes_with();
        find_happens_before();
        find_strongly_happens_before();
        find_coherence_ordered_before();
        find_required_in_total_order();
    }

    bool allowed() const { return consistent_but_for_total_order() && acyclic(required_in_total_order_); }

    bool consistent_but_for_total_order() const {
        // [intro.races]/10: "no program execution demonstrates a cycle in the happens before relation".
        return irreflexive(happens_before_) && coherent_everywhere() &&
               (model_.load_buffering || acyclic(sequenced_before_ | reads_from_));
    }

    // For a test that looks for the total order S itself.
    const relation& happens_before() const { return happens_before_; }
    const relation& strongly_happens_before() const { return strongly_happens_before_; }
    const relation& coherence_ordered_before() const { return coherence_ordered_before_; }
    bool is_seq_cst(int a) const { return at(a).order == std::memory_order::seq_cst; }
    bool is_seq_cst_fence(int a) const { return is_seq_cst(a) && at(a).is_fence(); }

private:
    const event& at(int a) const { return x_[static_cast<std::size_t>(a)]; }
    bool holds(rule r) const { return model_.left_out != r; }

    /// Calls f(a, b) for all pairs of different events.
    template <class F>
    void for_each_pair(F f) const {
        for (int a = 0; a != count_; ++a)
            for (int b = 0; b != count_; ++b)
                if (a != b) f(a, b);
    }

    void find_sequenced_before() {
        for_each_pair([&](int a, int b) {
            if (at(a).thread != event::none && at(a).thread == at(b).thread && a < b)
                sequenced_before_.add(a, b);
        });
    }

    // [intro.races]/5: "a maximal contiguous sub-sequence of side effects in the modification order of M,
    // where the first operation is A, and every subsequent operation is an atomic read-modify-write
    // operation"; for [atomics.fences] also the hypothetical one that A would head if it were a release
    // operation.
    bool in_release_sequence(int head, int member) const {
        if (!at(head).modifies() || !at(member).modifies() || !same_location(at(head), at(member)))
            return false;
        if (head == member) return true;
        if (!holds(rule::release_sequence) || at(head).position > at(member).position) return false;
        return std::all_of(x_.begin(), x_.end(), [&](const event& e) {
            const bool after_head = e.modifies() && same_location(e, at(head)) &&
                                    e.position > at(head).position && e.position <= at(member).position;
            return !after_head || e.is_read_modify_write();
        });
    }

    // b "takes its value from any side effect in the release sequence headed by" a.
    bool reads_from_release_sequence(int a, int b) const {
        for (int member = 0; member != count_; ++member)
            if (reads_from_.has(member, b) && in_release_sequence(a, member)) return true;
        return false;
    }

    static bool acquires(std::memory_order order) {
        using enum std::memory_order;
        return order == acquire || order == acq_rel || order == seq_cst;
    }
    static bool releases(std::memory_order order) {
        using enum std::memory_order;
        return order == release || order == acq_rel || order == seq_cst;
    }
    bool release_operation(int a) const { return at(a).modifies() && releases(at(a).order); }
    bool acquire_operation(int a) const { return at(a).reads() && acquires(at(a).order); }
    bool release_fence(int a) const { return at(a).is_fence() && releases(at(a).order); }
    bool acquire_fence(int a) const { return at(a).is_fence() && acquires(at(a).order); }

    // x modifies, and y reads from the release sequence that x heads or, for the fences, would head. (Within
    // a thread synchronisation repeats what sequenced before says, so that "another thread", [intro.races]/6,
    // needs no looking after.)
    void find_synchronizes_with() {
        find_reads_from();
        for_each_pair([&](int x, int y) {
            if (at(x).thread != event::none && reads_from_release_sequence(x, y)) synchronize_by(x, y);
        });
    }

    void synchronize_by(int x, int y) {
        for_each_pair([&](int a, int b) {
            const bool operation_releases = a == x && release_operation(a);
            const bool fence_releases = release_fence(a) && sequenced_before_.has(a, x);
            const bool operation_acquires = b == y && acquire_operation(b);
            const bool fence_acquires = acquire_fence(b) && sequenced_before_.has(y, b);
            const auto add_if = [&](bool both, rule r) {
                if (both && holds(r)) synchronizes_with_.add(a, b);
            };
            add_if(operation_releases && operation_acquires,
                   rule::operation_with_operation);                                   // [atomics.order]/2
            add_if(fence_releases && fence_acquires, rule::fence_with_fence);         // [atomics.fences]/2
            add_if(fence_releases && operation_acquires, rule::fence_with_operation); // [atomics.fences]/3
            add_if(operation_releases && fence_acquires, rule::operation_with_fence); // [atomics.fences]/4
        });
    }

    void find_reads_from() {
        for_each_pair([&](int a, int b) {
            if (same_location(at(a), at(b)) && at(a).modifies() && at(b).reads() &&
                at(a).position == at(b).source)
                reads_from_.add(a, b);
        });
    }

    // [intro.races]/10, /11; the initialisations happen before the threads start.
    void find_happens_before() {
        happens_before_ = sequenced_before_ | synchronizes_with_;
        for_each_pair([&](int a, int b) {
            if (at(a).thread == event::none && at(b).thread != event::none) happens_before_.add(a, b);
        });
        happens_before_ = transitive_closure(happens_before_);
    }

    // [intro.races]/12.
    void find_strongly_happens_before() {
        const relation& sb = sequenced_before_;
        relation direct;
        if (holds(rule::sequenced_before)) direct |= sb; // 12.1
        for_each_pair([&](int a, int d) {                // 12.2
            if (synchronizes_with_.has(a, d) && is_seq_cst(a) && is_seq_cst(d)) direct.add(a, d);
        });
        if (holds(rule::happens_before_in_between))
            direct |= composed(composed(sb, happens_before_), sb); // 12.3
        strongly_happens_before_ = transitive_closure(direct);     // 12.4
    }

    // [atomics.order]/3. The modifications of one location have different positions; "not the same atomic
    // read-modify-write operation" is a != b.
    void find_coherence_ordered_before() {
        relation direct = reads_from_; // 3.1
        for_each_pair([&](int a, int b) {
            if (!same_location(at(a), at(b)) || !at(b).modifies()) return;
            if (at(a).modifies() && at(a).position < at(b).position) direct.add(a, b); // 3.2
            if (at(a).reads() && at(a).source < at(b).position && holds(rule::coherence_order_of_reads))
                direct.add(a, b); // 3.3
        });
        coherence_ordered_before_ =
            holds(rule::coherence_order_transitive) ? transitive_closure(direct) : direct; // 3.4
    }

    // [atomics.order]/4: what the single total order S of the seq_cst operations and fences has to contain.
    // There is such an order if and only if this has no cycle.
    void find_required_in_total_order() {
        for_each_pair([&](int a, int b) {
            if (strongly_happens_before_.has(a, b) && is_seq_cst(a) && is_seq_cst(b))
                required_in_total_order_.add(a, b);
        });
        for_each_pair([&](int a, int b) {
            if (coherence_ordered_before_.has(a, b)) require_by_coherence(a, b);
        });
    }

    void require_by_coherence(int a, int b) {
        relation& before = required_in_total_order_;
        if (is_seq_cst(a) && is_seq_cst(b) && holds(rule::total_order_of_operations)) before.add(a, b); // 4.1
        for (int y = 0; y != count_; ++y)                                                               // 4.2
            if (is_seq_cst(a) && fence_after(b, y) && holds(rule::total_order_before_fence)) before.add(a, y);
        for (int x = 0; x != count_; ++x) { // 4.3
            if (!fence_before(x, a)) continue;
            if (is_seq_cst(b) && holds(rule::total_order_after_fence)) before.add(x, b);
            for (int y = 0; y != count_; ++y) // 4.4
                if (fence_after(b, y) && holds(rule::total_order_between_fences)) before.add(x, y);
        }
    }

    bool fence_before(int fence, int a) const {
        return is_seq_cst_fence(fence) && happens_before_.has(fence, a);
    }
    bool fence_after(int b, int fence) const {
        return is_seq_cst_fence(fence) && happens_before_.has(b, fence);
    }

    bool coherent_everywhere() const {
        bool result = true;
        for_each_pair([&](int a, int b) {
            if (happens_before_.has(a, b) && same_location(at(a), at(b)))
                result = result && coherent(at(a), at(b), model_.left_out);
        });
        return result;
    }

    const execution& x_;
    memory_model model_;
    int count_;
    relation sequenced_before_;
    relation reads_from_;
    relation synchronizes_with_;
    relation happens_before_;
    relation strongly_happens_before_;
    relation coherence_ordered_before_;
    relation required_in_total_order_;
};

inline outcome outcome_of(const execution& x, int locations) {
    outcome result;
    for (const event& e : x)
        if (e.reads()) result.values.push_back(e.value_read);
    for (int location = 0; location != locations; ++location) {
        const event* last = nullptr;
        for (const event& e : x)
            if (e.modifies() && e.done.location == location && (!last || e.position > last->position))
                last = &e;
        result.values.push_back(last->value_written);
    }
    return result;
}

/// Throws std::invalid_argument for what is no C++ program (store(acquire)), for consume, and for programs
/// too large.
inline void check_program(const litmus_program& program) {
    using enum std::memory_order;
    auto events = static_cast<std::size_t>(program.locations);
    for (const auto& thread : program.threads) {
        events += thread.size();
        for (const auto& o : thread) {
            const bool store_order = o.order == relaxed || o.order == release || o.order == seq_cst;
            const bool load_order = o.order == relaxed || o.order == acquire || o.order == seq_cst;
            const bool failure_order = o.failure == relaxed || o.failure == acquire || o.failure == seq_cst;
            if ((o.what == action::store && !store_order) || (o.what == action::load && !load_order) ||
                (o.what == action::compare_exchange && !failure_order) || o.order == consume)
                throw std::invalid_argument("this operation does not take this order");
            if (o.what != action::fence && (o.location < 0 || o.location >= program.locations))
                throw std::invalid_argument("no such location");
        }
    }
    if (events > relation::most_events) throw std::invalid_argument("the oracle takes smaller programs");
}

/// `model`: C++20 by default. Exponential in the size of the program: 12 operations are little, 16 a lot.
inline std::set<outcome> allowed_outcomes(const litmus_program& program, memory_model model = {}) {
    check_program(program);
    std::set<outcome> result;
    for_each_candidate(program, model.left_out, [&](const execution& x) {
        if (axioms(x, model).allowed()) result.insert(outcome_of(x, program.locations));
    });
    return result;
}

} // namespace support::litmus::axiomatic

namespace support::litmus {
using axiomatic::allowed_outcomes;
using axiomatic::memory_model;
} // namespace support::litmus
