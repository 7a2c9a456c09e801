// Locks that readers share, beside std's and abseil's: nanoseconds for each lock and unlock of all threads
// together, by how often one of them writes, and how many times longer std's takes.

#include <arsenal/sync.hpp>

#include <sync/contest.hpp>
#include <sync/rivals.hpp>

#include <shared_mutex>

namespace {

using namespace bench;

constexpr std::uint64_t never = 0;

// One operation in `Period` writes; the others read what it has written.
template <class Lock, std::uint64_t Period>
double read_mostly(int threads) {
    arsenal::padded<Lock> lock;
    arsenal::padded<std::uint64_t> value{};
    std::atomic<std::uint64_t> total{0};
    std::atomic<std::uint64_t> written{0};
    const double time = together_for(window, threads, [&](int, const std::atomic<bool>& ended) {
        std::uint64_t done = 0;
        std::uint64_t writes = 0;
        std::uint64_t next = 0;
        do
            for (int i = 0; i != 16; ++i, ++done) {
                if (++next == Period) {
                    next = 0;
                    lock->lock();
                    ++*value;
                    lock->unlock();
                    ++writes;
                } else {
                    lock->lock_shared();
                    asm volatile("" : : "r"(*value));
                    lock->unlock_shared();
                }
                work_for(20);
            }
        while (!ended.load(std::memory_order_relaxed));
        total.fetch_add(done, std::memory_order_relaxed);
        written.fetch_add(writes, std::memory_order_relaxed);
    });
    require(*value == written.load(), "writes were lost");
    return time / static_cast<double>(total.load());
}

template <class Lock>
double read_alone() {
    static Lock lock;
    return alone([] {
        lock.lock_shared();
        asm volatile("" : : : "memory");
        lock.unlock_shared();
    });
}

using for_readers = arsenal::basic_shared_mutex<arsenal::preference::readers>;

template <std::uint64_t Period>
void race_locks(const char* row) {
    table("shared_mutex", row, columns_of(thread_counts),
          {{"std::shared_mutex", for_each_count(read_mostly<std::shared_mutex, Period>)},
           {"absl::Mutex", for_each_count(read_mostly<absl_mutex, Period>)},
           {"arsenal::shared_mutex", for_each_count(read_mostly<arsenal::shared_mutex, Period>)},
           {"arsenal's, for readers", for_each_count(read_mostly<for_readers, Period>)},
           {"rw_spinlock", for_each_count(read_mostly<arsenal::rw_spinlock, Period>)}});
}

void uncontended() {
    table("shared_mutex, one thread", "uncontended", {"lock_shared, unlock_shared"},
          {{"std::shared_mutex", {read_alone<std::shared_mutex>}},
           {"absl::Mutex", {read_alone<absl_mutex>}},
           {"arsenal::shared_mutex", {read_alone<arsenal::shared_mutex>}},
           {"arsenal's, for readers", {read_alone<for_readers>}},
           {"rw_spinlock", {read_alone<arsenal::rw_spinlock>}}});
}
void reads() { race_locks<never>("reads only"); }
void rare() {
    if (!is_quick()) race_locks<10'000>("1 of 10,000 writes");
}
void some() {
    if (!is_quick()) race_locks<1'000>("1 of 1,000 writes");
}
void often() { race_locks<16>("1 of 16 writes"); }
void writes() { race_locks<1>("writes only"); }

} // namespace

int main(int count, char** arguments) {
    return run_parts({{"uncontended", uncontended},
                      {"reads", reads},
                      {"rare", rare},
                      {"some", some},
                      {"often", often},
                      {"writes", writes}},
                     count, arguments);
}
