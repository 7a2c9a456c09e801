#include <catch2/catch_test_macros.hpp>

#include <iterator>

#include <containers/throwing_map.hpp>

// [unord.req.except], [container.requirements.general]/11 in words: what erase, clear, copy and rehash may
// throw.

using namespace throwing_map;

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
