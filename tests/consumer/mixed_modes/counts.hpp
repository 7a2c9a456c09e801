// A function that takes a container: what a program's parts tell each other.
#pragma once

#include <arsenal/containers.hpp>

int total(const arsenal::unordered_map<int, int>& counts);
