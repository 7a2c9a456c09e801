#include <catch2/catch_test_macros.hpp>

#include <optional>
#include <thread>
#include <type_traits>

#if ARSENAL_TEST_IMPORT
import arsenal.platform;
#else
#include <arsenal/platform.hpp>
#endif

using arsenal::current_strategy;
using arsenal::strategy;
using arsenal::strategy_scope;

TEST_CASE("a thread starts balanced") { CHECK(current_strategy() == strategy::balanced); }

TEST_CASE("a scope sets the strategy until it ends, and scopes nest") {
    {
        const strategy_scope outer(strategy::latency);
        CHECK(current_strategy() == strategy::latency);
        {
            const strategy_scope inner(strategy::minimal_memory);
            CHECK(current_strategy() == strategy::minimal_memory);
        }
        CHECK(current_strategy() == strategy::latency);
    }
    CHECK(current_strategy() == strategy::balanced);
}

TEST_CASE("a strategy belongs to its thread") {
    const strategy_scope scope(strategy::throughput);
    std::optional<strategy> seen_at_start;
    std::optional<strategy> seen_in_scope;
    std::thread([&] {
        seen_at_start = current_strategy();
        const strategy_scope inside(strategy::maximal_speed);
        seen_in_scope = current_strategy();
    }).join();
    CHECK(seen_at_start == strategy::balanced);
    CHECK(seen_in_scope == strategy::maximal_speed);
    CHECK(current_strategy() == strategy::throughput);
}

#if defined(__cpp_exceptions)
TEST_CASE("a scope ends with the exception that leaves it") {
    try {
        const strategy_scope scope(strategy::latency);
        throw 1;
    } catch (int) {
    }
    CHECK(current_strategy() == strategy::balanced);
}
#endif

TEST_CASE("a scope stays where it is") {
    static_assert(!std::is_copy_constructible_v<strategy_scope>);
    static_assert(!std::is_move_constructible_v<strategy_scope>);
    static_assert(!std::is_convertible_v<strategy, strategy_scope>);
    SUCCEED();
}
