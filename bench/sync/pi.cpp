// pi_mutex beside a pthread mutex with PTHREAD_PRIO_INHERIT, and what both cost beside mutexes without:
// nanoseconds for each lock and unlock of all threads together, and how many times longer the pthread one's
// take. Contenders take turns; a cell is the median of the rounds' ratios.

#include <arsenal/sync.hpp>

#include <support/results.hpp>

#include <pthread.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <thread>
#include <vector>

namespace {

const std::size_t rounds = bench::is_quick() ? 7 : 15;
const auto window = std::chrono::milliseconds(bench::is_quick() ? 6 : 30);

class pthread_pi_mutex {
public:
    pthread_pi_mutex() {
        pthread_mutexattr_t attributes;
        pthread_mutexattr_init(&attributes);
        if (pthread_mutexattr_setprotocol(&attributes, PTHREAD_PRIO_INHERIT) != 0) std::abort();
        if (pthread_mutex_init(&mutex_, &attributes) != 0) std::abort();
        pthread_mutexattr_destroy(&attributes);
    }
    ~pthread_pi_mutex() { pthread_mutex_destroy(&mutex_); }
    pthread_pi_mutex(const pthread_pi_mutex&) = delete;

    void lock() { pthread_mutex_lock(&mutex_); }
    void unlock() { pthread_mutex_unlock(&mutex_); }

private:
    pthread_mutex_t mutex_;
};

// How many threads, and how much each does with the lock held and between.
struct cell {
    const char* name;
    int threads;
    int inside;
    int outside;
};
constexpr std::array cells{cell{"1 thread", 1, 0, 0},
                           cell{"2, hardly any work", 2, 0, 20},
                           cell{"2, 0.1 us held", 2, 4, 20},
                           cell{"2, 2.5 us held", 2, 100, 100},
                           cell{"16, hardly any work", 16, 0, 20},
                           cell{"16, 0.5 us held", 16, 20, 100}};

void work(int turns) {
    for (int i = 0; i != turns; ++i) arsenal::cpu_relax();
}

// Nanoseconds per lock and unlock, of all threads together. Checks that none was lost.
template <class Lock>
double contend(const cell& one) {
    Lock lock;
    std::uint64_t counter = 0;
    std::atomic<bool> started{false}, ended{false};
    std::atomic<std::uint64_t> total{0};
    std::vector<std::thread> running;
    for (int t = 0; t != one.threads; ++t)
        running.emplace_back([&] {
            std::uint64_t done = 0;
            while (!started.load(std::memory_order_acquire)) std::this_thread::yield();
            do {
                lock.lock();
                ++counter;
                work(one.inside);
                lock.unlock();
                work(one.outside);
                ++done;
            } while (!ended.load(std::memory_order_relaxed));
            total.fetch_add(done, std::memory_order_relaxed);
        });
    const auto begin = std::chrono::steady_clock::now();
    started.store(true, std::memory_order_release);
    std::this_thread::sleep_for(window);
    ended.store(true, std::memory_order_relaxed);
    for (std::thread& thread : running) thread.join();
    const std::chrono::duration<double, std::nano> time = std::chrono::steady_clock::now() - begin;
    if (counter != total.load()) std::abort();
    return time.count() / static_cast<double>(counter);
}

struct contender {
    const char* name;
    double (*run)(const cell&);
};
constexpr std::array contenders{contender{"pthread, PTHREAD_PRIO_INHERIT", contend<pthread_pi_mutex>},
                                contender{"arsenal::pi_mutex", contend<arsenal::pi_mutex>},
                                contender{"std::mutex", contend<std::mutex>},
                                contender{"arsenal::mutex", contend<arsenal::mutex>}};

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void print(const cell& one) {
    std::array<std::vector<double>, contenders.size()> times;
    for (std::size_t r = 0; r != rounds; ++r)
        for (std::size_t i = 0; i != contenders.size(); ++i) times[i].push_back(contenders[i].run(one));
    std::printf("\n%s\n", one.name);
    for (std::size_t i = 0; i != contenders.size(); ++i) {
        std::vector<double> ratios;
        for (std::size_t r = 0; r != rounds; ++r) ratios.push_back(times[0][r] / times[i][r]);
        bench::written().row("lock, unlock", one.name, "", contenders[i].name, times[i]);
        std::printf("  %-30s %8.2fx %9.1f ns\n", contenders[i].name, median(ratios), median(times[i]));
    }
}

} // namespace

int main() {
    bench::written().race("pi_mutex", "pattern", "threads", "ns per operation");
    for (const contender& one : contenders) {
        const bool inherits = &one < &contenders[2];
        bench::written().contender(one.name, &one == &contenders[0] ? "base" : inherits ? "ours" : "shown");
    }
    for (const cell& one : cells) print(one);
}
