#include <arsenal/algorithms.hpp>
#include <arsenal/containers.hpp>
#include <arsenal/hash.hpp>

#include <cstdio>
#include <functional>
#include <string>
#include <vector>

#include "../family.hpp"
#include "../ordering.hpp"

static_assert(ARSENAL_HARDENING == EXPECT_HARDENING);

int main() {
    arsenal::unordered_map<std::string, int> ages{{"Ada", 36}, {"Alan", 41}};
    ages["Grace"] = 85;
    if (ages.size() != 3 || ages.find("Ada")->second != 36) return 1;
    if (!family::works()) return 2;
    if (!ordering::works()) return 3;
    std::puts("ok");
}
