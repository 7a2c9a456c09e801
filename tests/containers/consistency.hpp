#pragma once

#include <cstddef>
#include <iterator>
#include <string>

// What must hold between the parts of an unordered container's interface, whatever happened to it before.
namespace consistency {

template <class Container>
const typename Container::key_type& key_of(const typename Container::value_type& v) {
    if constexpr (requires { typename Container::mapped_type; })
        return v.first;
    else
        return v;
}

template <class Container>
concept has_buckets = requires(const Container& c) { c.begin(0); };

/// Whether no two elements of c may have equal keys.
template <class Container>
concept unique_keys = requires { typename Container::insert_return_type; };

/// The contradiction found in the groups of equal elements, and between them and lookup; empty where there is
/// none. `visits` counts the elements.
template <class Container>
std::string group_contradiction(const Container& c, std::size_t& visits) {
    for (auto it = c.begin(); it != c.end();) {
        const auto& key = key_of<Container>(*it);
        const auto [first, last] = c.equal_range(key);
        if (first != it) return "equal elements are apart, or equal_range() begins elsewhere than iteration";
        std::size_t group = 0;
        bool found = false;
        const auto at = c.find(key);
        for (; it != last; ++it, ++group) {
            if (it == c.end()) return "equal_range() does not end";
            if (!c.key_eq()(key, key_of<Container>(*it))) return "equal_range() has another key in it";
            found |= it == at;
        }
        if (!found) return "find() gives an element outside of equal_range()";
        if (c.count(key) != group || !c.contains(key))
            return "count() or contains() disagrees with equal_range()";
        if (c.bucket_count() == 0 || c.bucket(key) >= c.bucket_count()) return "bucket() out of range";
        visits += group;
        if (visits > c.size()) return "iteration visits more than size() elements";
    }
    return {};
}

/// The first contradiction found between size, iteration, lookup, buckets and load factor; empty when there
/// is none. Linear, with one find() and one bucket() per element. Does not change c.
template <class Container>
std::string contradiction(const Container& c) {
    const std::size_t size = c.size();
    if (c.empty() != (size == 0)) return "empty() disagrees with size()";

    std::size_t visits = 0;
    if constexpr (unique_keys<Container>) {
        for (auto it = c.begin(); it != c.end(); ++it) {
            if (++visits > size) return "iteration visits more than size() elements";
            const auto& key = key_of<Container>(*it);
            auto found = c.find(key);
            if (found != it) return "find() misses or gives another element than iteration does";
            if (c.count(key) != 1 || !c.contains(key)) return "count() or contains() disagrees with find()";
            auto [first, last] = c.equal_range(key);
            if (first != it || std::next(first) != last) return "equal_range() is not the one element";
            if constexpr (has_buckets<Container>)
                if (c.bucket_count() == 0 || c.bucket(key) >= c.bucket_count())
                    return "bucket() out of range";
        }
    } else {
        const std::string wrong = group_contradiction(c, visits);
        if (!wrong.empty()) return wrong;
    }
    if (visits != size) return "iteration visits fewer than size() elements";

    if constexpr (has_buckets<Container>) {
        std::size_t in_buckets = 0;
        for (std::size_t b = 0; b < c.bucket_count(); ++b) {
            std::size_t here = 0;
            for (auto it = c.cbegin(b); it != c.cend(b); ++it) {
                if (++here > size) return "a bucket does not end";
                if (c.bucket(key_of<Container>(*it)) != b) return "a bucket holds an element of another";
            }
            if (here != c.bucket_size(b)) return "bucket_size() disagrees with the local iterators";
            in_buckets += here;
        }
        if (in_buckets != size) return "the buckets do not add up to size()";
    }

    if (c.bucket_count() == 0 ? size != 0 : c.load_factor() != static_cast<float>(size) / c.bucket_count())
        return "load_factor() is not size() / bucket_count()";
    if (size != 0 && c.load_factor() > c.max_load_factor()) return "load_factor() above max_load_factor()";
    return {};
}

} // namespace consistency
