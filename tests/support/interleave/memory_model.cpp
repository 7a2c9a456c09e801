#include <support/interleave/memory_model.hpp>

#include <cstdlib>

namespace support::interleave {
namespace {

constexpr std::size_t max_sequential = 64;

event_id previous(event_id id) { return {id.thread, static_cast<std::uint8_t>(id.index - 1)}; }

// The events that come right before it: in its thread, where the main thread started it, and for the main
// thread at the join the last of every other thread.
template <class Function>
void for_each_predecessor(const graph& g, event_id id, Function function) {
    if (id.index > 0) function(previous(id));
    if (id.index == 0 && id.thread > 0 && g.spawned_at > 0)
        function(event_id{0, static_cast<std::uint8_t>(g.spawned_at - 1)});
    if (id.thread == 0 && id.index == g.spawned_at)
        for (int t = 1; t < max_threads; ++t) {
            const auto& thread = g.threads[static_cast<std::size_t>(t)];
            if (!thread.empty())
                function(event_id{static_cast<std::int8_t>(t), static_cast<std::uint8_t>(thread.size() - 1)});
        }
}

// [intro.races]/12, strongly happens before: sequenced before; a seq_cst operation synchronizes with another;
// or a piece of happens-before with something sequenced at either end.
void derive_strongly(const graph& g, event_id id, event& e) {
    for_each_predecessor(g, id, [&](event_id p) {
        e.strongly.join(g[p].strongly);
        clock inner = g[p].before.happened;
        for (auto& count : inner) count = static_cast<std::uint8_t>(count > 0 ? count - 1 : 0);
        e.strongly.join(inner);
    });
    if (e.reads() && e.is_sequential())
        for (event_id head = e.source; head.exists();) { // the release sequences that it may read from
            const event& store = g[head];
            if (store.is_sequential()) e.strongly.join(store.strongly);
            head = store.kind == event_kind::read_modify_write ? store.source : event_id{};
        }
    e.strongly.add(id);
}

// Where the event stands, as (place in the order, whether it is itself a store there).
struct place {
    int position;
    bool store;
};
place place_of(const graph& g, event_id id, const event& e) {
    if (e.kind == event_kind::load) return {g.position(e.where, e.source), false};
    return {g.position(e.where, id), true};
}

// [intro.races]/14 to 17 of two, the first of which happens before the second.
bool in_order(place first, place second) {
    return second.store ? first.position < second.position : first.position <= second.position;
}
// [atomics.order]/3: coherence-ordered before, of two different operations on one object.
bool coherence_ordered(place first, place second) {
    return first.store && !second.store ? first.position <= second.position
                                        : first.position < second.position;
}

bool exclusive(const event& e) { return e.kind == event_kind::construct || e.kind == event_kind::destroy; }
// To wake who sleeps on an address is no access to what is there.
bool conflicting(const event& a, const event& b) {
    if (a.kind == event_kind::wake || b.kind == event_kind::wake) return false;
    if (exclusive(a) || exclusive(b)) return true;
    return a.kind == event_kind::plain_store || b.kind == event_kind::plain_store;
}

} // namespace

void derive(const graph& g, event_id id, event& e) {
    e.before = e.released = e.acquired = e.fenced = {};
    e.strongly = e.prefix = {};
    for_each_predecessor(g, id, [&](event_id p) {
        e.before.join(g[p].before);
        e.prefix.join(g[p].prefix);
    });
    if (id.index > 0) {
        e.acquired = g[previous(id)].acquired;
        e.fenced = g[previous(id)].fenced;
    }
    for (const event_id source : {e.source, e.compared})
        if (source.exists()) e.prefix.join(g[source].prefix);
    if (e.kind == event_kind::woken) {
        e.before.kernel.join(g[e.source].before.kernel);
    } else if (e.where.is_queue()) {
        if (e.modifies()) e.before.kernel.join(g[e.source].before.kernel);
    } else if (e.reads()) {
        e.acquired.join(g[e.source].released);
        if (e.acquires()) e.before.join(g[e.source].released);
    }
    if (e.kind == event_kind::fence && e.acquires()) e.before.join(e.acquired);
    e.before.add(id);
    e.prefix.add(id);
    if (e.kind == event_kind::fence && e.releases()) e.fenced = e.before;
    if (e.writes() && !e.where.is_queue()) {
        e.released = e.releases() ? e.before : e.fenced;
        // [intro.races]/5: only read-modify-writes continue a release sequence.
        if (e.kind == event_kind::read_modify_write) e.released.join(g[e.source].released);
    }
    derive_strongly(g, id, e);
}

bool derive_all(graph& g) {
    const auto forget = [](event& e) {
        e.before = e.released = e.acquired = e.fenced = {};
        e.strongly = e.prefix = {};
    };
    for (auto& thread : g.threads)
        for (event& e : thread) forget(e);
    for (bool changed = true; changed;) {
        changed = false;
        g.for_each([&](event_id id, const event& old) {
            event e = old;
            derive(g, id, e);
            if (e.before.happened == old.before.happened && e.before.kernel == old.before.kernel &&
                e.released.happened == old.released.happened && e.released.kernel == old.released.kernel &&
                e.acquired.happened == old.acquired.happened && e.acquired.kernel == old.acquired.kernel &&
                e.fenced.happened == old.fenced.happened && e.fenced.kernel == old.fenced.kernel &&
                e.strongly == old.strongly && e.prefix == old.prefix)
                return;
            g[id] = e;
            changed = true;
        });
    }
    bool acyclic = true;
    g.for_each([&](event_id id, const event& e) {
        if (e.before.kernel[static_cast<std::size_t>(id.thread)] > id.index + 1) acyclic = false;
    });
    return acyclic;
}

unsigned sleepers(const graph& g, location queue, int position) {
    unsigned asleep = 0;
    const auto& order = g.stores(queue);
    for (int i = 1; i < position; ++i) {
        const event_id id = order[static_cast<std::size_t>(i)];
        const event& e = g[id];
        if (e.kind == event_kind::queue) asleep |= 1U << id.thread;
        if (e.kind == event_kind::dequeue) asleep &= ~(1U << id.thread);
        if (e.kind == event_kind::wake) asleep &= ~static_cast<unsigned>(e.written);
    }
    return asleep;
}

bool coherent(const graph& g, event_id id) {
    const event& e = g[id];
    if (!e.is_atomic()) return true;
    const place here = place_of(g, id, e);
    if (here.store) {
        const auto& order = g.stores(e.where);
        const auto next = static_cast<std::size_t>(here.position) + 1;
        if (e.modifies() && order[static_cast<std::size_t>(here.position) - 1] != e.source) return false;
        if (next < order.size() && g[order[next]].modifies() && g[order[next]].source != id) return false;
    }
    // A thread that has been woken can no longer give up.
    if (e.kind == event_kind::dequeue && (sleepers(g, e.where, here.position) & 1U << id.thread) == 0)
        return false;

    const location word{e.where.object};
    const place looked{e.kind == event_kind::queue ? g.position(word, e.compared) : -1, false};
    bool fits = true;
    g.for_each([&](event_id other, const event& f) {
        if (other == id || f.where.object != e.where.object) return;
        if (f.kind != event_kind::construct && !f.is_atomic()) return;
        if (f.where == e.where && e.before.happened.includes(other))
            fits &= in_order(place_of(g, other, f), here);
        // The kernel's look at the word, under its lock: f before e's look, or f's look before e.
        if (!e.before.kernel.includes(other)) return;
        if (e.kind == event_kind::queue && !f.where.is_queue())
            fits &= in_order(place_of(g, other, f), looked);
        if (f.kind == event_kind::queue) {
            const place others_look{g.position(word, f.compared), false};
            if (e.kind == event_kind::queue) fits &= in_order(others_look, looked);
            if (!e.where.is_queue()) fits &= in_order(others_look, here);
        }
    });
    return fits;
}

bool sequential_order_exists(const graph& g) {
    std::array<event_id, max_sequential> sequential;
    std::size_t count = 0;
    g.for_each([&](event_id id, const event& e) {
        if (!e.is_sequential()) return;
        if (count == max_sequential) std::abort();
        sequential[count++] = id;
    });
    if (count < 2) return true;

    std::uint64_t light = 0;
    for (std::size_t i = 0; i < count; ++i)
        if (g[sequential[i]].light) light |= std::uint64_t{1} << i;

    std::array<std::uint64_t, max_sequential> after{}; // of each, those that S puts after it
    for (std::size_t i = 0; i < count; ++i)
        for (std::size_t j = 0; j < count; ++j)
            if (i != j && g[sequential[j]].strongly.includes(sequential[i]))
                after[i] |= std::uint64_t{1} << j;

    struct access {
        location where;
        place at;
        std::uint64_t begins = 0; // what stands for it in S as the first of two: itself, fences before it
        std::uint64_t ends = 0;   // ... as the second: itself, fences after it
        event_id id;
    };
    std::vector<access> accesses;
    g.for_each([&](event_id id, const event& e) {
        if (!e.is_atomic() || e.where.is_queue()) return;
        access a{e.where, place_of(g, id, e), 0, 0, id};
        for (std::size_t i = 0; i < count; ++i) {
            const std::uint64_t bit = std::uint64_t{1} << i;
            const event& s = g[sequential[i]];
            if (sequential[i] == id) a.begins |= bit, a.ends |= bit;
            if (s.kind != event_kind::fence) continue;
            if (e.before.happened.includes(sequential[i])) a.begins |= bit;
            if (s.before.happened.includes(id)) a.ends |= bit;
        }
        accesses.push_back(a);
    });
    for (const access& a : accesses)
        for (const access& b : accesses) {
            if (a.id == b.id || a.where != b.where || a.begins == 0 || !coherence_ordered(a.at, b.at))
                continue;
            for (std::size_t i = 0; i < count; ++i)
                if ((a.begins >> i & 1) != 0) after[i] |= (light >> i & 1) != 0 ? b.ends & ~light : b.ends;
        }

    for (std::size_t k = 0; k < count; ++k)
        for (std::size_t i = 0; i < count; ++i)
            if ((after[i] >> k & 1) != 0) after[i] |= after[k];
    for (std::size_t i = 0; i < count; ++i)
        if ((after[i] >> i & 1) != 0) return false;
    return true;
}

bool consistent(const graph& g) {
    bool all = true;
    g.for_each([&](event_id id, const event&) { all = all && coherent(g, id); });
    return all && sequential_order_exists(g);
}

std::optional<conflict> find_conflict(const graph& g, event_id id) {
    const event& e = g[id];
    if (!e.where.exists()) return {};
    std::optional<conflict> found;
    g.for_each([&](event_id other, const event& f) {
        if (found || other == id || f.where.object != e.where.object || !conflicting(e, f)) return;
        if (e.kind == event_kind::woken || f.kind == event_kind::woken) return;
        const bool ordered = e.before.happened.includes(other);
        if (f.kind == event_kind::destroy || (e.kind == event_kind::destroy && !ordered))
            found = {conflict_kind::use_after_destruction, other};
        else if (!ordered && !f.before.happened.includes(id))
            found = {f.kind == event_kind::construct ? conflict_kind::use_before_construction
                                                     : conflict_kind::data_race,
                     other};
    });
    return found;
}

event_id visible_store(const graph& g, location where, const view& before) {
    event_id visible = where.object;
    g.for_each([&](event_id id, const event& e) {
        if (e.where != where || e.kind != event_kind::plain_store || !before.happened.includes(id)) return;
        if (e.before.happened.includes(visible)) visible = id;
    });
    return visible;
}

} // namespace support::interleave
