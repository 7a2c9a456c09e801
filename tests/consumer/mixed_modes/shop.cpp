#include "shop.hpp"

int total(const shop& s) {
    int sum = 0;
    for (const auto& [article, count] : s.stock) sum += count;
    return sum;
}
