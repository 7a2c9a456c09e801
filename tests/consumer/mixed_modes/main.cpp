#include "counts.hpp"

#include <cstdio>

int main() {
    arsenal::unordered_map<int, int> counts{{1, 1}, {2, 2}};
    std::printf("%d\n", total(counts));
}
