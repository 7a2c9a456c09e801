#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <mutex>
#include <support/child_process.hpp>
#include <sync/pi_waiters.hpp>
#include <sync/threads.hpp>
#include <system_error>
#include <thread>

#if ARSENAL_TEST_IMPORT
import arsenal.sync;
#else
#include <arsenal/sync.hpp>
#endif

// What the kernel refuses, and what nobody may do.

using namespace std::chrono_literals;

namespace {

template <class Action>
std::error_code error_of(Action action) {
    try {
        action();
    } catch (const std::system_error& error) {
        return error.code();
    }
    return {};
}

/// A kernel that answers so.
template <int Error>
struct answers : arsenal::detail::lock_policy {
    static int futex_lock_pi(atomic<std::uint32_t>&) noexcept { return Error; }
    static int futex_lock_pi_until(atomic<std::uint32_t>&, const arsenal::detail::deadline&) noexcept {
        return Error;
    }
};

/// What is thrown when the kernel's answer to who must wait is `Error`.
template <int Error>
std::error_code thrown() {
    arsenal::detail::basic_pi_mutex<answers<Error>> lock;
    lock.lock();
    const auto refused = error_of([&] { lock.lock(); });
    CHECK(error_of([&] { (void)lock.try_lock_until(arsenal::detail::deadline{}); }) == refused);
    lock.unlock();
    CHECK(lock.is_free());
    return refused;
}

/// A kernel that finds the holder about to end, three times.
struct answers_again : arsenal::detail::lock_policy {
    static inline std::atomic<int> times{3};
    static int futex_lock_pi(atomic<std::uint32_t>& word) noexcept {
        if (times > 0) return --times, EAGAIN;
        return lock_policy::futex_lock_pi(word);
    }
};

} // namespace

#if ARSENAL_HARDENING < ARSENAL_HARDENING_DEBUG // whose detector comes first (lock_order.cpp)

TEST_CASE("a pi_mutex is not locked by who holds it") {
    arsenal::pi_mutex lock;
    lock.lock();
    CHECK(error_of([&] { lock.lock(); }) == std::errc::resource_deadlock_would_occur);
    CHECK(error_of([&] { (void)lock.try_lock_for(1h); }) == std::errc::resource_deadlock_would_occur);
    CHECK_FALSE(lock.try_lock());
    lock.unlock();
    const std::lock_guard still_works(lock);
}

TEST_CASE("of threads that would wait for each other's pi_mutex one is told, or both") {
    arsenal::pi_mutex mutexes[2];
    std::atomic<int> holding{0};
    std::atomic<int> told{0};
    sync_tests::beside_each_other(2, [&](int t) {
        const std::lock_guard own(mutexes[t]);
        ++holding;
        while (holding < 2) std::this_thread::yield();
        const auto refused = error_of([&] { const std::lock_guard other(mutexes[1 - t]); });
        if (refused == std::errc::resource_deadlock_would_occur) ++told;
    });
    CHECK(told >= 1);
}

#endif

TEST_CASE("what the kernel refuses is thrown") {
    CHECK(thrown<ENOSYS>() == std::errc::function_not_supported);
    CHECK(thrown<ENOMEM>() == std::errc::not_enough_memory);
}

TEST_CASE("a kernel that finds a pi_mutex's holder about to end is asked again") {
    arsenal::detail::basic_pi_mutex<answers_again> lock;
    lock.lock();
    std::thread other([&] { const std::lock_guard guard(lock); });
    while (answers_again::times > 0) std::this_thread::yield();
    lock.unlock();
    other.join();
    CHECK(lock.is_free());
}

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_FAST

// Mode debug's detector comes first (lock_holders.cpp).
constexpr bool watched = ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG;

TEST_CASE("pi_mutex: unlock by another thread is caught") {
    constexpr auto message = watched ? "unlock of a lock that the calling thread does not hold"
                                     : "unlock of a pi_mutex that another thread holds, or nobody";
    CHECK(support::stops(message, [] { arsenal::pi_mutex().unlock(); }));
    CHECK(support::stops(message, [] {
        arsenal::pi_mutex lock;
        lock.lock();
        std::thread([&] { lock.unlock(); }).join();
    }));
}

TEST_CASE("pi_mutex: a thread that ends with it held stops who wants it next") {
    constexpr auto message = "a thread has ended that held a pi_mutex";
    CHECK(support::stops(watched ? "a thread ends while it holds a lock" : message, [] {
        arsenal::pi_mutex lock;
        std::thread([&] { lock.lock(); }).join();
        CHECK_FALSE(lock.try_lock());
        lock.lock();
    }));
    CHECK(support::stops(message, [] {
        sync_tests::watched_pi_mutex lock;
        std::atomic<bool> held{false};
        std::thread holder([&] {
            lock.lock();
            held = true;
            sync_tests::await_waiter();
            std::this_thread::sleep_for(20ms); // so that the kernel knows it, too
        });
        while (!held) std::this_thread::yield();
        lock.lock();
    }));
}

#endif

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG

TEST_CASE("pi_mutex: its end while it is held is caught in debug mode") {
    CHECK(support::stops("a pi_mutex is destroyed while it is held", [] { arsenal::pi_mutex().lock(); }));
}

#endif
