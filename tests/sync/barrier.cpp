#include <catch2/catch_test_macros.hpp>

#include <sync/threads.hpp>

#include <array>
#include <atomic>
#include <limits>
#include <memory>
#include <thread>
#include <type_traits>
#include <utility>

#include <sync/waits_under_test.hpp>

using sync_tests::beside_each_other;

namespace {

struct count_phases {
    int* phases;
    void operator()() noexcept { ++*phases; }
};
using counting_barrier = ut::barrier<count_phases>;

} // namespace

TEST_CASE("a barrier's limits and traits") {
    using token = counting_barrier::arrival_token;
    STATIC_CHECK(ut::barrier<>::max() >= std::numeric_limits<int>::max());
    STATIC_CHECK_FALSE(std::is_copy_constructible_v<ut::barrier<>>);
    STATIC_CHECK_FALSE(std::is_copy_assignable_v<ut::barrier<>>);
    STATIC_CHECK_FALSE(std::is_convertible_v<int, ut::barrier<>>);
    STATIC_CHECK(std::is_nothrow_move_constructible_v<token>);
    STATIC_CHECK(std::is_nothrow_move_assignable_v<token>);
}

TEST_CASE("a phase ends with the last arrival, and its completion has run by then") {
    int phases = 0;
    counting_barrier meeting(3, {&phases});
    auto early = meeting.arrive(2);
    CHECK(phases == 0);
    auto last = meeting.arrive();
    CHECK(phases == 1);
    meeting.wait(std::move(early)); // in the next phase, too
    meeting.wait(std::move(last));
    auto next = meeting.arrive(3);
    CHECK(phases == 2);
    meeting.wait(std::move(next));
}

TEST_CASE("who drops out is not waited for in the next phases") {
    int phases = 0;
    counting_barrier meeting(2, {&phases});
    meeting.arrive_and_drop();
    CHECK(phases == 0);
    meeting.arrive_and_wait();
    CHECK(phases == 1);
    meeting.arrive_and_wait();
    meeting.arrive_and_wait();
    CHECK(phases == 3);
}

TEST_CASE("threads meet again and again, and see what all of them and the completion did") {
    constexpr int threads = 6;
    constexpr int rounds = 500;
    std::array<int, threads> steps{};
    int sum = 0;
    std::atomic<int> wrong = 0;
    const auto add_up = [&]() noexcept {
        sum = 0;
        for (const int step : steps) sum += step;
    };
    ut::barrier meeting(threads, add_up);
    beside_each_other(threads, [&](int t) {
        for (int round = 1; round <= rounds; ++round) {
            ++steps[static_cast<std::size_t>(t)];
            meeting.arrive_and_wait();
            if (sum != round * threads) ++wrong;
        }
    });
    CHECK(wrong == 0);
    CHECK(sum == rounds * threads);
}

TEST_CASE("threads drop out one after the other") {
    constexpr int threads = 6;
    int phases = 0;
    counting_barrier meeting(threads, {&phases});
    beside_each_other(threads, [&](int t) {
        for (int phase = 0; phase < 100 * (t + 1); ++phase) meeting.arrive_and_wait();
        meeting.arrive_and_drop();
    });
    // The last to leave arrives for the phase after its 600.
    CHECK(phases == 601);
}

TEST_CASE("whoever has waited may destroy the barrier while another's arrival ends") {
    for (int i = 0; i < 500; ++i) {
        auto meeting = std::make_unique<ut::barrier<>>(2);
        sync_tests::joining_thread arrives([raw = meeting.get()] { (void)raw->arrive(); });
        meeting->arrive_and_wait();
        meeting.reset();
    }
}
