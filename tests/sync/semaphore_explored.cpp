#include <arsenal/sync/detail/basic_semaphore.hpp>
#include <sync/spoilt_waits.hpp>

// Every execution of the semaphore with two to four threads, and what the explorer makes of it once it is
// spoilt.

using namespace explored;

namespace {

template <class Policy>
using semaphore = arsenal::detail::basic_semaphore<Policy>;

template <class Policy>
struct lock_of_one {
    semaphore<Policy> permits{1};
    void lock() { permits.acquire(); }
    void unlock() { permits.release(1); }
};

// `permits` at once, or one after the other, for as many threads that wait for one. What was written before
// is seen.
template <class Policy, bool AtOnce>
program hand_out(std::uint32_t permits) {
    return [=](execution& run) {
        semaphore<Policy> given{0};
        plain<int> data{0};
        std::vector<std::function<void()>> threads(permits, [&] {
            given.acquire();
            run.require(data.get() == 1, "what was written before the release is there");
        });
        threads.push_back([&, permits] {
            data.set(1);
            if (AtOnce) return given.release(permits);
            for (std::uint32_t i = 0; i != permits; ++i) given.release(1);
        });
        run.spawn(threads);
    };
}

// One permit, and two who want it: the one that has no more time may let it go, but not lose it.
template <class Policy>
void one_in_time(execution& run) {
    semaphore<Policy> given{0};
    bool late = false;
    run.threads([&] { given.release(1); },
                [&] {
                    given.acquire();
                    given.release(1);
                },
                [&] {
                    if (given.try_acquire_until(0))
                        given.release(1);
                    else
                        late = true;
                });
    run.require(given.try_acquire() && !given.try_acquire(), "the permit is there, and no other");
    run.outcome({late});
}

// Two release; a thread that comes by takes one of them from under the sleepers.
template <class Policy>
void comes_by(execution& run) {
    semaphore<Policy> given{0};
    run.threads([&] { given.acquire(); },
                [&] {
                    given.release(1);
                    given.release(1);
                },
                [&] {
                    if (!given.try_acquire()) given.acquire();
                });
    run.require(!given.try_acquire(), "no permit is left");
}

// Who is let through ends the semaphore's life.
template <class Policy>
void let_through_destroys(execution& run) {
    auto* const given = support::interleave::create<semaphore<Policy>>(0U);
    run.threads([=] { given->release(1); },
                [=] {
                    given->acquire();
                    support::interleave::destroy(given);
                });
}

} // namespace

TEST_CASE("semaphore: every execution") {
    require_flawless("semaphore of 1 as a lock, 2 threads", counting<lock_of_one<model_policy>>(2),
                     {.rounds = 1, .spurious = 1});
    require_flawless("semaphore that spins first, 2 threads", counting<lock_of_one<spinning>>(2),
                     {.spurious = 1});
    require_flawless("semaphore, release(2), 2 acquire", hand_out<model_policy, true>(2));
    require_flawless("semaphore, destroyed by who is let through", let_through_destroys<model_policy>,
                     {.spurious = 1});
}

TEST_CASE("semaphore: every one of many executions", "[large]") {
    require_flawless("semaphore of 1 as a lock, 3 threads", counting<lock_of_one<model_policy>>(3));
    require_flawless("semaphore, release(1) twice, 2 acquire", hand_out<model_policy, false>(2));
    require_flawless("semaphore, acquire and 2 releases; try, acquire", comes_by<model_policy>);
    require_flawless("semaphore, acquire; acquire in time; release", one_in_time<model_policy>);
}

TEST_CASE("semaphore: executions that take half a minute", "[.long]") {
    require_flawless("semaphore, release(2), 2 acquire", hand_out<model_policy, true>(2), {.spurious = 1});
    require_flawless("semaphore, release(3), 3 acquire", hand_out<model_policy, true>(3));
}

TEST_CASE("semaphore: no order is stronger than it must be") {
    CHECK(needless_orders("basic_semaphore.hpp",
                          {counting<lock_of_one<model_policy>>(2), counting<lock_of_one<spinning>>(2),
                           hand_out<model_policy, false>(2)})
              .empty());
}

TEST_CASE("semaphore: wakes that are left out, that come too early or reach too few are found") {
    CHECK(sleeps_for_ever(hand_out<never_wakes, true>(1)));
    CHECK(sleeps_for_ever(hand_out<wakes_too_early, true>(1)));
    CHECK(sleeps_for_ever(hand_out<never_compares, true>(1)));
    // The second release sees no mark: the first has taken it away, and who was woken has not been there yet.
    CHECK(sleeps_for_ever(hand_out<wakes_only_at_first, false>(2)));
}

TEST_CASE("semaphore: a look at what may be gone is found") {
    CHECK(failure_of(let_through_destroys<looks_before_it_wakes>).find("destroyed") != std::string::npos);
}

TEST_CASE("semaphore: each operation is needed, and needed whole", "[large]") {
    const checks_are_findings scope;
    // The first looks are guesses, that the exchanges correct.
    CHECK(unnoticed_flaws({{counting<lock_of_one<spoilt_policy>>(2)},
                           {hand_out<spoilt_policy, true>(2)},
                           {hand_out<spoilt_policy, false>(2)}}) ==
          std::vector<std::string>{"load: ignored", "load: ignored"});
}
