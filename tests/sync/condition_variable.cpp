#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <support/child_process.hpp>
#include <sync/lock_contract.hpp>

#if ARSENAL_TEST_IMPORT
import arsenal.sync;
#else
#include <arsenal/sync.hpp>
#endif
#include <arsenal/platform/config.hpp>

using namespace std::chrono_literals;
using guard = std::unique_lock<arsenal::mutex>;

namespace {

// A bounded queue, as every textbook has it.
class queue {
public:
    void push(int value) {
        guard lock(mutex_);
        room_.wait(lock, [&] { return values_.size() < 4; });
        values_.push_back(value);
        filled_.notify_one();
    }
    int pop() {
        guard lock(mutex_);
        filled_.wait(lock, [&] { return !values_.empty(); });
        const int value = values_.front();
        values_.pop_front();
        room_.notify_one();
        return value;
    }

private:
    arsenal::mutex mutex_;
    arsenal::condition_variable room_;
    arsenal::condition_variable filled_;
    std::deque<int> values_;
};

} // namespace

TEST_CASE("what goes through a bounded queue comes out once, each producer's in order") {
    constexpr int producers = 4;
    constexpr int consumers = 4;
    constexpr int each = 2'000;
    queue between;
    std::vector<std::vector<int>> taken(consumers);
    sync_tests::beside_each_other(producers + consumers, [&](int t) {
        if (t < producers)
            for (int i = 0; i < each; ++i) between.push(t * each + i);
        else
            for (int i = 0; i < each; ++i)
                taken[static_cast<std::size_t>(t - producers)].push_back(between.pop());
    });
    std::vector<int> times(producers * each);
    for (const auto& values : taken) {
        std::vector<int> last(producers, -1);
        for (const int value : values) {
            ++times[static_cast<std::size_t>(value)];
            int& before = last[static_cast<std::size_t>(value / each)];
            CHECK(value > before);
            before = value;
        }
    }
    CHECK(times == std::vector<int>(producers * each, 1));
}

TEST_CASE("notify_all lets all go who wait, notify_one one of them") {
    arsenal::mutex mutex;
    arsenal::condition_variable changed;
    int waiting = 0;
    int permits = 0;
    int gone = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t)
        threads.emplace_back([&] {
            guard lock(mutex);
            ++waiting;
            while (permits == 0) changed.wait(lock);
            --permits;
            ++gone;
        });
    const auto until = [&](auto condition) {
        for (;;) {
            const guard lock(mutex);
            if (condition()) return;
            std::this_thread::yield();
        }
    };
    until([&] { return waiting == 8; });
    for (int one = 1; one <= 3; ++one) {
        {
            const guard lock(mutex);
            permits = 1;
        }
        changed.notify_one();
        until([&] { return gone == one; });
    }
    {
        const guard lock(mutex);
        permits = 5;
    }
    changed.notify_all();
    for (std::thread& thread : threads) thread.join();
    CHECK(gone == 8);
}

TEST_CASE("a wait with a deadline ends by it, never early, and by a notification before") {
    arsenal::mutex mutex;
    arsenal::condition_variable changed;
    guard lock(mutex);
    const auto before = std::chrono::steady_clock::now();
    CHECK(changed.wait_for(lock, 20ms) == std::cv_status::timeout);
    CHECK(std::chrono::steady_clock::now() - before >= 20ms);
    CHECK(changed.wait_until(lock, std::chrono::system_clock::now() + 5ms) == std::cv_status::timeout);
    CHECK(changed.wait_for(lock, -1h) == std::cv_status::timeout);
    CHECK_FALSE(changed.wait_for(lock, 1ms, [] { return false; }));
    CHECK(changed.wait_for(lock, -1ms, [] { return true; }));
    CHECK(lock.owns_lock());

    bool said = false;
    std::thread other([&] {
        const guard others_lock(mutex);
        said = true;
        changed.notify_one();
    });
    CHECK(changed.wait_for(lock, std::chrono::hours::max(), [&] { return said; }));
    other.join();
    CHECK(changed.wait_until(lock, std::chrono::steady_clock::now() + 1h, [&] { return said; }));
}

namespace {

constexpr int ways = 3;

// The waits with a predicate, one after the other: what the predicate says in the end.
template <class Predicate>
bool wait_in_way(int way, arsenal::condition_variable& changed, guard& lock, Predicate holds) {
    if (way == 1) return changed.wait_for(lock, 1h, holds);
    if (way == 2) return changed.wait_until(lock, std::chrono::steady_clock::now() + 1h, holds);
    changed.wait(lock, holds);
    return true;
}

struct refusal {};

} // namespace

TEST_CASE("a predicate that throws at once leaves the lock held and nobody waiting") {
    arsenal::mutex mutex;
    arsenal::condition_variable changed;
    for (int way = 0; way < ways; ++way) {
        guard lock(mutex);
        CHECK_THROWS_AS(wait_in_way(way, changed, lock, []() -> bool { throw refusal(); }), refusal);
        CHECK(lock.owns_lock());
        CHECK_FALSE(sync_tests::another_gets(mutex));
        changed.notify_all();
    }
    CHECK(sync_tests::another_gets(mutex));
}

TEST_CASE("a predicate that throws when its thread has been notified leaves the lock held, and the others "
          "waiting") {
    for (int way = 0; way < ways; ++way) {
        arsenal::mutex mutex;
        arsenal::condition_variable changed;
        int asked = 0; // predicates that have said no: two threads wait
        bool refuses = false;
        bool holds = false;
        bool was_held = false;
        sync_tests::joining_thread first([&] {
            guard lock(mutex);
            const auto refusing = [&] {
                if (refuses) throw refusal();
                ++asked;
                return false;
            };
            try {
                wait_in_way(way, changed, lock, refusing);
            } catch (const refusal&) {
                was_held = lock.owns_lock() && !sync_tests::another_gets(mutex);
            }
            changed.notify_one();
        });
        const auto when_asked = [&](int times) {
            for (;; std::this_thread::yield()) {
                guard lock(mutex);
                if (asked == times) return lock;
            }
        };
        when_asked(1).unlock();
        bool was_told = false;
        sync_tests::joining_thread second([&] {
            guard lock(mutex);
            was_told = wait_in_way(way, changed, lock, [&] {
                ++asked;
                return holds;
            });
        });
        guard lock = when_asked(2);
        refuses = holds = true;
        lock.unlock();
        changed.notify_one(); // the first, who has waited longest; and it the second
        second.join();
        first.join();
        CHECK(was_held);
        CHECK(was_told);
    }
}

TEST_CASE("condition_variable: a race", "[.]") {
    // A notification orders nothing by itself.
    arsenal::mutex mutex;
    arsenal::condition_variable changed;
    volatile int value = 0;
    sync_tests::beside_each_other(2, [&](int t) {
        if (t == 1)
            std::this_thread::sleep_for(5ms); // ThreadSanitizer may miss what is done at the very same time
        value = value + 1;
        if (t == 0) changed.notify_one();
        guard lock(mutex);
        if (t == 1) changed.wait_for(lock, 1ms);
    });
}
TEST_CASE("condition_variable: ThreadSanitizer reports a race") {
    CHECK(sync_tests::race_is_reported("condition_variable: a race"));
}

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_FAST

TEST_CASE("condition_variable: a wait without the lock is caught") {
    CHECK(support::stops("a wait on a condition variable without its lock", [] {
        arsenal::mutex mutex;
        guard lock(mutex, std::defer_lock);
        arsenal::condition_variable().wait(lock);
    }));
}

#endif
