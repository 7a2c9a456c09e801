#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <support/under_test.hpp>

// An element that left its container belongs to whoever holds it: its handle may die on another thread, while
// its old container works, after it, and at the same time as its neighbours.

namespace {

using map = ut::unordered_map<int, std::string>;

map filled(int n) {
    map m;
    for (int i = 0; i < n; ++i)
        m.emplace(i, "a text that is longer than any small buffer " + std::to_string(i));
    return m;
}

} // namespace

TEST_CASE("node_handle threads: dies on another thread after its map", "[container.node]") {
    for (const int n : {1, 5, 12, 13, 1000}) {
        auto m = std::make_unique<map>(filled(n));
        auto node = m->extract(n / 2);
        m.reset();
        std::thread([node = std::move(node), n] { REQUIRE(node.key() == n / 2); }).join();
    }
}

TEST_CASE("node_handle threads: neighbours die at once while the map goes on", "[container.node]") {
    map m = filled(4000);
    std::vector<std::vector<map::node_type>> shares(4);
    for (int i = 0; i < 3000; ++i) shares[static_cast<std::size_t>(i) % 4].push_back(m.extract(i));
    std::atomic<int> wrong = 0;
    std::vector<std::thread> threads;
    for (auto& share : shares) {
        threads.emplace_back([&wrong, share = std::move(share)]() mutable {
            for (auto& node : share) {
                if (node.mapped() !=
                    "a text that is longer than any small buffer " + std::to_string(node.key()))
                    ++wrong;
                node = map::node_type();
            }
        });
    }
    for (int i = 10000; i < 12000; ++i) m.emplace(i, "new");
    for (int i = 3000; i < 4000; ++i) m.erase(i);
    m.rehash(0);
    for (auto& thread : threads) thread.join();
    CHECK(wrong == 0);
    CHECK(m.size() == 2000);
}

TEST_CASE("node_handle threads: elements move to maps of other threads, and all the maps die",
          "[container.node]") {
    auto source = std::make_unique<map>(filled(4000));
    std::vector<std::unique_ptr<map>> targets;
    for (int t = 0; t < 4; ++t) {
        auto target = std::make_unique<map>();
        for (int i = t; i < 4000; i += 4) target->insert(source->extract(i));
        targets.push_back(std::move(target));
    }
    CHECK(source->empty());
    std::atomic<int> wrong = 0;
    std::vector<std::thread> threads;
    for (auto& target : targets) {
        threads.emplace_back([&wrong, target = std::move(target)]() mutable {
            for (int i = 0; i < 500; ++i) target->emplace(100000 + i, "new");
            while (target->size() > 100) target->erase(target->begin());
            map merged;
            merged.merge(*target);
            if (merged.size() != 100 || !target->empty()) ++wrong;
            target.reset();
        });
    }
    for (int i = 0; i < 1000; ++i) source->emplace(i, "again");
    source.reset();
    for (auto& thread : threads) thread.join();
    CHECK(wrong == 0);
}

TEST_CASE("node_handle threads: maps that were merged from a common source die on different threads",
          "[container.node]") {
    map common = filled(2000);
    map odd;
    for (int i = 1; i < 2000; i += 2) odd.insert(common.extract(i));
    map merged;
    merged.merge(common);
    std::thread first([odd = std::move(odd)]() mutable { odd.clear(); });
    std::thread second([merged = std::move(merged)]() mutable { merged = map(); });
    common.emplace(1, "one");
    first.join();
    second.join();
    CHECK(common.size() == 1);
}
