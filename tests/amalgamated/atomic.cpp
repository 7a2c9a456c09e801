#include "arsenal_atomic.hpp"

#include <cstdio>
#include <thread>
#include <vector>

#include "../consumer/atomics.hpp"

int main() {
    if (!atomics::works()) return 1;
    std::puts("ok");
}
