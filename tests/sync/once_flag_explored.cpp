#include <arsenal/sync/detail/basic_once_flag.hpp>
#include <sync/spoilt_waits.hpp>

// Every execution of call_once with two and three threads, and what the explorer makes of it once it is
// spoilt.

using namespace explored;

namespace {

template <class Policy>
using once_flag = arsenal::detail::basic_once_flag<Policy>;

// All call; the first `failures` times it throws.
template <class Policy>
program call(std::size_t threads, int failures = 0) {
    return [=](execution& run) {
        once_flag<Policy> flag;
        plain<int> attempts{0};
        const auto function = [&] {
            attempts.set(attempts.get() + 1);
            if (attempts.get() <= failures) throw 1;
        };
        run.spawn(std::vector<std::function<void()>>(threads, [&] {
            bool returned = false;
            try {
                flag.call(function);
                returned = true;
            } catch (int) {
            }
            if (returned) run.require(attempts.get() == failures + 1, "it has been done, and is seen");
        }));
        run.require(attempts.get() == std::min(failures + 1, static_cast<int>(threads)),
                    "it is tried until it is done, and no more");
    };
}

// Who has not done it knows that the other is past doing it, and ends the flag's life.
template <class Policy>
void let_through_destroys(execution& run) {
    auto* const flag = support::interleave::create<once_flag<Policy>>();
    run.threads([=] { flag->call([] {}); },
                [=] {
                    bool mine = false;
                    flag->call([&] { mine = true; });
                    if (!mine) support::interleave::destroy(flag);
                });
}

} // namespace

TEST_CASE("call_once: every execution") {
    require_flawless("call_once, 2 threads", call<model_policy>(2), {.spurious = 2});
    require_flawless("call_once, 3 threads", call<model_policy>(3));
    require_flawless("call_once that throws once, 2 threads", call<model_policy>(2, 1), {.spurious = 1});
    require_flawless("call_once, destroyed by who is let through", let_through_destroys<model_policy>,
                     {.spurious = 1});
}

TEST_CASE("call_once: every one of many executions", "[large]") {
    require_flawless("call_once that throws once, 3 threads", call<model_policy>(3, 1));
    require_flawless("call_once that throws twice, 3 threads", call<model_policy>(3, 2));
}

TEST_CASE("call_once: no order is stronger than it must be") {
    CHECK(needless_orders("basic_once_flag.hpp", {call<model_policy>(2), call<model_policy>(2, 1)},
                          {.spurious = 1})
              .empty());
}

TEST_CASE("call_once: wakes that are left out, that come too early or reach too few are found") {
    CHECK(sleeps_for_ever(call<never_wakes>(2)));
    CHECK(sleeps_for_ever(call<never_wakes>(2, 1)));
    CHECK(sleeps_for_ever(call<wakes_too_early>(2)));
    CHECK(sleeps_for_ever(call<never_compares>(2)));
    CHECK(sleeps_for_ever(call<wakes_only_one>(3)));
}

TEST_CASE("call_once: a look at what may be gone is found") {
    CHECK(failure_of(let_through_destroys<looks_before_it_wakes>).find("destroyed") != std::string::npos);
}

TEST_CASE("call_once: each operation is needed, and needed whole") {
    const checks_are_findings scope;
    // The first look is for speed: the exchange that follows finds what it would.
    CHECK(
        unnoticed_flaws({{call<spoilt_policy>(2)}, {call<spoilt_policy>(2, 1)}, {call<spoilt_policy>(3)}}) ==
        std::vector<std::string>{"load: ignored"});
}
