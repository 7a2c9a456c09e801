#include <support/interleave/engine.hpp>
#include <support/interleave/memory_model.hpp>

#include <bit>
#include <cstdlib>
#include <utility>

// The search: what a thread may do next, and which executions that opens.

namespace support::interleave {
namespace {

std::uint64_t mix(std::uint64_t hash, std::uint64_t value) {
    hash = (hash ^ value) * 0x9E3779B97F4A7C15U;
    return hash ^ hash >> 29;
}

std::uint64_t bits(event_id id) {
    return static_cast<std::uint64_t>(static_cast<std::uint8_t>(id.thread)) << 8 | id.index;
}

// Of what an execution is, not of how it was found.
std::uint64_t fingerprint(const graph& g) {
    std::uint64_t hash = 0;
    g.for_each([&](event_id id, const event& e) {
        hash = mix(hash, bits(id) << 32 | bits(e.source) << 16 | bits(e.compared));
        hash = mix(hash, bits(e.where.object) << 32 | std::uint64_t{e.where.queue} << 16 |
                             static_cast<std::uint64_t>(e.kind) << 8 | static_cast<std::uint64_t>(e.order));
        hash = mix(mix(hash, e.read), e.written);
        if (e.writes()) hash = mix(hash, static_cast<std::uint64_t>(g.position(id)));
    });
    return hash;
}

} // namespace

void engine::push(graph g) { remaining_.push_back(std::move(g)); }

// Appends an event to its thread, a store at that place of its location's order.
event_id engine::add(graph& g, int thread, event e, int position) {
    auto& events = g.threads[static_cast<std::size_t>(thread)];
    const event_id id{static_cast<std::int8_t>(thread), static_cast<std::uint8_t>(events.size())};
    if (g.forced.thread == thread) {
        e.stamp = g.forced.stamp;
        g.forced = {};
    } else {
        e.stamp = g.next_stamp++;
    }
    derive(g, id, e);
    events.push_back(e);
    if (e.writes()) {
        auto& order = g.stores(e.where);
        order.insert(order.begin() + position, id);
    }
    return id;
}

// One way to go on, if the rules allow it.
void engine::offer(int thread, const event& e, int position) {
    graph g = graph_;
    const event_id id = add(g, thread, e, position);
    if (!coherent(g, id) || !sequential_order_exists(g)) return;
    if (const auto found = find_conflict(g, id)) {
        graph_ = std::move(g);
        fail(describe(id, *found));
        give_up(thread);
    }
    offers_.push_back(std::move(g));
}

event engine::extend(int thread, const request& wanted) {
    const auto t = static_cast<std::size_t>(thread);
    const event_id id{static_cast<std::int8_t>(thread), static_cast<std::uint8_t>(graph_.threads[t].size())};
    event e;
    e.kind = wanted.kind;
    e.order = wanted.order;
    e.light = wanted.light;
    e.site = wanted.site;
    if (wanted.object != nullptr)
        e.where = e.kind == event_kind::construct ? location{id} : where(wanted.object);

    offers_.clear();
    switch (wanted.kind) {
    case event_kind::store:
        e.written = wanted.value;
        for (int i = 1; i <= static_cast<int>(graph_.stores(e.where).size()); ++i) offer(thread, e, i);
        give_to_loads(thread, e);
        break;
    case event_kind::load:
    case event_kind::read_modify_write:
        extend_read(thread, wanted, e);
        break;
    case event_kind::queue:
        e.compared = graph_.threads[t][threads_[t].looked].source;
        [[fallthrough]];
    case event_kind::dequeue:
    case event_kind::wake:
        e.where.queue = wanted.queue;
        extend_read(thread, wanted, e);
        break;
    case event_kind::woken:
        e.where = {};
        e.source = waker(thread);
        offer(thread, e, 0);
        break;
    case event_kind::choice:
        e.written = wanted.value;
        for (e.read = 0; e.read < wanted.value; ++e.read) offer(thread, e, 0);
        break;
    case event_kind::plain_load:
        derive(graph_, id, e);
        e.source = visible_store(graph_, e.where, e.before);
        e.read = graph_[e.source].written;
        offer(thread, e, 0);
        break;
    case event_kind::construct:
    case event_kind::destroy:
    case event_kind::plain_store:
    case event_kind::fence:
        e.written = wanted.value;
        offer(thread, e, 0);
        break;
    }
    if (offers_.empty()) give_up(thread);
    for (std::size_t i = 1; i < offers_.size(); ++i) push(std::move(offers_[i]));
    graph_ = std::move(offers_.front());
    return graph_[id];
}

// Every store that it may read; a read-modify-write stands right after the one it reads.
void engine::extend_read(int thread, const request& wanted, event e) {
    graph_.stores(e.where); // the queue's order begins with its first user
    const std::vector<event_id> stores = graph_.forced.thread == thread
                                             ? std::vector{graph_.forced.source}
                                             : std::as_const(graph_).stores(e.where);
    for (const event_id source : stores) {
        e.source = source;
        e.read = graph_[source].written;
        if (wanted.kind == event_kind::read_modify_write) {
            const auto next = wanted.update(e.read);
            e.kind = next ? event_kind::read_modify_write : event_kind::load;
            e.order = next ? wanted.order : wanted.failure;
            e.other_order = next ? wanted.failure : wanted.order;
            e.conditional = wanted.conditional;
            e.written = next.value_or(0);
        }
        const int position = graph_.position(e.where, source) + 1;
        if (e.kind == event_kind::wake) {
            extend_wake(thread, e, position, static_cast<int>(wanted.value));
        } else {
            offer(thread, e, position);
            if (e.modifies()) give_to_loads(thread, e);
        }
    }
}

// A wake at that place of the queue: each choice of as many sleepers as it may wake.
void engine::extend_wake(int thread, event e, int position, int at_most) {
    const unsigned asleep = sleepers(graph_, e.where, position);
    const int count = std::min(at_most, std::popcount(asleep));
    for (unsigned chosen = 0; chosen < 1U << max_threads; ++chosen) {
        if ((chosen & ~asleep) != 0 || std::popcount(chosen) != count) continue;
        e.written = chosen;
        offer(thread, e, position);
        give_to_loads(thread, e);
    }
}

// What a read, a read-modify-write's store or a choice would be had it been added last of those in `earlier`.
bool engine::maximal(const graph& g, const event& store, event_id id) const {
    const event& e = g[id];
    const auto earlier = [&](event_id other) {
        return g[other].stamp <= e.stamp || store.prefix.includes(other);
    };
    if (e.kind == event_kind::choice) return e.read == 0;
    if (!e.reads() && !e.writes()) return true;
    bool is = true;
    g.for_each([&](event_id other, const event& f) {
        if (e.writes() && f.reads() && f.source == id && earlier(other)) is = false;
    });
    const event_id target = e.reads() ? e.source : id;
    if (target != id && !earlier(target) && target != e.where.object) return false;
    const auto& order = g.stores(e.where);
    for (std::size_t i = static_cast<std::size_t>(g.position(e.where, target)) + 1; i < order.size(); ++i)
        if (order[i] != id && earlier(order[i])) is = false;
    return is;
}

// The graph without what came after the load was added, unless it leads to the store. With `keep_load`, the
// load is among what leads there and stays. Nothing where another execution leads to the same.
std::optional<graph> engine::taken_back(const event& store, event_id load, bool keep_load) const {
    std::array<std::size_t, max_threads> kept{};
    for (std::size_t t = 0; t < kept.size(); ++t) {
        const auto& events = graph_.threads[t];
        while (kept[t] < events.size() && events[kept[t]].stamp <= graph_[load].stamp) ++kept[t];
        kept[t] = std::max<std::size_t>(kept[t], std::min<std::size_t>(store.prefix[t], events.size()));
    }
    if (!keep_load) kept[static_cast<std::size_t>(load.thread)] = load.index;
    const auto remains = [&](event_id id) { return id.index < kept[static_cast<std::size_t>(id.thread)]; };

    bool possible = true;
    graph_.for_each([&](event_id id, const event& e) {
        if (remains(id)) {
            for (const event_id source : {e.source, e.compared})
                if (source.exists() && !remains(source) && !(keep_load && id == load)) possible = false;
        } else if (!keep_load) {
            possible = possible && maximal(graph_, store, id);
        }
    });
    if (!possible) return {};

    graph g = graph_;
    for (std::size_t t = 0; t < kept.size(); ++t) g.threads[t].resize(kept[t]);
    for (auto& order : g.orders) std::erase_if(order.stores, [&](event_id id) { return !remains(id); });
    return g;
}

// A store that is about to be added is given to each load of its location that is there already.
void engine::give_to_loads(int thread, event store) {
    const event_id id{static_cast<std::int8_t>(thread),
                      static_cast<std::uint8_t>(graph_.threads[static_cast<std::size_t>(thread)].size())};
    derive(graph_, id, store);
    graph_.for_each([&](event_id load, const event& e) {
        if (!e.reads() || e.where != store.where || load.thread == thread) return;
        const bool depends = store.prefix.includes(load);
        if (depends && (!bounds_.speculate || e.where.is_queue() || store.before.kernel.includes(load)))
            return;
        const std::optional<graph> base = taken_back(store, load, depends);
        if (!base) return;
        const int stores = static_cast<int>(base->stores(store.where).size());
        const int only = store.reads() ? base->position(store.where, store.source) + 1 : 0;
        for (int position = 1; position <= stores; ++position) {
            if (only != 0 && position != only) continue;
            if (depends) {
                speculate(*base, thread, store, position, load);
            } else {
                graph g = *base;
                add(g, thread, store, position);
                g.forced = {load.thread, id, e.stamp};
                if (coherent(g, id) && sequential_order_exists(g)) push(std::move(g));
            }
        }
    });
}

// The load reads a store that depends on it: to be seen is whether the thread, told so, still does what led
// there. A compare_exchange may now fail, or succeed, as it did not before.
void engine::speculate(const graph& base, int thread, const event& store, int position, event_id load) {
    for (event_id source = store.source; source.exists(); source = base[source].source)
        if (source == load) return; // two read-modify-writes, each right after the other
    for (const bool flipped : {false, true}) {
        if (flipped && !base[load].conditional) continue;
        graph g = base;
        event& e = g[load];
        auto& order = g.stores(e.where);
        int place = position;
        if (e.modifies()) {
            const int old = g.position(load);
            order.erase(order.begin() + old);
            if (old < place) --place;
        }
        if (flipped) {
            e.kind = e.modifies() ? event_kind::load : event_kind::read_modify_write;
            std::swap(e.order, e.other_order);
        }
        e.read = store.written;
        e.source = add(g, thread, store, place);
        if (g[load].modifies()) order.insert(order.begin() + place + 1, load);
        if (!derive_all(g) || !consistent(g)) continue;
        g.speculative = true;
        if (speculated_.insert(fingerprint(g)).second) push(std::move(g));
    }
}

// The end of an execution in which no thread can do more.
void engine::finish() {
    if (replaying()) {
        if (!graph_.speculative) std::abort();
        ++findings_.partial;
        return;
    }
    if (threads_[0].now == status::finished) {
        if (!seen_.insert(fingerprint(graph_)).second) {
            ++findings_.duplicates;
            return;
        }
        ++findings_.executions;
        if (!outcome_.empty()) findings_.outcomes.insert(outcome_);
        return;
    }
    for (int t = 1; t < max_threads; ++t)
        if (!stuck(t)) {
            ++findings_.partial;
            return;
        }
    fail("no thread can go on");
}

// Whether the thread has ended or waits for ever: whatever it looks at stays as it has seen it. Where its
// loop begins is known once it has gone round; before that, what it changed last may be part of it.
bool engine::stuck(int thread) const {
    const auto t = static_cast<std::size_t>(thread);
    if (threads_[t].now != status::spinning) return threads_[t].now != status::drowsing;
    const auto& events = graph_.threads[t];
    const auto begin = events.rend() - threads_[t].spun;
    for (auto e = events.rbegin(); e != begin; ++e) {
        if (e->kind == event_kind::fence || e->kind == event_kind::choice) continue;
        if (!e->reads()) break;
        const event_id last = graph_.stores(e->where).back();
        if (graph_[last].written != e->read) return false;
        if (e->modifies() && e->written == e->read) break;
    }
    return true;
}

} // namespace support::interleave
