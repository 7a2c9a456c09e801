#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <support/under_test.hpp>

// Elements of one container whose handles, and whose other tables, are on other threads: whoever has the last
// one gives the memory back.

namespace {

using many = ut::unordered_multimap<int, std::string>;
using unique = ut::unordered_map<int, std::string>;

std::string text(int i) { return "a text that is longer than any small buffer " + std::to_string(i); }

} // namespace

TEST_CASE("unordered_multi threads: nodes and tables of both kinds die at once", "[container.node]") {
    for (const int n : {1, 6, 100, 1000}) {
        many m;
        for (int i = 0; i < 4 * n; ++i) m.emplace(i % n, text(i % n));
        std::vector<many::node_type> nodes;
        for (int i = 0; i < n; ++i) nodes.push_back(m.extract(i));
        unique first_of_each, second_of_each;
        first_of_each.merge(m);
        second_of_each.merge(m);
        many rest;
        for (int i = 0; i < n; ++i) rest.insert(m.extract(i));
        m.emplace(0, text(0));
        std::atomic<int> wrong = 0;
        const auto check = [&wrong](const auto& c) {
            for (const auto& [key, value] : c) wrong += value != text(key);
        };
        std::vector<std::thread> threads;
        threads.emplace_back([c = std::move(first_of_each), check]() mutable {
            check(c);
            c.clear();
        });
        threads.emplace_back([c = std::move(second_of_each), check]() mutable {
            check(c);
            while (!c.empty()) c.erase(c.begin());
        });
        threads.emplace_back([c = std::move(rest), check]() mutable { check(c); });
        threads.emplace_back([c = std::move(nodes), &wrong]() mutable {
            for (const auto& node : c) wrong += node.mapped() != text(node.key());
            c.clear();
        });
        m.clear();
        m.emplace(1, text(1));
        for (auto& thread : threads) thread.join();
        CHECK(wrong == 0);
    }
}
