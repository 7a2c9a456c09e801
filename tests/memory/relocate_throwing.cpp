// What a relocation that throws leaves, and which ones promise not to.

#include <catch2/catch_test_macros.hpp>

#include <memory/relocated_values.hpp>
#include <support/fault_injection.hpp>
#include <support/throwing_value.hpp>

#include <cstddef>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif

using memory_tests::raw_array;

namespace {

/// Trivially relocatable, but a move may throw, as that of libstdc++'s deque.
struct allocates_in_moves {
    allocates_in_moves() = default;
    allocates_in_moves(allocates_in_moves&&) noexcept(false) {}
    ~allocates_in_moves() {}
};

} // namespace

template <>
struct arsenal::is_trivially_relocatable<allocates_in_moves> : std::true_type {};

TEST_CASE("where a move throws, nothing is left in either range") {
    using value = support::throwing_value<struct relocated>;
    for (std::size_t fail = 0; fail != 5; ++fail) {
        const auto throws = [&](auto relocation) {
            raw_array<value, 4> from, to;
            for (int i = 0; i != 4; ++i) from.make(i, i);
            bool thrown = false;
            try {
                const support::fault_scope scope(support::fault::move, fail);
                relocation(from, to);
            } catch (const support::injected_fault&) {
                thrown = true;
            }
            CHECK(thrown == (fail != 4));
            CHECK(value::live() == (thrown ? 0 : 4));
            if (!thrown) std::destroy(to[0], to[4]);
        };
        throws([](auto& from, auto& to) { arsenal::uninitialized_relocate(from[0], from[4], to[0]); });
        throws([](auto& from, auto& to) { arsenal::uninitialized_relocate_n(from[0], 4, to[0]); });
        throws(
            [](auto& from, auto& to) { arsenal::uninitialized_relocate_backward(from[0], from[4], to[4]); });
    }
    CHECK(value::errors() == 0);
}

TEST_CASE("relocations are noexcept where neither bytes nor a move throw") {
    using arsenal::relocate;
    using arsenal::relocate_at;
    using std::declval;
    using value = support::throwing_value<>;
    using vector = std::vector<int>;
    STATIC_CHECK(noexcept(relocate(declval<std::unique_ptr<int>*>())));
    STATIC_CHECK_FALSE(noexcept(relocate(declval<value*>())));
    // What is returned is moved, or copied if it is const.
    STATIC_CHECK_FALSE(noexcept(relocate(declval<allocates_in_moves*>())));
    STATIC_CHECK_FALSE(noexcept(relocate(declval<const vector*>())));
    STATIC_CHECK(noexcept(relocate_at(declval<allocates_in_moves*>(), declval<allocates_in_moves*>())));
    STATIC_CHECK_FALSE(noexcept(relocate_at(declval<value*>(), declval<value*>())));
    STATIC_CHECK(noexcept(
        arsenal::uninitialized_relocate(declval<vector*>(), declval<vector*>(), declval<vector*>())));
}
