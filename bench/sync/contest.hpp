#pragma once

// What the benchmarks of arsenal.sync share: threads that begin together, and tables of contenders that take
// turns.

#include <arsenal/atomic.hpp>

#include <support/results.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <functional>
#include <string>
#include <thread>
#include <type_traits>
#include <vector>

#include <sched.h>
#include <unistd.h>

#if __has_include(<sys/single_threaded.h>)
#include <sys/single_threaded.h>
#endif

namespace bench {

inline const int rounds = is_quick() ? 7 : 11;

// A quick run leaves out 4 and 64 threads.
inline std::vector<int> counts_of(std::vector<int> threads) {
    if (is_quick()) std::erase_if(threads, [](int count) { return count == 4 || count == 64; });
    return threads;
}
inline const std::vector<int> thread_counts = counts_of({1, 2, 4, 16, 64});

// How often something is done in a round.
inline int some(int times) { return is_quick() ? times / 4 : times; }

inline double now() {
    return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

// 0 of no values.
inline double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values.empty() ? 0 : values[values.size() / 2];
}

// A result that cannot be right.
inline void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "bench sync: %s\n", what);
    std::abort();
}

// glibc's mutexes leave out the lock prefix in a process that has one thread. Here there are two at the
// least: who measures, and who waits for that.
inline void require_threads() {
#if __has_include(<sys/single_threaded.h>)
    require(!__libc_single_threaded, "the C library believes that there is one thread");
#endif
}

// The calling thread stays on one of the processors that the process may use, which are given out in turn.
// (Where the kernel puts two threads on one, they meet no more than once in a time slice: a benchmark of two
// would say something else from one run to the next. `taskset -c 0` puts all on one.)
inline void stay_on_processor(int turn) {
    cpu_set_t allowed, mine;
    CPU_ZERO(&mine);
    require(sched_getaffinity(0, sizeof allowed, &allowed) == 0, "no list of processors");
    turn %= CPU_COUNT(&allowed);
    for (std::size_t i = 0; i != CPU_SETSIZE; ++i)
        if (CPU_ISSET(i, &allowed) && turn-- == 0) CPU_SET(i, &mine);
    require(sched_setaffinity(0, sizeof mine, &mine) == 0, "no such processor");
}

// Calls body(0), body(1), ... in threads of their own, spread over the processors, none before all are there,
// and `meanwhile` in this one. Nanoseconds from then to the end of the last.
template <class Body, class Meanwhile>
double together(int threads, Body body, Meanwhile meanwhile) {
    std::atomic<int> missing{threads};
    std::atomic<bool> started{false};
    std::vector<std::thread> running;
    for (int t = 0; t != threads; ++t)
        running.emplace_back([&, t] {
            stay_on_processor(t);
            missing.fetch_sub(1, std::memory_order_relaxed);
            while (!started.load(std::memory_order_acquire)) std::this_thread::yield();
            body(t);
        });
    while (missing.load(std::memory_order_relaxed) != 0) std::this_thread::yield();
    require_threads();
    const double begin = now();
    started.store(true, std::memory_order_release);
    meanwhile();
    for (std::thread& thread : running) thread.join();
    return now() - begin;
}
template <class Body>
double together(int threads, Body body) {
    return together(threads, body, [] {});
}

// Calls body(t, ended), which does something once at least and goes on until `ended` is true, in that many
// threads.
template <class Body>
double together_for(std::chrono::milliseconds time, int threads, Body body) {
    std::atomic<bool> ended{false};
    return together(
        threads, [&](int t) { body(t, ended); },
        [&] {
            std::this_thread::sleep_for(time);
            ended.store(true, std::memory_order_relaxed);
        });
}

// Nothing but `call`, by one thread: nanoseconds of each. (together() has a second one wait, so that no
// library leaves out what one thread alone does not need.)
template <class Call>
double alone(Call call) {
    const int times = is_quick() ? 200'000 : 1'000'000;
    return together(1,
                    [=](int) {
                        for (int i = 0; i != times; ++i) call();
                    }) /
           times;
}

// How long threads contend in a round.
inline const auto window = std::chrono::milliseconds(is_quick() ? 6 : 30);

// Some work outside of the critical section: a thread that leaves does not come back at once.
inline void work_for(int turns) {
    for (int i = 0; i != turns; ++i) asm volatile("");
}

// Threads that each call (*shared)(i) again and again, with `Turns` of other work in between: nanoseconds per
// call of all threads together. Work's sum() says how many calls it has seen, so that none is lost.
template <class Work, int Turns = 20>
double contend(int threads) {
    arsenal::padded<Work> shared;
    std::atomic<std::uint64_t> total{0};
    const double time = together_for(window, threads, [&](int, const std::atomic<bool>& ended) {
        std::uint64_t done = 0;
        do
            for (int i = 0; i != 16; ++i) {
                (*shared)(done++);
                work_for(Turns);
            }
        while (!ended.load(std::memory_order_relaxed));
        total.fetch_add(done, std::memory_order_relaxed);
    });
    require(shared->sum() == total.load(), "calls were lost");
    return time / static_cast<double>(total.load());
}

template <class Lock>
struct exclusively {
    void operator()(std::uint64_t) {
        lock.lock();
        ++*counter;
        lock.unlock();
    }
    std::uint64_t sum() const { return *counter; }
    Lock lock{};
    arsenal::padded<std::uint64_t> counter{};
};

// One round of a contender: nanoseconds per operation. Empty: it has no such thing.
using cell = std::function<double()>;

struct contender {
    std::string name;
    std::vector<cell> cells; // one per column
};

