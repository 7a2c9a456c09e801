#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <arsenal/platform/config.hpp> // macros, which no import carries

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <mutex>
#include <new>
#include <pthread.h>
#include <shared_mutex>
#include <thread>
#include <unistd.h>
#include <vector>

#include <support/child_process.hpp>
#include <sync/threads.hpp>

#include <arsenal/sync/detail/basic_recursive_mutex.hpp>
#include <arsenal/sync/detail/policy.hpp>
#include <arsenal/sync/detail/watched_lock.hpp>
#if ARSENAL_TEST_IMPORT
import arsenal.sync;
#else
#include <arsenal/sync.hpp>
#endif

// Who holds a lock, which mode debug watches.

using support::run_in_child;
using support::stops;

namespace {

constexpr auto by_a_stranger = "unlock of a lock that the calling thread does not hold";
constexpr auto locks_twice = "a thread locks what it holds already";
constexpr auto ends_holding = "a thread ends while it holds a lock";

void in_thread(auto action) { std::thread(action).join(); }

} // namespace

#define PLAIN_LOCKS                                                                                          \
    arsenal::mutex, arsenal::timed_mutex, arsenal::spinlock, arsenal::ticket_lock, arsenal::mcs_lock,        \
        arsenal::rw_spinlock
#define ALL_LOCKS PLAIN_LOCKS, arsenal::recursive_mutex, arsenal::recursive_timed_mutex

TEMPLATE_TEST_CASE("only who holds a lock unlocks it", "", ALL_LOCKS) {
    CHECK(stops(by_a_stranger, [] { TestType().unlock(); }));
    CHECK(stops(by_a_stranger, [] {
        TestType lock;
        lock.lock();
        in_thread([&] { lock.unlock(); });
    }));
    CHECK(stops(by_a_stranger, [] {
        TestType lock;
        const std::lock_guard guard(lock);
        lock.unlock();
    }));
    CHECK(stops(by_a_stranger, [] {
        TestType lock;
        in_thread([&] {
            if (!lock.try_lock()) return;
            in_thread([&] { lock.unlock(); });
        });
    }));
}

TEST_CASE("a reader unlocks as a reader, and a writer as a writer") {
    CHECK(stops(by_a_stranger, [] { arsenal::rw_spinlock().unlock_shared(); }));
    CHECK(stops(by_a_stranger, [] {
        arsenal::rw_spinlock lock;
        lock.lock_shared();
        lock.unlock();
    }));
    CHECK(stops(by_a_stranger, [] {
        arsenal::rw_spinlock lock;
        lock.lock();
        lock.unlock_shared();
    }));
    CHECK(stops(by_a_stranger, [] {
        arsenal::rw_spinlock lock;
        lock.lock_shared();
        in_thread([&] { lock.unlock_shared(); });
    }));
    arsenal::rw_spinlock lock; // by trying a thread may have it twice
    REQUIRE(lock.try_lock_shared());
    REQUIRE(lock.try_lock_shared());
    lock.unlock_shared();
    lock.unlock_shared();
}

TEST_CASE("a lock is held with a place of the caller's, too") {
    CHECK(stops(by_a_stranger, [] {
        arsenal::mcs_lock lock;
        arsenal::mcs_lock::node node;
        lock.lock(node);
        in_thread([&] { lock.unlock(node); });
    }));
    CHECK(stops(locks_twice, [] {
        arsenal::mcs_lock lock;
        const arsenal::mcs_lock::guard outer(lock);
        const arsenal::mcs_lock::guard inner(lock);
    }));
}

TEST_CASE("a recursive lock that can be counted no further is held as often as it was") {
    using counting = arsenal::detail::basic_recursive_mutex<arsenal::detail::lock_policy, std::uint8_t>;
    using recursive = arsenal::detail::watched_lock<counting, arsenal::detail::relock::counts>;
    const auto unlock = [](int times) {
        recursive lock;
        for (int held = 0; held != 255; ++held)
            if (!lock.lock()) _exit(1);
        if (lock.lock() || lock.try_lock()) _exit(1);
        for (int left = 0; left != times; ++left) lock.unlock();
    };
    CHECK(run_in_child([=] { unlock(255); }).exited_well());
    CHECK(stops(by_a_stranger, [=] { unlock(256); }));
}

extern "C" {
[[gnu::noinline]] void lock_at_first(arsenal::mutex& lock) { lock.lock(); }
[[gnu::noinline]] void lock_once_more(arsenal::mutex& lock) { lock.lock(); }
[[gnu::noinline]] void unlock_from_afar(arsenal::mutex& lock) {
    lock.unlock();
    static_cast<void>(std::atomic<int>(0).load()); // not a tail call
}
}

TEMPLATE_TEST_CASE("a thread that locks what it holds is reported", "", PLAIN_LOCKS) {
    CHECK(stops(locks_twice, [] {
        TestType lock;
        const std::lock_guard outer(lock);
        const std::lock_guard inner(lock);
    }));
    CHECK(stops(locks_twice, [] {
        TestType lock;
        if (lock.try_lock()) lock.lock();
    }));
}

TEST_CASE("a reader that reads again, or writes, waits for itself") {
    CHECK(stops(locks_twice, [] {
        arsenal::rw_spinlock lock;
        const std::shared_lock outer(lock);
        const std::shared_lock inner(lock);
    }));
    CHECK(stops(locks_twice, [] {
        arsenal::rw_spinlock lock;
        const std::shared_lock outer(lock);
        const std::lock_guard inner(lock);
    }));
}

