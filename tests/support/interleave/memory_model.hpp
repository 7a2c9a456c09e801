#pragma once

// C++20's memory model over an execution graph. Clause by clause: [intro.races] for happens-before, coherence
// and data races, [atomics.order] for the single total order of what is seq_cst, [atomics.fences] for fences.
// consume counts as acquire, as in every compiler.

#include <support/interleave/graph.hpp>

#include <optional>

namespace support::interleave {

/// Fills in what is derived of one event from the events before it in its thread and the store it reads.
void derive(const graph& g, event_id id, event& e);

/// Derives every event again, where some may depend on themselves. False where happens-before has a cycle,
/// which [intro.races]/10 forbids.
[[nodiscard]] bool derive_all(graph& g);

/// Whether the event, nothing depending on it yet, agrees with those that happen before it on its location's
/// order (the four coherence requirements, [intro.races]/14 to 17) and leaves read-modify-writes next to the
/// stores they read ([atomics.order]/10).
[[nodiscard]] bool coherent(const graph& g, event_id id);

/// Whether a single total order S of the seq_cst operations exists ([atomics.order]/4).
[[nodiscard]] bool sequential_order_exists(const graph& g);

/// All of it, for every event.
[[nodiscard]] bool consistent(const graph& g);

/// The threads that sleep on a queue just before that place in its order, as bits.
unsigned sleepers(const graph& g, location queue, int position);

enum class conflict_kind { data_race, use_after_destruction, use_before_construction };
struct conflict {
    conflict_kind kind;
    event_id other;
};
/// Whether the event and another of its object's are no two atomic operations, at least one changes the
/// object, and neither happens before the other ([intro.races]/21); or it uses an object that has been
/// destroyed.
std::optional<conflict> find_conflict(const graph& g, event_id id);

/// The store that a plain load sees where there is no race.
event_id visible_store(const graph& g, location where, const view& before);

} // namespace support::interleave
