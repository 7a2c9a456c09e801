#include <arsenal/platform/strategy.hpp>

namespace arsenal::inline ARSENAL_ABI {

namespace {

constinit thread_local strategy thread_strategy = strategy::balanced;

} // namespace

strategy current_strategy() noexcept { return thread_strategy; }

strategy_scope::strategy_scope(strategy chosen) noexcept : outer_(thread_strategy) {
    thread_strategy = chosen;
}

strategy_scope::~strategy_scope() { thread_strategy = outer_; }

} // namespace arsenal::inline ARSENAL_ABI
