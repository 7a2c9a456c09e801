#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <numeric>
#include <string_view>
#include <thread>
#include <vector>

#include <support/child_process.hpp>

#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif

// The heap behind allocator in the course of a process: before main(), after it, in threads that come and go,
// after fork().

namespace {

using numbers = std::vector<int, arsenal::allocator<int>>;

bool keeps_what_is_written() {
    numbers some;
    for (int i = 0; i != 10'000; ++i) some.push_back(i);
    return std::accumulate(some.begin(), some.end(), 0L) == 49'995'000;
}

// Before every other initialiser, the archive's included; freed after main(), and after what main() leaves.
[[gnu::init_priority(101)]] numbers early(1000, 7);
struct attempt {
    bool worked = keeps_what_is_written();
};
[[gnu::init_priority(101)]] const attempt early_attempt;

// After the last static object, when the heap's own library may have been told of the end.
[[gnu::destructor]] void after_everything() {
    if (!keeps_what_is_written()) std::_Exit(17);
}

thread_local numbers of_thread;

} // namespace

TEST_CASE("allocator: before main()", "[general-heap]") {
    CHECK(early_attempt.worked);
    CHECK(early.size() == 1000);
    CHECK(early.back() == 7);
    early.resize(100'000, 8);
    CHECK(early.back() == 8);
}

TEST_CASE("allocator: blocks outlive the thread that took them, and others free them", "[general-heap]") {
    arsenal::allocator<int> a;
    std::vector<int*> blocks(2000);
    const auto size = [](std::size_t i) { return i % 100 == 0 ? 100'000 : 1 + i % 300; };
    for (int round = 0; round != 10; ++round) {
        std::thread([&] {
            for (std::size_t i = 0; i != blocks.size(); ++i) {
                blocks[i] = a.allocate(size(i));
                blocks[i][0] = static_cast<int>(i);
                blocks[i][size(i) - 1] = static_cast<int>(i);
            }
            of_thread.assign(100, round);
        }).join();
        std::thread([&] { // half of them
            for (std::size_t i = 0; i < blocks.size(); i += 2) a.deallocate(blocks[i], size(i));
        })
            .join();
        bool intact = true;
        for (std::size_t i = 1; i < blocks.size(); i += 2) {
            intact = intact && blocks[i][0] == static_cast<int>(i) && blocks[i][size(i) - 1] == blocks[i][0];
            a.deallocate(blocks[i], size(i));
        }
        CHECK(intact);
    }
}

TEST_CASE("allocator: blocks wander from thread to thread while all are at work", "[general-heap]") {
    constexpr int threads = 4;
    std::vector<std::vector<numbers>> given(threads);
    for (int round = 0; round != 20; ++round) {
        std::vector<std::thread> running;
        for (std::size_t t = 0; t != threads; ++t)
            running.emplace_back([&given, t] {
                given[t].clear(); // what another made
                for (std::size_t i = 0; i != 200; ++i) given[t].emplace_back(i, static_cast<int>(t));
            });
        for (std::thread& thread : running) thread.join();
        std::rotate(given.begin(), given.begin() + 1, given.end());
    }
    CHECK(given[0][199].size() == 199);
}

TEST_CASE("allocator: in a child, while other threads of the parent are at work", "[general-heap]") {
    std::vector<numbers> mine(100, numbers(1000, 1));
    std::atomic<bool> ended = false;
    std::thread busy([&ended] {
        while (!ended.load(std::memory_order_relaxed)) keeps_what_is_written();
    });
    for (int i = 0; i != 5; ++i)
        CHECK(support::run_in_child([&mine] {
                  for (std::size_t k = 0; k < mine.size(); k += 2) numbers().swap(mine[k]);
                  if (!keeps_what_is_written() || mine[1].back() != 1) _exit(1);
              }).exited_well());
    ended.store(true, std::memory_order_relaxed);
    busy.join();
}
