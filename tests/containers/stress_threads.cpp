#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <containers/consistency.hpp>

#include <support/under_test.hpp>

// [container.requirements.dataraces] and [container.node]: what may happen on several threads at once without
// locks. A race is for ThreadSanitizer to find; the assertions see lost and damaged elements.

namespace {

using map = ut::unordered_map<int, std::string>;
using set = ut::unordered_set<std::string>;

std::string text(int i) { return "value number " + std::to_string(i) + " on the heap"; }

map filled(int first, int last) {
    map m;
    for (int i = first; i < last; ++i) m.emplace(i, text(i));
    return m;
}

/// Runs each of the jobs on a thread of its own, all starting together.
template <class... Jobs>
void together(Jobs... jobs) {
    std::atomic<int> waiting = sizeof...(jobs);
    auto start = [&](auto& job) {
        return std::thread([&] {
            --waiting;
            while (waiting != 0) std::this_thread::yield();
            job();
        });
    };
    std::thread threads[] = {start(jobs)...};
    for (auto& t : threads) t.join();
}

} // namespace

TEST_CASE("threads: concurrent const access", "[stress]") {
    for (int n : {0, 1, 12, 13, 5000}) {
        map m = filled(0, n);
        for (int i = 0; i < n; i += 3) m.erase(i); // holes
        const map& shared = m;
        std::atomic<int> failures = 0;
        auto reader = [&] {
            for (int round = 0; round < 3; ++round) {
                std::size_t seen = 0;
                for (const auto& [k, v] : shared) {
                    ++seen;
                    if (v != text(k)) ++failures;
                }
                if (seen != shared.size()) ++failures;
                for (int i = 0; i < n; ++i)
                    if (shared.contains(i) != (i % 3 != 0)) ++failures;
                if (shared.count(-1) != 0 || shared.find(-1) != shared.end()) ++failures;
                if (n > 1 && shared.at(1) != text(1)) ++failures;
                if (consistency::contradiction(shared) != "") ++failures;
                const map copy = shared;
                if (!(copy == shared)) ++failures;
            }
        };
        together(reader, reader, reader);
        CHECK(failures == 0);
    }
}

// begin, end, find, at, operator[] of what is there and the local iterators count as const, and elements may
// be written.
TEST_CASE("threads: each writes its own elements through non-const lookups", "[stress]") {
    map m = filled(0, 3000);
    auto writer = [&](int which) {
        return [&m, which] {
            for (int i = which; i < 3000; i += 3) {
                m[i] += "!";
                m.find(i)->second += "?";
                m.at(i) += ".";
            }
        };
    };
    together(writer(0), writer(1), writer(2));
    for (int i = 0; i < 3000; ++i) CHECK(m.at(i) == text(i) + "!?.");
}

TEST_CASE("threads: nodes are destroyed on another thread than their map", "[stress]") {
    for (int round = 0; round < 20; ++round) {
        std::optional<map> m(filled(0, 2000));
        std::vector<map::node_type> nodes;
        for (int i = 0; i < 2000; i += 2) nodes.push_back(m->extract(i));
        together([&] { nodes.clear(); }, [&] { m.reset(); });
    }
    SUCCEED();
}

TEST_CASE("threads: nodes are destroyed while their map goes on", "[stress]") {
    map m = filled(0, 3000);
    std::vector<map::node_type> nodes;
    for (int i = 0; i < 3000; i += 3) nodes.push_back(m.extract(i));
    together(
        [&] {
            for (auto& node : nodes) node = map::node_type();
        },
        [&] {
            for (int i = 1; i < 3000; i += 3) m.erase(i);
            for (int i = 10000; i < 14000; ++i) m.emplace(i, text(i));
            for (int i = 10000; i < 12000; ++i) m.erase(i);
        });
    CHECK(m.size() == 3000);
    CHECK(consistency::contradiction(m) == "");
}

TEST_CASE("threads: nodes of one map are inserted into others", "[stress]") {
    map source = filled(0, 4000);
    std::vector<map::node_type> even, odd;
    for (int i = 0; i < 3000; ++i) (i % 2 == 0 ? even : odd).push_back(source.extract(i));
    map a, b;
    auto fill = [](map& m, std::vector<map::node_type>& nodes) {
        return [&] {
            for (auto& node : nodes) m.insert(std::move(node));
            for (int i = 0; i < 3000; i += 5) m.erase(i);
        };
    };
    together(fill(a, even), fill(b, odd), [&] { source.clear(); });
    CHECK(a.size() == 1200);
    CHECK(b.size() == 1200);
    CHECK(consistency::contradiction(a) == "");
    CHECK(consistency::contradiction(b) == "");
    for (const auto& [k, v] : a) CHECK(v == text(k));
}

TEST_CASE("threads: maps that share merged elements go different ways", "[stress]") {
    for (int round = 0; round < 10; ++round) {
        map origin = filled(0, 3000);
        std::optional<map> a(filled(0, 1000)), b(filled(500, 2000));
        a->merge(origin); // takes [1000, 3000)
        b->merge(*a);     // takes [0, 500) and [2000, 3000)
        CHECK(a->size() == 1500);
        CHECK(b->size() == 3000);
        CHECK(origin.size() == 1000);
        if (round % 2 == 0) {
            together([&] { a.reset(); }, [&] { b.reset(); }, [&] { origin = map(); });
        } else {
            together(
                [&] {
                    for (int i = 0; i < 3000; i += 2) a->erase(i);
                    a->rehash(0);
                },
                [&] {
                    for (int i = 0; i < 3000; i += 3) b->erase(i);
                    for (int i = 5000; i < 6000; ++i) b->emplace(i, text(i));
                },
                [&] {
                    for (int i = 5000; i < 6000; ++i) origin.emplace(i, text(i));
                    origin.clear();
                });
            CHECK(consistency::contradiction(*a) == "");
            CHECK(consistency::contradiction(*b) == "");
            for (const auto& [k, v] : *b) CHECK(v == text(k));
        }
    }
}

TEST_CASE("threads: a set is handed over and back by move", "[stress]") {
    set s;
    for (int i = 0; i < 1000; ++i) s.insert(text(i));
    set other;
    for (int i = 500; i < 1500; ++i) other.insert(text(i));
    s.merge(other);
    std::thread([moved = std::move(s)]() mutable {
        for (int i = 0; i < 1500; i += 2) moved.erase(text(i));
    }).join();
    CHECK(other.size() == 500);
    CHECK(consistency::contradiction(other) == "");
}
