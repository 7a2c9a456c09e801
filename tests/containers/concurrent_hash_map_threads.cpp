#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <cstdint>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#if ARSENAL_TEST_IMPORT
import arsenal.containers;
#else
#include <arsenal/containers.hpp>
#endif

// A race is for ThreadSanitizer to find; the assertions see lost updates and elements.

namespace {

/// Runs job(t) on each of so many threads, all starting together.
template <class Job>
void on_threads(int count, Job job) {
    std::atomic<int> waiting = count;
    std::vector<std::thread> threads;
    for (int t = 0; t != count; ++t)
        threads.emplace_back([&, t] {
            --waiting;
            while (waiting != 0) std::this_thread::yield();
            job(t);
        });
    for (std::thread& thread : threads) thread.join();
}

std::string text(std::uint64_t i) { return "the key of number " + std::to_string(i); }

template <class Key>
Key key_of(std::uint64_t i) {
    if constexpr (std::is_same_v<Key, std::string>)
        return text(i);
    else
        return i;
}

/// Each thread counts up in elements that all share, inserting them as they are missed.
template <class Key>
void count_together(int threads, std::uint64_t keys, int rounds) {
    arsenal::concurrent_hash_map<Key, std::uint64_t> m;
    on_threads(threads, [&](int t) {
        std::uint64_t x = static_cast<std::uint64_t>(t) * 7919;
        for (int i = 0; i != rounds; ++i) {
            x = x * 6364136223846793005 + 1442695040888963407;
            m.try_emplace_or_visit(key_of<Key>((x >> 33) % keys), 1, [](auto& v) { ++v.second; });
        }
    });
    std::uint64_t sum = 0;
    CHECK(m.cvisit_all([&](const auto& v) { sum += v.second; }) == m.size());
    CHECK(sum == static_cast<std::uint64_t>(threads) * static_cast<std::uint64_t>(rounds));
    CHECK(m.size() <= keys);
}

} // namespace

TEST_CASE("concurrent map threads: no update is lost", "[stress]") {
    count_together<std::uint64_t>(2, 1, 20000);
    count_together<std::uint64_t>(3, 100, 20000);
    count_together<std::uint64_t>(4, 20000, 20000);
    count_together<std::string>(3, 3000, 8000);
}

TEST_CASE("concurrent map threads: many more threads than processors", "[stress]") {
    count_together<std::uint64_t>(16, 4, 2000);
}

TEST_CASE("concurrent map threads: each element is inserted once and erased once", "[stress]") {
    arsenal::concurrent_hash_map<int, int> m;
    constexpr int n = 5000;
    std::atomic<int> inserted = 0;
    std::atomic<int> erased = 0;
    on_threads(4, [&](int t) {
        int mine = 0;
        for (int i = 0; i != n; ++i) mine += m.try_emplace(t % 2 != 0 ? i : n - 1 - i, t);
        inserted += mine;
    });
    CHECK(inserted == n);
    CHECK(m.size() == n);
    on_threads(4, [&](int t) {
        int mine = 0;
        for (int i = 0; i != n; ++i) mine += static_cast<int>(m.erase(t % 2 != 0 ? i : n - 1 - i));
        erased += mine;
    });
    CHECK(erased == n);
    CHECK(m.empty());
}

TEST_CASE("concurrent map threads: readers see whole elements while shards grow and shrink", "[stress]") {
    arsenal::concurrent_hash_map<std::uint64_t, std::pair<std::uint64_t, std::uint64_t>> m;
    std::atomic<bool> done = false;
    std::atomic<int> torn = 0;
    for (std::uint64_t i = 0; i != 100; ++i) m.try_emplace(i, i, ~i);
    on_threads(3, [&](int t) {
        if (t == 0) {
            for (std::uint64_t round = 0; round != 4; ++round) {
                for (std::uint64_t i = 100; i != 3000; ++i) m.try_emplace(i, i, ~i);
                for (std::uint64_t i = 0; i != 100; ++i)
                    m.visit(i, [&](auto& v) { v.second = {i + round, ~(i + round)}; });
                for (std::uint64_t i = 100; i != 3000; ++i) m.erase(i);
                m.rehash(0);
            }
            done = true;
            return;
        }
        for (std::uint64_t x = 1; !done; ++x)
            if (m.cvisit(x % 150, [&](const auto& v) { torn += v.second.first != ~v.second.second; }) == 0 &&
                x % 150 < 100)
                ++torn;
    });
    CHECK(torn == 0);
    CHECK(m.size() == 100);
}

namespace {

/// Wide enough to be torn, and it says whose it is.
struct record {
    explicit record(std::uint64_t k, std::uint64_t v = 0) : key(k), values{v, v, v, v, v} {}
    bool is_whole(std::uint64_t k) const {
        for (const std::uint64_t v : values)
            if (v != values[0]) return false;
        return key == k;
    }
    std::uint64_t key;
    std::uint64_t values[5];
};

} // namespace

