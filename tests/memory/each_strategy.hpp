#pragma once

#include <catch2/catch_message.hpp>

#include <array>

// After arsenal.memory was included or imported.

namespace memory_tests {

inline constexpr std::array every_strategy{arsenal::strategy::balanced, arsenal::strategy::throughput,
                                           arsenal::strategy::latency, arsenal::strategy::minimal_memory,
                                           arsenal::strategy::maximal_speed};

/// Calls program.operator()<arsenal::resource_for<S>>() of every strategy S.
template <class Program>
void with_each_resource_type(Program program) {
    const auto one = [&]<arsenal::strategy Strategy>() {
        INFO("strategy " << static_cast<int>(Strategy));
        program.template operator()<arsenal::resource_for<Strategy>>();
    };
    one.template operator()<arsenal::strategy::balanced>();
    one.template operator()<arsenal::strategy::throughput>();
    one.template operator()<arsenal::strategy::latency>();
    one.template operator()<arsenal::strategy::minimal_memory>();
    one.template operator()<arsenal::strategy::maximal_speed>();
}

/// Calls program(strategy) of every one.
template <class Program>
void with_each_strategy(Program program) {
    for (const arsenal::strategy chosen : every_strategy) {
        INFO("strategy " << static_cast<int>(chosen));
        program(chosen);
    }
}

} // namespace memory_tests
