// The mutexes that sleep, beside std's, the C library's adaptive one and abseil's, in one run: what an
// uncontended lock costs, what lock and unlock cost when 1 to 64 threads want it, how long a thread waits for
// it, and how evenly they are served.
//
// Contenders take turns; a ratio is the median of the rounds' ratios.

#include <arsenal/sync.hpp>

#include <sync/contest.hpp>
#include <sync/rivals.hpp>

#include <bit>
#include <mutex>

namespace {

using namespace bench;

template <class Lock>
double lock_alone() {
    static Lock lock;
    return alone([] {
        lock.lock();
        lock.unlock();
    });
}
template <class Lock>
double try_alone() {
    static Lock lock;
    return alone([] {
        if (lock.try_lock()) lock.unlock();
    });
}
template <class Lock>
contender uncontended_of(const char* name) {
    return {name, {lock_alone<Lock>, try_alone<Lock>}};
}

void uncontended() {
    const columns calls{"lock, unlock", "try_lock, unlock"};
    table("mutex, one thread", "uncontended", calls,
          {uncontended_of<std::mutex>("std::mutex"),
           uncontended_of<adaptive_pthread_mutex>("pthread's, adaptive"),
           uncontended_of<absl_mutex>("absl::Mutex"), uncontended_of<arsenal::mutex>("arsenal::mutex")});
    table("timed_mutex, one thread", "uncontended", calls,
          {uncontended_of<std::timed_mutex>("std::timed_mutex"),
           uncontended_of<arsenal::timed_mutex>("arsenal::timed_mutex")});
    table("recursive_mutex, one thread", "uncontended", calls,
          {uncontended_of<std::recursive_mutex>("std::recursive_mutex"),
           uncontended_of<arsenal::recursive_mutex>("arsenal::recursive_mutex")});
}

template <class Lock, int Turns>
contender contending(const char* name) {
    return {name, for_each_count(contend<exclusively<Lock>, Turns>)};
}

// `Turns` of work, a cycle or so each, between one critical section and the next.
template <int Turns>
void contended_with(const char* row) {
    table("mutex", row, columns_of(thread_counts),
          {contending<std::mutex, Turns>("std::mutex"),
           contending<adaptive_pthread_mutex, Turns>("pthread's, adaptive"),
           contending<absl_mutex, Turns>("absl::Mutex"),
           contending<arsenal::mutex, Turns>("arsenal::mutex")});
}

void contended() {
    contended_with<20>("20 turns outside");
    contended_with<500>("500 turns outside");
}
void variants() {
    const columns across = columns_of(thread_counts);
    table("timed_mutex", "20 turns outside", across,
          {contending<std::timed_mutex, 20>("std::timed_mutex"),
           contending<arsenal::timed_mutex, 20>("arsenal::timed_mutex")});
    table("recursive_mutex", "20 turns outside", across,
          {contending<std::recursive_mutex, 20>("std::recursive_mutex"),
           contending<arsenal::recursive_mutex, 20>("arsenal::recursive_mutex")});
}

// How often which time was waited, to a sixteenth of it.
class histogram {
public:
    void add(std::uint64_t time) {
        ++counts_[place_of(time)];
        largest_ = std::max(largest_, time);
    }
    void add(const histogram& other) {
        for (std::size_t i = 0; i != counts_.size(); ++i) counts_[i] += other.counts_[i];
        largest_ = std::max(largest_, other.largest_);
    }
    // The time that this share of all was no longer than.
    double quantile(double share) const {
        std::uint64_t all = 0;
        for (const std::uint64_t count : counts_) all += count;
        const double wanted = share * static_cast<double>(all);
        double seen = 0;
        for (std::size_t i = 0; i != counts_.size(); ++i) {
            seen += static_cast<double>(counts_[i]);
            if (seen >= wanted) return largest_of(i);
        }
        return largest();
    }
    double largest() const { return static_cast<double>(largest_); }

private:
    // Times below 16 have places of their own; the others are told apart by their first five bits.
    static std::size_t place_of(std::uint64_t time) {
        const int shift = std::max(0, static_cast<int>(std::bit_width(time)) - 5);
        return static_cast<std::size_t>(shift) * 16 + static_cast<std::size_t>(time >> shift);
    }
    static double largest_of(std::size_t place) {
        const std::size_t shift = place < 32 ? 0 : place / 16 - 1;
        return static_cast<double>(((place - shift * 16 + 1) << shift) - 1);
    }

