#include "arsenal_platform.hpp"

#include <cstdio>

int main() {
    static_assert(ARSENAL_HARDENING == ARSENAL_HARDENING_FAST);
    const arsenal::strategy_scope scope(arsenal::strategy::latency);
    if (arsenal::current_strategy() != arsenal::strategy::latency) return 1;
    if (arsenal::cpu().avx2 && !arsenal::cpu().avx) return 2;
    std::puts("ok");
}
