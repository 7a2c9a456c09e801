#include <catch2/catch_test_macros.hpp>
#include <functional>
#include <support/throwing_equal.hpp>
#include <support/throwing_hash.hpp>

using namespace support;

TEST_CASE("throwing_hash: throws at the n-th call", "[support]") {
    throwing_hash<std::hash<int>> h(7);
    CHECK(h(1) == std::hash<int>()(1) + 7);
    fault_scope armed(fault::hash, 2);
    h(1);
    h(2);
    CHECK_THROWS_AS(h(3), injected_fault);
    CHECK_NOTHROW(h(3));
}

TEST_CASE("throwing_hash: copies are their own fault and carry the salt", "[support]") {
    throwing_hash<std::hash<int>> h(7);
    auto copy = h;
    CHECK(copy.salt() == 7);
    fault_scope armed(fault::functor_copy, 0);
    CHECK_NOTHROW(h(1));
    CHECK_THROWS_AS(throwing_hash<std::hash<int>>(h), injected_fault);
    CHECK_NOTHROW(copy = h);
}

TEST_CASE("throwing_equal: throws at the n-th call", "[support]") {
    throwing_equal<> eq(3);
    fault_scope armed(fault::equal, 1);
    CHECK(eq(1, 1));
    CHECK_THROWS_AS(eq(1, 1), injected_fault);
    CHECK_FALSE(eq(1, 2));
    auto copy = eq;
    CHECK(copy.id() == 3);
}

TEST_CASE("injector: several kinds count together, and disarming is complete", "[support]") {
    throwing_hash<std::hash<int>> h;
    throwing_equal<> eq;
    {
        fault_scope armed(fault::hash | fault::equal, 2);
        h(1);
        eq(1, 1);
        CHECK_THROWS_AS(eq(1, 1), injected_fault);
        CHECK_FALSE(faults.armed());
    }
    {
        fault_scope armed(fault::hash, 0);
    }
    CHECK_NOTHROW(h(1));
}
