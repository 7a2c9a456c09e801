#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <set>
#include <support/litmus/oracle.hpp>
#include <support/litmus/random_program.hpp>
#include <support/litmus/test.hpp>
#include <utility>
#include <vector>

using namespace support::litmus;
using namespace support::litmus::axiomatic;
using namespace support::litmus::shorthand;

namespace {

/// The orders that are one step stronger, for what `o` does.
std::vector<std::memory_order> stronger(const operation& o, std::memory_order order) {
    const bool loads_only = o.what == action::load;
    const bool stores_only = o.what == action::store;
    if (order == rlx) return loads_only ? orders{acq} : stores_only ? orders{rel} : orders{acq, rel};
    if (order == sc) return {};
    return loads_only || stores_only || order == acq_rel ? orders{sc} : orders{acq_rel};
}

/// Calls f with every program in which one order of `program` is one step stronger.
template <class F>
void for_each_strengthened(litmus_program program, F f) {
    for (auto& thread : program.threads)
        for (auto& o : thread) {
            const operation saved = o;
            for (const auto order : stronger(saved, saved.order)) {
                o.order = order;
                f(std::as_const(program));
            }
            o = saved;
            if (o.what != action::compare_exchange) continue;
            for (const auto order : stronger({.what = action::load}, saved.failure)) {
                o.failure = order;
                f(std::as_const(program));
            }
            o = saved;
        }
}

} // namespace

// All relations of the axioms only grow with a stronger order, and no axiom demands that a pair be in one.
TEST_CASE("interleave oracle: a stronger order never adds an outcome", "[support]") {
    int fewer = 0;
    for (std::uint64_t seed = 0; seed != 400; ++seed) {
        const auto program =
            random_program(seed, {.most_threads = 3, .most_operations = 7, .most_locations = 2});
        const auto before = allowed_outcomes(program);
        for_each_strengthened(program, [&](const litmus_program& strengthened) {
            const auto after = allowed_outcomes(strengthened);
            if (!std::includes(before.begin(), before.end(), after.begin(), after.end()))
                FAIL_CHECK("seed " << seed);
            fewer += after.size() < before.size();
        });
    }
    CHECK(fewer > 10);
}

TEST_CASE("interleave random_program: as large as asked for, and nothing is missing", "[support]") {
    std::set<action> actions;
    std::set<std::memory_order> fences;
    std::set<std::size_t> threads;
    for (std::uint64_t seed = 0; seed != 300; ++seed) {
        const auto program = random_program(seed);
        threads.insert(program.threads.size());
        std::size_t operations = 0;
        for (const auto& thread : program.threads) {
            CHECK((1 <= thread.size() && thread.size() <= random_sizes().most_operations_of_a_thread));
            operations += thread.size();
            for (const auto& o : thread) {
                actions.insert(o.what);
                if (o.what == action::fence) fences.insert(o.order);
            }
        }
        CHECK(operations <= random_sizes().most_operations);
        CHECK_NOTHROW(check_program(program));
    }
    CHECK(actions.size() == 6);
    CHECK(fences.size() == 5);
    CHECK(threads == std::set<std::size_t>{2, 3, 4});
}
