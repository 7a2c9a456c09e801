// A struct that holds a container, and a function whose name tells nothing of it.
#pragma once

#include <arsenal/containers.hpp>

struct shop {
    arsenal::unordered_map<int, int> stock;
};

int total(const shop& s);