TEST_CASE("concurrent map threads: readers see no element half written", "[stress]") {
    arsenal::concurrent_hash_map<std::uint64_t, record> m;
    for (std::uint64_t i = 0; i != 4; ++i) m.try_emplace(i, i);
    std::atomic<bool> done = false;
    std::atomic<int> torn = 0;
    on_threads(2, [&](int t) {
        if (t == 0) {
            for (std::uint64_t i = 1; i != 120000; ++i)
                m.visit(i % 4, [&](auto& v) { v.second = record(i % 4, i); });
            done = true;
            return;
        }
        for (std::uint64_t x = 0; !done; ++x)
            torn += m.cvisit(x % 4, [&](const auto& v) { torn += !v.second.is_whole(x % 4); }) == 0;
    });
    CHECK(torn == 0);
}

TEST_CASE("concurrent map threads: readers see no element in another's slot", "[stress]") {
    arsenal::concurrent_hash_map<std::uint64_t, record> m;
    std::atomic<bool> done = false;
    std::atomic<int> wrong = 0;
    on_threads(2, [&](int t) {
        if (t == 0) {
            for (std::uint64_t i = 0; i != 120000; ++i) {
                m.try_emplace(i % 64, i % 64, i);
                m.erase((i + 60) % 64); // four are there at a time
            }
            done = true;
            return;
        }
        for (std::uint64_t x = 0; !done; ++x)
            m.cvisit(x % 64,
                     [&](const auto& v) { wrong += v.first != x % 64 || !v.second.is_whole(x % 64); });
    });
    CHECK(wrong == 0);
}

TEST_CASE("concurrent map threads: no reader is in a shard's memory when it goes", "[stress]") {
    arsenal::concurrent_hash_map<std::uint64_t, std::uint64_t> m;
    for (std::uint64_t i = 0; i != 640; ++i) m.try_emplace(i, i);
    std::atomic<bool> done = false;
    std::atomic<int> wrong = 0;
    on_threads(2, [&](int t) {
        if (t == 0) {
            for (int i = 0; i != 300; ++i) m.rehash(i % 2 != 0 ? 640 : 20000);
            done = true;
            return;
        }
        for (std::uint64_t x = 0; !done; x = x == 639 ? 0 : x + 1)
            wrong += m.cvisit(x, [&](const auto& v) { wrong += v.second != x; }) != 1;
    });
    CHECK(wrong == 0);
}

TEST_CASE("concurrent map threads: visiting all sees what is there throughout, once", "[stress]") {
    arsenal::concurrent_hash_map<int, int> m;
    for (int i = 0; i != 500; ++i) m.emplace(i, 0);
    std::atomic<bool> done = false;
    std::atomic<int> wrong = 0;
    on_threads(2, [&](int t) {
        if (t == 0) {
            for (int round = 0; round != 30; ++round) {
                std::multiset<int> seen;
                m.cvisit_all([&](const auto& v) { seen.insert(v.first); });
                for (int i = 0; i != 500; ++i) wrong += seen.count(i) != 1;
                wrong += m.erase_if([](auto& v) { return v.first >= 500 && v.first % 2 == 0; }) > 5000;
            }
            done = true;
            return;
        }
        for (int i = 500; !done; i = i == 5000 ? 500 : i + 1) m.try_emplace(i, 1);
    });
    CHECK(wrong == 0);
    for (int i = 0; i != 500; ++i) CHECK(m.contains(i));
}

// The writer moves one unit from account to account in two steps, never holding less than all but one.
TEST_CASE("concurrent map threads: a copy is one state of the whole map", "[stress]") {
    using map = arsenal::concurrent_hash_map<int, int>;
    map m;
    for (int i = 0; i != 64; ++i) m.emplace(i, 10);
    std::atomic<bool> done = false;
    std::atomic<int> wrong = 0;
    on_threads(2, [&](int t) {
        if (t == 0) {
            for (int round = 0; round != 300; ++round) {
                const map copy = m;
                int sum = 0;
                copy.cvisit_all([&](const auto& v) { sum += v.second; });
                wrong += sum != 640 && sum != 639;
                wrong += !(copy == copy) || !(m == m);
            }
            done = true;
            return;
        }
        for (int i = 0; !done; ++i) {
            m.visit(i % 64, [](auto& v) { --v.second; });
            m.visit((i + 17) % 64, [](auto& v) { ++v.second; });
        }
    });
    CHECK(wrong == 0);
}

TEST_CASE("concurrent map threads: two maps may be used from each other's visitors in one order",
          "[stress]") {
    arsenal::concurrent_hash_map<int, int> first{{1, 0}, {2, 0}};
    arsenal::concurrent_hash_map<int, int> second{{1, 0}, {2, 0}};
    on_threads(2, [&](int) {
        for (int i = 0; i != 3000; ++i)
            first.visit(1 + i % 2, [&](auto& v) {
                ++v.second;
                second.visit(v.first, [](auto& w) { ++w.second; });
            });
    });
    CHECK(first == second);
    CHECK(second.cvisit(1, [](auto& w) { CHECK(w.second == 3000); }) == 1);
}
