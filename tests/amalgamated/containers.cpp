#include "arsenal_containers.hpp"

#include <cstdio>
#include <functional>
#include <string>

#include "../consumer/family.hpp"

int main() {
    if (!family::works()) return 1;
    std::puts("ok");
}
