#include <array>
#include <chrono>
#include <cstdio>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <vector>

import arsenal.sync; // and arsenal.atomic with it

#include "../atomics.hpp"
#include "../locks.hpp"

int main() {
    if (!atomics::works()) return 1;
    if (!locks::works()) return 2;
    std::puts("ok");
}
