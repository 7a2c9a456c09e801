#include <arsenal/sync/detail/watched_lock.hpp>

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG

#include <arsenal/platform/hardening.hpp>
#include <arsenal/platform/sanitizer.hpp>
#include <arsenal/sync/detail/basic_mutex.hpp>
#include <arsenal/sync/detail/policy.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory_resource>
#include <mutex>
#include <new>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <climits>
#include <execinfo.h>
#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>
#include <unwind.h>

// The detector of lock orders.
//
// Each thread has a list of what it holds. When it waits for B while it holds A, "A before B" goes into a
// graph of the process's, with where both were taken. An order that would close a cycle there is reported
// before the thread waits: threads that go round it together may wait for each other for ever, whether or not
// they do today. A lock that is had by trying may be held while others are waited for; trying itself orders
// nothing, since it never waits for ever.
//
// Readers count as writers: of a lock that lets writers go first, a reader waits behind them.
//
// What is in here may be called from anywhere: before main(), after it, from a malloc that has locks. So it
// has its memory from the system and its state has no destructor; it calls nothing of the program's while it
// holds its mutex; and where it is called from inside itself (the unwinder, stderr) it looks away.

namespace arsenal::inline ARSENAL_ABI::detail {
namespace {

// ---- Where a lock was taken

constexpr std::size_t frames_kept = 8;

// Places in the code, the innermost first; nullptr ends them if they are fewer.
using site = std::array<void*, frames_kept>;

struct unwinding {
    site found{};
    std::size_t count = 0;
    std::uintptr_t first;
};

_Unwind_Reason_Code keep_frame(_Unwind_Context* context, void* argument) {
    auto& state = *static_cast<unwinding*>(argument);
    const std::uintptr_t after_call = _Unwind_GetIP(context);
    if (state.count == 0 && after_call != state.first) return _URC_NO_REASON; // the detector's own frames
    if (after_call == 0) return _URC_END_OF_STACK;
    state.found[state.count++] = reinterpret_cast<void*>(after_call - 1); // a place in the call
    return state.count == frames_kept ? _URC_END_OF_STACK : _URC_NO_REASON;
}

// The stack from where `return_address` leads. The unwinder itself and not backtrace(3), which loads it at
// its first call, by means of malloc. With glibc 2.35 and libgcc 12, or newer, it takes no lock either.
site stack_from(void* return_address) {
    unwinding state;
    state.first = reinterpret_cast<std::uintptr_t>(return_address);
    _Unwind_Backtrace(keep_frame, &state);
    if (state.count == 0) state.found[0] = return_address;
    return state.found;
}

// ---- What a thread holds

struct holding {
    const void* lock;
    ownership how;
    std::uint32_t times;
    site taken;
    holding* older;
};

struct thread_state {
    holding* newest;
    holding* spare;
    bool inside;     // the detector, in this thread
    bool registered; // to be called at the thread's end
    int ends;        // how often it has been
};

constinit thread_local thread_state own{};

holding* find_held(const void* lock) {
    holding* held = own.newest;
    while (held != nullptr && held->lock != lock) held = held->older;
    return held;
}

// ---- Memory

// Whole pages of the system's.
class page_resource final : public std::pmr::memory_resource {
    void* do_allocate(std::size_t bytes, std::size_t) override {
        void* const pages = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        ARSENAL_ASSERT(pages != MAP_FAILED, "no memory is left for the detector of lock orders");
        return pages;
    }
    void do_deallocate(void* pages, std::size_t bytes, std::size_t) override { munmap(pages, bytes); }
    bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }
};

// ---- The graph

// One lock before another, as it was first seen.
struct seen_order {
    std::uint32_t thread;
    site held, wanted;
};

struct known_lock {
    using allocator_type = std::pmr::polymorphic_allocator<std::byte>;
    explicit known_lock(const allocator_type& memory) : later(memory), earlier(memory) {}

    std::pmr::unordered_map<const void*, seen_order> later; // what was waited for while it was held
    std::pmr::unordered_set<const void*> earlier;           // what was held while it was waited for

    std::uint64_t search = 0; // the last one that came here
    const void* came_from = nullptr;
};

// An order that was seen and leads back: `wanted` was waited for while `held` was held.
struct step {
    const void* held;
    const void* wanted;
    seen_order seen;
};

// From a lock that is wanted to one that is held; the last step first, and as many as there is room for.
struct way_back {
    std::array<step, 6> steps;
    std::size_t count = 0;
};

class order_graph {
public:
    bool knows(const void* held, const void* wanted) const {
        const auto found = locks_.find(held);
        return found != locks_.end() && found->second.later.contains(wanted);
    }

    void add(const void* held, const void* wanted, const seen_order& seen) {
        locks_[held].later.try_emplace(wanted, seen);
        locks_[wanted].earlier.insert(held);
    }

