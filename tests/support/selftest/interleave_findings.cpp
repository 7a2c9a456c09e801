#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>
#include <support/interleave/model.hpp>

// What the explorer reports, of programs that are each wrong in one way, and that it is silent about the same
// programs put right.

using namespace support::interleave;
using Catch::Matchers::ContainsSubstring;
using enum std::memory_order;

namespace {

std::string failure_of(const findings& seen) { return seen.failure.value_or("no failure"); }

bool flawless(const findings& seen) {
    INFO(failure_of(seen));
    CHECK(seen.complete);
    CHECK(seen.duplicates == 0);
    CHECK(seen.executions > 0);
    return !seen.failure;
}

findings message_passing(std::memory_order store, std::memory_order load) {
    return explore([=](execution& run) {
        atomic<int> flag{0};
        plain<int> data{0};
        run.name(&flag, "flag");
        run.name(&data, "data");
        run.threads(
            [&] {
                data.set(42);
                flag.store(1, store);
            },
            [&] {
                if (flag.load(load) == 1) run.require(data.get() == 42, "the data is there");
            });
    });
}

} // namespace

TEST_CASE("a data race is reported with both accesses and the execution") {
    CHECK(flawless(message_passing(release, acquire)));
    for (const auto& [store, load] : {std::pair{relaxed, acquire}, {release, relaxed}, {relaxed, relaxed}}) {
        const findings seen = message_passing(store, load);
        CHECK_FALSE(seen.complete);
        CHECK_THAT(failure_of(seen), ContainsSubstring("a data race"));
        CHECK_THAT(failure_of(seen),
                   ContainsSubstring("thread 1: stores data = 42  [interleave_findings.cpp:"));
        CHECK_THAT(failure_of(seen), ContainsSubstring("thread 2: loads data"));
        CHECK_THAT(failure_of(seen), ContainsSubstring("thread 2: loads flag"));
    }
}

TEST_CASE("a lost update is reported by what the program requires") {
    const auto count = [](bool whole) {
        return explore([=](execution& run) {
            atomic<int> counter{0};
            const auto add = [&, whole] {
                if (whole)
                    counter.fetch_add(1, relaxed);
                else
                    counter.store(counter.load(seq_cst) + 1, seq_cst);
            };
            run.threads(add, add, add);
            run.require(counter.load(relaxed) == 3, "every addition counts");
        });
    };
    CHECK(flawless(count(true)));
    CHECK_THAT(failure_of(count(false)), ContainsSubstring("not so: every addition counts"));
}

TEST_CASE("a use of what another thread may destroy is reported, and one of what it may not have made yet") {
    struct node {
        atomic<int> value{1};
    };
    const auto hand_over = [](std::memory_order publish, bool waits) {
        return explore([=](execution& run) {
            atomic<node*> shared{nullptr};
            atomic<int> done{0};
            run.threads(
                [&] {
                    node* made = create<node>();
                    shared.store(made, publish);
                    while (waits && done.load(acquire) == 0) spin();
                    destroy(made);
                },
                [&] {
                    node* seen;
                    while ((seen = shared.load(acquire)) == nullptr) spin();
                    seen->value.load(relaxed);
                    done.store(1, release);
                });
        });
    };
    CHECK(flawless(hand_over(release, true)));
    CHECK_THAT(failure_of(hand_over(release, false)), ContainsSubstring("destroyed"));
    CHECK_THAT(failure_of(hand_over(relaxed, true)), ContainsSubstring("may not yet be there"));
}

TEST_CASE("threads that wait for each other are reported as such") {
    const auto two_locks = [](bool same_order) {
        return explore([=](execution& run) {
            atomic<int> a{0};
            atomic<int> b{0};
            const auto both = [](atomic<int>& first, atomic<int>& second) {
                while (first.exchange(1, acquire) == 1) spin();
                while (second.exchange(1, acquire) == 1) spin();
                second.store(0, release);
                first.store(0, release);
            };
            run.threads([&] { both(a, b); }, [&, same_order] { same_order ? both(a, b) : both(b, a); });
        });
    };
    CHECK(flawless(two_locks(true)));
    const findings seen = two_locks(false);
    CHECK_THAT(failure_of(seen), ContainsSubstring("no thread can go on"));
    CHECK_THAT(failure_of(seen), ContainsSubstring("thread 1 goes round for ever"));
    CHECK_THAT(failure_of(seen), ContainsSubstring("thread 2 goes round for ever"));
}

