#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <set>
#include <stdexcept>
#include <support/litmus/oracle.hpp>
#include <support/litmus/random_program.hpp>
#include <support/litmus/test.hpp>
#include <utility>
#include <vector>

using namespace support::litmus;
using namespace support::litmus::axiomatic;
using namespace support::litmus::shorthand;

namespace {

using outcomes = std::set<outcome>;

outcomes of(std::initializer_list<std::vector<int>> values) {
    outcomes result;
    for (const auto& v : values) result.insert({v});
    return result;
}

/// Runs the threads one operation at a time, in every interleaving: sequential consistency, with no model at
/// all.
class interleavings {
public:
    explicit interleavings(const litmus_program& program)
        : program_(program), values_(static_cast<std::size_t>(program.locations)),
          reads_(program.threads.size()), next_(program.threads.size()) {
        step();
    }
    const outcomes& found() const { return found_; }

private:
    void step() {
        bool done = true;
        for (std::size_t thread = 0; thread != next_.size(); ++thread) {
            if (next_[thread] == program_.threads[thread].size()) continue;
            done = false;
            const auto values = values_;
            const auto reads = reads_[thread];
            run(program_.threads[thread][next_[thread]++], reads_[thread]);
            step();
            --next_[thread];
            reads_[thread] = reads;
            values_ = values;
        }
        if (done) finish();
    }

    void run(const operation& o, std::vector<int>& reads) {
        if (o.what == action::fence) return;
        int& value = values_[static_cast<std::size_t>(o.location)];
        if (o.what != action::store) reads.push_back(value);
        if (o.what == action::fetch_add) value += o.value;
        if (o.what == action::store || o.what == action::exchange ||
            (o.what == action::compare_exchange && value == o.expected))
            value = o.value;
    }

    void finish() {
        outcome result;
        for (const auto& reads : reads_)
            result.values.insert(result.values.end(), reads.begin(), reads.end());
        result.values.insert(result.values.end(), values_.begin(), values_.end());
        found_.insert(result);
    }

    const litmus_program& program_;
    std::vector<int> values_;
    std::vector<std::vector<int>> reads_;
    std::vector<std::size_t> next_;
    outcomes found_;
};

/// The program with that order everywhere; with `fenced`, also a seq_cst fence between each two operations.
litmus_program with_orders(litmus_program program, std::memory_order order, bool fenced) {
    for (auto& thread : program.threads) {
        thread_program changed;
        for (operation o : thread) {
            o.order = o.failure = order;
            if (fenced && !changed.empty()) changed.push_back(fence(sc));
            changed.push_back(o);
        }
        thread = std::move(changed);
    }
    return program;
}

} // namespace

TEST_CASE("interleave oracle: all outcomes of small programs, computed by hand", "[support]") {
    const auto twice = [](auto... o) { return litmus_program{1, {{o...}, {o...}}}; };
    CHECK(allowed_outcomes({1, {}}) == of({{0}}));
    CHECK(allowed_outcomes({1, {{store(x, 1, rlx)}, {load(x, rlx), load(x, rlx)}}}) ==
          of({{0, 0, 1}, {0, 1, 1}, {1, 1, 1}}));
    CHECK(allowed_outcomes(twice(fetch_add(x, 1, rlx))) == of({{0, 1, 2}, {1, 0, 2}}));
    CHECK(allowed_outcomes(twice(compare_exchange(x, 0, 1, rlx, rlx))) == of({{0, 1, 1}, {1, 0, 1}}));
    CHECK(allowed_outcomes({1, {{exchange(x, 1, rlx)}, {exchange(x, 2, rlx)}}}) ==
          of({{0, 1, 2}, {2, 0, 1}}));
    CHECK(allowed_outcomes({1, {{store(x, 1, rlx)}, {store(x, 2, rlx)}, {load(x, rlx), load(x, rlx)}}}) ==
          of({{0, 0, 1},
              {0, 0, 2},
              {0, 1, 1},
              {0, 1, 2},
              {0, 2, 1},
              {0, 2, 2},
              {1, 1, 1},
              {1, 1, 2},
              {1, 2, 2},
              {2, 1, 1},
              {2, 2, 1},
              {2, 2, 2}}));
}

