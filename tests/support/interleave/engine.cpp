#include <support/interleave/engine.hpp>
#include <support/interleave/memory_model.hpp>
#include <support/interleave/report.hpp>

#include <cstdlib>
#include <string_view>

// One execution: the threads' turns, repeating what is recorded, and reports.

namespace support::interleave {
namespace {

engine* running_engine = nullptr;

constexpr std::size_t memory_per_thread = 16 * 1024;

} // namespace

engine::engine(std::function<void(execution&)> program, options bounds)
    : program_(std::move(program)), bounds_(bounds), memory_(new std::byte[memory_per_thread * max_threads]) {
    running_engine = this;
}
engine::~engine() { running_engine = nullptr; }

engine& engine::current() {
    if (running_engine == nullptr) std::abort(); // an object of model.hpp outside explore()
    return *running_engine;
}

findings engine::run() {
    push({});
    while (!remaining_.empty() && !findings_.failure) {
        if (findings_.executions + findings_.duplicates + findings_.partial >= bounds_.max_executions)
            return findings_;
        graph next = std::move(remaining_.back());
        remaining_.pop_back();
        execute(std::move(next));
    }
    findings_.complete = !findings_.failure;
    return findings_;
}

void engine::execute(graph g) {
    graph_ = std::move(g);
    for (std::size_t t = 0; t < threads_.size(); ++t) {
        threads_[t] = {};
        threads_[t].free_memory = memory_.get() + t * memory_per_thread;
    }
    objects_.clear();
    names_.clear();
    outcome_.clear();
    failed_.reset();
    abandoned_ = false;
    hurried_ = -1;
    fibers_[0].start([this] {
        execution run(*this);
        program_(run);
    });
    threads_[0].now = status::ready;
    while (!abandoned_ && step()) {
    }
    if (!abandoned_) finish();
}

bool engine::replaying() const {
    for (std::size_t t = 0; t < threads_.size(); ++t)
        if (threads_[t].next < graph_.threads[t].size()) return true;
    return false;
}

// The wake that has chosen this sleeper.
event_id engine::waker(int thread) const {
    const auto& events = graph_.threads[static_cast<std::size_t>(thread)];
    const auto t = static_cast<std::size_t>(thread);
    const event_id queued{static_cast<std::int8_t>(thread), static_cast<std::uint8_t>(threads_[t].next - 1)};
    const location queue = events[queued.index].where;
    const auto& order = graph_.stores(queue);
    for (auto i = static_cast<std::size_t>(graph_.position(queue, queued)) + 1; i < order.size(); ++i) {
        const event& e = graph_[order[i]];
        if (e.kind == event_kind::wake && (e.written >> thread & 1) != 0) return order[i];
    }
    return {};
}

// Whether the thread may do its next event now, or run on to where it wants to do one.
bool engine::may_go(int thread) const {
    const auto t = static_cast<std::size_t>(thread);
    const thread_state& state = threads_[t];
    switch (state.now) {
    case status::absent:
    case status::spinning:
    case status::finished:
    case status::failed:
        return false;
    case status::joining:
        for (std::size_t i = 1; i < threads_.size(); ++i)
            if (threads_[i].now != status::absent && threads_[i].now != status::finished) return false;
        break;
    case status::asleep:
    case status::drowsing:
        if (state.next == graph_.threads[t].size() && !waker(thread).exists()) return false;
        break;
    case status::ready:
        break;
    }
    if (state.next < graph_.threads[t].size()) {
        const event& e = graph_.threads[t][state.next];
        const event_id source = e.source;
        return !source.exists() || hurried_ == thread ||
               threads_[static_cast<std::size_t>(source.thread)].next > source.index;
    }
    if (replaying() || graph_.speculative) return !state.parked;
    return graph_.forced.thread < 0 || graph_.forced.thread == thread;
}

// Lets one thread run. False: none can.
bool engine::step() {
    if (graph_.speculative && !replaying()) {
        confirm();
        if (abandoned_) return false;
    }
    const auto resume = [this](int thread) {
        running_ = thread;
        const auto t = static_cast<std::size_t>(thread);
        if (fibers_[t].resume()) threads_[t].now = status::finished;
        return true;
    };
    for (int t = 0; t < max_threads; ++t)
        if (may_go(t)) return resume(t);
    if (replaying() && hurried_ < 0) // somebody reads what depends on it
        for (int t = 0; t < max_threads; ++t) {
            hurried_ = t;
            if (may_go(t)) return resume(t);
        }
    hurried_ = -1;
    return false;
}

void engine::await_turn(int thread) {
    auto& state = threads_[static_cast<std::size_t>(thread)];
    const auto turn = [&] {
        const bool recorded = state.next < graph_.threads[static_cast<std::size_t>(thread)].size();
        if (!may_go(thread)) return false;
        if (recorded) return true;
        if (replaying() || graph_.speculative) return false;
        for (int t = 0; t < thread; ++t)
            if (may_go(t)) return false;
        return true;
    };
    while (abandoned_ || !turn()) {
        state.parked = true;
        fibers_[static_cast<std::size_t>(thread)].leave();
    }
    state.parked = false;
}

void engine::give_up(int thread) {
    if (!abandoned_) ++findings_.partial;
    abandoned_ = true;
    for (;;) fibers_[static_cast<std::size_t>(thread)].leave();
}

// Everything that led to a speculative store has been done again: the execution is real, and so are its
// faults.
void engine::confirm() {
    graph_.speculative = false;
    if (failed_) {
        findings_.failure = report(*failed_);
        abandoned_ = true;
        return;
    }
    graph_.for_each([&](event_id id, const event&) {
        if (abandoned_) return;
        if (const auto found = find_conflict(graph_, id)) {
            findings_.failure = report(describe(id, *found));
            abandoned_ = true;
        }
    });
}

void engine::fail(const std::string& what) {
    if (graph_.speculative) {
        if (!failed_) failed_ = what;
        threads_[static_cast<std::size_t>(running_)].now = status::failed;
    } else {
        findings_.failure = report(what);
        abandoned_ = true;
    }
}

// The order to take it for, remembered for weaken_each().
std::memory_order engine::order_of(const char* operation, std::memory_order order,
                                   std::source_location site) {
    if (!bounds_.note_orders || order == std::memory_order::relaxed || site.line() == 0) return order;
    weakening said{name_of_file(site), site.line(), site.column(), operation, order, order};
    const std::optional<weakening>& change = bounds_.change;
    if (change) said.to = change->to;
    const bool changed = change && said == *change;
    said.to = order;
    findings_.orders.insert(std::move(said));
    return changed ? change->to : order;
}

event engine::perform(request wanted) {
    switch (wanted.kind) {
    case event_kind::load:
        wanted.order = order_of("load", wanted.order, wanted.site);
        break;
    case event_kind::store:
        wanted.order = order_of("store", wanted.order, wanted.site);
        break;
    case event_kind::fence:
        wanted.order = order_of("fence", wanted.order, wanted.site);
        break;
    case event_kind::read_modify_write:
        wanted.order = order_of("modify", wanted.order, wanted.site);
        if (wanted.conditional) wanted.failure = order_of("modify (failed)", wanted.failure, wanted.site);
        break;
    default:
        break;
    }
    const int thread = running_;
    const auto t = static_cast<std::size_t>(thread);
    await_turn(thread);
    thread_state& state = threads_[t];
    if (state.next >= bounds_.max_events) {
        fail("a thread does not come to an end; a loop that waits calls spin()");
        give_up(thread);
    }
    const event_id id{static_cast<std::int8_t>(thread), state.next};
    const event done =
        state.next < graph_.threads[t].size() ? replay(thread, wanted) : extend(thread, wanted);
    ++state.next;
    if (hurried_ == thread) hurried_ = -1;
    if (wanted.kind == event_kind::construct) objects_[wanted.object] = id;
    return done;
}

// What is recorded; the program must want the same, unless it was only guessed that it would.
event engine::replay(int thread, const request& wanted) {
    const auto t = static_cast<std::size_t>(thread);
    const event_id id{static_cast<std::int8_t>(thread), threads_[t].next};
    event& e = graph_[id];
    bool same = e.kind == wanted.kind || (wanted.update && e.kind == event_kind::load);
    // A wake goes to an address, whatever is there by then.
    if (same && wanted.object != nullptr && wanted.kind != event_kind::construct &&
        wanted.kind != event_kind::woken && wanted.kind != event_kind::wake)
        same = e.where.object == where(wanted.object).object;
    if (same && wanted.update) {
        const auto next = wanted.update(e.read);
        same = next.has_value() == (e.kind == event_kind::read_modify_write);
        if (same && next && e.written != *next) {
            same = graph_.speculative;
            graph_.for_each([&](event_id, const event& f) {
                if (f.reads() && f.source == id && f.read != *next) same = false;
            });
            e.written = *next;
        }
    }
    if (same && (wanted.kind == event_kind::store || wanted.kind == event_kind::plain_store ||
                 wanted.kind == event_kind::construct || wanted.kind == event_kind::choice))
        same = e.written == wanted.value;
    if (!same) {
        if (!graph_.speculative) fail("the program does not do the same when it is run again");
        give_up(thread);
    }
    return e;
}

void engine::spin(std::source_location site) {
    const int thread = running_;
    thread_state& state = threads_[static_cast<std::size_t>(thread)];
    if (state.rounds++ < bounds_.rounds) {
        state.spun = state.next;
        return;
    }
    state.now = status::spinning;
    state.site = site;
    for (;;) fibers_[static_cast<std::size_t>(thread)].leave();
}

bool engine::spurious(std::source_location site) {
    thread_state& state = threads_[static_cast<std::size_t>(running_)];
    if (state.spurious >= bounds_.spurious) return false;
    request wanted;
    wanted.kind = event_kind::choice;
    wanted.value = 2;
    wanted.site = site;
    if (perform(wanted).read == 0) return false;
    ++state.spurious;
    return true;
}

bool engine::futex_wait(const wait& asked, std::source_location site) {
    const int thread = running_;
    thread_state& state = threads_[static_cast<std::size_t>(thread)];
    request wanted;
    wanted.object = asked.word;
    wanted.queue = asked.queue;
    wanted.site = site;
    wanted.kind = event_kind::load;
    if ((perform(wanted).read & asked.mask) != asked.expected) return true;
    state.looked = static_cast<std::uint8_t>(state.next - 1);

    bool awakes = spurious(site);
    bool gives_up = false;
    if (asked.timed && !awakes) {
        request choice;
        choice.kind = event_kind::choice;
        choice.value = 2;
        choice.site = site;
        gives_up = perform(choice).read == 1;
    }
    wanted.kind = event_kind::queue;
    perform(wanted);
    if (awakes || gives_up) {
        wanted.kind = event_kind::dequeue;
        perform(wanted);
        return !gives_up;
    }
    state.now = asked.timed ? status::drowsing : status::asleep;
    state.site = site;
    wanted.kind = event_kind::woken;
    perform(wanted);
    state.now = status::ready;
    return true;
}

location engine::where(const void* object) {
    const auto found = objects_.find(object);
    if (found == objects_.end()) {
        fail("something is used that was never constructed, or is no longer there");
        give_up(running_);
    }
    return {found->second};
}

void engine::spawn(std::vector<std::function<void()>> functions) {
    if (running_ != 0 || functions.size() >= max_threads || threads_[1].now != status::absent) std::abort();
    graph_.spawned_at = threads_[0].next;
    for (std::size_t i = 0; i < functions.size(); ++i) {
        fibers_[i + 1].start(std::move(functions[i]));
        threads_[i + 1].now = status::ready;
    }
    threads_[0].now = status::joining;
    for (;;) {
        fibers_[0].leave();
        if (!abandoned_ && may_go(0)) break;
    }
    threads_[0].now = status::ready;
}

void engine::require(bool condition, const char* what, std::source_location site) {
    if (condition) return;
    const int thread = running_;
    threads_[static_cast<std::size_t>(thread)].site = site;
    fail(std::string("not so: ") + what);
    give_up(thread);
}

void engine::name(const void* object, const char* text) {
    const auto found = objects_.find(object);
    if (found != objects_.end()) names_.emplace_back(found->second, text);
}

void* engine::allocate(std::size_t bytes) {
    const auto t = static_cast<std::size_t>(running_);
    thread_state& state = threads_[t];
    auto& freed = state.freed[bytes];
    if (!freed.empty()) {
        void* block = freed.back();
        freed.pop_back();
        return block;
    }
    void* block = state.free_memory;
    state.free_memory +=
        (bytes + alignof(std::max_align_t) - 1) / alignof(std::max_align_t) * alignof(std::max_align_t);
    if (state.free_memory > memory_.get() + (t + 1) * memory_per_thread) std::abort();
    return block;
}
void engine::deallocate(void* block, std::size_t bytes) {
    threads_[static_cast<std::size_t>(running_)].freed[bytes].push_back(block);
}

void execution::spawn(std::vector<std::function<void()>> functions) { engine_.spawn(std::move(functions)); }
void execution::require(bool condition, const char* what, std::source_location site) {
    engine_.require(condition, what, site);
}
void execution::outcome(std::vector<std::int64_t> values) { engine_.outcome(std::move(values)); }
void execution::name(const void* object, const char* text) { engine_.name(object, text); }

findings explore(std::function<void(execution&)> program, options bounds) {
    return engine(std::move(program), bounds).run();
}

} // namespace support::interleave
