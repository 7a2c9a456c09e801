#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <support/interleave/model.hpp>

// Sleeping and waking under the explorer: U. Drepper's third mutex ("Futexes Are Tricky", 2011) is right, and
// each way to spoil it is found.

using namespace support::interleave;
using Catch::Matchers::ContainsSubstring;
using enum std::memory_order;

namespace {

enum class flaw { none, unlock_relaxed, lock_relaxed, no_recheck, marks_free_of_waiters, forgets_to_wake };

template <flaw Flaw>
class futex_mutex {
public:
    void lock() {
        constexpr std::memory_order order = Flaw == flaw::lock_relaxed ? relaxed : acquire;
        unsigned state = 0;
        if (state_.compare_exchange_strong(state, 1, order, relaxed)) return;
        if (state != 2) state = state_.exchange(2, order);
        while (state != 0) {
            futex_wait(state_, 2);
            if (Flaw == flaw::no_recheck) return;
            state = state_.exchange(Flaw == flaw::marks_free_of_waiters ? 1 : 2, order);
        }
    }
    void unlock() {
        const unsigned state = state_.exchange(0, Flaw == flaw::unlock_relaxed ? relaxed : release);
        if (state == 2 && Flaw != flaw::forgets_to_wake) futex_wake(state_, 1);
    }

private:
    atomic<unsigned> state_{0};
};

template <flaw Flaw>
findings count(int threads, options bounds = {}) {
    return explore(
        [=](execution& run) {
            futex_mutex<Flaw> mutex;
            plain<int> counter{0};
            run.spawn(std::vector<std::function<void()>>(static_cast<std::size_t>(threads), [&] {
                mutex.lock();
                counter.set(counter.get() + 1);
                mutex.unlock();
            }));
            run.require(counter.get() == threads, "every thread has counted");
        },
        bounds);
}

std::string failure_of(const findings& seen) { return seen.failure.value_or("no failure"); }

} // namespace

TEST_CASE("a mutex over a futex excludes, with two and three threads and spurious awakenings") {
    for (const findings& seen : {count<flaw::none>(2, {.spurious = 1}), count<flaw::none>(3)}) {
        INFO(failure_of(seen));
        CHECK(seen.complete);
        CHECK_FALSE(seen.failure);
        CHECK(seen.duplicates == 0);
    }
}

TEST_CASE("each flaw of it is found, by what it does") {
    CHECK_THAT(failure_of(count<flaw::unlock_relaxed>(2)), ContainsSubstring("a data race"));
    CHECK_THAT(failure_of(count<flaw::lock_relaxed>(2)), ContainsSubstring("a data race"));
    CHECK_THAT(failure_of(count<flaw::no_recheck>(2)), ContainsSubstring("a data race"));
    CHECK_THAT(failure_of(count<flaw::forgets_to_wake>(2)), ContainsSubstring("sleeps for ever"));
    // Only a third thread can sleep while the second believes that nobody does.
    CHECK_THAT(failure_of(count<flaw::marks_free_of_waiters>(3)), ContainsSubstring("thread"));
}

namespace {

// One says that there is work, one sleeps until there is. In which order, decides whether the sleeper ever
// wakes.
findings say_and_sleep(bool wakes_first, bool looks_again) {
    return explore([=](execution& run) {
        atomic<int> work{0};
        run.threads(
            [&, wakes_first] {
                if (wakes_first) futex_wake(work, 1);
                work.store(1, relaxed);
                if (!wakes_first) futex_wake(work, 1);
            },
            [&, looks_again] {
                const int seen = work.load(relaxed);
                if (looks_again)
                    while (work.load(relaxed) == 0) futex_wait(work, 0);
                else if (seen == 0)
                    futex_wait(work, work.load(relaxed)); // whatever it is by now
            });
    });
}

} // namespace

TEST_CASE("a wake-up that comes before the sleep is lost, unless the kernel compares the word") {
    CHECK(say_and_sleep(false, true).complete);
    CHECK_THAT(failure_of(say_and_sleep(true, true)), ContainsSubstring("sleeps for ever"));
    CHECK_THAT(failure_of(say_and_sleep(false, false)), ContainsSubstring("sleeps for ever"));
}

TEST_CASE("of two sleepers one wake ends the sleep of either, two of both") {
    std::set<std::vector<std::int64_t>> woken;
    for (const int wakes : {1, 2}) {
        const findings seen = explore([=](execution& run) {
            atomic<int> word{0};
            std::array<bool, 2> awake{};
            const auto sleep = [&](std::size_t i) { awake[i] = futex_wait_timed(word, 0); };
            run.threads([&] { sleep(0); }, [&] { sleep(1); }, [&, wakes] { futex_wake(word, wakes); });
            run.outcome({wakes, awake[0], awake[1]});
        });
        CHECK(seen.complete);
        woken.insert(seen.outcomes.begin(), seen.outcomes.end());
    }
    CHECK(woken == std::set<std::vector<std::int64_t>>{
                       {1, 0, 0}, {1, 0, 1}, {1, 1, 0}, {2, 0, 0}, {2, 0, 1}, {2, 1, 0}, {2, 1, 1}});
}

TEST_CASE("who sleeps on a word for another reason is not woken, and only its upper half is compared") {
    const auto sleep_and_wake = [](std::uint8_t asleep, std::uint8_t woken) {
        return [=](execution& run) {
            atomic<std::uint64_t> word{std::uint64_t{1} << 32};
            run.threads([&, asleep] { futex_wait_upper(word, 1, asleep); },
                        [&, woken] {
                            word.store(7, relaxed); // ends a wait that has not begun
                            futex_wake(word, 1, woken);
                        });
        };
    };
    CHECK(explore(sleep_and_wake(2, 2)).complete);
    CHECK_FALSE(explore(sleep_and_wake(2, 2)).failure.has_value());
    CHECK_THAT(failure_of(explore(sleep_and_wake(1, 2))), ContainsSubstring("sleeps for ever"));
    const auto lower_half_changes = [](execution& run) {
        atomic<std::uint64_t> word{std::uint64_t{1} << 32};
        run.threads([&] { futex_wait_upper(word, 1, 1); }, [&] { word.fetch_add(1, relaxed); });
    };
    CHECK_THAT(failure_of(explore(lower_half_changes)), ContainsSubstring("sleeps for ever"));
}
