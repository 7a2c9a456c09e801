#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <functional>
#include <map>
#include <new>
#include <string>
#include <utility>

#include <support/failing_allocator.hpp>
#include <support/throwing_equal.hpp>
#include <support/throwing_hash.hpp>
#include <support/throwing_value.hpp>

#if ARSENAL_TEST_IMPORT
import arsenal.containers;
#else
#include <arsenal/containers.hpp>
#endif

// A failure at every point of every operation: the locks are free afterwards, and the elements are what they
// were.

using support::arena;
using support::fault;
using support::faults;

namespace {

using key = support::throwing_value<struct a_key>;
using value = support::throwing_value<struct a_value>;
using element = std::pair<const key, value>;
using map = arsenal::concurrent_hash_map<key, value, support::throwing_hash<support::throwing_value_hash>,
                                         support::throwing_equal<>, support::failing_allocator<element>>;

constexpr fault everything = fault::allocate | fault::hash | fault::equal | fault::copy | fault::move |
                             fault::construct | fault::assign | fault::functor_copy;

std::map<int, int> contents(const map& m) {
    std::map<int, int> all;
    m.cvisit_all([&](const element& v) { all.emplace(v.first.id(), v.second.id()); });
    return all;
}

/// Fails operation(map) at its first step, its second, and so on until it succeeds, each time with a fresh
/// map of n elements. What it left must be what there was, or (where it changes several elements) what
/// is_halfway(contents) accepts.
template <class Operation, class Halfway>
void walk(int n, fault kinds, Operation operation, Halfway is_halfway) {
    for (std::size_t survivors = 0;; ++survivors) {
        REQUIRE(survivors < 5000);
        arena memory;
        bool failed = false;
        {
            map m(0, {}, {}, support::failing_allocator<element>(memory));
            for (int i = 0; i != n; ++i) m.try_emplace(key(i), i);
            const std::map<int, int> before = contents(m);
            try {
                const support::fault_scope scope(kinds, survivors);
                operation(m);
            } catch (const support::injected_fault&) {
                failed = true;
            } catch (const std::bad_alloc&) {
                failed = true;
            }
            INFO("n = " << n << ", after " << survivors << " steps");
            REQUIRE(failed == faults.fired());
            const std::map<int, int> after = contents(m);
            REQUIRE(after.size() == m.size());
            if (failed && after != before) REQUIRE(is_halfway(before, after));
            // Every shard can be entered, and every element found.
            for (const auto& [k, v] : after) REQUIRE(m.visit(key(k), [](element&) {}) == 1);
            for (int i = 10000; i != 10200; ++i) REQUIRE(m.try_emplace(key(i), i));
            REQUIRE(m.erase_if([](element&) { return true; }) == after.size() + 200);
        }
        REQUIRE(key::live() == 0);
        REQUIRE(value::live() == 0);
        REQUIRE(key::errors() + value::errors() == 0);
        REQUIRE(memory.clean());
        if (!failed) return;
    }
}
template <class Operation>
void walk(int n, Operation operation) {
    walk(n, everything, operation, [](auto&, auto&) { return false; });
}

} // namespace

TEST_CASE("concurrent map failure: insertions are all or nothing", "[failure]") {
    // Sizes at which the key's shard has no block yet, is in the midst of one, or is about to grow.
    for (const int n : {0, 1, 30, 150, 260, 300}) {
        walk(n, [&](map& m) { m.try_emplace(key(n), 5); });
        walk(n, [&](map& m) { m.try_emplace(key(n / 2), 5); });
        walk(n, [&](map& m) { m.emplace(n, n); });
        walk(n, [&](map& m) { m.insert(element(n, n)); });
        walk(n, [&](map& m) { m.insert_or_assign(key(n), value(3)); });
        walk(n, [&](map& m) {
            m.emplace_or_visit(key(n), value(3), [](element&) { faults.step_or_throw(fault::copy); });
        });
    }
}

TEST_CASE("concurrent map failure: growth of every shard loses nothing", "[failure]") {
    const auto grown = [](const auto& before, const auto& after) {
        for (const auto& [k, v] : before)
            if (!after.contains(k) || after.at(k) != v) return false;
        return after.size() <= before.size() + 250;
    };
    walk(
        40, fault::allocate | fault::copy | fault::hash,
        [](map& m) {
            for (int i = 0; i != 250; ++i) m.try_emplace(key(1000 + i), i);
        },
        grown);
    walk(100, [](map& m) { m.reserve(2000); });
    walk(100, [](map& m) {
        m.rehash(500);
        m.rehash(0);
    });
}

TEST_CASE("concurrent map failure: a visitor's exception releases its lock", "[failure]") {
    const auto throwing = [](auto&) -> bool {
        faults.step_or_throw(fault::copy);
        return false;
    };
    walk(100, [&](map& m) { m.visit(key(3), throwing); });
    walk(100, [&](map& m) { m.cvisit(key(3), throwing); });
    walk(100, [&](map& m) { m.visit_all(throwing); });
    walk(100, [&](map& m) { m.cvisit_all(throwing); });
    walk(100, [&](map& m) { m.erase_if(key(3), throwing); });
    walk(100, [&](map& m) { m.erase_if(throwing); });
    walk(100, [&](map& m) { m.try_emplace_or_visit(key(3), 4, throwing); });
    walk(
        100, everything, [](map& m) { m.erase(key(3)); },
        [](const auto& before, const auto& after) { return after.size() + 1 == before.size(); });
}

TEST_CASE("concurrent map failure: an erasure by condition stops where the condition throws", "[failure]") {
    walk(
        100, fault::copy,
        [](map& m) {
            m.erase_if([](element& v) {
                faults.step_or_throw(fault::copy);
                return v.first.id() % 2 == 0;
            });
        },
        [](const auto& before, const auto& after) {
            for (const auto& [k, v] : before)
                if (k % 2 != 0 && !after.contains(k)) return false;
            return after.size() < before.size();
        });
}

TEST_CASE("concurrent map failure: copies", "[failure]") {
    walk(60, [](map& m) { const map copy = m; });
    walk(60, [](map& m) {
        map other(0, {}, {}, m.get_allocator());
        other = m;
    });
    walk(60, [](map& m) {
        const map copy = m;
        if (!(m == copy)) throw support::injected_fault{fault::copy};
    });
}

TEST_CASE("concurrent map failure: swapping function objects that throw empties both", "[failure]") {
    walk(
        60, fault::functor_copy,
        [](map& m) {
            map other(0, {}, {}, m.get_allocator());
            other.try_emplace(key(5), 5);
            m.swap(other);
            other.swap(m);
        },
        [](const auto&, const auto& after) { return after.empty(); });
}
