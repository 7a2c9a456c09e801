#pragma once

#include <cstddef>
#include <functional>
#include <iterator>

#include <support/fault_injection.hpp>
#include <support/throwing_equal.hpp>
#include <support/throwing_hash.hpp>
#include <support/throwing_value.hpp>

#include <support/under_test.hpp>

// A map whose values, hash and equality throw where the injector says so, and the check that it is whole.
// Included last, as <support/under_test.hpp> is.
namespace throwing_map {

using support::fault;
using support::fault_scope;
using support::injected_fault;
struct mapped_tag {};
using value = support::throwing_value<mapped_tag>;
using hash = support::throwing_hash<std::hash<int>>;
using equal = support::throwing_equal<>;
using map = ut::unordered_map<int, value, hash, equal>;

inline void fill(map& m, int n) {
    for (int i = 0; i < n; ++i) m.try_emplace(i, i * 2);
}

inline bool intact(const map& m, int n) {
    if (m.size() != static_cast<std::size_t>(n)) return false;
    for (int i = 0; i < n; ++i) {
        const auto at = m.find(i);
        if (at == m.end() || at->second.id() != i * 2) return false;
    }
    return std::distance(m.begin(), m.end()) == n && value::errors() == 0;
}

} // namespace throwing_map
