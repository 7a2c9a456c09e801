#include <cstddef>
#include <cstdio>
#include <cstring>
#include <initializer_list>
#include <list>
#include <memory>
#include <memory_resource>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

import arsenal.memory;

#include "../memory.hpp"

int main() {
    if (!memory::works()) return 1;
    std::puts("ok");
}
