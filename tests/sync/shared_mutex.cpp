#include <catch2/catch_test_macros.hpp>

#include <sync/lock_contract.hpp>

#include <array>
#include <atomic>
#include <memory>
#include <shared_mutex>

#if ARSENAL_TEST_IMPORT
import arsenal.sync;
#else
#include <arsenal/sync.hpp>
#endif
#include <arsenal/platform/config.hpp>

using for_writers = arsenal::shared_mutex;
using for_readers = arsenal::basic_shared_mutex<arsenal::preference::readers>;

namespace {

// So often that readers are no longer counted.
constexpr int many_reads = 2000;

template <class Lock>
void read_often(Lock& lock) {
    for (int i = 0; i < many_reads; ++i) {
        lock.lock_shared();
        lock.unlock_shared();
    }
}

/// Until the lock is held or wanted by a writer.
template <class Lock>
void await_writer(Lock& lock) {
    while (lock.try_lock_shared()) {
        lock.unlock_shared();
        std::this_thread::yield();
    }
}

/// Readers look for half a write. One operation in `period` writes.
template <class Lock>
void check_readers(int threads, int times, int period) {
    Lock lock;
    long left = 0;
    long right = 0;
    std::atomic<int> torn{0};
    std::atomic<long> written{0};
    sync_tests::beside_each_other(threads, [&](int t) {
        for (int i = 0; i < times; ++i) {
            if ((i + t) % period == 0) {
                const std::lock_guard writer(lock);
                ++left;
                if (i % 4 == 0) std::this_thread::yield();
                ++right;
                written.fetch_add(1, std::memory_order_relaxed);
            } else {
                const std::shared_lock reader(lock);
                if (left != right) torn.fetch_add(1);
                if (i % 256 == 0) std::this_thread::yield();
            }
        }
    });
    CHECK(torn == 0);
    CHECK(left == written);
    CHECK(right == written);
    CHECK(lock.try_lock());
    lock.unlock();
}

template <class Lock>
void check() {
    STATIC_CHECK(sizeof(Lock) == 8);
    sync_tests::check_lockable<Lock>();
    check_readers<Lock>(8, 2'000, 3);
    check_readers<Lock>(8, 20'000, 2'000);
    check_readers<Lock>(2, 50'000, 700);
}

} // namespace

TEST_CASE("shared_mutex keeps the contract of a lock, and readers see no half of a write") {
    check<for_writers>();
}
TEST_CASE("shared_mutex for readers keeps the same") { check<for_readers>(); }

TEST_CASE("shared_mutex: readers share, and exclude writers, counted or not") {
    for (const int reads_before : {0, many_reads}) {
        arsenal::shared_mutex lock;
        for (int i = 0; i < reads_before; ++i) const std::shared_lock reader(lock);
        std::shared_lock first(lock);
        sync_tests::beside_each_other(1, [&](int) {
            std::shared_lock second(lock, std::try_to_lock);
            CHECK(second.owns_lock());
            CHECK_FALSE(lock.try_lock());
            second.unlock();
            CHECK_FALSE(lock.try_lock());
            // ... who has failed leaves the lock as it was.
            CHECK(std::shared_lock(lock, std::try_to_lock).owns_lock());
        });
        first.unlock();
        REQUIRE(lock.try_lock());
        sync_tests::beside_each_other(1, [&](int) { CHECK_FALSE(lock.try_lock_shared()); });
        lock.unlock();
    }
}

TEST_CASE("shared_mutex: a writer sleeps until the last uncounted reader has left") {
    arsenal::shared_mutex lock;
    read_often(lock);
    std::atomic<bool> is_read{true};
    std::atomic<int> reading{0};
    std::vector<std::thread> readers;
    for (int i = 0; i < 4; ++i)
        readers.emplace_back([&, i] {
            const std::shared_lock reader(lock);
            reading.fetch_add(1);
            while (reading != 4) std::this_thread::yield();
            std::this_thread::sleep_for(std::chrono::milliseconds(5 * i));
            if (i == 3) is_read = false;
        });
    while (reading != 4) std::this_thread::yield();
    lock.lock();
    CHECK_FALSE(is_read);
    lock.unlock();
    for (std::thread& reader : readers) reader.join();
}

TEST_CASE("shared_mutex: more locks are held as a reader than a thread's record has places") {
    std::array<arsenal::shared_mutex, 20> locks;
    for (arsenal::shared_mutex& lock : locks) read_often(lock);
    for (arsenal::shared_mutex& lock : locks) lock.lock_shared();
    sync_tests::beside_each_other(1, [&](int) {
        for (arsenal::shared_mutex& lock : locks) CHECK_FALSE(lock.try_lock());
    });
    for (arsenal::shared_mutex& lock : locks) lock.unlock_shared();
    sync_tests::beside_each_other(1, [&](int) {
        for (arsenal::shared_mutex& lock : locks) CHECK(lock.try_lock());
        for (arsenal::shared_mutex& lock : locks) lock.unlock();
    });
}

TEST_CASE("shared_mutex: threads come and go, and may read while they end") {
    static arsenal::shared_mutex lock;
    struct reads_at_the_end {
        ~reads_at_the_end() { read_often(lock); }
    };
    long value = 0;
    for (int i = 0; i < 50; ++i) {
        std::thread reader([&] {
            static thread_local const reads_at_the_end at_the_end;
            static_cast<void>(&at_the_end);
            read_often(lock);
            const std::shared_lock guard(lock);
            CHECK(value <= 50);
        });
        {
            const std::lock_guard guard(lock);
            ++value;
        }
        reader.join();
    }
    CHECK(value == 50);
}

TEST_CASE("shared_mutex: whoever leaves last may end its life") {
    for (int i = 0; i < 300; ++i) {
        struct object {
            arsenal::shared_mutex lock;
            int users = 3;
        };
        auto* const shared = new object;
        read_often(shared->lock);
        sync_tests::beside_each_other(3, [=](int) {
            {
                const std::shared_lock reader(shared->lock);
            }
            shared->lock.lock();
            const bool last = --shared->users == 0;
            shared->lock.unlock();
            if (last) delete shared;
        });
    }
}

TEST_CASE("shared_mutex: a writer that waits goes before readers that come later, if writers are preferred") {
    arsenal::shared_mutex lock;
    bool written = false;
    lock.lock_shared();
    std::thread writer([&] {
        const std::lock_guard guard(lock);
        written = true;
    });
    sync_tests::beside_each_other(1, [&](int) { await_writer(lock); });
    std::thread reader([&] {
        const std::shared_lock guard(lock);
        CHECK(written);
    });
    lock.unlock_shared();
    writer.join();
    reader.join();
}

TEST_CASE("shared_mutex: readers pass a writer that waits, if they are preferred") {
    for_readers lock;
    std::atomic<bool> waits{false};
    lock.lock_shared();
    std::thread writer([&] {
        waits = true;
        lock.lock();
        lock.unlock();
    });
    while (!waits) std::this_thread::yield();
    sync_tests::beside_each_other(1, [&](int) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        CHECK(lock.try_lock_shared());
        lock.unlock_shared();
    });
    lock.unlock_shared();
    writer.join();
}

TEST_CASE("shared_mutex is there before main()") {
    static constinit arsenal::shared_mutex lock;
    const std::lock_guard guard(lock);
    CHECK_FALSE(lock.try_lock());
}

TEST_CASE("shared_mutex: a race", "[.]") { sync_tests::plant_race<arsenal::shared_mutex>(); }
TEST_CASE("shared_mutex: a race of readers", "[.]") {
    arsenal::shared_mutex lock;
    read_often(lock);
    volatile int value = 0;
    sync_tests::beside_each_other(2, [&](int t) {
        read_often(lock); // or one takes over the record of the other, who has ended
        if (t == 1) std::this_thread::sleep_for(std::chrono::milliseconds(5));
        const std::shared_lock reader(lock);
        value = value + 1;
    });
}
TEST_CASE("shared_mutex: ThreadSanitizer reports a race") {
    CHECK(sync_tests::race_is_reported("shared_mutex: a race"));
    CHECK(sync_tests::race_is_reported("shared_mutex: a race of readers"));
}

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG

TEST_CASE("shared_mutex: its end while it is held is caught in debug mode") {
    CHECK(support::stops("a shared mutex is destroyed while it is held",
                         [] { arsenal::shared_mutex().lock(); }));
    CHECK(support::stops("a shared mutex is destroyed while readers hold it", [] {
        arsenal::shared_mutex lock;
        read_often(lock);
        lock.lock_shared();
    }));
}

#endif
