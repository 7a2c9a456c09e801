#include <catch2/catch_test_macros.hpp>

#include <sync/lock_contract.hpp>

#include <array>
#include <atomic>
#include <cstdint>
#include <optional>
#include <string>

#if ARSENAL_TEST_IMPORT
import arsenal.sync;
#else
#include <arsenal/sync.hpp>
#endif
#include <arsenal/platform/config.hpp>

using arsenal::seqlock;
using arsenal::seqlock_writers;

namespace {

// Not a whole number of words, without a default constructor, each byte the same.
struct odd_value {
    explicit odd_value(std::uint8_t byte) { bytes.fill(byte); }
    bool is_whole() const {
        for (const std::uint8_t byte : bytes)
            if (byte != bytes[0]) return false;
        return true;
    }
    std::array<std::uint8_t, 27> bytes;
};

struct padded_value {
    char small;
    double large;
};

template <class Lock>
int torn_values(int writers, int readers, int times) {
    Lock lock(odd_value(0));
    std::atomic<int> torn{0};
    sync_tests::beside_each_other(writers + readers, [&](int t) {
        for (int i = 0; i < times; ++i) {
            if (t < writers)
                lock.store(odd_value(static_cast<std::uint8_t>(i)));
            else if (!lock.load().is_whole())
                torn.fetch_add(1);
        }
    });
    return torn + (lock.load().is_whole() ? 0 : 1);
}

} // namespace

TEST_CASE("seqlock: a value of any size comes back") {
    STATIC_CHECK(sizeof(seqlock<odd_value>) == sizeof(std::uintptr_t) + 32);
    STATIC_CHECK_FALSE(std::is_copy_constructible_v<seqlock<int>>);
    STATIC_CHECK_FALSE(std::is_default_constructible_v<seqlock<odd_value>>);
    CHECK(seqlock<int>().load() == 0);
    CHECK(seqlock('x').load() == 'x');
    seqlock<padded_value> padded({'a', 1.5});
    CHECK(padded.load().large == 1.5);
    padded.store({'b', 2.5});
    CHECK(padded.load().small == 'b');
    CHECK(padded.try_load()->large == 2.5);
    const seqlock odd(odd_value(7));
    CHECK(odd.load().bytes == odd_value(7).bytes);
}

TEST_CASE("seqlock: readers see whole values") {
    CHECK(torn_values<seqlock<odd_value>>(2, 2, 20'000) == 0);
    CHECK(torn_values<seqlock<odd_value>>(4, 12, 1'000) == 0);
    CHECK(torn_values<seqlock<odd_value, seqlock_writers::one>>(1, 3, 20'000) == 0);
}

TEST_CASE("seqlock: no update is lost, and one that throws changes nothing") {
    seqlock<std::array<long, 2>> lock;
    sync_tests::beside_each_other(8, [&](int) {
        for (int i = 0; i < 1000; ++i)
            lock.update([](const std::array<long, 2>& old) { return std::array{old[0] + 1, old[1] - 1}; });
    });
    CHECK(lock.load() == std::array{8000L, -8000L});
    CHECK_THROWS_AS(lock.update([](const std::array<long, 2>&) -> std::array<long, 2> { throw 1; }), int);
    CHECK(lock.try_load() == std::array{8000L, -8000L});
    lock.store({1, 2});
    CHECK(lock.load() == std::array{1L, 2L});
}

TEST_CASE("seqlock is there before main()") {
    static constinit seqlock<int> lock(42);
    CHECK(lock.load() == 42);
}

TEST_CASE("seqlock: what a writer did before is seen by who reads its value") {
    seqlock<int> published;
    std::string data;
    sync_tests::beside_each_other(2, [&](int t) {
        if (t == 0) {
            data = "there";
            published.store(1);
        } else {
            while (published.load() == 0) std::this_thread::yield();
            if (data != "there") std::abort();
        }
    });
    CHECK(data == "there");
}

TEST_CASE("seqlock: a race", "[.]") {
    seqlock<int> published;
    volatile int data = 0;
    sync_tests::beside_each_other(2, [&](int t) {
        if (t == 0) {
            published.store(1);
            data = 1; // too late
        } else {
            while (published.load() == 0) std::this_thread::yield();
            data = 2;
        }
    });
}
TEST_CASE("seqlock: ThreadSanitizer reports a race") {
    CHECK(sync_tests::race_is_reported("seqlock: a race"));
}

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG

TEST_CASE("seqlock: a second writer where there is one is caught in debug mode") {
    CHECK(support::stops("two writers in a seqlock for one", [] {
        seqlock<int, seqlock_writers::one> lock;
        lock.update([&](int old) {
            lock.store(1);
            return old;
        });
    }));
}

#endif
