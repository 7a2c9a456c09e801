#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <vector>

#if ARSENAL_TEST_IMPORT
import arsenal.containers;
#else
#include <arsenal/containers.hpp>
#endif

// Whether what several threads saw can be explained by their operations taking effect one after the other,
// each between its call and its return (Wing, Gong: "Testing and verifying concurrent objects", 1993).

namespace {

enum class operation : unsigned char { insert, assign, erase, read, add, erase_odd, count };

/// A call, its result, and when on a clock that all threads share.
struct event {
    operation what = operation::read;
    int key = 0;
    int argument = 0;
    bool lingers = false; // lets other threads run in the middle, so that calls overlap on one processor, too
    int result = 0;
    unsigned called = 0;
    unsigned returned = 0;
};

constexpr int keys = 2;
constexpr int nothing = -1;
using state = std::array<int, keys>; // of each key the value, or nothing

/// What the operation returns in this state, which it changes.
int apply(state& s, const event& e) {
    int& v = s[static_cast<std::size_t>(e.key)];
    const bool there = v != nothing;
    switch (e.what) {
    case operation::insert:
        if (!there) v = e.argument;
        return !there;
    case operation::assign:
        v = e.argument;
        return !there;
    case operation::erase:
        v = nothing;
        return there;
    case operation::read:
        return v;
    case operation::add:
        return there ? v += e.argument : nothing;
    case operation::erase_odd: {
        const bool goes = there && v % 2 != 0;
        if (goes) v = nothing;
        return goes;
    }
    default:
        return there;
    }
}

template <class Map>
int perform(Map& m, const event& e) {
    using key_type = typename Map::key_type;
    key_type key{};
    if constexpr (std::is_same_v<key_type, int>)
        key = e.key;
    else
        key = "key number " + std::to_string(e.key);
    int seen = nothing;
    const auto linger = [&] {
        if (e.lingers) std::this_thread::yield();
    };
    linger();
    switch (e.what) {
    case operation::insert:
        return m.try_emplace(key, e.argument);
    case operation::assign:
        return m.insert_or_assign(key, e.argument);
    case operation::erase:
        return static_cast<int>(m.erase(key));
    case operation::read:
        m.cvisit(key, [&](const auto& v) {
            seen = v.second;
            linger();
        });
        return seen;
    case operation::add:
        m.visit(key, [&](auto& v) {
            linger();
            seen = v.second += e.argument;
        });
        return seen;
    case operation::erase_odd:
        return static_cast<int>(m.erase_if(key, [](auto& v) { return v.second % 2 != 0; }));
    default:
        return m.contains(key);
    }
}

/// Tries every operation that may come next: one that was called before each remaining one returned.
bool is_linearizable(std::vector<event>& left, const state& now) {
    if (left.empty()) return true;
    unsigned first_return = ~0u;
    for (const event& e : left) first_return = std::min(first_return, e.returned);
    for (std::size_t i = 0; i != left.size(); ++i) {
        const event e = left[i];
        state next = now;
        if (e.called > first_return || apply(next, e) != e.result) continue;
        left.erase(left.begin() + static_cast<std::ptrdiff_t>(i));
        const bool explained = is_linearizable(left, next);
        left.insert(left.begin() + static_cast<std::ptrdiff_t>(i), e);
        if (explained) return true;
    }
    return false;
}

/// Random histories of three threads, four operations each, on two keys.
template <class Map>
void check_histories(unsigned seed, int rounds) {
    constexpr int threads = 3;
    constexpr int each = 4;
    std::vector<std::array<std::array<event, each>, threads>> histories(static_cast<std::size_t>(rounds));
    std::mt19937 random(seed);
    for (auto& history : histories)
        for (auto& thread : history)
            for (event& e : thread) {
                e.what = static_cast<operation>(random() % 7);
                e.key = static_cast<int>(random() % keys);
                e.argument = static_cast<int>(random() % 3 + 1);
                e.lingers = random() % 4 == 0;
            }

    std::atomic<unsigned> clock = 0;
    std::atomic<int> arrived = 0;
    std::vector<Map> maps(histories.size());
    const auto take_part = [&](int t) {
        for (int round = 0; round != rounds; ++round) {
            ++arrived;
            while (arrived < (round + 1) * threads) std::this_thread::yield();
            const auto r = static_cast<std::size_t>(round);
            for (event& e : histories[r][static_cast<std::size_t>(t)]) {
                e.called = clock++;
                e.result = perform(maps[r], e);
                e.returned = clock++;
            }
        }
    };
    std::vector<std::thread> running;
    for (int t = 0; t != threads; ++t) running.emplace_back(take_part, t);
    for (std::thread& thread : running) thread.join();

    int unexplained = 0;
    int overlapping = 0;
    for (const auto& history : histories) {
        std::vector<event> events;
        for (const auto& thread : history) events.insert(events.end(), thread.begin(), thread.end());
        state start;
        start.fill(nothing);
        unexplained += !is_linearizable(events, start);
        std::sort(events.begin(), events.end(), [](auto& a, auto& b) { return a.called < b.called; });
        for (std::size_t i = 1; i != events.size(); ++i)
            overlapping += events[i].called < events[i - 1].returned;
    }
    CHECK(unexplained == 0);
    CHECK(overlapping > 0); // otherwise nothing was tested
}

} // namespace

TEST_CASE("concurrent map: operations on single keys are linearizable", "[stress]") {
    check_histories<arsenal::concurrent_hash_map<int, int>>(1, 3000);
    check_histories<arsenal::concurrent_hash_map<std::string, int>>(2, 2000);
}

TEST_CASE("the checker of linearizability sees what cannot be", "[stress]") {
    state empty;
    empty.fill(nothing);
    // A read that starts after an insertion returned, and does not see it.
    std::vector<event> lost{{operation::insert, 0, 1, false, 1, 0, 1},
                            {operation::read, 0, 0, false, nothing, 2, 3}};
    CHECK_FALSE(is_linearizable(lost, empty));
    lost[1].called = 0; // beside it, it may have come first
    CHECK(is_linearizable(lost, empty));
    // Two insertions of one key, both successful.
    std::vector<event> twice{{operation::insert, 0, 1, false, 1, 0, 3},
                             {operation::insert, 0, 2, false, 1, 1, 2}};
    CHECK_FALSE(is_linearizable(twice, empty));
    // Two additions beside each other, one of which was lost.
    std::vector<event> added{{operation::insert, 0, 1, false, 1, 0, 1},
                             {operation::add, 0, 1, false, 2, 2, 5},
                             {operation::add, 0, 1, false, 2, 3, 4}};
    CHECK_FALSE(is_linearizable(added, empty));
    added[2].result = 3;
    CHECK(is_linearizable(added, empty));
}
