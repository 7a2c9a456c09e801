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

import arsenal;

#include "../../atomics.hpp"
#include "../../family.hpp"
#include "../../locks.hpp"
#include "../../memory.hpp"
#include "../../ordering.hpp"

#if EXPECT_STANDARD == 20
static_assert(__cplusplus == 202002L);
#else
static_assert(__cplusplus == 202302L);
#endif

#if defined(EXPECT_ON) == defined(__STRICT_ANSI__)
#error "the GNU extensions are not what was asked for"
#endif

int main() {
    arsenal::unordered_map<std::string, int> ages{{"Ada", 36}, {"Alan", 41}};
    ages["Grace"] = 85;
    int sum = 0;
    for (const auto& [name, age] : ages) sum += age;
    if (sum != 162 || ages.find("Ada")->second != 36 || ages.contains("Nobody")) return 1;
    if (!family::works()) return 2;
    if (!ordering::works()) return 3;
    if (!atomics::works()) return 4;
    if (!locks::works()) return 5;
    if (!memory::works()) return 6;
    std::puts("ok");
}
