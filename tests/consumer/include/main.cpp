#include <arsenal/algorithms.hpp>
#include <arsenal/atomic.hpp>
#include <arsenal/containers.hpp>
#include <arsenal/hash.hpp>
#include <arsenal/memory.hpp>
#include <arsenal/sync.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <functional>
#include <initializer_list>
#include <list>
#include <memory>
#include <memory_resource>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <span>
#include <string>
#include <thread>
#include <type_traits>
#include <vector>

#include "../atomics.hpp"
#include "../family.hpp"
#include "../locks.hpp"
#include "../memory.hpp"
#include "../ordering.hpp"

static_assert(ARSENAL_HARDENING == EXPECT_HARDENING);

int main() {
    arsenal::unordered_map<std::string, int> ages{{"Ada", 36}, {"Alan", 41}};
    ages["Grace"] = 85;
    if (ages.size() != 3 || ages.find("Ada")->second != 36) return 1;
    if (!family::works()) return 2;
    if (!ordering::works()) return 3;
    if (!atomics::works()) return 4;
    if (!locks::works()) return 5;
    if (!memory::works()) return 6;
    std::puts("ok");
}