    std::array<std::uint64_t, 61 * 16> counts_{};
    std::uint64_t largest_ = 0;
};

// What one round tells of the waits: nanoseconds, and how many times the least served thread had the lock for
// each time of the most served one's.
struct waits {
    std::array<double, 4> times; // half of the waits, 99 %, 99.9 %, all were no longer
    double evenness;
};

template <class Lock>
waits measure_waits(int threads) {
    // Each thread runs several times, however few processors there are.
    const auto window = std::chrono::milliseconds(is_quick() ? 20 : std::max(60, 12 * threads));
    struct account {
        histogram waited;
        std::uint64_t times = 0;
    };
    arsenal::padded<Lock> lock;
    arsenal::padded<std::uint64_t> counter;
    std::vector<arsenal::padded<account>> accounts(static_cast<std::size_t>(threads));
    together_for(window, threads, [&](int t, const std::atomic<bool>& ended) {
        account& mine = *accounts[static_cast<std::size_t>(t)];
        do {
            const auto begin = std::chrono::steady_clock::now();
            lock->lock();
            const auto end = std::chrono::steady_clock::now();
            ++*counter;
            lock->unlock();
            mine.waited.add(static_cast<std::uint64_t>((end - begin).count()));
            ++mine.times;
            work_for(20);
        } while (!ended.load(std::memory_order_relaxed));
    });
    histogram all;
    std::uint64_t least = ~std::uint64_t{0}, most = 0, sum = 0;
    for (const auto& one : accounts) {
        all.add(one->waited);
        least = std::min(least, one->times);
        most = std::max(most, one->times);
        sum += one->times;
    }
    require(*counter == sum, "calls were lost");
    return {{all.quantile(0.5), all.quantile(0.99), all.quantile(0.999), all.largest()},
            static_cast<double>(least) / static_cast<double>(most)};
}

// What two looks at the clock cost, which each wait includes.
double clock_time() {
    std::vector<double> times;
    for (int i = 0; i != 1000; ++i) {
        const double begin = now();
        times.push_back(now() - begin);
    }
    return median(times);
}

struct waiting_contender {
    const char* name;
    waits (*run)(int threads);
};

// For ./run bench report; without the evenness, which is no time.
void write_waits(int threads, const std::vector<waiting_contender>& contenders,
                 const std::vector<std::vector<waits>>& results) {
    static constexpr std::array quantiles{"half of the waits", "99 % of the waits", "99.9 %", "the longest"};
    if (threads == 2) {
        written().race("mutex, waits for lock()", "operation", "threads", "ns");
        write_contenders(contenders);
    }
    for (std::size_t i = 0; i != contenders.size(); ++i)
        for (std::size_t q = 0; q != quantiles.size(); ++q) {
            std::vector<double> times;
            for (const waits& round : results[i]) times.push_back(round.times[q]);
            written().row(quantiles[q], "20 turns outside", std::to_string(threads), contenders[i].name,
                          times);
        }
}

void waits_table(int threads) {
    const std::vector<waiting_contender> contenders{
        {"std::mutex", measure_waits<std::mutex>},
        {"pthread's, adaptive", measure_waits<adaptive_pthread_mutex>},
        {"absl::Mutex", measure_waits<absl_mutex>},
        {"arsenal::mutex", measure_waits<arsenal::mutex>},
    };
    std::vector<std::vector<waits>> results(contenders.size());
    for (int round = 0; round != rounds; ++round)
        for (std::size_t i = 0; i != contenders.size(); ++i) results[i].push_back(contenders[i].run(threads));
    write_waits(threads, contenders, results);
    // The median of the rounds of what is `wanted` of each.
    const auto median_of = [](const std::vector<waits>& all, auto wanted) {
        std::vector<double> values;
        for (const waits& one : all) values.push_back(wanted(one));
        return median(values);
    };
    std::printf("\nwait for lock(), %2d threads, ns %10s %10s %10s %10s   least / most served\n", threads,
                "p50", "p99", "p99.9", "max");
    for (std::size_t i = 0; i != contenders.size(); ++i) {
        std::printf("%-31s", contenders[i].name);
        for (std::size_t q = 0; q != 4; ++q)
            std::printf(" %10.0f", median_of(results[i], [=](const waits& w) { return w.times[q]; }));
        std::printf(" %21.2f\n", median_of(results[i], [](const waits& w) { return w.evenness; }));
    }
    std::fflush(stdout);
}

void waiting() {
    std::printf("\nThe clock takes %.0f ns of each wait.\n", clock_time());
    waits_table(2);
    if (!is_quick()) waits_table(16);
}

} // namespace

int main(int count, char** arguments) {
    return run_parts(
        {{"uncontended", uncontended}, {"contended", contended}, {"variants", variants}, {"waits", waiting}},
        count, arguments);
}