TEST_CASE("a wait for what nobody does is reported, in a wait that others end too") {
    const auto wait = [](int threads_that_say_so) {
        return explore([=](execution& run) {
            atomic<int> said{0};
            run.threads([&] { said.fetch_add(threads_that_say_so, release); },
                        [&] {
                            while (said.load(acquire) != 1) spin();
                        });
        });
    };
    CHECK(flawless(wait(1)));
    CHECK_THAT(failure_of(wait(0)), ContainsSubstring("thread 2 goes round for ever"));
    CHECK_THAT(failure_of(wait(2)), ContainsSubstring("thread 2 goes round for ever"));
}

TEST_CASE("a wait for ever right after a change is reported, once the thread has gone round") {
    const auto wait_for_turn = [](int rounds) {
        return explore(
            [](execution& run) {
                atomic<int> next{0};
                const auto take = [&] {
                    const int mine = next.fetch_add(1, relaxed);
                    if (mine == 0) return;
                    while (next.load(relaxed) != 0) spin();
                };
                run.threads(take, take, take);
            },
            {.rounds = rounds});
    };
    CHECK_THAT(failure_of(wait_for_turn(1)), ContainsSubstring("goes round for ever"));
}

TEST_CASE("a wait that marks a word which others change back is none for ever") {
    const auto mark_and_wait = [](execution& run) {
        atomic<unsigned> word{1};
        run.threads([&] { word.store(0, relaxed); },
                    [&] {
                        while (word.load(relaxed) == 1) {
                            word.fetch_or(2, relaxed);
                            spin();
                        }
                    },
                    [&] { word.fetch_and(1, relaxed); });
    };
    for (const int rounds : {0, 1, 2}) CHECK(flawless(explore(mark_and_wait, {.rounds = rounds})));
}

namespace {

// A stack whose nodes are used again: pop() may see the same head twice and an old successor (ABA), unless
// the head counts its changes.
template <bool Counted>
class node_stack {
public:
    explicit node_stack(execution& run) : run_(run) {
        push(0);
        push(1);
    }

    unsigned pop() {
        unsigned head = head_.load(acquire);
        for (;;) {
            const unsigned first = head & 0xF;
            if (first == empty) return empty;
            const unsigned next = next_[first].load(relaxed);
            const unsigned changed = Counted ? (head & ~0xFU) + 0x10 : 0;
            if (head_.compare_exchange_strong(head, changed | next, acquire, acquire)) {
                run_.require(owners_[first].fetch_add(1, relaxed) == 0, "nobody else has the node");
                return first;
            }
        }
    }
    void push(unsigned node) {
        owners_[node].store(0, relaxed);
        unsigned head = head_.load(relaxed);
        for (;;) {
            next_[node].store(head & 0xF, relaxed);
            const unsigned changed = Counted ? (head & ~0xFU) + 0x10 : 0;
            if (head_.compare_exchange_strong(head, changed | node, release, relaxed)) return;
        }
    }

private:
    static constexpr unsigned empty = 0xF;
    execution& run_;
    atomic<unsigned> head_{empty};
    std::array<atomic<unsigned>, 2> next_{};
    std::array<atomic<int>, 2> owners_{};
};

template <bool Counted>
findings use_stack() {
    return explore([](execution& run) {
        node_stack<Counted> nodes(run);
        run.threads([&] { nodes.pop(); },
                    [&] {
                        const unsigned first = nodes.pop();
                        nodes.pop();
                        if (first < 2) nodes.push(first);
                    });
        nodes.pop();
        nodes.pop();
    });
}

} // namespace

TEST_CASE("an element that two threads get, by a head that came back (ABA), is reported") {
    CHECK(flawless(use_stack<true>()));
    CHECK_THAT(failure_of(use_stack<false>()), ContainsSubstring("nobody else has the node"));
}

TEST_CASE("a program without an end, and one that is not the same twice, are said to be") {
    const findings endless = explore([](execution& run) {
        atomic<int> word{0};
        run.threads([&] {
            while (word.load(relaxed) == 0) {
            }
        });
    });
    CHECK_THAT(failure_of(endless), ContainsSubstring("does not come to an end"));
    int runs = 0;
    const findings moody = explore([&](execution& run) {
        atomic<int> word{0};
        run.threads([&] { word.store(++runs, relaxed); }, [&] { word.load(relaxed); });
    });
    CHECK_THAT(failure_of(moody), ContainsSubstring("does not do the same"));
}

TEST_CASE("spurious failures of compare_exchange_weak are tried where they are asked for") {
    const auto set_once = [](int spurious) {
        return explore(
            [](execution& run) {
                atomic<int> word{0};
                bool set = false;
                run.threads([&] {
                    int expected = 0;
                    set = word.compare_exchange_weak(expected, 1, relaxed, relaxed);
                });
                run.require(set, "the first attempt succeeds");
            },
            {.spurious = spurious});
    };
    CHECK(flawless(set_once(0)));
    CHECK_THAT(failure_of(set_once(1)), ContainsSubstring("the first attempt succeeds"));
}
