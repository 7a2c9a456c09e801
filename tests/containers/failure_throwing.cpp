#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <cstddef>
#include <new>
#include <set>
#include <vector>

#include <containers/failure_operations.hpp>

#include <containers/failure_configs.hpp>

// Every other thing that can throw, at every point of every operation: hash, predicate, the constructors and
// assignments of key and value, copies of the functors; each alone, then all of them and the allocator
// together.

using namespace failure;

namespace {

#if ARSENAL_TEST_FLAT
const std::vector<int> sizes{0, 1, 5, 17};
#else
const std::vector<int> sizes{0, 1, 2, 5, 12, 13, 40};
#endif
const fault all = fault::allocate | fault::hash | fault::equal | fault::copy | fault::move |
                  fault::construct | fault::assign | fault::functor_copy;

fault each_kind() {
    return GENERATE(fault::hash, fault::equal, fault::copy, fault::move, fault::construct, fault::assign,
                    fault::functor_copy, all);
}

template <class Config>
void walk_all(const std::vector<operation<Config>>& ops, const std::vector<int>& at = sizes) {
    const fault kinds = each_kind();
    std::size_t failures = 0;
    for (const auto& op : ops)
        for (int n : at) failures += walk(op, kinds, n).failures;
    if (kinds == all) CHECK(failures > 0);
}

} // namespace

TEMPLATE_TEST_CASE("throwing: constructors", "[failure]", throwing_map, throwing_set) {
    walk_all(constructions<TestType>());
}

TEMPLATE_TEST_CASE("throwing: assignments and swap", "[failure]", throwing_map, throwing_set) {
    walk_all(assignments<TestType>());
}

TEMPLATE_TEST_CASE("throwing: insertion of one element", "[failure]", throwing_map, throwing_set) {
    std::vector<int> every;
#if ARSENAL_TEST_FLAT
    every = {0, 1, 4, 16, 17, 28}; // before and after each growth
#else
    for (int n = 0; n <= 33; ++n) every.push_back(n);
#endif
    walk_all(single_insertions<TestType>(), every);
    walk_all(node_insertions<TestType>(), every);
}

TEMPLATE_TEST_CASE("throwing: ranges, nodes and merge", "[failure]", throwing_map, throwing_set) {
    walk_all(bulk_and_nodes<TestType>());
}

TEMPLATE_TEST_CASE("throwing: rehash and reserve", "[failure]", throwing_map, throwing_set) {
    walk_all(rehashes<TestType>());
}

#if ARSENAL_TEST_FLAT
// Dense, so that they are all in their exact slots; then shuffled apart, so that growth tries to bring them
// there.
TEST_CASE("throwing: integers that are looked at twice by a growth", "[failure]") {
    using config = throwing_integer_map;
    for (auto op : rehashes<config>()) {
        walk_all(std::vector{op}, {17});
        const auto prepare = op.prepare;
        op.prepare = [=](subjects<config>& s) {
            if (prepare) prepare(s);
            for (int i = 1; i < 8; ++i) s.a.insert(config::value(s.size + 1024 * i));
            for (int i = 1; i < 8; ++i) s.a.erase(config::key(s.size + 1024 * i));
        };
        walk_all(std::vector{op}, {17});
    }
}
#endif

// [unord.req.except]/1 leaves hash and predicate as the only reasons for erase(k) to throw; lookups likewise.
TEMPLATE_TEST_CASE("throwing: lookup and comparison leave the container alone", "[failure]", throwing_map,
                   throwing_set) {
    using s = subjects<TestType>&;
    std::vector<operation<TestType>> ops;
    auto add = [&](const char* name, auto run) { ops.push_back({name, untouched, untouched, run}); };
    add("find", [](s x) { (void)x.a.find(TestType::key(1)); });
    add("contains", [](s x) { (void)x.a.contains(TestType::key(1)); });
    add("count", [](s x) { (void)x.a.count(TestType::key(-1)); });
    add("equal_range", [](s x) { (void)x.a.equal_range(TestType::key(1)); });
#if !ARSENAL_TEST_FLAT
    add("bucket", [](s x) {
        if (!x.a.empty()) (void)x.a.bucket(TestType::key(1));
    });
#endif
    add("==", [](s x) { (void)(x.a == x.b); });
    add("erase of what is not there", [](s x) { x.a.erase(TestType::key(-1)); });
    walk_all(ops);
}

// Where elements keep their addresses those, else what is in them.
#if ARSENAL_TEST_FLAT
using element_identity = std::pair<int, int>;
template <class Config>
element_identity identity(const typename Config::container::value_type& v) {
    return {Config::id(consistency::key_of<typename Config::container>(v)), Config::payload(v)};
}
#else
using element_identity = const void*;
template <class Config>
element_identity identity(const typename Config::container::value_type& v) {
    return &v;
}
#endif

// A failing merge may stop half-way, but every element is then on one side or the other, at its old address.
TEMPLATE_TEST_CASE("throwing: merge loses nothing", "[failure]", throwing_map, throwing_set) {
    const fault kinds = each_kind();
#if ARSENAL_TEST_STD
    if (intersect(kinds, fault::allocate)) return; // libstdc++ 12 destroys the element under way
#endif
    bool fired = true;
    for (std::size_t budget = 0; fired; ++budget) {
        REQUIRE(budget < step_limit);
        support::arena memory;
        auto a = TestType::make(memory), b = TestType::make(memory);
        for (int i = 0; i < 20; ++i) {
            a.insert(TestType::value(i));
            b.insert(TestType::value(10 + i));
        }
        std::multiset<element_identity> before, after;
        for (auto* c : {&a, &b})
            for (const auto& v : *c) before.insert(identity<TestType>(v));
        {
            support::fault_scope armed(kinds, budget);
            try {
                a.merge(b);
            } catch (const std::bad_alloc&) {
            } catch (const support::injected_fault&) {
            }
            fired = support::faults.fired();
        }
        for (auto* c : {&a, &b})
            for (const auto& v : *c) after.insert(identity<TestType>(v));
        REQUIRE(a.size() + b.size() == 40);
        REQUIRE(before == after);
        check_usable<TestType>(a);
        check_usable<TestType>(b);
    }
    CHECK(TestType::balanced());
}
