// [specialized.algorithms.general]/2: if a constructor throws, what was made is destroyed.

#include <catch2/catch_test_macros.hpp>

#include <memory/relocated_values.hpp>
#include <support/fault_injection.hpp>
#include <support/throwing_value.hpp>

#include <cstddef>
#include <list>
#include <memory>
#include <ranges>
#include <vector>

#include <memory/uninitialized_under_test.hpp>

namespace {

using value = support::throwing_value<struct uninitialized>;
using support::fault;
using room = memory_tests::raw_array<value, 5>;

/// Every construction of five fails in turn; then none does.
template <class Make>
void fails_at_each(fault kinds, Make make) {
    for (std::size_t survivors = 0; survivors != 6; ++survivors) {
        const std::ptrdiff_t before = value::live();
        room made;
        bool thrown = false;
        try {
            const support::fault_scope scope(kinds, survivors);
            make(made);
        } catch (const support::injected_fault&) {
            thrown = true;
        }
        CHECK(thrown == (survivors != 5));
        CHECK(value::live() == before + (thrown ? 0 : 5));
        if (!thrown) ut::destroy(made[0], made[5]);
        CHECK(value::live() == before);
    }
    CHECK(value::errors() == 0);
}

} // namespace

TEST_CASE("copies that throw leave nothing behind") {
    const std::vector<value> from(5);
    const std::list<value> listed(5);
    fails_at_each(fault::copy, [&](room& to) { ut::uninitialized_copy(from.begin(), from.end(), to[0]); });
    fails_at_each(fault::copy,
                  [&](room& to) { ut::uninitialized_copy(listed.begin(), listed.end(), to[0]); });
    fails_at_each(fault::copy, [&](room& to) { ut::uninitialized_copy_n(from.begin(), 5, to[0]); });
    fails_at_each(fault::copy, [&](room& to) {
        ut::ranges::uninitialized_copy(from, std::ranges::subrange(to[0], to[5]));
    });
    fails_at_each(fault::copy,
                  [&](room& to) { ut::ranges::uninitialized_copy_n(from.begin(), 5, to[0], to[5]); });
    fails_at_each(fault::copy, [&](room& to) { ut::uninitialized_fill(to[0], to[5], from[0]); });
    fails_at_each(fault::copy, [&](room& to) { ut::uninitialized_fill_n(to[0], 5, from[0]); });
    fails_at_each(fault::copy, [&](room& to) { ut::ranges::uninitialized_fill(to[0], to[5], from[0]); });
}

TEST_CASE("moves that throw leave nothing behind") {
    std::vector<value> from(5);
    fails_at_each(fault::move, [&](room& to) { ut::uninitialized_move(from.begin(), from.end(), to[0]); });
    fails_at_each(fault::move, [&](room& to) { ut::uninitialized_move_n(from.begin(), 5, to[0]); });
    fails_at_each(fault::move, [&](room& to) {
        ut::ranges::uninitialized_move(from, std::ranges::subrange(to[0], to[5]));
    });
    fails_at_each(fault::move,
                  [&](room& to) { ut::ranges::uninitialized_move_n(from.begin(), 5, to[0], to[5]); });
}

TEST_CASE("default and value constructions that throw leave nothing behind") {
    const auto kind = fault::construct;
    fails_at_each(kind, [](room& to) { ut::uninitialized_default_construct(to[0], to[5]); });
    fails_at_each(kind, [](room& to) { ut::uninitialized_default_construct_n(to[0], 5); });
    fails_at_each(kind, [](room& to) { ut::ranges::uninitialized_default_construct(to[0], to[5]); });
    fails_at_each(kind, [](room& to) { ut::uninitialized_value_construct(to[0], to[5]); });
    fails_at_each(kind, [](room& to) { ut::uninitialized_value_construct_n(to[0], 5); });
    fails_at_each(kind, [](room& to) { ut::ranges::uninitialized_value_construct(to[0], to[5]); });
    fails_at_each(kind, [](room& to) { ut::ranges::uninitialized_value_construct_n(to[0], 5); });
}
