// One contender, one process: runs one workload on some threads and prints
//
//   cell <keys> <spread> <n> <workload> <threads> <ns per operation> <operations> <checksum>
//
// where ns per operation is wall time over all operations of all threads, the median of the passes. The
// contender is chosen at compile time by BENCH_CONTENDER (contenders.hpp). docs/benchmark_methods.md says
// what each workload does.
//
//   cell --keys u64|strings --spread uniform|zipf --n 1000000 --work read|write|insert --threads 2
//       [--steps 600000] [--seed 1]
//   cell --rss --n 1000000 [--keys ...]

#include "contenders.hpp"

#include "../support/rng.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <type_traits>
#include <vector>

#include <pthread.h>
#include <sched.h>

namespace bench {
namespace {

struct options {
    std::string keys = "u64";
    std::string spread = "uniform";
    std::string work = "read";
    std::size_t n = 1'000'000;
    unsigned threads = 1;
    std::size_t steps = 600'000; // of a pass, by all threads together
    u64 seed = 1;
    bool rss = false;
};

enum class action : unsigned char { find, update, insert, erase };

template <class Key>
struct step {
    Key key;
    action what;
};

/// Key number i of the universe: for strings 6 to 31 characters.
template <class Key>
Key key_number(std::size_t i) {
    const u64 scrambled = mix(i + 1);
    if constexpr (std::is_same_v<Key, u64>) {
        return scrambled;
    } else {
        std::string text = std::to_string(i);
        text.insert(text.begin(), 6 - std::min<std::size_t>(text.size(), 6), '0');
        return text.append(scrambled % (32 - text.size()), 'x');
    }
}

/// Numbers of keys below n: each alike, or by Zipf's law with exponent 0.99, the frequent ones scattered over
/// the universe (Gray et al., "Quickly generating billion-record synthetic databases", 1994).
class picker {
public:
    picker(std::string_view spread, std::size_t n) : n_(n), zipf_(spread == "zipf") {
        if (!zipf_) return;
        for (std::size_t i = 1; i <= n; ++i) zeta_ += 1 / std::pow(static_cast<double>(i), theta);
        eta_ = (1 - std::pow(2.0 / static_cast<double>(n), 1 - theta)) / (1 - zeta_two() / zeta_);
    }
    std::size_t operator()(rng& random) const {
        if (!zipf_) return random() % n_;
        const double u = static_cast<double>(random() >> 11) * 0x1p-53;
        const double scaled = u * zeta_;
        std::size_t rank = 0;
        if (scaled < 1)
            rank = 0;
        else if (scaled < zeta_two())
            rank = 1;
        else
            rank = static_cast<std::size_t>(static_cast<double>(n_) *
                                            std::pow(eta_ * u - eta_ + 1, 1 / (1 - theta)));
        return mix(std::min(rank, n_ - 1)) % n_;
    }

private:
    static constexpr double theta = 0.99;
    static double zeta_two() { return 1 + 1 / std::pow(2.0, theta); }

    std::size_t n_;
    bool zipf_;
    double zeta_ = 0;
    double eta_ = 0;
};

void pin_to_core(unsigned core) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(core, &set);
    pthread_setaffinity_np(pthread_self(), sizeof set, &set);
}

/// Runs body(t) on each of the threads, all starting together, one to a core while there are cores enough;
/// returns the wall time in nanoseconds.
template <class Body>
double together(unsigned threads, Body body) {
    std::atomic<unsigned> ready = 0;
    std::atomic<bool> go = false;
    const unsigned cores = std::thread::hardware_concurrency();
    std::vector<std::thread> running;
    for (unsigned t = 0; t != threads; ++t)
        running.emplace_back([&, t] {
            if (threads <= cores) pin_to_core(t);
            ready.fetch_add(1);
            while (!go.load()) std::this_thread::yield();
            body(t);
        });
    while (ready.load() != threads) std::this_thread::yield();
    const auto begin = std::chrono::steady_clock::now();
    go.store(true);
    for (std::thread& thread : running) thread.join();
    return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - begin).count();
}

/// What one thread does: 95 % lookups and 5 % updates of what is there; or 50 % lookups, 25 % insertions and
/// 25 % erasures among twice as many keys as there are elements.
template <class Key>
std::vector<step<Key>> steps_for(const options& asked, const picker& pick, std::size_t count, u64 seed) {
    rng random(seed);
    std::vector<step<Key>> steps;
    steps.reserve(count);
    const bool read_mostly = asked.work == "read";
    for (std::size_t i = 0; i != count; ++i) {
        const std::size_t number = pick(random);
        const u64 die = random() % 100;
        action what = action::find;
        if (read_mostly) {
            if (die < 5) what = action::update;
        } else if (die < 50) {
            what = die % 2 != 0 ? action::insert : action::erase;
        }
        // Even numbers are there at first.
        steps.push_back({key_number<Key>(read_mostly ? number * 2 : number), what});
    }
    return steps;
}

struct outcome {
    u64 sum = 0;
    std::int64_t grown = 0;
};

template <class Map, class Key>
outcome run_steps(Map& map, const std::vector<step<Key>>& steps) {
    outcome o;
    for (const step<Key>& s : steps) {
        switch (s.what) {
        case action::find:
            map.find(s.key, o.sum);
            break;
        case action::update:
            map.update(s.key);
            break;
        case action::insert:
            o.grown += map.insert(s.key, 1);
            break;
        case action::erase:
            o.grown -= map.erase(s.key);
            break;
        }
    }
    return o;
}