// A column of a table: some operation, or what so many threads do.
struct column {
    column(std::string name) : title(std::move(name)) {}
    column(const char* name) : title(name) {}
    explicit column(int count)
        : title(std::to_string(count) + (count == 1 ? " thread" : " threads")), threads(count) {}
    std::string title;
    int threads = 0;
};
using columns = std::vector<column>;

// A cell for each of several numbers of threads.
inline std::vector<cell> for_each_count(double (*run)(int threads),
                                        const std::vector<int>& counts = thread_counts) {
    std::vector<cell> cells;
    for (const int threads : counts) cells.emplace_back([=] { return run(threads); });
    return cells;
}
inline columns columns_of(const std::vector<int>& counts) { return {counts.begin(), counts.end()}; }

// Each contender's times, column by column and round by round; they take turns.
inline std::vector<std::vector<std::vector<double>>> race(const std::vector<contender>& contenders) {
    const std::size_t columns = contenders[0].cells.size();
    std::vector times(contenders.size(), std::vector(columns, std::vector<double>()));
    for (std::size_t column = 0; column != columns; ++column)
        for (int round = 0; round != rounds; ++round)
            for (std::size_t i = 0; i != contenders.size(); ++i)
                if (const cell& run = contenders[i].cells[column]) times[i][column].push_back(run());
    return times;
}

// What a contender that is not the base is in the results, by its name.
inline const char* role_of(const std::string& name) {
    constexpr std::array rivals{"std", "pthread", "sem_t", "absl", "boost", "malloc", "mimalloc", "a static"};
    if (name == "plain") return "shown";
    return std::any_of(rivals.begin(), rivals.end(),
                       [&](const char* start) { return name.starts_with(start); })
               ? "rivals"
               : "ours";
}
inline void write_contenders(const auto& contenders) {
    for (const auto& one : contenders)
        written().contender(one.name, &one == &contenders[0] ? "base" : role_of(one.name));
}

// The times, for ./run bench report: the line `row` of the race, whose lines follow each other and have the
// same contenders. The base is the first contender.
inline void write_row(const std::string& race, const std::string& row, const columns& across,
                      const std::vector<contender>& contenders,
                      const std::vector<std::vector<std::vector<double>>>& times) {
    static std::string begun;
    const bool by_threads = across[0].threads != 0;
    if (race != begun) {
        written().race(race, by_threads ? "size" : "operation", "threads", "ns per operation");
        write_contenders(contenders);
    }
    begun = race;
    for (std::size_t i = 0; i != contenders.size(); ++i)
        for (std::size_t c = 0; c != across.size(); ++c) {
            if (times[i][c].empty()) continue;
            if (by_threads)
                written().row(row, "", std::to_string(across[c].threads), contenders[i].name, times[i][c]);
            else
                written().row(across[c].title, row, "", contenders[i].name, times[i][c]);
        }
}

// How many times longer the first contender takes than each (median of the rounds' ratios), and each one's
// time.
inline void table(const std::string& race_name, const std::string& row, const columns& across,
                  const std::vector<contender>& contenders) {
    const auto times = race(contenders);
    write_row(race_name, row, across, contenders, times);
    std::printf("\n%s, %s\n%-31s", race_name.c_str(), row.c_str(), (contenders[0].name + " / each").c_str());
    for (const column& one : across) std::printf(" %18s", one.title.c_str());
    std::printf("\n");
    for (std::size_t i = 0; i != contenders.size(); ++i) {
        std::printf("%-31s", contenders[i].name.c_str());
        for (std::size_t c = 0; c != across.size(); ++c) {
            const std::vector<double>& mine = times[i][c];
            std::vector<double> ratios;
            for (std::size_t round = 0; round != mine.size(); ++round)
                ratios.push_back(times[0][c][round] / mine[round]);
            if (mine.empty())
                std::printf(" %18s", "-");
            else
                std::printf(" %6.2fx %8.*f ns", median(ratios), median(mine) < 10 ? 2 : 1, median(mine));
        }
        std::printf("\n");
    }
    std::fflush(stdout);
}

// Seconds of processor time since it started: of all processes on the machine, and of this one.
struct processor_time {
    static processor_time now() {
        processor_time time;
        std::ifstream file("/proc/stat");
        std::string cpu;
        double ticks = 0;
        file >> cpu;
        for (int column = 0; column != 8 && file >> ticks; ++column) // user, nice, system, idle, iowait, ...
            if (column != 3 && column != 4) time.all += ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
        time.own = static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
        return time;
    }
    double all = 0;
    double own = 0;
};

// The parts of a program that its arguments name; all, without any.
struct part {
    const char* name;
    void (*run)();
};

inline int run_parts(const std::vector<part>& parts, int count, char** arguments) {
    const auto is_wanted = [&](const char* name) {
        return count == 1 ||
               std::find(arguments + 1, arguments + count, std::string(name)) != arguments + count;
    };
    for (int i = 1; i != count; ++i)
        require(std::any_of(parts.begin(), parts.end(),
                            [&](const part& p) { return arguments[i] == std::string(p.name); }),
                "there is no such part");
    const double begin = now();
    const processor_time before = processor_time::now();
    for (const part& one : parts)
        if (is_wanted(one.name)) one.run();
    const processor_time after = processor_time::now();
    const double others = after.all - before.all - (after.own - before.own);
    std::printf("\nOther processes took %.2f processors meanwhile: with more than a few hundredths, only the "
                "columns of one thread can be trusted.\n",
                std::max(0.0, others) / ((now() - begin) / 1e9));
    return 0;
}

} // namespace bench
