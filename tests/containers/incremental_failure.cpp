#include <catch2/catch_test_macros.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <new>
#include <set>
#include <utility>

#include <support/arena.hpp>
#include <support/failing_allocator.hpp>
#include <support/fault_injection.hpp>
#include <support/stateful_allocator.hpp>
#include <support/throwing_equal.hpp>
#include <support/throwing_hash.hpp>
#include <support/throwing_value.hpp>
#include <support/under_test.hpp>

// A failure at every step of an insertion that splits a leaf, of a copy and of reserve: nothing is lost.

namespace {

using support::fault;

struct key_tag;
struct mapped_tag;
using key = support::throwing_value<key_tag>;
using mapped = support::throwing_value<mapped_tag>;
using hash = support::throwing_hash<support::throwing_value_hash>;
using equal = support::throwing_equal<>;
using alloc = support::failing_allocator<std::pair<const key, mapped>>;
using map = arsenal::incremental_hash_map<key, mapped, hash, equal, alloc>;

map filled(support::arena& memory, int n) {
    map m{alloc(memory)};
    for (int i = 0; i < n; ++i) m.emplace(i, -i);
    return m;
}

void check_holds(const map& m, int n) {
    REQUIRE(m.size() == static_cast<std::size_t>(n));
    for (int i = 0; i < n; ++i) {
        const auto it = m.find(key(i));
        REQUIRE(it != m.end());
        REQUIRE(it->second.id() == -i);
    }
    std::set<int> seen;
    for (const auto& e : m) seen.insert(e.first.id());
    REQUIRE(seen.size() == m.size());
}

/// The next size at which an insertion splits a leaf, which takes two leaves with tables of their own.
int size_before_split(int from) {
    support::arena memory;
    map m = filled(memory, from);
    for (int n = from;; ++n) {
        support::fault_scope count(fault::allocate, 1u << 30);
        m.emplace(n, -n);
        if (support::faults.steps() >= 4) return n;
    }
}

/// Fails run(m) at every step of the given kinds; returns how often it failed.
template <class Run>
int fail_everywhere(int n, fault kinds, Run run) {
    for (int failures = 0;; ++failures) {
        INFO("after " << failures << " steps");
        support::arena memory;
        {
            map m = filled(memory, n);
            bool failed = false;
            {
                support::fault_scope armed(kinds, static_cast<std::size_t>(failures));
                try {
                    run(m);
                } catch (const std::bad_alloc&) {
                    failed = true;
                } catch (const support::injected_fault&) {
                    failed = true;
                }
            }
            if (!failed) return failures;
            check_holds(m, n);
            m.emplace(n, -n); // and it goes on
            check_holds(m, n + 1);
        }
        REQUIRE(key::live() == 0);
        REQUIRE(mapped::live() == 0);
    }
}

} // namespace

TEST_CASE("incremental growth: an insertion that splits fails everywhere", "[incremental][failure]") {
    for (const int n : {0, size_before_split(100), size_before_split(600)}) {
        INFO(n << " elements");
        const auto insert = [&](map& m) { m.emplace(n, -n); };
        CHECK(fail_everywhere(n, fault::allocate, insert) >= (n == 0 ? 2 : 4));
        CHECK(fail_everywhere(n, fault::hash | fault::equal, insert) >= (n == 0 ? 1 : 100));
        // The elements' moves may throw, so they are copied.
        CHECK(fail_everywhere(n, fault::copy | fault::move | fault::construct, insert) >= (n == 0 ? 2 : 100));
        CHECK(fail_everywhere(n, fault::functor_copy, insert) >= 1);
    }
}

TEST_CASE("incremental growth: copies, reserve and shrink_to_fit fail everywhere", "[incremental][failure]") {
    constexpr int n = 400;
    const auto copy = [](map& m) { map other = m; };
    const auto reserve = [](map& m) { m.reserve(2000); };
    const auto shrink = [](map& m) {
        m.reserve(2000);
        m.shrink_to_fit();
    };
    CHECK(fail_everywhere(n, fault::allocate, copy) >= 4);
    CHECK(fail_everywhere(n, fault::copy, copy) >= n);
    CHECK(fail_everywhere(n, fault::allocate, reserve) >= 20);
    CHECK(fail_everywhere(n, fault::hash, reserve) >= 100);
    CHECK(fail_everywhere(n, fault::allocate, shrink) >= 20);
}

TEST_CASE("incremental growth: moved to an unequal allocator, elements move and the source is empty",
          "[incremental][failure]") {
    support::arena one, two;
    {
        map m = filled(one, 500);
        map other(std::move(m), alloc(two));
        check_holds(other, 500);
        CHECK(m.empty());
        m.emplace(1, -1);
        CHECK(m.size() == 1);

        map third{alloc(one)};
        third = std::move(other); // failing_allocator does not propagate, or does: the elements arrive
        check_holds(third, 500);
        CHECK(other.empty());
        map fourth(third, alloc(two));
        check_holds(fourth, 500);
        CHECK(fourth == third);
    }
    CHECK(key::live() == 0);
}