[[noreturn]] void fail(const char* what) {
    std::fprintf(stderr, "%s\n", what);
    std::exit(1);
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void print(const options& asked, double ns, std::size_t operations, u64 checksum) {
    std::printf("cell\t%s\t%s\t%zu\t%s\t%u\t%.4f\t%zu\t%016llx\n", asked.keys.c_str(), asked.spread.c_str(),
                asked.n, asked.work.c_str(), asked.threads, ns, operations,
                static_cast<unsigned long long>(checksum));
}

template <class Key>
void fill(contender<Key>& map, std::size_t n) {
    std::vector<u64> order(n);
    std::iota(order.begin(), order.end(), u64{0});
    rng random(99);
    for (std::size_t i = n; i > 1; --i) std::swap(order[i - 1], order[random() % i]);
    for (const u64 i : order)
        if (map.insert(key_number<Key>(i * 2), 1) != 1) fail("a key was there twice");
}

/// A mixed workload, in passes over the same steps.
template <class Key>
void run_mixed(const options& asked) {
    const picker pick(asked.spread, asked.work == "read" ? asked.n : asked.n * 2);
    const std::size_t each = std::max<std::size_t>(20'000, asked.steps / asked.threads);
    const int passes = 5;
    std::vector<std::vector<step<Key>>> steps;
    for (unsigned t = 0; t != asked.threads; ++t)
        steps.push_back(steps_for<Key>(asked, pick, each, asked.seed * 100 + t));
    contender<Key> map;
    fill(map, asked.n);

    std::vector<double> times;
    std::atomic<std::int64_t> size = static_cast<std::int64_t>(asked.n);
    std::atomic<u64> sum = 0;
    for (int pass = -1; pass != passes; ++pass) { // one to warm up
        const double ns = together(asked.threads, [&](unsigned t) {
            const outcome o = run_steps(map, steps[t]);
            size += o.grown;
            sum += o.sum;
        });
        if (pass >= 0) times.push_back(ns / static_cast<double>(each * asked.threads));
    }
    if (static_cast<std::int64_t>(map.size()) != size.load()) fail("elements were lost or invented");
    // With several threads what a lookup sees depends on who came first.
    print(asked, median(times), each * asked.threads, asked.threads == 1 ? sum.load() : 0);
}

/// An empty map is filled with n keys, every thread its part.
template <class Key>
void run_insert(const options& asked) {
    std::vector<std::vector<Key>> keys(asked.threads);
    for (std::size_t i = 0; i != asked.n; ++i) keys[i % asked.threads].push_back(key_number<Key>(i));
    std::vector<double> times;
    const std::size_t passes = std::max<std::size_t>(3, asked.steps * 2 / 3 / asked.n);
    for (std::size_t pass = 0; pass != passes; ++pass) {
        contender<Key> map;
        const double ns = together(asked.threads, [&](unsigned t) {
            for (const Key& key : keys[t]) map.insert(key, 1);
        });
        if (map.size() != asked.n) fail("elements were lost or invented");
        times.push_back(ns / static_cast<double>(asked.n));
    }
    print(asked, median(times), asked.n, 0);
}

std::size_t resident_bytes() {
    std::ifstream file("/proc/self/statm");
    std::size_t total = 0;
    std::size_t resident = 0;
    file >> total >> resident;
    return resident * 4096;
}

template <class Key>
void print_rss(const options& asked) {
    contender<Key> map;
    const std::size_t before = resident_bytes();
    for (std::size_t i = 0; i != asked.n; ++i) map.insert(key_number<Key>(i), 1);
    const std::size_t bytes = resident_bytes() - before;
    std::printf("rss\t%s\t%zu\t%.1f\n", asked.keys.c_str(), asked.n,
                static_cast<double>(bytes) / static_cast<double>(asked.n));
}

template <class Key>
void run(const options& asked) {
    if (asked.rss)
        print_rss<Key>(asked);
    else if (asked.work == "insert")
        run_insert<Key>(asked);
    else
        run_mixed<Key>(asked);
}

options parse(int argc, char** argv) {
    options o;
    for (int i = 1; i < argc; ++i) {
        const std::string_view name = argv[i];
        if (name == "--rss") {
            o.rss = true;
            continue;
        }
        if (++i == argc) fail("an option without its value");
        if (name == "--keys")
            o.keys = argv[i];
        else if (name == "--spread")
            o.spread = argv[i];
        else if (name == "--work")
            o.work = argv[i];
        else if (name == "--n")
            o.n = std::strtoull(argv[i], nullptr, 10);
        else if (name == "--threads")
            o.threads = static_cast<unsigned>(std::strtoul(argv[i], nullptr, 10));
        else if (name == "--steps")
            o.steps = std::strtoull(argv[i], nullptr, 10);
        else if (name == "--seed")
            o.seed = std::strtoull(argv[i], nullptr, 10);
        else
            fail("an unknown option");
    }
    return o;
}

} // namespace
} // namespace bench

int main(int argc, char** argv) {
    const bench::options asked = bench::parse(argc, argv);
    if (asked.keys == "strings")
        bench::run<std::string>(asked);
    else
        bench::run<bench::u64>(asked);
}
