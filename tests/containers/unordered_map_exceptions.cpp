#include <catch2/catch_test_macros.hpp>

#include <functional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <support/fault_injection.hpp>
#include <support/throwing_equal.hpp>
#include <support/throwing_hash.hpp>
#include <support/throwing_value.hpp>

#include <support/under_test.hpp>

// [unord.req.except], [container.requirements.general]/11, in words: which exceptions may come, and what is
// left.

namespace {

using support::fault;
using support::fault_scope;
using support::injected_fault;
struct mapped_tag {};
using value = support::throwing_value<mapped_tag>;
using hash = support::throwing_hash<std::hash<int>>;
using equal = support::throwing_equal<>;
using map = ut::unordered_map<int, value, hash, equal>;

void fill(map& m, int n) {
    for (int i = 0; i < n; ++i) m.try_emplace(i, i * 2);
}

bool intact(const map& m, int n) {
    if (m.size() != static_cast<std::size_t>(n)) return false;
    for (int i = 0; i < n; ++i) {
        const auto at = m.find(i);
        if (at == m.end() || at->second.id() != i * 2) return false;
    }
    return std::distance(m.begin(), m.end()) == n && value::errors() == 0;
}

} // namespace

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

TEST_CASE("unordered_map exceptions: erase by key throws only what hash or equality throw",
          "[unord.req.except]") {
    map m;
    fill(m, 50);
    {
        const fault_scope scope(
            fault::copy | fault::move | fault::construct | fault::assign | fault::functor_copy, 0);
        CHECK_NOTHROW(m.erase(49));
        CHECK_NOTHROW(m.erase(m.find(48)));
        CHECK_NOTHROW(m.erase(m.begin(), m.begin()));
    }
    CHECK(intact(m, 48));
    {
        const fault_scope scope(fault::equal, 0);
        CHECK_THROWS_AS(m.erase(7), injected_fault);
    }
    CHECK(intact(m, 48));
    {
        const fault_scope scope(fault::hash, 0);
        try {
            m.erase(7);
        } catch (const injected_fault&) {
        }
    }
    CHECK((m.size() == 48 || m.size() == 47));
}

TEST_CASE("unordered_map exceptions: erase by iterator and clear call neither hash nor equality",
          "[unord.req.except]") {
    map m;
    fill(m, 100);
    {
        const fault_scope scope(fault::hash | fault::equal | fault::functor_copy, 0);
        for (int i = 0; i < 30; ++i) CHECK_NOTHROW(m.erase(m.begin()));
        CHECK_NOTHROW(m.erase(m.begin(), std::next(m.begin(), 30)));
        CHECK_NOTHROW(m.clear());
    }
    CHECK(m.empty());
    CHECK(value::live() == 0);
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

TEST_CASE("unordered_map exceptions: a copy that throws leaks nothing", "[container.requirements.general]") {
    map m;
    fill(m, 60);
    for (std::size_t n = 0; n < 60; n += 7) {
        const fault_scope scope(fault::copy, n);
        CHECK_THROWS_AS(map(m), injected_fault);
    }
    CHECK(value::live() == 60);
    CHECK(intact(m, 60));
    map target;
    fill(target, 5);
    {
        const fault_scope scope(fault::copy | fault::assign, 30);
        CHECK_THROWS_AS(target = m, injected_fault);
    }
    target.clear();
    fill(target, 5);
    CHECK(intact(target, 5));
    CHECK(intact(m, 60));
}

TEST_CASE("unordered_map exceptions: a rehash in which values cannot throw does nothing to them",
          "[unord.req.except]") {
    map m;
    fill(m, 60);
    {
        const fault_scope scope(fault::copy | fault::move | fault::construct | fault::assign, 0);
        CHECK_NOTHROW(m.rehash(5000));
        CHECK_NOTHROW(m.reserve(9000));
        CHECK_NOTHROW(m.rehash(0));
        map other;
        CHECK_NOTHROW(m.swap(other));
        CHECK_NOTHROW(m.swap(other));
        CHECK_NOTHROW(other.merge(m));
        CHECK_NOTHROW(m.swap(other));
    }
    CHECK(intact(m, 60));
}
