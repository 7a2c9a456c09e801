#include <catch2/catch_test_macros.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <support/under_test.hpp>

// Arsenal's own promises on the order of iteration: a function of the operations alone, and the order of
// arrival as long as nothing was erased.

namespace {

using map = ut::unordered_map<std::uint64_t, std::string>;

std::vector<std::uint64_t> order(const map& m) {
    std::vector<std::uint64_t> keys;
    for (const auto& element : m) keys.push_back(element.first);
    return keys;
}

void churn(map& m, unsigned seed) {
    std::mt19937 random(seed);
    for (int i = 0; i < 5000; ++i) {
        const std::uint64_t key = random() % 700;
        if (random() % 3 == 0)
            m.erase(key);
        else if (random() % 50 == 0 && !m.empty())
            m.erase(m.begin());
        else
            m.emplace(key, "value");
    }
}

} // namespace

TEST_CASE("iteration order: the order of arrival while nothing is erased", "[order]") {
    map m;
    std::vector<std::uint64_t> expected;
    std::mt19937_64 random(1);
    for (int i = 0; i < 3000; ++i) {
        const std::uint64_t key = random();
        m.emplace(key, "value");
        expected.push_back(key);
        if (i < 30 || i % 500 == 0) REQUIRE(order(m) == expected);
    }
    m.rehash(50000);
    CHECK(order(m) == expected);
    m.rehash(0);
    CHECK(order(m) == expected);
    const map moved(std::move(m));
    CHECK(order(moved) == expected);
}

TEST_CASE("iteration order: the same after the same operations, wherever the memory is", "[order]") {
    map a;
    churn(a, 7);
    std::vector<std::unique_ptr<char[]>> elsewhere;
    for (int i = 1; i < 200; ++i)
        elsewhere.push_back(std::make_unique<char[]>(static_cast<std::size_t>(i) * 13));
    map b;
    churn(b, 7);
    CHECK(order(a) == order(b));
    a.clear();
    b.clear();
    churn(a, 8);
    churn(b, 8);
    CHECK(order(a) == order(b));
}

TEST_CASE("iteration order: the elements that stay keep theirs when another arrives", "[order]") {
    ut::unordered_map<int, int> m;
    for (int i = 0; i < 8; ++i) m[i * i] = i;
    m.erase(4);
    m.erase(25);
    m[100] = 1;
    std::vector<int> keys;
    for (const auto& element : m) keys.push_back(element.first);
    std::vector<int> sorted_without_the_new;
    for (const int key : keys) {
        if (key != 100) sorted_without_the_new.push_back(key);
    }
    CHECK(sorted_without_the_new == std::vector<int>{0, 1, 9, 16, 36, 49});
}
