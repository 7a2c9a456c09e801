#include "shop.hpp"

#include <cstdio>

int main() {
    shop s;
    s.stock = {{1, 1}, {2, 2}};
    std::printf("%d\n", total(s));
}
