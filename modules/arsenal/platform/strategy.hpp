#pragma once

#include <arsenal/platform/config.hpp>

namespace arsenal::inline ARSENAL_ABI {

// What to optimise for, where a job has more than one good implementation. Chosen at run time it changes
// speed and memory, never a result; chosen as a template argument it may pick another function where the
// result is unspecified.
enum class strategy : unsigned char {
    balanced,
    throughput,     // most work per second over many operations
    latency,        // shortest single operation, cold caches included
    minimal_memory, // smallest footprint
    maximal_speed,  // throughput without regard to memory
};

// The strategy of the calling thread: balanced unless inside a strategy_scope.
strategy current_strategy() noexcept;

// Sets the calling thread's strategy until the scope ends. Scopes nest: they end in the reverse order of
// their beginning, on the thread that began them.
class [[nodiscard]] strategy_scope {
public:
    explicit strategy_scope(strategy chosen) noexcept;
    strategy_scope(const strategy_scope&) = delete;
    strategy_scope& operator=(const strategy_scope&) = delete;
    ~strategy_scope();

private:
    strategy outer_;
};

} // namespace arsenal::inline ARSENAL_ABI