TEST_CASE("the reports of holders name where") {
    const auto twice = run_in_child([] {
        arsenal::mutex lock;
        lock_at_first(lock);
        lock_once_more(lock);
    });
    INFO(twice.standard_error);
    CHECK(twice.standard_error.find("lock_once_more+0x") < twice.standard_error.find("lock_at_first+0x"));
    CHECK(twice.says("lock_at_first+0x"));

    const auto stranger = run_in_child([] {
        arsenal::mutex lock, mine;
        lock_at_first(mine);
        unlock_from_afar(lock);
    });
    INFO(stranger.standard_error);
    CHECK(stranger.says("unlock_from_afar+0x"));
    CHECK(stranger.says("lock_at_first+0x")); // what it does hold
}

TEST_CASE("who unlocks need not be who destroys") {
    auto lock = std::make_unique<arsenal::mutex>();
    in_thread([&] { const std::lock_guard guard(*lock); });
    in_thread([&] { lock.reset(); });
}

// ---- The ends of threads and processes

TEST_CASE("a thread that ends while it holds a lock is reported") {
    CHECK(stops(ends_holding, [] {
        arsenal::mutex lock;
        in_thread([&] { lock.lock(); });
    }));
    CHECK(stops(ends_holding, [] {
        arsenal::rw_spinlock lock;
        in_thread([&] { lock.lock_shared(); });
    }));
    CHECK(run_in_child([] {
              arsenal::mutex lock;
              lock.lock();
              in_thread([] {});
              lock.unlock();
          }).exited_well());
}

TEST_CASE("what unlocks at a thread's end is in time") {
    static arsenal::mutex lock;
    in_thread([] {
        static thread_local std::unique_lock<arsenal::mutex> guard;
        guard = std::unique_lock(lock);
    });
    pthread_key_t key{};
    REQUIRE(pthread_key_create(&key, [](void* held) { static_cast<arsenal::mutex*>(held)->unlock(); }) == 0);
    in_thread([&] {
        lock.lock();
        pthread_setspecific(key, &lock);
    });
    pthread_key_delete(key);
    CHECK(lock.try_lock());
    lock.unlock();
}

TEST_CASE("a fork amid locks leaves both sides at work") {
    arsenal::mutex outer, inner;
    std::atomic<bool> stop{false};
    std::vector<std::jthread> busy;
    for (int t = 0; t != 3; ++t)
        busy.emplace_back([&] {
            while (!stop.load()) {
                arsenal::mutex own[2];
                const std::lock_guard first(own[0]);
                const std::lock_guard second(own[1]);
            }
        });
    { // an order that children know
        const std::lock_guard first(outer);
        const std::lock_guard second(inner);
    }
    const auto invert = [&] {
        const std::lock_guard second(inner);
        const std::lock_guard first(outer);
    };
    for (int i = 0; i != 50; ++i) REQUIRE(stops("locks are taken in an order that can deadlock", invert));
    stop = true;
}

// Before main(), perhaps before the detector's own initialisation, and at the very end.
struct at_both_ends {
    at_both_ends() { use(); }
    ~at_both_ends() { use(); }
    void use() {
        const std::lock_guard first(left);
        const std::lock_guard second(right);
    }
    arsenal::mutex left, right;
};
[[gnu::init_priority(101)]] at_both_ends at_the_first_and_last;

TEST_CASE("an order that was seen before main() is known") {
    CHECK(stops("locks are taken in an order that can deadlock", [] {
        const std::lock_guard second(at_the_first_and_last.right);
        const std::lock_guard first(at_the_first_and_last.left);
    }));
}

// ---- Memory

std::size_t resident_kib() {
    std::size_t total = 0, resident = 0;
    std::ifstream("/proc/self/statm") >> total >> resident;
    return resident * (static_cast<std::size_t>(sysconf(_SC_PAGESIZE)) / 1024);
}

// An allocator's own, AddressSanitizer's above all; what is tested would leave some 50 MiB.
constexpr std::size_t noise_kib = 16 * 1024;

TEST_CASE("a million temporary locks leave nothing behind") {
    constexpr std::size_t million = 1'000'000;
    std::vector<std::byte> room(million * sizeof(arsenal::mutex)); // so that no two have one address
    arsenal::mutex outer, inner;
    const auto use_one = [&](std::size_t i) {
        std::byte* const place = room.data() + i * sizeof(arsenal::mutex);
        auto* const one = new (place) arsenal::mutex;
        if (i % 10 == 0) {
            const std::lock_guard first(outer);
            const std::lock_guard second(*one);
            const std::lock_guard third(inner);
        } else {
            const std::lock_guard alone(*one);
        }
        one->~mutex();
    };
    for (std::size_t i = 0; i != 1000; ++i) use_one(i);
    const std::size_t before = resident_kib();
    for (std::size_t i = 1000; i != million; ++i) use_one(i);
    CHECK(resident_kib() < before + noise_kib);
}

TEST_CASE("threads leave nothing behind of what they held") {
    std::vector<arsenal::mutex> locks(1000);
    const auto run_threads = [&](int count) {
        for (int i = 0; i != count; ++i)
            in_thread([&] {
                for (arsenal::mutex& lock : locks) // by trying, which orders nothing
                    if (!lock.try_lock()) std::abort();
                for (std::size_t i = locks.size(); i != 0; --i) locks[i - 1].unlock();
            });
    };
    run_threads(10);
    const std::size_t before = resident_kib();
    run_threads(500);
    CHECK(resident_kib() < before + noise_kib);
}

#endif
