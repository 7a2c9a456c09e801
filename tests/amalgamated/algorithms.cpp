#include "arsenal_algorithms.hpp"

#include <cstdio>
#include <string>
#include <vector>

#include "../consumer/ordering.hpp"

int main() {
    if (!ordering::works()) return 1;
    std::puts("ok");
}
