#include <arsenal/sync/detail/basic_barrier.hpp>
#include <sync/spoilt_waits.hpp>

// Every execution of the barrier with two to four threads, and what the explorer makes of it once it is
// spoilt.

using namespace explored;

namespace {

/// Counts how often it is called, and notices a second caller.
struct counted {
    plain<int>* completions;
    void operator()() const noexcept { completions->set(completions->get() + 1); }
};
struct nothing {
    void operator()() const noexcept {}
};

template <class Policy, class Completion = counted>
using barrier = arsenal::detail::basic_barrier<Policy, Completion>;

// All meet, phase after phase. In every other phase they write first, and look at another's afterwards.
template <class Policy>
program meet(std::uint32_t threads, int phases) {
    return [=](execution& run) {
        plain<int> completions{0};
        std::array<plain<int>, 3> there{};
        barrier<Policy> all{threads, {&completions}};
        std::vector<std::function<void()>> together;
        for (std::uint32_t i = 0; i != threads; ++i)
            together.push_back([&, i, threads, phases] {
                for (int phase = 0; phase != phases; ++phase) {
                    const bool writes = phase % 2 == 0;
                    if (writes) there[i].set(phase + 1);
                    all.wait(all.arrive(1));
                    if (writes)
                        run.require(there[(i + 1) % threads].get() == phase + 1, "the others are there");
                    if (!writes) run.require(completions.get() == phase + 1, "once a phase it has run");
                }
            });
        run.spawn(together);
        run.require(completions.get() == phases, "the completion has run once in each phase");
    };
}

// One only says that it has been there; another leaves for ever.
template <class Policy>
void arrive_drop_and_wait(execution& run) {
    plain<int> completions{0};
    plain<int> written{0};
    barrier<Policy> all{3, {&completions}};
    run.threads([&] { written.set(1), all.arrive(1); }, [&] { all.arrive_and_drop(); },
                [&] {
                    all.wait(all.arrive(1));
                    run.require(written.get() == 1, "what was before an arrival is seen");
                    run.require(completions.get() == 1, "the completion has run");
                    all.wait(all.arrive(2)); // nobody else comes any more
                });
    run.require(completions.get() == 2, "two phases have ended");
}

// Two leave at once: the third meets itself.
template <class Policy>
void two_drop(execution& run) {
    barrier<Policy, nothing> all{3, {}};
    const auto leave = [&] { all.arrive_and_drop(); };
    run.threads(leave, leave, [&] {
        all.wait(all.arrive(1));
        all.wait(all.arrive(1));
    });
}

// Phases go by while a thread waits for one that is long over.
template <class Policy>
void sleep_through_phases(execution& run) {
    barrier<Policy, nothing> all{2, {}};
    run.threads([&] { all.wait(all.arrive(1)); },
                [&] {
                    all.wait(all.arrive(1));
                    all.arrive(2);
                    all.arrive(2);
                });
}

// Who is let through ends the barrier's life.
template <class Policy>
void let_through_destroys(execution& run) {
    auto* const all = support::interleave::create<barrier<Policy, nothing>>(2U, nothing());
    run.threads([=] { all->arrive(1); },
                [=] {
                    all->wait(all->arrive(1));
                    support::interleave::destroy(all);
                });
}

} // namespace

TEST_CASE("barrier: every execution") {
    require_flawless("barrier, 2 meet, 2 phases", meet<model_policy>(2, 2), {.spurious = 1});
    require_flawless("barrier, 2 meet, 3 phases", meet<model_policy>(2, 3));
    require_flawless("barrier, 3 meet", meet<model_policy>(3, 1));
    require_flawless("barrier that spins first, 2 meet, 2 phases", meet<spinning>(2, 2), {.spurious = 1});
    require_flawless("barrier, arrive; drop; wait", arrive_drop_and_wait<model_policy>, {.spurious = 1});
    require_flawless("barrier, drop; drop; wait twice", two_drop<model_policy>, {.spurious = 1});
    require_flawless("barrier, 3 phases go by a sleeper", sleep_through_phases<model_policy>,
                     {.spurious = 1});
    require_flawless("barrier, destroyed by who is let through", let_through_destroys<model_policy>,
                     {.spurious = 1});
}

TEST_CASE("barrier: executions that take a minute", "[.long]") {
    require_flawless("barrier, 2 meet, 4 phases", meet<model_policy>(2, 4));
    require_flawless("barrier, 3 meet, 2 phases", meet<model_policy>(3, 2));
}

TEST_CASE("barrier: no order is stronger than it must be") {
    CHECK(needless_orders("basic_barrier.hpp", {meet<model_policy>(2, 2), meet<spinning>(2, 2),
                                                arrive_drop_and_wait<model_policy>})
              .empty());
}

TEST_CASE("barrier: wakes that are left out, that come too early or reach too few are found") {
    CHECK(sleeps_for_ever(meet<never_wakes>(2, 1)));
    CHECK(sleeps_for_ever(meet<wakes_too_early>(2, 1)));
    CHECK(sleeps_for_ever(meet<never_compares>(2, 1)));
    CHECK(sleeps_for_ever(meet<wakes_only_one>(3, 1)));
}

TEST_CASE("barrier: a look at what may be gone is found") {
    CHECK(failure_of(let_through_destroys<looks_before_it_wakes>).find("destroyed") != std::string::npos);
}

TEST_CASE("barrier: each operation is needed, and needed whole") {
    const checks_are_findings scope;
    CHECK(unnoticed_flaws(
              {{meet<spoilt_policy>(2, 2)}, {two_drop<spoilt_policy>}, {meet<spoilt_policy>(3, 1)}}) ==
          std::vector<std::string>{});
}
