// arsenal::atomic against std::atomic, operation by operation, in one run: how many times longer std takes,
// and the nanoseconds of both. std's operations on 16 bytes and more are the platform's libatomic.
//
// Contenders take turns, beginning alternately; a row is the median of the rounds' ratios. Lost: under 0.95
// here and in a second measurement.

#include <arsenal/atomic.hpp>

#include <support/results.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

#include <sched.h>

namespace {

const int rounds = bench::is_quick() ? 7 : 15;

struct two_words {
    std::uint64_t first, second;
};
struct three_words {
    std::uint64_t words[3];
};

constexpr auto std_relaxed = std::memory_order_relaxed;
constexpr auto std_acquire = std::memory_order_acquire;
constexpr auto std_release = std::memory_order_release;
constexpr auto std_acq_rel = std::memory_order_acq_rel;
constexpr auto std_seq_cst = std::memory_order_seq_cst;
using arsenal::acq_rel, arsenal::acquire, arsenal::relaxed, arsenal::release, arsenal::seq_cst;

int rows = 0;
std::vector<std::string> lost;

double now() {
    return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

struct result {
    double ratio;
    std::vector<double> platform, ours; // of each round
};

// Each measures one round and returns nanoseconds per operation.
result race(auto platform, auto ours) {
    std::vector<double> ratios, of_platform, of_ours;
    for (int i = 0; i != rounds; ++i) {
        if (i % 2 == 0) of_platform.push_back(platform());
        of_ours.push_back(ours());
        if (i % 2 != 0) of_platform.push_back(platform());
        ratios.push_back(of_platform.back() / of_ours.back());
    }
    return {median(ratios), of_platform, of_ours};
}

// `bytes`: of what is atomic.
void row(const std::string& name, std::size_t bytes, auto platform, auto ours) {
    const result first = race(platform, ours);
    std::printf("%-44s %6.2fx %9.2f %9.2f\n", (std::to_string(bytes) + " bytes: " + name).c_str(),
                first.ratio, median(first.platform), median(first.ours));
    std::fflush(stdout);
    const std::string size = std::to_string(bytes);
    bench::written().row(name, "", size, "std", first.platform);
    bench::written().row(name, "", size, "arsenal", first.ours);
    ++rows;
    if (first.ratio >= 0.95) return;
    const double again = race(platform, ours).ratio;
    bench::written().second(name, "", size, "arsenal", "std", again);
    if (again < 0.95) lost.push_back(size + " bytes: " + name);
}

// One thread, the operation again and again.
auto repeated(int count, auto operation) {
    return [=] {
        const double begin = now();
        for (int i = 0; i != count; ++i) {
            operation();
            asm volatile("" : : : "memory");
        }
        return (now() - begin) / count;
    };
}
void single(const char* name, std::size_t bytes, int count, auto platform, auto ours) {
    row(name, bytes, repeated(count, platform), repeated(count, ours));
}

void keep(const auto& value) { asm volatile("" : : "m"(value) : "memory"); }

// Keeps the calling thread to one core: left alone, two busy threads may share one.
void stay_on(int core) {
    cpu_set_t cores;
    CPU_ZERO(&cores);
    CPU_SET(core, &cores);
    sched_setaffinity(0, sizeof cores, &cores); // where it may not, it does not
}

// Two threads, each its job.
double together(int count, auto one, auto other) {
    const double begin = now();
    std::thread thread([&] {
        stay_on(1);
        for (int i = 0; i != count; ++i) other(i);
    });
    for (int i = 0; i != count; ++i) one(i);
    thread.join();
    return (now() - begin) / count;
}

void words() {
    static std::atomic<std::uint64_t> s;
    static arsenal::atomic<std::uint64_t> a;
    const int many = bench::is_quick() ? 200'000 : 1'000'000;
    single("load acquire", 8, many, [] { keep(s.load(std_acquire)); }, [] { keep(a.load(acquire)); });
    single("store release", 8, many, [] { s.store(1, std_release); }, [] { a.store(1, release); });
    single("store seq_cst", 8, many, [] { s.store(1, std_seq_cst); }, [] { a.store(1, seq_cst); });
    single(
        "fetch_add relaxed", 8, many, [] { s.fetch_add(1, std_relaxed); }, [] { a.fetch_add(1, relaxed); });
    single(
        "fetch_or acq_rel, result used", 8, many, [] { keep(s.fetch_or(1, std_acq_rel)); },
        [] { keep(a.fetch_or(1, acq_rel)); });
    single(
        "exchange acq_rel", 8, many, [] { keep(s.exchange(1, std_acq_rel)); },
        [] { keep(a.exchange(1, acq_rel)); });
    const auto compare = [](auto& x, auto success, auto failure) {
        std::uint64_t e = 1;
        x.compare_exchange_strong(e, 1, success, failure);
    };
    single(
        "compare_exchange", 8, many, [=] { compare(s, std_acq_rel, std_acquire); },
        [=] { compare(a, acq_rel, acquire); });
    static std::atomic<double> sd;
    static arsenal::atomic<double> ad;
    single(
        "fetch_add of double", 8, many, [] { sd.fetch_add(1, std_relaxed); },
        [] { ad.fetch_add(1, relaxed); });
    const auto max_by_loop = [](std::uint64_t v) {
        std::uint64_t old = s.load(std_relaxed);
        while (!s.compare_exchange_weak(old, old < v ? v : old, std_relaxed, std_relaxed)) {
        }
    };
    static std::uint64_t i = 0;
    single(
        "fetch_max, rising (std: a loop)", 8, many, [=] { max_by_loop(++i); },
        [] { a.fetch_max(++i, relaxed); });
    single(
        "fetch_max, nothing new (std: a loop)", 8, many, [=] { max_by_loop(0); },
        [] { a.fetch_max(0, relaxed); });
    single(
        "atomic_thread_fence seq_cst", 8, many, [] { std::atomic_thread_fence(std_seq_cst); },
        [] { arsenal::atomic_thread_fence(seq_cst); });
    single("notify_one, nobody waits", 8, many, [] { s.notify_one(); }, [] { a.notify_one(); });
}

template <class T>
void larger() {
    const int many = bench::is_quick() ? 40'000 : 400'000;
    const int few = bench::is_quick() ? 10'000 : 20'000;
    static std::atomic<T> s(T{});
    static arsenal::atomic<T> a(T{});
    single("load acquire", sizeof(T), many, [] { keep(s.load(std_acquire)); }, [] { keep(a.load(acquire)); });
    single(
        "store release", sizeof(T), many, [] { s.store(T{}, std_release); }, [] { a.store(T{}, release); });
    single(
        "store seq_cst", sizeof(T), many, [] { s.store(T{}, std_seq_cst); }, [] { a.store(T{}, seq_cst); });
    single(
        "exchange acq_rel", sizeof(T), many, [] { keep(s.exchange(T{}, std_acq_rel)); },
        [] { keep(a.exchange(T{}, acq_rel)); });
    const auto compare = [](auto& x, auto success, auto failure) {
        T e{};
        x.compare_exchange_strong(e, T{}, success, failure);
    };
    single(
        "compare_exchange", sizeof(T), many, [=] { compare(s, std_acq_rel, std_acquire); },
        [=] { compare(a, acq_rel, acquire); });
    const auto shared = [=](auto& x, auto order, auto success, auto failure) {
        return [=, &x] {
            const auto update = [=, &x](int) {
                T old = x.load(order);
                while (!x.compare_exchange_weak(old, T{}, success, failure)) {
                }
            };
            return together(few, update, update);
        };
    };
    row("load and compare_exchange, 2 threads", sizeof(T), shared(s, std_acquire, std_acq_rel, std_acquire),
        shared(a, acquire, acq_rel, acquire));
    const auto readers = [=](auto& x, auto order) {
        return [=, &x] {
            const auto read = [=, &x](int) { keep(x.load(order)); };
            return together(few, read, read);
        };
    };
    row("load, 2 threads", sizeof(T), readers(s, std_acquire), readers(a, acquire));
}

template <class T>
void waiting(const char* name) {
    const int count = bench::is_quick() ? 1000 : 10'000;
    static std::atomic<T> s[2];
    static arsenal::atomic<T> a[2];
    const auto ping_pong = [=](auto& x, auto load, auto store) {
        return [=, &x] {
            x[0].store(0, store);
            x[1].store(0, store);
            const auto ping = [=, &x](int i) {
                x[0].store(T(i + 1), store);
                x[0].notify_one();
                x[1].wait(T(i), load);
            };
            const auto pong = [=, &x](int i) {
                x[0].wait(T(i), load);
                x[1].store(T(i + 1), store);
                x[1].notify_one();
            };
            return together(count, ping, pong);
        };
    };
    row(name, sizeof(T), ping_pong(s, std_acquire, std_release), ping_pong(a, acquire, release));
}

// What padding is for: two threads that count, each for itself, at a distance.
void distances() {
    static arsenal::padded<std::array<arsenal::atomic<std::uint64_t>, 64>> counters;
    const auto at = [](std::size_t bytes) {
        return [=] {
            const auto count = [](arsenal::atomic<std::uint64_t>& c) {
                return [&c](int) { c.fetch_add(1, relaxed); };
            };
            return together(400'000, count((*counters)[0]), count((*counters)[bytes / 8]));
        };
    };
    const result line = race(at(8), at(64));
    const result pair = race(at(64), at(128));
    std::printf("\nTwo threads count %.1f ns apart by 8 bytes, %.1f by 64, %.1f by 128 (64 / 128: %.2fx)\n",
                median(line.platform), median(line.ours), median(pair.ours), pair.ratio);
}

} // namespace

int main() {
    stay_on(0);
    bench::written().race("atomic", "size", "bytes", "ns per operation");
    bench::written().contender("std", "base");
    bench::written().contender("arsenal", "ours");
    std::printf("%-44s %7s %9s %9s\n", "std / arsenal", "ratio", "std ns", "ours ns");
    words();
    larger<two_words>();
    larger<three_words>();
    waiting<int>("wait, notify_one: there and back");
    waiting<long>("wait, notify_one: there and back");
    if (!bench::is_quick()) distances();
    std::printf("\n%zu of %d rows lost\n", lost.size(), rows);
    for (const std::string& name : lost) std::printf("  %s\n", name.c_str());
}