TEST_CASE("interleave oracle: all outcomes of message passing and 2+2W, computed by hand", "[support]") {
    const auto mp = [](std::memory_order write, std::memory_order read) {
        return litmus_program{2, {{store(x, 1, rlx), store(y, 1, write)}, {load(y, read), load(x, rlx)}}};
    };
    const auto all = of({{0, 0, 1, 1}, {0, 1, 1, 1}, {1, 0, 1, 1}, {1, 1, 1, 1}});
    CHECK(allowed_outcomes(mp(rlx, rlx)) == all);
    CHECK(allowed_outcomes(mp(rel, rlx)) == all);
    CHECK(allowed_outcomes(mp(rel, acq)) == of({{0, 0, 1, 1}, {0, 1, 1, 1}, {1, 1, 1, 1}}));
    const auto two = [](std::memory_order o) {
        return litmus_program{2, {{store(x, 1, o), store(y, 2, o)}, {store(y, 1, o), store(x, 2, o)}}};
    };
    CHECK(allowed_outcomes(two(rel)) == of({{1, 1}, {1, 2}, {2, 1}, {2, 2}}));
    CHECK(allowed_outcomes(two(sc)) == of({{1, 2}, {2, 1}, {2, 2}}));
}

TEST_CASE("interleave oracle: without load buffering there is less", "[support]") {
    const litmus_program lb{2, {{load(x, rlx), store(y, 1, rlx)}, {load(y, rlx), store(x, 1, rlx)}}};
    CHECK(allowed_outcomes(lb) == of({{0, 0, 1, 1}, {0, 1, 1, 1}, {1, 0, 1, 1}, {1, 1, 1, 1}}));
    CHECK(allowed_outcomes(lb, {.load_buffering = false}) == of({{0, 0, 1, 1}, {0, 1, 1, 1}, {1, 0, 1, 1}}));
}

TEST_CASE("interleave oracle: refuses what is no C++, and what is too large", "[support]") {
    CHECK_THROWS_AS(allowed_outcomes({1, {{store(x, 1, acq)}}}), std::invalid_argument);
    CHECK_THROWS_AS(allowed_outcomes({1, {{load(x, rel)}}}), std::invalid_argument);
    CHECK_THROWS_AS(allowed_outcomes({1, {{compare_exchange(x, 0, 1, sc, rel)}}}), std::invalid_argument);
    CHECK_THROWS_AS(allowed_outcomes({1, {{load(y, rlx)}}}), std::invalid_argument);
    CHECK_THROWS_AS(allowed_outcomes({1, {thread_program(32, load(x, rlx))}}), std::invalid_argument);
}

// [atomics.order]/7: "sequential consistency only for a program that is free of data races and uses
// exclusively seq_cst"; and what the rules for fences are meant to give since P0668.
TEST_CASE("interleave oracle: seq_cst everywhere, or seq_cst fences between, leave the interleavings",
          "[support]") {
    for (std::uint64_t seed = 0; seed != 300; ++seed) {
        const auto program = random_program(seed, {.most_operations = 7});
        const outcomes expected = interleavings(program).found();
        CAPTURE(seed);
        CHECK(allowed_outcomes(with_orders(program, sc, false)) == expected);
        CHECK(allowed_outcomes(with_orders(program, rlx, true)) == expected);
    }
}

TEST_CASE("interleave oracle: what an interleaving does is always allowed", "[support]") {
    for (std::uint64_t seed = 0; seed != 300; ++seed) {
        const auto program = random_program(seed, {.most_operations = 7});
        const outcomes expected = interleavings(program).found();
        const outcomes allowed = allowed_outcomes(program);
        CAPTURE(seed);
        CHECK(std::includes(allowed.begin(), allowed.end(), expected.begin(), expected.end()));
    }
}
