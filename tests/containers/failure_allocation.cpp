#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <iterator>
#include <vector>

#include <containers/failure_operations.hpp>

#include <containers/failure_configs.hpp>

// std::bad_alloc at every allocation of every operation.

using namespace failure;

namespace {

// Around the sizes at which small tables change their form, then a table of some size.
const std::vector<int> sizes{0, 1, 2, 5, 11, 12, 13, 14, 31, 64, 100, 300};

template <class Config>
std::size_t walk_all(const std::vector<operation<Config>>& ops, const std::vector<int>& at = sizes) {
    std::size_t failures = 0;
    for (const auto& op : ops)
        for (int n : at) failures += walk(op, fault::allocate, n).failures;
    return failures;
}

} // namespace

TEMPLATE_TEST_CASE("allocation failure: constructors", "[failure]", throwing_map, throwing_set, int_map,
                   string_set) {
    CHECK(walk_all(constructions<TestType>()) > 0);
}

TEMPLATE_TEST_CASE("allocation failure: assignments and swap", "[failure]", throwing_map, throwing_set,
                   int_map, string_set) {
    CHECK(walk_all(assignments<TestType>()) > 0);
}

// Every size: each growth of the table happens at one of them.
TEMPLATE_TEST_CASE("allocation failure: insertion of one element", "[failure]", throwing_map, throwing_set,
                   int_map, string_set) {
    std::vector<int> every;
#if ARSENAL_TEST_FLAT
    every = {0, 1, 2, 4, 8, 15, 16, 17, 27, 28, 29, 56, 57};
#else
    for (int n = 0; n <= 70; ++n) every.push_back(n);
#endif
    CHECK(walk_all(single_insertions<TestType>(), every) > 0);
    CHECK(walk_all(node_insertions<TestType>(), every) > 0);
}

TEMPLATE_TEST_CASE("allocation failure: ranges, nodes and merge", "[failure]", throwing_map, throwing_set,
                   int_map, string_set) {
    CHECK(walk_all(bulk_and_nodes<TestType>()) > 0);
}

TEMPLATE_TEST_CASE("allocation failure: rehash and reserve", "[failure]", throwing_map, throwing_set, int_map,
                   string_set) {
    CHECK(walk_all(rehashes<TestType>()) > 0);
}

// [unord.req.except]: these never throw on account of memory.
TEMPLATE_TEST_CASE("allocation failure: erase, clear, extract and swap of equal allocators ask for no memory",
                   "[failure]", throwing_map, throwing_set, int_map, string_set) {
    for (int n : sizes) {
        subjects<TestType> s(n);
        auto other = TestType::make(s.one);
        support::fault_scope armed(fault::allocate, 0);
        CHECK_NOTHROW(s.a.swap(other));
        CHECK_NOTHROW(s.a.swap(other));
        if (n > 2) {
            auto node = s.a.extract(s.a.begin());
            s.a.erase(s.a.begin());
            s.a.erase(s.a.begin(), std::next(s.a.begin(), n / 2));
        }
        s.a.clear();
        CHECK_FALSE(support::faults.fired());
    }
    CHECK(TestType::balanced());
}
