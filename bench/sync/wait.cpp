// What threads wait for each other with, beside std's, the C library's and abseil's, in one run: condition
// variable, semaphore, latch, barrier, call_once, event.
//
// Contenders take turns; a ratio is the median of the rounds' ratios.

#include <arsenal/sync.hpp>

#include <sync/contest.hpp>
#include <sync/rivals.hpp>

#include <absl/base/call_once.h>
#include <absl/synchronization/barrier.h>
#include <absl/synchronization/blocking_counter.h>
#include <absl/synchronization/notification.h>

#include <barrier>
#include <condition_variable>
#include <deque>
#include <latch>
#include <mutex>
#include <semaphore>

#include <semaphore.h>

namespace {

using namespace bench;

const std::vector<int> several = counts_of({2, 4, 16, 64});

// How often threads meet in a round: for some ten milliseconds, if a meeting costs some microseconds each.
int meetings(int threads) { return some(4000) / std::max(threads, 2); }

template <class Mutex, class Condition>
struct monitor {
    using mutex = Mutex;
    using condition = Condition;
};

struct absl_condition {
    void wait(std::unique_lock<absl_mutex>& lock) { condition.Wait(&lock.mutex()->mutex); }
    void notify_one() { condition.Signal(); }
    void notify_all() { condition.SignalAll(); }
    absl::CondVar condition;
};

using of_std = monitor<std::mutex, std::condition_variable>;
using of_absl = monitor<absl_mutex, absl_condition>;
using of_arsenal = monitor<arsenal::mutex, arsenal::condition_variable>;

enum class notify { under_the_lock, after_it };

// Each thread wakes the next, who waits on a condition variable of its own. Nanoseconds per hand-over.
template <class Monitor, int Threads, notify When>
double relay() {
    const int times = some(4000 / Threads);
    typename Monitor::mutex mutex;
    std::array<typename Monitor::condition, Threads> is_next;
    std::size_t turn = 0;
    const double time = together(Threads, [&](int t) {
        const auto mine = static_cast<std::size_t>(t);
        for (int i = 0; i != times; ++i) {
            std::unique_lock lock(mutex);
            while (turn != mine) is_next[mine].wait(lock);
            turn = (mine + 1) % Threads;
            if (When == notify::after_it) lock.unlock();
            is_next[(mine + 1) % Threads].notify_one();
        }
    });
    return time / (Threads * times);
}

// One thread has `Waiters` go on, and waits until all have. Nanoseconds per time.
template <class Monitor, int Waiters>
double notify_all() {
    const int times = some(1000);
    typename Monitor::mutex mutex;
    typename Monitor::condition is_next, all_have_gone;
    int generation = 0;
    int missing = 0;
    const auto lead = [&] {
        for (int i = 0; i != times; ++i) {
            std::unique_lock lock(mutex);
            ++generation;
            missing = Waiters;
            lock.unlock();
            is_next.notify_all();
            lock.lock();
            while (missing != 0) all_have_gone.wait(lock);
        }
    };
    const auto follow = [&] {
        for (int seen = 0; seen != times; ++seen) {
            std::unique_lock lock(mutex);
            while (generation == seen) is_next.wait(lock);
            const bool last = --missing == 0;
            lock.unlock();
            if (last) all_have_gone.notify_one();
        }
    };
    return together(Waiters + 1, [&](int t) { t == 0 ? lead() : follow(); }) / times;
}

// What one writes where there is no event.
template <class Monitor>
class event_of {
public:
    explicit event_of(bool set = false) : set_(set) {}
    void set() {
        {
            const std::lock_guard lock(mutex_);
            set_ = true;
        }
        changed_.notify_all();
    }
    void reset() {
        const std::lock_guard lock(mutex_);
        set_ = false;
    }
    void wait() {
        std::unique_lock lock(mutex_);
        while (!set_) changed_.wait(lock);
    }

private:
    typename Monitor::mutex mutex_;
    typename Monitor::condition changed_;
    bool set_;
};
// From before the call that wakes to after the wait, of a thread that has waited for longer than anybody
// spins: the median.
template <class Event>
double wake_a_sleeper() {
    const int times = some(200);
    constexpr int turns = 200'000; // some 50 microseconds
    Event event;
    double called = 0; // what wakes hands it over
    std::atomic<int> woken{0};
    std::vector<double> latencies;
    together(2, [&](int t) {
        for (int i = 0; i != times; ++i) {
            if (t == 0) {
                work_for(turns);
                called = now();
                event.set();
                while (woken.load(std::memory_order_acquire) == i) arsenal::cpu_relax();
            } else {
                event.wait();
                latencies.push_back(now() - called);
                event.reset();
                woken.store(i + 1, std::memory_order_release);
            }
        }
    });
    return median(latencies);
}

template <class Monitor>
contender notifying(const char* name) {
    return {name,
            {relay<Monitor, 2, notify::after_it>, relay<Monitor, 2, notify::under_the_lock>,
             notify_all<Monitor, 4>, relay<Monitor, 16, notify::after_it>,
             wake_a_sleeper<event_of<Monitor>>}};
}

void conditions() {
    table("condition variable", "notify",
          {"ping-pong", "under the lock", "notify_all to 4", "relay of 16", "wake a sleeper"},
          {notifying<of_std>("std::condition_variable"), notifying<of_absl>("absl::CondVar"),
           notifying<of_arsenal>("arsenal::condition_variable")});
}

struct posix_semaphore {
    explicit posix_semaphore(int permits) { sem_init(&semaphore, 0, static_cast<unsigned>(permits)); }
    ~posix_semaphore() { sem_destroy(&semaphore); }
    posix_semaphore(const posix_semaphore&) = delete;
    posix_semaphore& operator=(const posix_semaphore&) = delete;
    void acquire() {
        while (sem_wait(&semaphore) != 0) {
        }
    }
    void release() { sem_post(&semaphore); }
    sem_t semaphore;
};

template <class Semaphore>
double acquire_and_release() {
    constexpr int times = 1'000'000;
    Semaphore permits(1);
    return together(1,
                    [&](int) {
                        for (int i = 0; i != times; ++i) {
                            permits.acquire();
                            permits.release();
                        }
                    }) /
           times;
}

// Nanoseconds per hand-over.
template <class Semaphore>
double semaphore_ping_pong() {
    const int times = some(2000);
    Semaphore ping(0), pong(0);
    const double time = together(2, [&](int t) {
        for (int i = 0; i != times; ++i) {
            if (t == 0) ping.release();
            (t == 0 ? pong : ping).acquire();
            if (t != 0) pong.release();
        }
    });
    return time / (2 * times);
}

// One permit, which is a lock.
template <class Semaphore>
struct permit {
    void lock() { semaphore.acquire(); }
    void unlock() { semaphore.release(); }
    Semaphore semaphore{1};
};

template <class Semaphore>
struct permit_as_event {
    void set() { semaphore.release(); }
    void wait() { semaphore.acquire(); }
    void reset() {}
    Semaphore semaphore{0};
};

template <class Semaphore>
contender handing_over_permits(const char* name) {
    return {name,
            {acquire_and_release<Semaphore>, semaphore_ping_pong<Semaphore>,
             wake_a_sleeper<permit_as_event<Semaphore>>}};
}
template <class Semaphore>
contender contending_for_a_permit(const char* name) {
    return {name, for_each_count(contend<exclusively<permit<Semaphore>>>)};
}

void semaphores() {
    table("semaphore, one permit", "handed over", {"acquire, release", "ping-pong", "wake a sleeper"},
          {handing_over_permits<std::counting_semaphore<>>("std::counting_semaphore"),
           handing_over_permits<posix_semaphore>("sem_t"),
           handing_over_permits<arsenal::counting_semaphore<>>("arsenal::counting_semaphore")});
    table("semaphore", "one permit for all", columns_of(thread_counts),
          {contending_for_a_permit<std::counting_semaphore<>>("std::counting_semaphore"),
           contending_for_a_permit<posix_semaphore>("sem_t"),
           contending_for_a_permit<arsenal::counting_semaphore<>>("arsenal::counting_semaphore")});
}

// What is used once, made before the clock starts.
template <class T>
std::deque<T> once_each(int count, int initial) {
    std::deque<T> all;
    for (int i = 0; i != count; ++i) all.emplace_back(initial);
    return all;
}

struct absl_barrier : absl::Barrier {
    using absl::Barrier::Barrier;
    void arrive_and_wait() { (void)Block(); }
};
struct absl_counter : absl::BlockingCounter {
    using absl::BlockingCounter::BlockingCounter;
    void count_down() { DecrementCount(); }
    void wait() { Wait(); }
};
struct absl_start : absl::Notification {
    explicit absl_start(int) {}
    void count_down() { Notify(); }
    void wait() { WaitForNotification(); }
};

// All count down and wait. Nanoseconds per latch.
template <class Latch>
double meet_at_latches(int threads) {
    const int times = meetings(threads);
    std::deque<Latch> latches = once_each<Latch>(times, threads);
    return together(threads,
                    [&](int) {
                        for (Latch& latch : latches) latch.arrive_and_wait();
                    }) /
           times;
}

// One thread lets the others start, and waits for all of them. Nanoseconds per time.
template <class Start, class Done>
double fork_and_join(int threads) {
    const int others = threads - 1;
    const int times = meetings(threads);
    std::deque<Start> starts = once_each<Start>(times, 1);
    std::deque<Done> dones = once_each<Done>(times, others);
    const double time = together(threads, [&](int t) {
        for (std::size_t i = 0; i != starts.size(); ++i) {
            if (t == 0) {
                starts[i].count_down();
                dones[i].wait();
            } else {
                starts[i].wait();
                dones[i].count_down();
            }
        }
    });
    return time / times;
}

void latches() {
    const columns across = columns_of(several);
    table("latch", "arrive_and_wait", across,
          {{"std::latch", for_each_count(meet_at_latches<std::latch>, several)},
           {"absl::Barrier", for_each_count(meet_at_latches<absl_barrier>, several)},
           {"arsenal::latch", for_each_count(meet_at_latches<arsenal::latch>, several)}});
    table("latch, one after the other", "fork and join", across,
          {{"std::latch", for_each_count(fork_and_join<std::latch, std::latch>, several)},
           {"absl::BlockingCounter", for_each_count(fork_and_join<absl_start, absl_counter>, several)},
           {"arsenal::latch", for_each_count(fork_and_join<arsenal::latch, arsenal::latch>, several)}});
}

struct posix_barrier {
    explicit posix_barrier(int threads) {
        pthread_barrier_init(&barrier, nullptr, static_cast<unsigned>(threads));
    }
    ~posix_barrier() { pthread_barrier_destroy(&barrier); }
    posix_barrier(const posix_barrier&) = delete;
    posix_barrier& operator=(const posix_barrier&) = delete;
    void arrive_and_wait() { pthread_barrier_wait(&barrier); }
    pthread_barrier_t barrier;
};

// Nanoseconds per phase.
template <class Barrier>
double phases(int threads) {
    const int times = meetings(threads);
    Barrier barrier(threads);
    return together(threads,
                    [&](int) {
                        for (int i = 0; i != times; ++i) barrier.arrive_and_wait();
                    }) /
           times;
}

void barriers() {
    table("barrier", "a phase", columns_of(thread_counts),
          {{"std::barrier", for_each_count(phases<std::barrier<>>)},
           {"pthread_barrier_t", for_each_count(phases<posix_barrier>)},
           {"absl::Barrier, one a phase", for_each_count(meet_at_latches<absl_barrier>)},
           {"arsenal::barrier", for_each_count(phases<arsenal::barrier<>>)}});
}

// What has been done already: nanoseconds per call of each thread.
template <class Flag, auto Call>
double called_already(int threads) {
    constexpr int times = 4'000'000;
    static Flag flag;
    static int value = 0;
    return together(threads,
                    [](int) {
                        for (int i = 0; i != times; ++i) {
                            Call(flag, [] { value = 1; });
                            asm volatile("" : : "r"(value) : "memory");
                        }
                    }) /
           times;
}

constexpr auto call_std = [](std::once_flag& flag, auto function) { std::call_once(flag, function); };
constexpr auto call_absl = [](absl::once_flag& flag, auto function) { absl::call_once(flag, function); };
constexpr auto call_arsenal = [](arsenal::once_flag& flag, auto function) {
    arsenal::call_once(flag, function);
};
struct nothing {};
constexpr auto call_by_static = [](nothing&, auto function) {
    static const bool done = (function(), true);
    (void)done;
};

void calls() {
    const std::vector<int> counts{1, 2};
    table("call_once", "called already", columns_of(counts),
          {{"std::call_once", for_each_count(called_already<std::once_flag, call_std>, counts)},
           {"absl::call_once", for_each_count(called_already<absl::once_flag, call_absl>, counts)},
           {"a static variable", for_each_count(called_already<nothing, call_by_static>, counts)},
           {"arsenal::call_once", for_each_count(called_already<arsenal::once_flag, call_arsenal>, counts)}});
}

struct absl_event : absl::Notification {
    using absl::Notification::Notification;
    void set() { Notify(); }
    void wait() { WaitForNotification(); }
};

template <class Event>
double wait_for_what_is_set() {
    constexpr int times = 1'000'000;
    static Event event(true);
    return together(1,
                    [](int) {
                        for (int i = 0; i != times; ++i) {
                            event.wait();
                            asm volatile("" : : : "memory");
                        }
                    }) /
           times;
}

// Nanoseconds per hand-over.
template <class Event>
double event_ping_pong() {
    const int times = some(2000);
    Event ping, pong;
    const auto take = [](Event& mine) {
        mine.wait();
        if constexpr (!std::is_same_v<Event, arsenal::auto_reset_event>) mine.reset();
    };
    const double time = together(2, [&](int t) {
        for (int i = 0; i != times; ++i) {
            if (t == 0) ping.set();
            take(t == 0 ? pong : ping);
            if (t != 0) pong.set();
        }
    });
    return time / (2 * times);
}

// One thread has `Waiters` go on, and waits until all have, with new events each time.
template <class Event, int Waiters>
double release_all() {
    const int times = some(1000);
    std::deque<Event> go, all_have_gone;
    std::deque<std::atomic<int>> missing = once_each<std::atomic<int>>(times, Waiters);
    for (int i = 0; i != times; ++i) {
        go.emplace_back();
        all_have_gone.emplace_back();
    }
    const double time = together(Waiters + 1, [&](int t) {
        for (std::size_t i = 0; i != go.size(); ++i) {
            if (t == 0) {
                go[i].set();
                all_have_gone[i].wait();
            } else {
                go[i].wait();
                if (missing[i].fetch_sub(1, std::memory_order_acq_rel) == 1) all_have_gone[i].set();
            }
        }
    });
    return time / times;
}

template <class Event>
contender signalling(const char* name) {
    return {
        name,
        {wait_for_what_is_set<Event>, event_ping_pong<Event>, release_all<Event, 4>, wake_a_sleeper<Event>}};
}

void events() {
    table("event", "set and wait", {"wait, set already", "ping-pong", "set for 4", "wake a sleeper"},
          {signalling<event_of<of_std>>("std's condition_variable"),
           signalling<event_of<of_absl>>("absl::CondVar"),
           {"absl::Notification",
            {wait_for_what_is_set<absl_event>, cell(), release_all<absl_event, 4>, cell()}},
           signalling<event_of<of_arsenal>>("arsenal::condition_variable"),
           signalling<arsenal::event>("arsenal::event"),
           {"arsenal::auto_reset_event",
            {cell(), event_ping_pong<arsenal::auto_reset_event>, cell(), cell()}}});
}

} // namespace

int main(int count, char** arguments) {
    return run_parts({{"conditions", conditions},
                      {"semaphores", semaphores},
                      {"latches", latches},
                      {"barriers", barriers},
                      {"calls", calls},
                      {"events", events}},
                     count, arguments);
}
