#include <arsenal/sync/detail/basic_pi_mutex.hpp>
#include <sync/lock_programs.hpp>
#include <sync/pi_kernel.hpp>
#include <sync/spoilt_waits.hpp>

// Every execution of the mutex with priority inheritance, beside a model of the kernel's part
// (pi_kernel.hpp).

using namespace explored;

namespace {

template <class Policy = pi_kernel>
using pi_mutex = arsenal::detail::basic_pi_mutex<Policy>;

struct pi_spinning : pi_kernel {
    static constexpr int spins = 1;
};

// One has a limit to its wait, which may be up at any moment; the others have none.
template <class Mutex>
program count_in_time(int before, int behind) {
    return [=](execution& run) {
        Mutex lock;
        plain<int> counter{0};
        int late = 0;
        const auto add = [&] {
            counter.set(counter.get() + 1);
            lock.unlock();
        };
        const auto waits = [&] {
            lock.lock();
            add();
        };
        std::vector<std::function<void()>> work(static_cast<std::size_t>(before), waits);
        work.push_back([&] { lock.try_lock_until(0) ? add() : void(++late); });
        work.insert(work.end(), static_cast<std::size_t>(behind), waits);
        run.spawn(work);
        run.require(counter.get() + late == before + 1 + behind, "who had the lock has counted");
        run.require(lock.is_free(), "the lock is free in the end");
    };
}

} // namespace

// One round at least, to see a waiter that is never given the word.
TEST_CASE("pi_mutex: every execution") {
    require_flawless("pi_mutex, 2 threads", counting<pi_mutex<>>(2), {.rounds = 1, .spurious = 1});
    require_flawless("pi_mutex that spins first, 2 threads", counting<pi_mutex<pi_spinning>>(2),
                     {.rounds = 1, .spurious = 1});
    require_flawless("pi_mutex, lock and try_lock", trying<pi_mutex<>>(2), {.rounds = 1, .spurious = 1});
    require_flawless("pi_mutex, lock and try_lock_until", count_in_time<pi_mutex<>>(1, 0),
                     {.rounds = 1, .spurious = 1});
    require_flawless("pi_mutex, destroyed by the last of 2", last_destroys<pi_mutex<pi_kernel_in_order>>,
                     {.rounds = 1, .spurious = 1});
}

TEST_CASE("pi_mutex: every execution of three", "[large]") {
    require_flawless("pi_mutex, 2 threads twice each", counting_twice<pi_mutex<>>(2), {.rounds = 1});
    require_flawless("pi_mutex, 3 threads", counting<pi_mutex<>>(3), {.rounds = 1});
    require_flawless("pi_mutex, 3 threads, who robs", counting<pi_mutex<>>(3), {.spurious = 1});
    require_flawless("pi_mutex, try_lock_until and 2 lock", count_in_time<pi_mutex<>>(0, 2));
    require_flawless("pi_mutex, 2 lock and try_lock_until", count_in_time<pi_mutex<>>(2, 0));
}

TEST_CASE("pi_mutex: no order is stronger than it must be") {
    CHECK(needless_orders("basic_pi_mutex.hpp", {counting<pi_mutex<>>(2), trying<pi_mutex<>>(2)}).empty());
}

namespace {

struct spoilt_kernel : pi_kernel {
    template <class T>
    using atomic = spoilt_atomic<T, pi_word>;
};

struct never_hands_on : pi_kernel {
    static int futex_unlock_pi(pi_word&) { return 0; }
};

/// Uses what whoever has been given it may have destroyed.
struct looks_afterwards : pi_kernel_in_order {
    static int futex_unlock_pi(pi_word& word) {
        const int error = pi_kernel_in_order::futex_unlock_pi(word);
        return word.load(std::memory_order::relaxed) == 12345 ? EINVAL : error;
    }
};

} // namespace

TEST_CASE("pi_mutex: each spoilt operation is noticed") {
    const checks_are_findings scope;
    // What the load yields is of interest where a thread has ended; between the halves of fetch_or, by the
    // holder and of a bit that is set, nobody writes anything else.
    CHECK(unnoticed_flaws({{counting<pi_mutex<spoilt_kernel>>(2), {.rounds = 1}},
                           {trying<pi_mutex<spoilt_kernel>>(2), {.rounds = 1}}}) ==
          std::vector<std::string>{"load: ignored", "fetch_or: torn"});
}

TEST_CASE("pi_mutex: waiters that are forgotten, and a look after the end are found") {
    const auto waits_for_ever = [](const program& test) {
        return failure_of(test, {.rounds = 1}).find("no thread can go on") != std::string::npos;
    };
    CHECK(waits_for_ever(counting<pi_mutex<pi_kernel_without_waiters>>(2)));
    CHECK(waits_for_ever(counting<pi_mutex<never_hands_on>>(2)));
    CHECK(failure_of(last_destroys<pi_mutex<looks_afterwards>>).find("may have been destroyed") !=
          std::string::npos);
}
