#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <initializer_list>
#include <mutex>
#include <string>
#include <thread>
#include <unistd.h>

#include <support/child_process.hpp>

#include <arsenal/platform/hardening.hpp> // macros, which no import carries
#if ARSENAL_TEST_IMPORT
import arsenal.platform;
import arsenal.sync;
#else
#include <arsenal/sync.hpp>
#endif
#include <sync/watched_locks.hpp>

// What mode debug's reports of locks name, and what a handler that throws leaves.

#if ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG

using support::run_in_child;
using namespace sync_tests;

// Names that are seen in the reports.
extern "C" {
[[gnu::noinline]] void here_left_first(arsenal::mutex& lock) { lock.lock(); }
[[gnu::noinline]] void here_right_second(arsenal::mutex& lock) { lock.lock(); }
[[gnu::noinline]] void there_right_first(arsenal::mutex& lock) { lock.lock(); }
[[gnu::noinline]] void there_left_second(arsenal::mutex& lock) { lock.lock(); }
[[gnu::noinline]] void unlock_from_afar(arsenal::mutex& lock) { lock.unlock(); }
}

bool says_in_turn(const std::string& text, std::initializer_list<const char*> parts) {
    std::size_t at = 0;
    for (const char* part : parts) {
        at = text.find(part, at);
        if (at == std::string::npos) return false;
        ++at;
    }
    return true;
}

TEST_CASE("the report names where both locks were taken, now and before") {
    const auto end = run_in_child([] {
        arsenal::mutex left, right;
        here_left_first(left);
        here_right_second(right);
        left.unlock();
        right.unlock();
        there_right_first(right);
        there_left_second(left);
    });
    INFO(end.standard_error);
    CHECK(says_in_turn(end.standard_error,
                       {"wants lock", "there_left_second+0x", "and holds lock", "there_right_first+0x",
                        "before that", "wanted lock", "here_right_second+0x", "and held lock",
                        "here_left_first+0x", can_deadlock}));
}

TEST_CASE("the reports of holders name where") {
    const auto twice = run_in_child([] {
        arsenal::mutex lock;
        here_left_first(lock);
        there_left_second(lock);
    });
    INFO(twice.standard_error);
    CHECK(says_in_turn(twice.standard_error, {"wants lock", "there_left_second+0x", "and holds it",
                                              "here_left_first+0x", locks_twice}));

    const auto stranger = run_in_child([] {
        arsenal::mutex lock, mine;
        here_left_first(mine);
        unlock_from_afar(lock);
    });
    INFO(stranger.standard_error);
    CHECK(says_in_turn(stranger.standard_error, {"unlocks lock", "unlock_from_afar+0x", "holds lock",
                                                 "here_left_first+0x", by_a_stranger}));
}

// ---- A handler that throws

struct thrown {
    std::string message;
};

struct throwing_handler {
    throwing_handler()
        : before(arsenal::set_hardening_handler(
              [](const arsenal::hardening_failure& failure) { throw thrown{failure.message}; })) {}
    ~throwing_handler() { arsenal::set_hardening_handler(before); }
    arsenal::hardening_handler before;
};

template <class Lock>
bool is_free(Lock& lock) {
    bool free = false;
    std::thread([&] {
        free = lock.try_lock();
        if (free) lock.unlock();
    }).join();
    return free;
}

template <class Lock>
bool is_refused(Lock& lock) {
    try {
        lock.lock();
    } catch (const thrown& failure) {
        return failure.message == can_deadlock;
    }
    return false;
}

TEMPLATE_TEST_CASE("what is reported has not happened", "", ALL_LOCKS) {
    const auto end = run_in_child([] {
        const throwing_handler handler;
        TestType left, right;
        bool good = true;
        take_both(left, right);
        for (int i = 0; i != 2; ++i) {
            const std::lock_guard guard(right);
            good = good && is_refused(left) && is_free(left) && !is_free(right);
        }
        take_both(left, right);
        if (!good || !is_free(left) || !is_free(right)) _exit(1);
    });
    CHECK(end.exited_well());
    CHECK(end.says("wants lock"));
}

#endif
