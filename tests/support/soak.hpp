#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

// A soak: many threads use a structure for a long time, at random, and in the end its counters must be equal.
// Each structure by itself with more threads than processors, then all beside each other, again and again,
// with new ones each time. A structure on which nobody gets on for a while has lost somebody.

namespace support {

/// Ends the program, from any thread.
[[noreturn]] inline void soak_failed(const char* what) {
    std::printf("soak: FAILED: %s\n", what);
    std::fflush(stdout);
    std::_Exit(1);
}

inline void soak_require(bool holds, const char* what) {
    if (!holds) soak_failed(what);
}

/// What a thread of a soak has of its own.
class soak_worker {
public:
    soak_worker(int index, unsigned seed, const std::atomic<bool>& over)
        : index_(index), random_(seed), over_(over) {}

    int index() const { return index_; }
    bool is_over() const { return over_.load(std::memory_order_relaxed); }
    /// One more operation is done.
    void progress() {
        operations_.store(operations_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
    }
    std::uint64_t operations() const { return operations_.load(std::memory_order_relaxed); }

    unsigned below(unsigned bound) { return static_cast<unsigned>(random_()) % bound; }
    std::chrono::microseconds moment() { return std::chrono::microseconds(below(200)); }

    /// Lets time go by: mostly next to none, at times the processor is given away.
    void linger() {
        const unsigned kind = below(4096);
        if (kind == 0) return std::this_thread::sleep_for(moment());
        if (kind < 64) return std::this_thread::yield();
        for (unsigned i = below(64); i != 0; --i) asm volatile("");
    }

    /// The same, and now and then long enough for all who wait to fall asleep, however long they spin.
    void dawdle() {
        const unsigned kind = below(512);
        if (kind == 0) return std::this_thread::sleep_for(std::chrono::milliseconds(3));
        if (kind < 16) return std::this_thread::sleep_for(moment());
        linger();
    }

private:
    int index_;
    std::minstd_rand random_;
    const std::atomic<bool>& over_;
    std::atomic<std::uint64_t> operations_{0};
};

struct soak_counter {
    const char* name;
    std::int64_t value;
};

/// One structure and what is done to it.
class soak_load {
public:
    soak_load() = default;
    soak_load(const soak_load&) = delete;
    soak_load& operator=(const soak_load&) = delete;
    virtual ~soak_load() = default;

    /// In each thread: goes on until is_over(), and then ends in a way that lets all others end.
    virtual void run(soak_worker& self) = 0;
    /// When all have ended: what must be equal.
    virtual std::vector<soak_counter> counters() const = 0;
};

struct soak_structure {
    const char* name;
    std::unique_ptr<soak_load> (*make)(int threads);
};

template <class Load>
std::unique_ptr<soak_load> make_soak_load(int threads) {
    return std::make_unique<Load>(threads);
}

namespace detail {

/// What one structure's threads have done so far, in all slices.
struct soak_total {
    std::uint64_t operations = 0;
    std::vector<soak_counter> counters;
};

/// A structure at work.
class soak_run {
public:
    soak_run(const soak_structure& structure, int threads, unsigned seed)
        : name_(structure.name), load_(structure.make(threads)), running_(threads) {
        for (int t = 0; t != threads; ++t)
            workers_.push_back(
                std::make_unique<soak_worker>(t, seed * 1000 + static_cast<unsigned>(t) + 1, over_));
        for (const auto& worker : workers_)
            threads_.emplace_back([this, self = worker.get()] {
                load_->run(*self);
                running_.fetch_sub(1, std::memory_order_release);
            });
    }

    void end() { over_.store(true, std::memory_order_relaxed); }
    bool has_ended() const { return running_.load(std::memory_order_acquire) == 0; }

    /// Gives up if nothing has been done for as long as `patience`, by looks that are `passed` apart.
    void watch(std::chrono::nanoseconds passed, std::chrono::nanoseconds patience) {
        // A thread's end is something, too.
        const std::uint64_t now =
            operations() + threads_.size() - static_cast<std::uint64_t>(running_.load());
        idle_ = now == seen_ ? idle_ + passed : std::chrono::nanoseconds(0);
        seen_ = now;
        if (idle_ < patience || has_ended()) return;
        std::printf("soak: %s: nothing has been done for a while, %d of %zu threads have not ended\n", name_,
                    running_.load(), threads_.size());
        soak_failed("no progress");
    }

