#include "arsenal_sync.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <vector>

#include "../consumer/atomics.hpp"
#include "../consumer/locks.hpp"

int main() {
    if (!atomics::works()) return 1;
    if (!locks::works()) return 2;
    std::puts("ok");
}
