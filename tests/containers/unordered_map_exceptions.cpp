#include <catch2/catch_test_macros.hpp>

#include <tuple>
#include <utility>
#include <vector>

#include <containers/throwing_map.hpp>

// [unord.req.except] in words: an insertion that throws, and what it leaves.

using namespace throwing_map;

TEST_CASE("unordered_map exceptions: a single insertion that throws has no effect", "[unord.req.except]") {
    for (const int n : {0, 1, 12, 13, 100}) {
        map m;
        fill(m, n);
        const map::value_type element(1000, value(1));
        {
            const fault_scope scope(fault::construct, 0);
            CHECK_THROWS_AS(m.try_emplace(1000, 5), injected_fault);
        }
        {
            const fault_scope scope(fault::construct, 0);
            CHECK_THROWS_AS(m[1000], injected_fault);
        }
        {
            const fault_scope scope(fault::construct, 0);
            CHECK_THROWS_AS(
                m.emplace(std::piecewise_construct, std::forward_as_tuple(1000), std::forward_as_tuple(1)),
                injected_fault);
        }
        {
            const fault_scope scope(fault::copy, 0);
            CHECK_THROWS_AS(m.insert(element), injected_fault);
        }
        {
            const fault_scope scope(fault::move | fault::copy, 0);
            CHECK_THROWS_AS(m.insert(map::value_type(1000, value(1))), injected_fault);
        }
        {
            const fault_scope scope(fault::copy, 0);
            CHECK_THROWS_AS(m.insert_or_assign(1000, element.second), injected_fault);
        }
        CHECK(intact(m, n));
        CHECK(value::live() == n + 1);
    }
    CHECK(value::live() == 0);
}

TEST_CASE("unordered_map exceptions: an equality that throws while inserting has no effect",
          "[unord.req.except]") {
    map m;
    fill(m, 50);
    for (int key = 0; key < 50; ++key) {
        const fault_scope scope(fault::equal, 0);
        CHECK_THROWS_AS(m.try_emplace(key, 0), injected_fault);
    }
    CHECK(intact(m, 50));
    CHECK(value::live() == 50);
}

TEST_CASE("unordered_map exceptions: a hash that throws while inserting leaves a usable container",
          "[unord.req.except]") {
    map m;
    fill(m, 50);
    {
        const fault_scope scope(fault::hash, 0);
        CHECK_THROWS_AS(m.try_emplace(1000, 0), injected_fault);
    }
    CHECK(m.size() == 50);
    for (int i = 0; i < 50; ++i) CHECK(m.at(i).id() == i * 2);
    m.try_emplace(1000, 0);
    CHECK(m.size() == 51);
}

TEST_CASE("unordered_map exceptions: an assignment that throws keeps the element", "[unord.map.modifiers]") {
    map m;
    fill(m, 10);
    const value other(99);
    {
        const fault_scope scope(fault::assign, 0);
        CHECK_THROWS_AS(m.insert_or_assign(5, other), injected_fault);
    }
    CHECK(intact(m, 10));
}

TEST_CASE("unordered_map exceptions: a range insertion that throws keeps what came before",
          "[unord.req.except]") {
    std::vector<std::pair<int, value>> source;
    for (int i = 0; i < 30; ++i) source.emplace_back(i, value(i * 2));
    map m;
    {
        const fault_scope scope(fault::copy, 20);
        CHECK_THROWS_AS(m.insert(source.begin(), source.end()), injected_fault);
    }
    CHECK(m.size() <= 20);
    for (const auto& [key, mapped] : m) CHECK(mapped.id() == key * 2);
    m.insert(source.begin(), source.end());
    CHECK(intact(m, 30));
}
