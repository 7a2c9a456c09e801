#include <catch2/catch_test_macros.hpp>
#include <deque>
#include <support/asan.hpp>
#include <support/interleave/model.hpp>
#include <support/litmus/catalogue.hpp>
#include <support/litmus/oracle.hpp>
#include <support/litmus/random_program.hpp>

// The explorer against the oracle, which enumerates by brute force: the same outcomes, no more and no fewer,
// of every litmus test and of random programs; each execution reached once, but for those in which a load
// reads what depends on it.

using namespace support::interleave;
using support::litmus::action;
using support::litmus::allowed_outcomes;
using support::litmus::litmus_program;
using support::litmus::operation;
using support::litmus::outcome;

namespace {

// What the operation reads, if it does.
std::optional<int> perform(const operation& op, std::deque<atomic<int>>& locations) {
    if (op.what == action::fence) {
        support::interleave::atomic_thread_fence(op.order);
        return {};
    }
    atomic<int>& location = locations[static_cast<std::size_t>(op.location)];
    switch (op.what) {
    case action::load:
        return location.load(op.order);
    case action::exchange:
        return location.exchange(op.value, op.order);
    case action::fetch_add:
        return location.fetch_add(op.value, op.order);
    case action::compare_exchange: {
        int expected = op.expected;
        location.compare_exchange_strong(expected, op.value, op.order, op.failure);
        return expected;
    }
    default:
        location.store(op.value, op.order);
        return {};
    }
}

findings explore_litmus(const litmus_program& program, options bounds = {}) {
    return explore(
        [&](execution& run) {
            std::deque<atomic<int>> locations;
            for (int i = 0; i < program.locations; ++i) locations.emplace_back(0);
            std::vector<std::vector<int>> read(program.threads.size());
            std::vector<std::function<void()>> threads;
            for (std::size_t t = 0; t < program.threads.size(); ++t)
                threads.push_back([&, t] {
                    for (const operation& op : program.threads[t])
                        if (const auto value = perform(op, locations)) read[t].push_back(*value);
                });
            run.spawn(threads);
            std::vector<std::int64_t> values;
            for (const auto& of_one : read) values.insert(values.end(), of_one.begin(), of_one.end());
            for (const auto& location : locations)
                values.push_back(location.load(std::memory_order::relaxed));
            run.outcome(values);
        },
        bounds);
}

std::set<outcome> outcomes_of(const findings& seen) {
    std::set<outcome> outcomes;
    for (const auto& values : seen.outcomes)
        outcomes.insert({std::vector<int>(values.begin(), values.end())});
    return outcomes;
}

bool same_as_oracle(const litmus_program& program) {
    const findings seen = explore_litmus(program);
    const findings in_order = explore_litmus(program, {.speculate = false});
    return seen.complete && !seen.failure && in_order.complete && in_order.duplicates == 0 &&
           outcomes_of(seen) == allowed_outcomes(program) &&
           outcomes_of(in_order) == allowed_outcomes(program, {.load_buffering = false});
}

// AddressSanitizer and an emulator take thirty times as long: there, a thirtieth.
#if ARSENAL_TEST_ASAN || ARSENAL_TEST_EMULATED
constexpr std::size_t step = 30;
#else
constexpr std::size_t step = 1;
#endif

} // namespace

TEST_CASE("every litmus test has the outcomes that the standard allows, and its verdict") {
    int wrong = 0;
    const auto tests = support::litmus::litmus_catalogue();
    for (std::size_t i = 0; i < tests.size(); i += step) {
        const auto& test = tests[i];
        INFO(test.name);
        const findings seen = explore_litmus(test.program);
        const bool verdict = test.has_weak(outcomes_of(seen)) == test.allowed;
        if (verdict && same_as_oracle(test.program)) continue;
        CHECK(++wrong == 0);
        if (wrong == 10) break;
    }
    CHECK(wrong == 0);
}

TEST_CASE("random programs have the outcomes that the standard allows") {
    int wrong = 0;
    for (std::uint64_t seed = 0; seed < 400; seed += step) {
        INFO("seed " << seed);
        if (same_as_oracle(support::litmus::random_program(seed, {}))) continue;
        CHECK(++wrong == 0);
        if (wrong == 10) break;
    }
    CHECK(wrong == 0);
}
