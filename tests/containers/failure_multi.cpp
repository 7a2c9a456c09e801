#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <set>
#include <vector>

#include <containers/failure_operations.hpp>
#include <containers/std_failures.hpp>

#include <containers/failure_configs.hpp>

// failure_allocation.cpp and failure_throwing.cpp for containers of equal keys: a failure at every point of
// every operation, of the allocator alone, of everything else, and of all together.

using namespace failure;

namespace {

const fault all = fault::allocate | fault::hash | fault::equal | fault::copy | fault::move |
                  fault::construct | fault::assign | fault::functor_copy;
const std::vector<fault> kinds{fault::allocate,
                               fault::hash,
                               fault::equal,
                               fault::copy | fault::move,
                               fault::assign | fault::functor_copy,
                               all};

template <class Config>
void walk_all(const std::vector<operation<Config>>& ops,
              const std::vector<int>& sizes = {0, 1, 2, 5, 13, 33}) {
    std::size_t failures = 0;
    for (const fault f : kinds)
        for (const auto& op : ops)
            for (const int n : sizes) failures += walk(op, f, n).failures;
    CHECK(failures > 0);
}

} // namespace

TEMPLATE_TEST_CASE("failure of multi containers: constructors and assignments", "[failure]",
                   throwing_multimap, throwing_multiset, int_multimap, string_multiset) {
    walk_all(constructions<TestType>());
    walk_all(assignments<TestType>());
}

// Every size: each growth of the table happens at one of them.
TEMPLATE_TEST_CASE("failure of multi containers: insertion of one element", "[failure]", throwing_multimap,
                   throwing_multiset, int_multimap, string_multiset) {
    std::vector<int> every;
    for (int n = 0; n <= 17; ++n) every.push_back(n);
    walk_all(single_insertions<TestType>(), every);
    walk_all(node_insertions<TestType>(), every);
}

TEMPLATE_TEST_CASE("failure of multi containers: ranges, nodes and rehash", "[failure]", throwing_multimap,
                   throwing_multiset, int_multimap, string_multiset) {
    walk_all(bulk_and_nodes<TestType>());
    walk_all(rehashes<TestType>());
}

// A failing merge may stop half-way, but every element is then on one side or the other, at its old address.
namespace {

template <class Config, class A, class B>
void merge_loses_nothing(A make_a, B make_b) {
    for (const fault f : kinds) {
        bool fired = true;
        for (std::size_t budget = 0; fired; ++budget) {
            REQUIRE(budget < step_limit);
            support::arena memory;
            auto a = make_a(memory);
            auto b = make_b(memory);
            for (int i = 0; i < 20; ++i) {
                a.insert(Config::value(i / 2));
                b.insert(Config::value(5 + i / 2));
            }
            std::set<const void*> before, after;
            const auto addresses = [&](std::set<const void*>& to) {
                for (const auto& v : a) to.insert(&v);
                for (const auto& v : b) to.insert(&v);
            };
            addresses(before);
            {
                support::fault_scope armed(f, budget);
                try {
                    a.merge(b);
                } catch (const std::bad_alloc&) {
                } catch (const support::injected_fault&) {
                }
                fired = support::faults.fired();
            }
            addresses(after);
            REQUIRE(before == after);
            check_usable<Config>(a);
            check_usable<Config>(b);
        }
    }
    CHECK(Config::balanced());
}

} // namespace

#if !STD_FAILS_MERGE_LOSES_AN_ELEMENT
TEST_CASE("failure of multi containers: merge loses nothing, between kinds too", "[failure]") {
    const auto many = [](support::arena& memory) { return throwing_multimap::make(memory); };
    const auto unique = [](support::arena& memory) { return throwing_map::make(memory); };
    merge_loses_nothing<throwing_multimap>(many, many);
    merge_loses_nothing<throwing_multimap>(many, unique);
    merge_loses_nothing<throwing_multimap>(unique, many);
}
#endif

TEST_CASE("failure of multi containers: erasure survives a hash that throws", "[failure]") {
    support::arena memory;
    {
        using config = throwing_multimap;
        auto a = config::make(memory);
        for (int i = 0; i < 60; ++i) a.insert(config::value(i % 20));
        support::fault_scope armed(fault::hash, 0);
        while (a.size() > 10) a.erase(a.begin());
        a.erase(a.begin(), a.end());
        CHECK(a.empty());
    }
    CHECK(memory.clean());
}
