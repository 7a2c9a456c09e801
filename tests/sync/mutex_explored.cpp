#include <arsenal/sync/detail/basic_mutex.hpp>
#include <sync/lock_programs.hpp>
#include <sync/spoilt_waits.hpp>

// Every execution of the mutex with two and three threads, and what the explorer makes of it once it is
// spoilt.

using namespace explored;

namespace {

template <class Policy>
using mutex = arsenal::detail::basic_mutex<Policy>;

// The time may be up at any moment.
template <class Mutex>
void count_in_time(execution& run) {
    Mutex lock;
    plain<int> counter{0};
    int late = 0;
    const auto add = [&] {
        lock.lock();
        counter.set(counter.get() + 1);
        lock.unlock();
    };
    run.threads(add, [&] {
        if (!lock.try_lock_until(0)) {
            ++late;
            return;
        }
        counter.set(counter.get() + 1);
        lock.unlock();
    });
    run.require(counter.get() + late == 2, "who had the lock has counted");
    run.require(lock.is_free(), "the lock is free in the end");
}

} // namespace

TEST_CASE("mutex: every execution") {
    require_flawless("mutex, 2 threads", counting<mutex<model_policy>>(2), {.rounds = 1, .spurious = 1});
    require_flawless("mutex, 3 threads", counting<mutex<model_policy>>(3));
    require_flawless("mutex that spins first, 2 threads", counting<mutex<spinning>>(2), {.spurious = 1});
    require_flawless("mutex, lock and try_lock", trying<mutex<model_policy>>(2), {.spurious = 1});
    require_flawless("mutex, lock and try_lock_until", count_in_time<mutex<model_policy>>, {.spurious = 1});
    require_flawless("mutex, destroyed by the last of 2", last_destroys<mutex<model_policy>>);
}

TEST_CASE("mutex: no order is stronger than it must be") {
    CHECK(needless_orders("basic_mutex.hpp", {counting<mutex<spinning>>(2), trying<mutex<model_policy>>(2)},
                          {.spurious = 1})
              .empty());
}

namespace {

// Who has slept forgets that others may sleep.
struct forgets_sleepers : model_policy {
    template <class T>
    struct atomic : model_policy::atomic<T> {
        using model_policy::atomic<T>::atomic;
        T exchange(T value, std::memory_order order) {
            return model_policy::atomic<T>::exchange(value == 2 && slept[thread()] ? 1 : value, order);
        }
        std::array<bool, 4> slept{};
    };
    static void futex_wait(atomic<std::uint32_t>& word, std::uint32_t expected) {
        word.slept[thread()] = true;
        model_policy::futex_wait(word, expected);
    }
    static void futex_wake(atomic<std::uint32_t>& word, int count) { model_policy::futex_wake(word, count); }
};

} // namespace

TEST_CASE("mutex: a wake that is left out, a look that is left out, a sleeper forgotten are found") {
    CHECK(sleeps_for_ever(counting<mutex<never_wakes>>(2)));
    CHECK(sleeps_for_ever(counting<mutex<never_compares>>(2)));
    // With the word at 1 and a sleeper that does not wait for 2, it goes round or sleeps, both for ever.
    CHECK(failure_of(counting<mutex<forgets_sleepers>>(3)).find("does not come to an end") !=
          std::string::npos);
}