    /// When it has ended.
    void finish(soak_total& total) {
        for (std::thread& thread : threads_) thread.join();
        const std::vector<soak_counter> counters = load_->counters();
        total.operations += operations();
        for (std::size_t i = 0; i != counters.size(); ++i) {
            if (counters[i].value != counters[0].value) {
                std::printf("soak: %s: %s is %lld, but %s is %lld\n", name_, counters[0].name,
                            static_cast<long long>(counters[0].value), counters[i].name,
                            static_cast<long long>(counters[i].value));
                soak_failed("counters are not equal");
            }
            if (i == total.counters.size()) total.counters.push_back({counters[i].name, 0});
            total.counters[i].value += counters[i].value;
        }
    }

private:
    std::uint64_t operations() const {
        std::uint64_t sum = 0;
        for (const auto& worker : workers_) sum += worker->operations();
        return sum;
    }

    const char* name_;
    std::unique_ptr<soak_load> load_;
    std::atomic<bool> over_{false};
    std::atomic<int> running_;
    std::vector<std::unique_ptr<soak_worker>> workers_;
    std::vector<std::thread> threads_;
    std::uint64_t seen_ = 0;
    std::chrono::nanoseconds idle_{0};
};

class soak {
public:
    soak(const std::vector<soak_structure>& structures, std::chrono::nanoseconds patience)
        : structures_(structures), patience_(patience), totals_(structures.size()) {}

    /// Each structure by itself, and all beside each other.
    void pass(std::chrono::nanoseconds time) {
        constexpr int many = 16;
        constexpr int few = 4;
        const auto slice = time / static_cast<int>(structures_.size() + 2);
        for (std::size_t i = 0; i != structures_.size(); ++i) run(i, i + 1, many, slice);
        run(0, structures_.size(), few, 2 * slice);
    }

    void report() const {
        for (std::size_t i = 0; i != structures_.size(); ++i) {
            std::printf("%-24s %12llu operations ", structures_[i].name,
                        static_cast<unsigned long long>(totals_[i].operations));
            const char* between = "  ";
            for (const soak_counter& counter : totals_[i].counters) {
                std::printf("%s%s %lld", between, counter.name, static_cast<long long>(counter.value));
                between = " = ";
            }
            std::printf("\n");
            soak_require(totals_[i].operations != 0, "a structure was not used");
        }
    }

private:
    // The structures from `first` to before `last`, beside each other.
    void run(std::size_t first, std::size_t last, int threads, std::chrono::nanoseconds time) {
        std::vector<std::unique_ptr<soak_run>> runs;
        for (std::size_t i = first; i != last; ++i)
            runs.push_back(std::make_unique<soak_run>(structures_[i], threads, ++seed_));
        watch_for(runs, time);
        for (const auto& one : runs) one->end();
        for (const auto& one : runs)
            while (!one->has_ended()) watch_for(runs, std::chrono::milliseconds(1));
        for (std::size_t i = first; i != last; ++i) runs[i - first]->finish(totals_[i]);
    }

    // Patience is counted in looks: a process that is stopped from outside for a while has lost nobody.
    void watch_for(const std::vector<std::unique_ptr<soak_run>>& runs, std::chrono::nanoseconds time) const {
        using clock = std::chrono::steady_clock;
        constexpr std::chrono::nanoseconds step = std::chrono::milliseconds(20);
        for (const auto end = clock::now() + time; clock::now() < end;) {
            const auto pause = std::min<std::chrono::nanoseconds>(step, end - clock::now());
            std::this_thread::sleep_for(pause);
            for (const auto& one : runs) one->watch(pause, patience_);
        }
    }

    const std::vector<soak_structure>& structures_;
    std::chrono::nanoseconds patience_;
    std::vector<soak_total> totals_;
    unsigned seed_ = 0;
};

} // namespace detail

/// The main() of a soak: `program [SECONDS] [PATIENCE]`, both in seconds.
inline int soak_main(const std::vector<soak_structure>& structures, int count, char** arguments) {
    using std::chrono::seconds;
    const int whole = count > 1 ? std::atoi(arguments[1]) : 2;
    const int patience = count > 2 ? std::atoi(arguments[2]) : 30;
    soak_require(whole > 0 && patience > 0, "usage: [SECONDS] [PATIENCE]");
    const int passes = std::max(1, whole / 30);
    detail::soak soak(structures, seconds(patience));
    for (int pass = 0; pass != passes; ++pass) soak.pass(std::chrono::nanoseconds(seconds(whole)) / passes);
    soak.report();
    return 0;
}

} // namespace support
