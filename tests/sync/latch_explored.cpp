#include <arsenal/sync/detail/basic_latch.hpp>
#include <sync/spoilt_waits.hpp>

// Every execution of the latch with two to four threads, and what the explorer makes of it once it is spoilt.

using namespace explored;

namespace {

template <class Policy>
using latch = arsenal::detail::basic_latch<Policy>;

// Some count down after they have written, others wait, and then see all of it.
template <class Policy>
program gather(std::uint32_t counters, std::size_t waiters) {
    return [=](execution& run) {
        latch<Policy> all_written{counters};
        std::array<plain<int>, 2> written{};
        std::vector<std::function<void()>> threads;
        for (std::uint32_t i = 0; i != counters; ++i)
            threads.push_back([&, i] {
                written[i].set(1);
                all_written.count_down(1);
            });
        for (std::size_t i = 0; i != waiters; ++i)
            threads.push_back([&, counters] {
                all_written.wait();
                for (std::uint32_t c = 0; c != counters; ++c)
                    run.require(written[c].get() == 1, "what was written before the count is there");
            });
        run.spawn(threads);
    };
}

// All count down, and go on together.
template <class Policy>
program meet(std::uint32_t threads) {
    return [=](execution& run) {
        latch<Policy> all_there{threads};
        std::array<plain<int>, 3> there{};
        std::vector<std::function<void()>> together;
        for (std::uint32_t i = 0; i != threads; ++i)
            together.push_back([&, i] {
                there[i].set(1);
                all_there.count_down(1);
                all_there.wait();
                run.require(there[(i + 1) % threads].get() == 1, "the others are there");
            });
        run.spawn(together);
    };
}

void look_without_waiting(execution& run) {
    latch<model_policy> written{2};
    plain<int> data{0};
    bool seen = false;
    run.threads([&] { data.set(1), written.count_down(2); },
                [&] {
                    seen = written.try_wait();
                    if (seen) run.require(data.get() == 1, "what was written before the count is there");
                });
    run.require(written.try_wait(), "nothing is left");
    run.outcome({seen});
}

template <class Policy>
void let_through_destroys(execution& run) {
    auto* const done = support::interleave::create<latch<Policy>>(1U);
    run.threads([=] { done->count_down(1); },
                [=] {
                    done->wait();
                    support::interleave::destroy(done);
                });
}

} // namespace

TEST_CASE("latch: every execution") {
    require_flawless("latch, 1 counts, 1 waits", gather<model_policy>(1, 1), {.spurious = 2});
    require_flawless("latch, 1 counts, 2 wait", gather<model_policy>(1, 2), {.spurious = 1});
    require_flawless("latch, 2 count, 1 waits", gather<model_policy>(2, 1), {.spurious = 1});
    require_flawless("latch, 2 count, 2 wait", gather<model_policy>(2, 2));
    require_flawless("latch that spins first, 2 count, 1 waits", gather<spinning>(2, 1));
    require_flawless("latch, 2 meet", meet<model_policy>(2), {.spurious = 1});
    require_flawless("latch, 3 meet", meet<model_policy>(3));
    require_flawless("latch, try_wait beside count_down(2)", look_without_waiting);
    require_flawless("latch, destroyed by who is let through", let_through_destroys<model_policy>,
                     {.spurious = 1});
}

TEST_CASE("latch: no order is stronger than it must be") {
    CHECK(needless_orders("basic_latch.hpp",
                          {gather<model_policy>(1, 1), gather<model_policy>(2, 1), look_without_waiting})
              .empty());
}

TEST_CASE("latch: wakes that are left out, that come too early or reach too few are found") {
    CHECK(sleeps_for_ever(gather<never_wakes>(1, 1)));
    CHECK(sleeps_for_ever(gather<wakes_too_early>(1, 1)));
    CHECK(sleeps_for_ever(gather<never_compares>(1, 1)));
    CHECK(sleeps_for_ever(gather<wakes_only_one>(1, 2)));
}

TEST_CASE("latch: a look at what may be gone is found") {
    CHECK(failure_of(let_through_destroys<looks_before_it_wakes>).find("destroyed") != std::string::npos);
}

TEST_CASE("latch: each operation is needed, and needed whole") {
    const checks_are_findings scope;
    // The first look only saves a second one.
    CHECK(unnoticed_flaws({{gather<spoilt_policy>(1, 1)},
                           {gather<spoilt_policy>(1, 2)},
                           {gather<spoilt_policy>(2, 1)}}) == std::vector<std::string>{"load: ignored"});
}
