// clang: arsenal::drop_in needs C++20 or newer: compile with -std=c++20
// g++: arsenal::drop_in needs C++20 or newer: compile with -std=c++20
// flags: -std=c++17
#include <unordered_map>
