// The locks that poll, beside std's and abseil's, in one run: nanoseconds for each lock and unlock of all
// threads together, and how many times longer std's takes. Then seqlock's reads beside plain ones.
//
// Contenders take turns; a cell is the median of the rounds' ratios. With more threads than processors the
// queues wait for threads that do not run: their headers say so.

#include <arsenal/sync.hpp>

#include <absl/synchronization/mutex.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <vector>

namespace {

constexpr int rounds = 9;
constexpr std::array thread_counts{1, 2, 4, 16, 64};
constexpr auto window = std::chrono::milliseconds(30);

double now() {
    return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

double median(std::array<double, rounds> values) {
    std::sort(values.begin(), values.end());
    return values[rounds / 2];
}

struct absl_mutex {
    void lock() ABSL_NO_THREAD_SAFETY_ANALYSIS { mutex.Lock(); }
    void unlock() ABSL_NO_THREAD_SAFETY_ANALYSIS { mutex.Unlock(); }
    void lock_shared() ABSL_NO_THREAD_SAFETY_ANALYSIS { mutex.ReaderLock(); }
    void unlock_shared() ABSL_NO_THREAD_SAFETY_ANALYSIS { mutex.ReaderUnlock(); }
    absl::Mutex mutex;
};

struct mcs_with_node : arsenal::mcs_lock {
    void lock() { arsenal::mcs_lock::lock(node()); }
    void unlock() { arsenal::mcs_lock::unlock(node()); }
    static arsenal::mcs_lock::node& node() {
        static thread_local arsenal::mcs_lock::node mine;
        return mine;
    }
};

// Some work outside of the critical section: a thread that leaves does not come back at once.
void pause_between() {
    for (int i = 0; i != 20; ++i) asm volatile("");
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

// One operation in 16 writes.
template <class Lock>
struct mostly_reading {
    void operator()(std::uint64_t i) {
        if (i % 16 == 0) {
            lock.lock();
            ++*counter;
            lock.unlock();
        } else {
            lock.lock_shared();
            asm volatile("" : : "r"(*counter));
            lock.unlock_shared();
        }
    }
    std::uint64_t sum() const { return *counter * 16; }
    Lock lock{};
    arsenal::padded<std::uint64_t> counter{};
};

// Nanoseconds per operation of all threads together, for a while. Checks that no operation was lost.
template <class Work>
double contend(int threads) {
    arsenal::padded<Work> shared;
    std::atomic<bool> started{false}, ended{false};
    std::atomic<std::uint64_t> total{0};
    std::vector<std::thread> running;
    for (int t = 0; t != threads; ++t)
        running.emplace_back([&] {
            std::uint64_t done = 0;
            while (!started.load(std::memory_order_acquire)) std::this_thread::yield();
            while (!ended.load(std::memory_order_relaxed))
                for (int i = 0; i != 16; ++i) {
                    (*shared)(done++);
                    pause_between();
                }
            total.fetch_add(done, std::memory_order_relaxed);
        });
    const double begin = now();
    started.store(true, std::memory_order_release);
    std::this_thread::sleep_for(window);
    ended.store(true, std::memory_order_relaxed);
    for (std::thread& thread : running) thread.join();
    const double time = now() - begin;
    if (shared->sum() != total.load()) std::abort();
    return time / static_cast<double>(total.load());
}

struct contender {
    const char* name;
    double (*run)(int threads);
};

// The first is what the others are compared with.
void table(const char* title, const std::vector<contender>& contenders) {
    std::printf("\n%-26s", title);
    for (const int threads : thread_counts)
        std::printf("   %2d thread%s    ", threads, threads == 1 ? " " : "s");
    std::printf("\n");
    std::vector<std::array<std::array<double, rounds>, thread_counts.size()>> times(contenders.size());
    for (std::size_t c = 0; c != thread_counts.size(); ++c)
        for (std::size_t r = 0; r != rounds; ++r)
            for (std::size_t i = 0; i != contenders.size(); ++i)
                times[i][c][r] = contenders[i].run(thread_counts[c]);
    for (std::size_t i = 0; i != contenders.size(); ++i) {
        std::printf("%-26s", contenders[i].name);
        for (std::size_t c = 0; c != thread_counts.size(); ++c) {
            std::array<double, rounds> ratios{};
            for (std::size_t r = 0; r != rounds; ++r) ratios[r] = times[0][c][r] / times[i][c][r];
            std::printf(" %6.2fx %7.1f ns", median(ratios), median(times[i][c]));
        }
        std::printf("\n");
    }
}

struct two_words {
    std::uint64_t first, second;
};

constexpr std::size_t places = 128;
struct alignas(32) plain_value {
    two_words load() const { return value; }
    void store(const two_words& v) { value = v; }
    two_words value{};
};
struct alignas(32) seqlock_value : arsenal::seqlock<two_words> {};
template <class Mutex>
struct alignas(128) locked_value {
    two_words load() const {
        const std::shared_lock guard(mutex);
        return value;
    }
    void store(const two_words& v) { value = v; }
    mutable Mutex mutex{};
    two_words value{};
};

// What becomes of a value. (Reads whose place depends on the last one take 2 or 6 ns here, plain or not, from
// one run to the next: such a column would say nothing.)
enum class use { none, sum };

template <class Value, use Use>
double read() {
    static std::array<Value, places> values;
    static std::array<std::uint32_t, 1024> order;
    std::uint64_t state = 88172645463325252U;
    const auto next = [&] {
        state ^= state << 13;
        state ^= state >> 7;
        return state ^= state << 17;
    };
    for (Value& value : values) value.store({next(), next()});
    for (std::uint32_t& place : order) place = static_cast<std::uint32_t>(next() % places);
    constexpr int times = 1000;
    std::uint64_t result = 0;
    const double begin = now();
    for (int i = 0; i != times; ++i)
        for (const std::uint32_t place : order) {
            const two_words seen = values[place].load();
            if (Use == use::sum) result += seen.first ^ seen.second;
            asm volatile("" : "+r"(result) : "r"(seen.first), "r"(seen.second) : "memory");
        }
    return (now() - begin) / (times * static_cast<double>(order.size()));
}

using measured = double();

template <class Value>
void read_row(const char* name) {
    constexpr std::array<measured*, 2> plain{read<plain_value, use::none>, read<plain_value, use::sum>};
    constexpr std::array<measured*, 2> ours{read<Value, use::none>, read<Value, use::sum>};
    std::printf("%-26s", name);
    for (std::size_t i = 0; i != plain.size(); ++i) {
        std::array<double, rounds> ratios{}, times{};
        for (std::size_t r = 0; r != rounds; ++r) {
            times[r] = ours[i]();
            ratios[r] = times[r] / plain[i]();
        }
        std::printf(" %6.2fx %7.2f ns", median(ratios), median(times));
    }
    std::printf("\n");
}

void reads() {
    std::printf("\n%-26s%-19s%-19s%s\n", "16 bytes, each / plain", "   loaded only", "   summed",
                "   next place");
    read_row<plain_value>("plain");
    read_row<seqlock_value>("seqlock");
    read_row<locked_value<arsenal::rw_spinlock>>("rw_spinlock");
    read_row<locked_value<std::shared_mutex>>("std::shared_mutex");
}

} // namespace

int main() {
    table("std::mutex / each", {{"std::mutex", contend<exclusively<std::mutex>>},
                                {"absl::Mutex", contend<exclusively<absl_mutex>>},
                                {"arsenal::mutex", contend<exclusively<arsenal::mutex>>},
                                {"spinlock", contend<exclusively<arsenal::spinlock>>},
                                {"ticket_lock", contend<exclusively<arsenal::ticket_lock>>},
                                {"mcs_lock", contend<exclusively<arsenal::mcs_lock>>},
                                {"mcs_lock, node given", contend<exclusively<mcs_with_node>>}});
    table("std::shared_mutex / each", {{"std::shared_mutex", contend<mostly_reading<std::shared_mutex>>},
                                       {"absl::Mutex", contend<mostly_reading<absl_mutex>>},
                                       {"rw_spinlock", contend<mostly_reading<arsenal::rw_spinlock>>}});
    reads();
}
