#include <arsenal/platform/config.hpp>
#include <cstdio>

import arsenal.platform;

int main() {
    // Links only if the archive's inline namespace is this translation unit's.
    arsenal::set_hardening_handler(nullptr);
    std::printf("mode %d\n", ARSENAL_HARDENING);
}
