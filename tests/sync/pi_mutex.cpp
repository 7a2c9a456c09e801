#include <catch2/catch_test_macros.hpp>

#include <cerrno>
#include <chrono>
#include <mutex>
#include <support/child_process.hpp>
#include <sync/lock_contract.hpp>
#include <system_error>

#include <arsenal/sync/detail/basic_pi_mutex.hpp> // detail, which no import carries
#if ARSENAL_TEST_IMPORT
import arsenal.sync;
#else
#include <arsenal/sync.hpp>
#endif
#include <arsenal/platform/config.hpp>

using namespace std::chrono_literals;

TEST_CASE("pi_mutex keeps the contract of a lock") {
    STATIC_CHECK(sizeof(arsenal::pi_mutex) == 4);
    sync_tests::check_lockable<arsenal::pi_mutex>();
}

TEST_CASE("a pi_mutex is there before main()") {
    static constinit arsenal::pi_mutex lock;
    const std::lock_guard guard(lock);
    CHECK_FALSE(lock.try_lock());
}

TEST_CASE("a pi_mutex that is held is not had in time, by any clock and up to any time") {
    arsenal::pi_mutex lock;
    const std::lock_guard guard(lock);
    sync_tests::beside_each_other(1, [&](int) {
        const auto before = std::chrono::steady_clock::now();
        CHECK_FALSE(lock.try_lock_for(20ms));
        CHECK(std::chrono::steady_clock::now() - before >= 20ms);
        const auto then = std::chrono::system_clock::now() + 20ms;
        CHECK_FALSE(lock.try_lock_until(then));
        CHECK(std::chrono::system_clock::now() >= then);
        CHECK_FALSE(lock.try_lock_for(-1h));
        CHECK_FALSE(lock.try_lock_until(std::chrono::system_clock::time_point::min()));
        CHECK_FALSE(std::unique_lock(lock, 1ms).owns_lock());
    });
}

TEST_CASE("a pi_mutex that is free is had at once, and one that becomes free in time") {
    arsenal::pi_mutex lock;
    REQUIRE(lock.try_lock_for(-1h));
    std::thread steady([&] { CHECK(std::unique_lock(lock, std::chrono::hours::max()).owns_lock()); });
    std::thread system([&] {
        CHECK(std::unique_lock(lock, std::chrono::system_clock::time_point::max()).owns_lock());
    });
    std::this_thread::sleep_for(5ms);
    lock.unlock();
    steady.join();
    system.join();
    REQUIRE(lock.try_lock_until(std::chrono::system_clock::time_point::min()));
    lock.unlock();
}

TEST_CASE("counters under a pi_mutex agree when its waits are cut short") {
    arsenal::pi_mutex lock;
    long counter = 0;
    std::atomic<long> had{0};
    sync_tests::beside_each_other(8, [&](int t) {
        for (int i = 0; i < 1000; ++i) {
            if (t % 2 == 0)
                lock.lock();
            else if (!lock.try_lock_for(std::chrono::microseconds(i % 50)))
                continue;
            ++counter;
            if (i % 16 == 0) std::this_thread::yield();
            lock.unlock();
            ++had;
        }
    });
    CHECK(counter == had);
    CHECK(had >= 4000);
}

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

/// One whose holder is about to end, a few times.
struct answers_again : arsenal::detail::lock_policy {
    static inline int times = 0;
    static int futex_lock_pi(atomic<std::uint32_t>& word) noexcept {
        if (times-- > 0) return EAGAIN;
        return detail_lock(word);
    }
    static int detail_lock(atomic<std::uint32_t>& word) noexcept { return lock_policy::futex_lock_pi(word); }
};

template <int Error>
std::error_code refusal() {
    arsenal::detail::basic_pi_mutex<answers<Error>> lock;
    lock.lock();
    const auto refused = error_of([&] { lock.lock(); });
    CHECK(error_of([&] { (void)lock.try_lock_until(arsenal::detail::deadline{}); }) == refused);
    lock.unlock();
    CHECK(lock.is_free());
    return refused;
}

} // namespace

TEST_CASE("a pi_mutex is not locked by who holds it") {
    arsenal::pi_mutex lock;
    lock.lock();
    CHECK(error_of([&] { lock.lock(); }) == std::errc::resource_deadlock_would_occur);
    CHECK(error_of([&] { (void)lock.try_lock_for(1h); }) == std::errc::resource_deadlock_would_occur);
    CHECK_FALSE(lock.try_lock());
    lock.unlock();
    const std::lock_guard still_works(lock);
}

TEST_CASE("threads that would wait for each other's pi_mutex are told") {
    arsenal::pi_mutex left;
    arsenal::pi_mutex right;
    std::atomic<int> told{0};
    std::atomic<int> holding{0};
    const auto take = [&](arsenal::pi_mutex& first, arsenal::pi_mutex& second) {
        const std::lock_guard one(first);
        ++holding;
        while (holding < 2) std::this_thread::yield();
        const auto refused = error_of([&] { const std::lock_guard other(second); });
        if (refused == std::errc::resource_deadlock_would_occur) ++told;
    };
    sync_tests::beside_each_other(2, [&](int t) { t == 0 ? take(left, right) : take(right, left); });
    CHECK(told == 1);
}

TEST_CASE("what the kernel refuses is thrown") {
    CHECK(refusal<ENOSYS>() == std::errc::function_not_supported);
    CHECK(refusal<ENOMEM>() == std::errc::not_enough_memory);
}

TEST_CASE("a pi_mutex whose holder is about to end is asked for again") {
    arsenal::detail::basic_pi_mutex<answers_again> lock;
    answers_again::times = 3;
    lock.lock();
    std::thread([&] { lock.unlock(); });
}
