#pragma once

#include <cstddef>
#include <string>

#include <containers/consistency.hpp>
#include <support/under_test.hpp>

// The dense containers as ut::, and what must hold between the parts of their interface. Included last, as
// <support/under_test.hpp> is.
namespace ut {
using arsenal::dense_hash_map;
using arsenal::dense_hash_set;
using arsenal::hash_stats;
namespace pmr {
using arsenal::pmr::dense_hash_map;
using arsenal::pmr::dense_hash_set;
} // namespace pmr
} // namespace ut

namespace dense {

/// The first contradiction found; empty when there is none. Does not change c.
template <class Container>
std::string contradiction(const Container& c) {
    const std::size_t size = c.size();
    if (c.empty() != (size == 0)) return "empty() disagrees with size()";
    if (c.values().size() != size || c.values().data() != c.begin().operator->())
        return "values() is not begin() and size()";
    if (static_cast<std::size_t>(c.end() - c.begin()) != size) return "end() - begin() is not size()";
    if (c.capacity() < size && c.capacity() != 0) return "capacity() is less than size()";
    for (auto it = c.begin(); it != c.end(); ++it) {
        const auto& key = consistency::key_of<Container>(*it);
        if (c.find(key) != it) return "find() gives another element than iteration does";
        if (c.count(key) != 1 || !c.contains(key)) return "count() or contains() disagrees with find()";
        if (auto [first, last] = c.equal_range(key); first != it || last != it + 1)
            return "equal_range() is not the one element";
    }
    const ut::hash_stats s = c.stats();
    if (s.size != size || s.slots != c.bucket_count()) return "stats() disagrees with the container";
    if (s.slots == 0 ? s.longest_probe != 0 || size > 8
                     : size != 0 && (s.longest_probe == 0 || s.mean_probe < 1))
        return "stats() has no probe lengths";
    if (static_cast<double>(s.longest_probe) < s.mean_probe)
        return "the longest probe is shorter than the mean";
    if (s.bytes < size * sizeof(typename Container::value_type)) return "the values do not fit their bytes";
    return {};
}

} // namespace dense