    // Breadth first, so that the report is as short as can be.
    bool find_way(const void* from, const void* to, way_back& way) {
        if (!locks_.contains(from) || !locks_.contains(to) || locks_.at(to).earlier.empty()) return false;
        ++searches_;
        std::pmr::vector<const void*> reached({from}, &pool_);
        for (std::size_t next = 0; next != reached.size(); ++next)
            for (const auto& [lock, seen] : locks_.at(reached[next]).later) {
                known_lock& record = locks_.at(lock);
                if (record.search == searches_) continue;
                record.search = searches_;
                record.came_from = reached[next];
                if (lock == to) return describe(from, to, way), true;
                reached.push_back(lock);
            }
        return false;
    }

    void forget(const void* lock) {
        const auto found = locks_.find(lock);
        if (found == locks_.end()) return;
        for (const auto& [wanted, seen] : found->second.later) locks_.at(wanted).earlier.erase(lock);
        for (const void* held : found->second.earlier) locks_.at(held).later.erase(lock);
        locks_.erase(found);
    }

    std::pmr::memory_resource& memory() { return pool_; }

private:
    void describe(const void* from, const void* to, way_back& way) const {
        for (const void* lock = to; lock != from; ++way.count) {
            const void* const held = locks_.at(lock).came_from;
            if (way.count < way.steps.size())
                way.steps[way.count] = {held, lock, locks_.at(held).later.at(lock)};
            lock = held;
        }
    }

    page_resource pages_;
    std::pmr::unsynchronized_pool_resource pool_{{0, 1024}, &pages_};
    std::pmr::unordered_map<const void*, known_lock> locks_{&pool_};
    std::uint64_t searches_ = 0;
};

// ---- What the process has one of

// Never destroyed: locks are used to the very end.
template <class T>
union immortal {
    constexpr immortal() : value() {}
    ~immortal() {}
    T value;
};

constinit immortal<basic_mutex<lock_policy>> graph_mutex;

constinit atomic<bool> thread_ends_are_seen{false};
pthread_key_t thread_end;

// pre: graph_mutex is held
order_graph& graph() {
    alignas(order_graph) static constinit std::byte storage[sizeof(order_graph)]{};
    static constinit order_graph* made = nullptr;
    if (made == nullptr) made = new (storage) order_graph;
    return *made;
}

using graph_guard = std::lock_guard<basic_mutex<lock_policy>>;

// While this thread is in the detector. ThreadSanitizer looks away, too: what the detector's mutex orders in
// the program, the program has not ordered.
class visit {
public:
    visit() {
        own.inside = true;
        tsan_ignore_begin();
    }
    ~visit() {
        tsan_ignore_end();
        own.inside = false;
    }
    visit(const visit&) = delete;
    visit& operator=(const visit&) = delete;
};

// ---- Reports

void print_place(void* place) { backtrace_symbols_fd(&place, 1, STDERR_FILENO); }

void print_site(const site& places) {
    for (void* const place : places) {
        if (place == nullptr) return;
        dprintf(STDERR_FILENO, "    ");
        print_place(place);
    }
}

// "<what> lock <where it is>", and where that was done.
void print_act(const char* what, const void* lock, const site& places) {
    dprintf(STDERR_FILENO, "%s lock ", what);
    print_place(const_cast<void*>(lock));
    print_site(places);
}

void print_thread(std::uint32_t thread) { dprintf(STDERR_FILENO, "arsenal: thread %u\n", thread); }

void print_all_held() {
    for (const holding* held = own.newest; held != nullptr; held = held->older)
        print_act(held->how == ownership::shared ? "  holds as a reader" : "  holds", held->lock,
                  held->taken);
}

void print_cycle(const void* wanted, const site& here, const holding& held, const way_back& way) {
    print_thread(thread_number());
    print_act("  wants", wanted, here);
    print_act("  and holds", held.lock, held.taken);
    for (std::size_t i = 0; i != way.count && i != way.steps.size(); ++i) {
        const step& one = way.steps[i];
        dprintf(STDERR_FILENO, "before that, ");
        print_thread(one.seen.thread);
        print_act("  wanted", one.wanted, one.seen.wanted);
        print_act("  and held", one.held, one.seen.held);
    }
    if (way.count > way.steps.size())
        dprintf(STDERR_FILENO, "and so on, by %zu more\n", way.count - way.steps.size());
}

// ---- The thread's list

void put_back(holding*& list, holding& one) {
    one.older = list;
    list = &one;
}

holding& take_first(holding*& list) {
    holding& first = *list;
    list = first.older;
    return first;
}

// pre: called inside
void hold(const void* lock, ownership how, const site& taken) {
    if (own.spare == nullptr) {
        const graph_guard guard(graph_mutex.value);
        put_back(own.spare, *new (graph().memory().allocate(sizeof(holding), alignof(holding))) holding);
    }
    holding& one = take_first(own.spare);
    one = {lock, how, 1, taken, nullptr};
    put_back(own.newest, one);
    if (!own.registered && thread_ends_are_seen.load(acquire))
        own.registered = pthread_setspecific(thread_end, &own) == 0;
}

// Where what points to it is kept, or null.
holding** find_in_list(const void* lock, ownership how) {
    for (holding** at = &own.newest; *at != nullptr; at = &(*at)->older)
        if ((*at)->lock == lock && (*at)->how == how) return at;
    return nullptr;
}

// ---- Where a thread ends, and a process forks

void free_spares() {
    const graph_guard guard(graph_mutex.value);
    while (own.spare != nullptr)
        graph().memory().deallocate(&take_first(own.spare), sizeof(holding), alignof(holding));
}

// What ends later than this may still unlock: the others that are called at a thread's end; it is called
// again after them.
void at_thread_end(void*) {
    own.registered = false;
    const bool holds = own.newest != nullptr;
    if (holds && ++own.ends < PTHREAD_DESTRUCTOR_ITERATIONS) {
        own.registered = pthread_setspecific(thread_end, &own) == 0;
        return;
    }
    {
        const visit inside;
        free_spares();
        if (holds) {
            print_thread(thread_number());
            print_all_held();
        }
    }
    ARSENAL_DEBUG_ASSERT(!holds, "a thread ends while it holds a lock");
}

// The child has the graph as it was, and only the thread that forked.
void before_fork() {
    own.inside = true;
    graph_mutex.value.lock();
}
void after_fork() {
    graph_mutex.value.unlock();
    own.inside = false;
}

struct process_events {
    process_events() {
        pthread_atfork(before_fork, after_fork, after_fork);
        thread_ends_are_seen.store(pthread_key_create(&thread_end, at_thread_end) == 0, release);
    }
    // Also where this is unloaded while threads go on.
    ~process_events() {
        if (thread_ends_are_seen.exchange(false, acq_rel)) pthread_key_delete(thread_end);
    }
};

const process_events events;

// ---- What lock() does

// Whether the lock may be waited for: what is held goes before it, once that is known to be no cycle.
bool goes_after_all_held(const void* lock, const site& here) {
    way_back way;
    const holding* conflict = nullptr;
    {
        const graph_guard guard(graph_mutex.value);
        order_graph& orders = graph();
        bool all_known = true;
        for (const holding* held = own.newest; held != nullptr && conflict == nullptr; held = held->older) {
            if (orders.knows(held->lock, lock)) continue;
            all_known = false;
            if (orders.find_way(lock, held->lock, way)) conflict = held;
        }
        if (!all_known && conflict == nullptr)
            for (const holding* held = own.newest; held != nullptr; held = held->older)
                orders.add(held->lock, lock, {thread_number(), held->taken, here});
    }
    if (conflict != nullptr) print_cycle(lock, here, *conflict, way);
    return conflict == nullptr;
}

} // namespace

