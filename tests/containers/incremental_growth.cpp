#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>

#include <containers/incremental_types.hpp>

// What incremental_growth promises: no insertion does more than a bounded amount of work, counted here; and
// how the directory behaves where keys make it deep.

namespace {

using incremental::counted_map;
using incremental::routed_map;
using incremental::spread;
using incremental::work;

/// The most of each kind of work in one of n insertions.
work most_work(std::uint64_t n) {
    counted_map m;
    work most;
    for (std::uint64_t i = 0; i < n; ++i) {
        incremental::done = {};
        m.emplace(spread(i), 1);
        most.moves = std::max(most.moves, incremental::done.moves);
        most.hashes = std::max(most.hashes, incremental::done.hashes);
        most.bytes = std::max(most.bytes, incremental::done.bytes);
    }
    REQUIRE(m.size() == n);
    return most;
}

} // namespace

TEST_CASE("incremental growth: the work of an insertion is bounded, whatever the size", "[incremental]") {
    const work small = most_work(20'000), large = most_work(300'000);
    CHECK(small.moves > 100); // it counts
    CHECK(large.moves <= 2 * 256 + 1);
    CHECK(large.hashes <= 4 * 256);
    CHECK(large.bytes <= 32 * 1024);
    CHECK(large.bytes <= small.bytes + 4096); // the directory's node
}

TEST_CASE("incremental growth: doubling moves everything, so the bound above is no accident",
          "[incremental]") {
    incremental::counted_doubling_map m;
    std::size_t most = 0;
    for (std::uint64_t i = 0; i < 20'000; ++i) {
        incremental::done = {};
        m.emplace(spread(i), 1);
        most = std::max(most, incremental::done.moves);
    }
    CHECK(most > 10'000);
}

TEST_CASE("incremental growth: hashes that agree in many leading bits", "[incremental]") {
    for (const unsigned common : {1u, 7u, 8u, 9u, 16u, 31u, 39u, 40u, 41u, 51u}) {
        INFO(common << " leading bits");
        const auto key = [&](std::uint64_t i) {
            return ((spread(i) >> common) & ~0xfffull) | i | (i % 2 << 63);
        };
        routed_map m;
        for (std::uint64_t i = 0; i < 3000; ++i) m.emplace(key(i), i);
        CHECK(m.size() == 3000);
        std::size_t found = 0, visited = 0;
        for (std::uint64_t i = 0; i < 3000; ++i) found += m.contains(key(i));
        for (const auto& e : m) visited += key(e.second) == e.first;
        CHECK(found == 3000);
        CHECK(visited == 3000);
        const routed_map copy = m;
        CHECK(copy == m);
        CHECK(std::equal(copy.begin(), copy.end(), m.begin(), m.end()));
    }
}

TEST_CASE("incremental growth: a constant hash ends in one leaf that doubles", "[incremental]") {
    arsenal::incremental_hash_map<int, int, incremental::constant> m;
    for (int i = 0; i < 2000; ++i) m.emplace(i, i);
    CHECK(m.size() == 2000);
    for (int i = 0; i < 2000; ++i) REQUIRE(m.at(i) == i);
    CHECK(m.erase(7) == 1);
    CHECK(!m.contains(7));
}

TEST_CASE("incremental growth: reserve does the splitting beforehand", "[incremental]") {
    counted_map m;
    m.reserve(100'000);
    CHECK(m.bucket_count() >= 100'000);
    std::size_t moves = 0;
    for (std::uint64_t i = 0; i < 100'000; ++i) {
        incremental::done = {};
        m.emplace(spread(i), 1);
        moves += incremental::done.moves;
    }
    CHECK(moves < 10'000); // 100'000 and more without
    m.reserve(10);
    CHECK(m.size() == 100'000);

    m.clear();
    CHECK(m.bucket_count() == 0);
    CHECK(m.stats().bytes == 0);
    CHECK(incremental::live_bytes == 0);
    CHECK_THROWS_AS(m.reserve(m.max_size() + 1), std::length_error);
}

TEST_CASE("incremental growth: memory goes back", "[incremental]") {
    {
        counted_map m;
        for (std::uint64_t i = 0; i < 50'000; ++i) m.emplace(spread(i), 1);
        CHECK(m.stats().bytes == incremental::live_bytes);
        for (std::uint64_t i = 0; i < 50'000; ++i)
            if (i % 50 != 0) m.erase(spread(i));
        const std::size_t before = incremental::live_bytes;
        m.shrink_to_fit();
        CHECK(incremental::live_bytes < before / 4);
        CHECK(m.size() == 1000);
        for (std::uint64_t i = 0; i < 50'000; i += 50) REQUIRE(m.contains(spread(i)));
    }
    CHECK(incremental::live_bytes == 0);
}

TEST_CASE("incremental growth: elements made from others that a split moves", "[incremental]") {
    arsenal::incremental_hash_map<std::string, std::string> m;
    std::string last = "a string that is too long for the string object itself";
    m.emplace(last, last);
    for (int i = 0; i < 3000; ++i) {
        std::string next = "another such string, with a number at its end: " + std::to_string(i);
        const auto& value = m.find(last)->second;
        CHECK(m.try_emplace(next, value).second); // the argument may move while this is under way
        const auto& [key, same] = *m.find(next);
        CHECK(!m.emplace(key, same).second);
        last = std::move(next);
    }
    CHECK(m.size() == 3001);
    for (const auto& e : m) REQUIRE(e.second == "a string that is too long for the string object itself");
}

TEST_CASE("incremental growth: erasing while iterating visits every other element once", "[incremental]") {
    arsenal::incremental_hash_map<int, int> m;
    for (int i = 0; i < 5000; ++i) m.emplace(i, 0);
    std::size_t visited = 0;
    for (auto it = m.begin(); it != m.end();) {
        ++it->second;
        ++visited;
        if (it->first % 3 != 0)
            it = m.erase(it);
        else
            ++it;
    }
    CHECK(visited == 5000);
    CHECK(m.size() == 1667);
    for (const auto& [key, times] : m) REQUIRE((key % 3 == 0 && times == 1));
}

TEST_CASE("incremental growth: against a model, with merge, copies and moves", "[incremental]") {
    arsenal::incremental_hash_map<int, int> m;
    std::unordered_map<int, int> model;
    std::uint64_t state = 1;
    for (int step = 0; step < 60'000; ++step) {
        state = spread(state);
        const int key = static_cast<int>(state % 20'000);
        switch (state >> 60) {
        case 0:
        case 1:
        case 2:
            REQUIRE(m.erase(key) == model.erase(key));
            break;
        case 3:
            if (step % 64 == 0) {
                auto copy = m;
                m = std::move(copy);
            } else if (step % 64 == 1) {
                arsenal::flat_hash_map<int, int> others{{key, step}, {key + 1, step}};
                m.merge(others);
                model.emplace(key, step);
                model.emplace(key + 1, step);
            }
            break;
        default:
            REQUIRE(m.emplace(key, step).second == model.emplace(key, step).second);
        }
    }
    REQUIRE(m.size() == model.size());
    for (const auto& [key, value] : model) REQUIRE(m.at(key) == value);
}
