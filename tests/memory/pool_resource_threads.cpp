#include <catch2/catch_test_macros.hpp>

#include <memory/resource_contract.hpp>
#include <memory/upstream.hpp>
#include <sync/threads.hpp>

#include <atomic>
#include <cstddef>
#include <cstring>
#include <memory_resource>
#include <mutex>
#include <random>
#include <vector>

#include <memory/pool_resources_under_test.hpp>

// synchronized_pool_resource between threads. Its upstream is for one at a time.

using sync_tests::beside_each_other;

namespace {

struct numbered {
    std::uint64_t* words;
    std::size_t count;

    bool holds(std::uint64_t number) const {
        for (std::size_t i = 0; i != count; ++i)
            if (words[i] != number) return false;
        return true;
    }
};

numbered take(ut::synchronized_pool_resource& from, std::size_t count, std::uint64_t number) {
    numbered block{static_cast<std::uint64_t*>(from.allocate(count * 8, 8)), count};
    for (std::size_t i = 0; i != count; ++i) block.words[i] = number;
    return block;
}
void give(ut::synchronized_pool_resource& to, const numbered& block) {
    to.deallocate(block.words, block.count * 8, 8);
}

} // namespace

TEST_CASE("synchronized_pool_resource: no two threads have the same block at the same time") {
    memory_tests::upstream source;
    std::atomic<int> wrong = 0;
    {
        ut::synchronized_pool_resource resource(&source);
        beside_each_other(4, [&](int t) {
            std::mt19937 random(static_cast<unsigned>(t));
            std::vector<std::pair<std::uint64_t, numbered>> mine;
            for (std::uint64_t step = 0; step != 20'000; ++step) {
                if (mine.size() < 300 && random() % 2 == 0) {
                    const std::uint64_t number = step * 4 + static_cast<std::uint64_t>(t);
                    const std::size_t count = random() % 100 == 0 ? 10'000 : 1 + random() % 40;
                    mine.emplace_back(number, take(resource, count, number));
                } else if (!mine.empty()) {
                    std::swap(mine[random() % mine.size()], mine.back());
                    if (!mine.back().second.holds(mine.back().first)) ++wrong;
                    give(resource, mine.back().second);
                    mine.pop_back();
                }
            }
            for (const auto& [number, block] : mine) {
                if (!block.holds(number)) ++wrong;
                give(resource, block);
            }
        });
    }
    CHECK(wrong == 0);
    CHECK(source.live == 0);
}

TEST_CASE("synchronized_pool_resource: what one thread frees, another one has again") {
    memory_tests::upstream source;
    ut::synchronized_pool_resource resource(&source);
    constexpr int rounds = 300;
    std::mutex mutex;
    std::vector<numbered> handed;
    std::atomic<int> wrong = 0;
    std::atomic<int> turn = 0; // even: who allocates, odd: who frees
    beside_each_other(2, [&](int t) {
        for (int round = 0; round != rounds; ++round) {
            while (turn != round * 2 + t) std::this_thread::yield();
            {
                const std::lock_guard guard(mutex);
                if (t == 0) {
                    for (std::uint64_t i = 0; i != 200; ++i) handed.push_back(take(resource, 4, i));
                } else {
                    for (std::uint64_t i = 0; i != 200; ++i)
                        if (!handed[i].holds(i)) ++wrong;
                    for (const numbered& block : handed) give(resource, block);
                    handed.clear();
                }
            }
            ++turn;
        }
    });
    CHECK(wrong == 0);
    CHECK(source.live < 200'000); // 300 rounds of 200 blocks have 2 million bytes
}

TEST_CASE("synchronized_pool_resource: release may come beside allocations") {
    memory_tests::upstream source;
    {
        ut::synchronized_pool_resource resource(&source);
        beside_each_other(3, [&](int t) {
            for (int i = 0; i != 3000; ++i)
                if (t != 0)
                    static_cast<void>(resource.allocate(static_cast<std::size_t>(i % 500), 8)); // not touched
                else if (i % 100 == 0)
                    resource.release();
        });
        resource.release();
        memory_tests::check_random(resource, {.alignment = 8}, 2000);
    }
    CHECK(source.live == 0);
}
