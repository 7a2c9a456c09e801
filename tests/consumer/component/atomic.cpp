#include <cstdio>
#include <thread>

import arsenal.atomic;

#include "../atomics.hpp"

int main() {
    if (!atomics::works()) return 1;
    std::puts("ok");
}