[[gnu::noinline]] void lock_is_wanted(const void* lock, ownership how, relock again) {
    if (own.inside) return;
    bool deadlocks_itself = false;
    bool in_order = true;
    {
        const visit inside;
        holding* const mine = find_held(lock);
        if (mine != nullptr && again == relock::counts) {
            ++mine->times;
            return;
        }
        const site here = stack_from(__builtin_return_address(0));
        if (mine != nullptr) {
            deadlocks_itself = true;
            print_thread(thread_number());
            print_act("  wants", lock, here);
            print_act("  and holds it,", lock, mine->taken);
        } else {
            in_order = own.newest == nullptr || goes_after_all_held(lock, here);
            if (in_order) hold(lock, how, here);
        }
    }
    ARSENAL_DEBUG_ASSERT(!deadlocks_itself, "a thread locks what it holds already");
    ARSENAL_DEBUG_ASSERT(in_order, "locks are taken in an order that can deadlock");
}

[[gnu::noinline]] void lock_was_free(const void* lock, ownership how) {
    if (own.inside) return;
    const visit inside;
    if (holding** const at = find_in_list(lock, how))
        ++(*at)->times;
    else
        hold(lock, how, stack_from(__builtin_return_address(0)));
}

[[gnu::noinline]] void lock_is_left(const void* lock, ownership how) {
    if (own.inside) return;
    bool held = true;
    {
        const visit inside;
        if (holding** const at = find_in_list(lock, how)) {
            if (--(*at)->times == 0) put_back(own.spare, take_first(*at));
        } else {
            held = false;
            print_thread(thread_number());
            print_act("  unlocks", lock, stack_from(__builtin_return_address(0)));
            print_all_held();
        }
    }
    ARSENAL_DEBUG_ASSERT(held, "unlock of a lock that the calling thread does not hold");
}

void forget_lock(const void* lock) noexcept {
    if (own.inside) return;
    const visit inside;
    const graph_guard guard(graph_mutex.value);
    graph().forget(lock);
}

} // namespace arsenal::inline ARSENAL_ABI::detail

#endif
