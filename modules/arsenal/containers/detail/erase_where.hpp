#pragma once

#include <arsenal/platform/config.hpp>

namespace arsenal::inline ARSENAL_ABI::detail {

/// Erases the elements of c that satisfy pred; how many. Each is looked at once. pre: erase() leaves the
/// iterators of the others valid
template <class Container, class Predicate>
typename Container::size_type erase_where(Container& c, Predicate& pred) {
    const typename Container::size_type before = c.size();
    for (auto it = c.begin(); it != c.end();)
        if (pred(*it))
            it = c.erase(it);
        else
            ++it;
    return before - c.size();
}

} // namespace arsenal::inline ARSENAL_ABI::detail
