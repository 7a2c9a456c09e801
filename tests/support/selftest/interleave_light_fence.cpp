#include <catch2/catch_test_macros.hpp>
#include <set>
#include <support/interleave/model.hpp>
#include <vector>

// An asymmetric fence orders like one of seq_cst, but for two light sides, and makes nothing visible that
// other orders would.

using namespace support::interleave;
using enum std::memory_order;

namespace {

using outcomes = std::set<std::vector<std::int64_t>>;

void heavy() { support::interleave::atomic_thread_fence(seq_cst); }
void light() { light_fence(); }
void none() {}

/// Two threads that each announce themselves and then look for the other (store buffering).
outcomes look_for_each_other(void (*first)(), void (*second)()) {
    return explore([=](execution& run) {
               atomic<int> left{0};
               atomic<int> right{0};
               int sees_right = 0;
               int sees_left = 0;
               run.threads(
                   [&] {
                       left.store(1, relaxed);
                       first();
                       sees_right = right.load(relaxed);
                   },
                   [&] {
                       right.store(1, relaxed);
                       second();
                       sees_left = left.load(relaxed);
                   });
               run.outcome({sees_right, sees_left});
           })
        .outcomes;
}

} // namespace

TEST_CASE("of two threads that look for each other one is seen, if one of the fences is heavy") {
    const outcomes one_is_seen{{0, 1}, {1, 0}, {1, 1}};
    CHECK(look_for_each_other(heavy, heavy) == one_is_seen);
    CHECK(look_for_each_other(light, heavy) == one_is_seen);
    CHECK(look_for_each_other(heavy, light) == one_is_seen);
    outcomes all = one_is_seen;
    all.insert({0, 0});
    CHECK(look_for_each_other(light, light) == all);
    CHECK(look_for_each_other(heavy, none) == all);
    CHECK(look_for_each_other(none, light) == all);
}

TEST_CASE("a light fence passes no message by itself") {
    const auto pass = [](void (*before)(), void (*after)()) {
        return explore([=](execution& run) {
            atomic<int> flag{0};
            plain<int> data{0};
            run.threads(
                [&] {
                    data.set(1);
                    before();
                    flag.store(1, relaxed);
                },
                [&] {
                    if (flag.load(relaxed) == 0) return;
                    after();
                    run.require(data.get() == 1, "the data is there");
                });
        });
    };
    CHECK_FALSE(pass(heavy, heavy).failure.has_value());
    CHECK(pass(light, heavy).failure.has_value());
    CHECK(pass(heavy, light).failure.has_value());
}
