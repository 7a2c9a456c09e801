#pragma once

#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

namespace arsenal::inline ARSENAL_ABI::detail {

/// Runs swap_them(), which swaps the function objects of tables a and b. Where it throws, the elements no
/// longer belong to the functions beside them: both tables end up empty.
template <class Table, class Swap>
void swap_functions(Table& a, Table& b, Swap swap_them) {
    struct half_swapped {
        Table* a;
        Table* b;
        ~half_swapped() {
            if (a == nullptr) return;
            a->clear();
            b->clear();
        }
    } guard{&a, &b};
    swap_them();
    guard.a = nullptr;
}

} // namespace arsenal::inline ARSENAL_ABI::detail
