#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include <containers/functors.hpp>

#include <support/under_test.hpp>

// [container.requirements.dataraces], [res.on.data.races]: const members, and those that are const for this
// purpose, may be called by several threads at once; different elements may be modified at once.

namespace {

constexpr int n = 1000;
constexpr std::size_t threads = 4;

template <class Body>
void in_threads(Body body) {
    std::atomic<std::size_t> ready = 0;
    std::vector<std::thread> all;
    for (std::size_t id = 0; id < threads; ++id) {
        all.emplace_back([&, id] {
            ++ready;
            while (ready < threads) std::this_thread::yield();
            body(id);
        });
    }
    for (auto& thread : all) thread.join();
}

} // namespace

TEST_CASE("unordered_map threads: const members", "[container.requirements.dataraces]") {
    ut::unordered_map<std::string, int, functors::string_hash, std::equal_to<>> filling;
    for (int i = 0; i < n; ++i) filling.emplace(std::to_string(i), i);
    // Holes, so that whatever is put off at an erase cannot be made up for by a reader.
    for (int i = n; i < n + 300; ++i) filling.emplace(std::to_string(i), i);
    for (int i = n; i < n + 300; ++i) filling.erase(std::to_string(i));
    const auto& m = filling;
    const auto other = m;
    std::atomic<int> wrong = 0;
    in_threads([&](std::size_t) {
        int bad = 0;
        for (int i = 0; i < n; ++i) {
            const std::string key = std::to_string(i);
            bad += m.find(key) == m.end();
            bad += m.at(key) != i;
            bad += m.count(std::string_view(key)) != 1;
            bad += m.contains("absent " + key);
            bad += m.equal_range(key).first->second != i;
        }
        long sum = 0;
        for (const auto& [key, value] : m) sum += value;
        bad += sum != static_cast<long>(n) * (n - 1) / 2;
        std::size_t in_buckets = 0;
        for (std::size_t b = 0; b < m.bucket_count(); ++b) {
            in_buckets += m.bucket_size(b);
            for (auto i = m.begin(b); i != m.end(b); ++i) bad += m.bucket(i->first) != b;
        }
        bad += in_buckets != m.size();
        bad += m.empty() || m.load_factor() > m.max_load_factor();
        bad += !(m == other);
        bad += std::remove_cvref_t<decltype(m)>(m).size() != m.size();
        wrong += bad;
    });
    CHECK(wrong == 0);
}

TEST_CASE("unordered_map threads: begin, end, find and at of a mutable map, and its different elements",
          "[container.requirements.dataraces]") {
    ut::unordered_map<int, int> m;
    for (int i = 0; i < n; ++i) m[i] = 0;
    in_threads([&](std::size_t id) {
        for (int i = static_cast<int>(id); i < n; i += static_cast<int>(threads)) {
            m.find(i)->second += i;
            m.at(i) += 1;
            m.equal_range(i).first->second += 1;
        }
    });
    for (int i = 0; i < n; ++i) CHECK(m.at(i) == i + 2);
    std::atomic<long> sum = 0;
    in_threads([&](std::size_t) {
        long mine = 0;
        for (auto i = m.begin(); i != m.end(); ++i) mine += i->second;
        for (std::size_t b = 0; b < m.bucket_count(); ++b) {
            for (auto i = m.begin(b); i != m.end(b); ++i) mine -= i->second;
        }
        sum += mine;
    });
    CHECK(sum == 0);
}

TEST_CASE("unordered_set threads: const members", "[container.requirements.dataraces]") {
    ut::unordered_set<int> filling;
    for (int i = 0; i < n; ++i) filling.insert(i * 64);
    const auto& s = filling;
    std::atomic<int> wrong = 0;
    in_threads([&](std::size_t) {
        int bad = 0;
        for (int i = 0; i < n; ++i) bad += !s.contains(i * 64) || s.contains(i * 64 + 1);
        bad += std::distance(s.begin(), s.end()) != n;
        wrong += bad;
    });
    CHECK(wrong == 0);
}

TEST_CASE("unordered_map threads: each thread with its own", "[res.on.data.races]") {
    std::vector<ut::unordered_map<int, std::string>> maps(threads);
    in_threads([&](std::size_t id) {
        auto& m = maps[id];
        for (int i = 0; i < 500; ++i) m[i] = std::to_string(i);
        for (int i = 0; i < 500; i += 2) m.erase(i);
        m.rehash(0);
    });
    for (const auto& m : maps) CHECK(m.size() == 250);
}
