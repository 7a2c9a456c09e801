#pragma once

#include "elements.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace bench {

/// What an operation leaves behind, beside what it returns.
enum class leaves { nothing, all_of_a, front_of_a, halves_of_a, all_of_c };

template <class T>
struct scan {
    std::string_view name;
    leaves effect;
    /// On `arrays` arrays of n, one after another, `repeats` times each; writes what it returned for each.
    void (*run)(T* a, T* b, T* c, std::size_t n, std::size_t arrays, std::size_t repeats, u64* returned);
};

using scanned = elements::BENCH_ELEMENT::type;

std::vector<scan<scanned>> std_scans();
std::vector<scan<scanned>> arsenal_scans();

} // namespace bench
