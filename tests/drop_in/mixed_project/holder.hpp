#pragma once
#include <unordered_map>
struct holder {
    std::unordered_map<int, int> map;
    int after = 0;
};
int read_after(const holder& h);
