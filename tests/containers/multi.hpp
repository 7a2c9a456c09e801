#pragma once

#include <cstddef>
#include <functional>
#include <iterator>
#include <utility>
#include <vector>

#include <containers/consistency.hpp>

#include <support/under_test.hpp>

// What the tests of unordered_multimap and unordered_multiset run on: containers of both kinds in which equal
// elements can be told apart, by a tag that neither hash nor key equality looks at.
namespace multi {

struct tagged {
    int key;
    int tag = 0;
    bool operator==(const tagged&) const = default;
};
struct key_hash {
    std::size_t operator()(const tagged& t) const noexcept { return std::hash<int>()(t.key); }
    std::size_t operator()(int key) const noexcept { return std::hash<int>()(key); }
};
struct same_key {
    bool operator()(const tagged& a, const tagged& b) const noexcept { return a.key == b.key; }
    bool operator()(int a, int b) const noexcept { return a == b; }
};

using map = ut::unordered_multimap<int, int>;
using set = ut::unordered_multiset<tagged, key_hash, same_key>;

/// For one of the containers above, or like them with other functors and allocators.
template <class Container>
struct of {
    using key_type = typename Container::key_type;
    using value_type = typename Container::value_type;
    static constexpr bool is_map = requires { typename Container::mapped_type; };

    static key_type key(int k) { return key_type{k}; }
    static value_type value(int k, int tag) {
        if constexpr (is_map)
            return value_type(key(k), tag);
        else
            return {k, tag};
    }
    static int id(const value_type& v) {
        if constexpr (is_map)
            return v.first;
        else
            return v.key;
    }
    static int tag(const value_type& v) {
        if constexpr (is_map)
            return v.second;
        else
            return v.tag;
    }
    /// `copies` elements of each of the keys 0, 1, ... , interleaved; the tags count from 0.
    static Container filled(int keys, int copies) {
        Container c;
        int next = 0;
        for (int n = 0; n < copies; ++n)
            for (int k = 0; k < keys; ++k) c.insert(value(k, next++));
        return c;
    }
    /// The tags of the elements with the key, in order.
    static std::vector<int> tags(const Container& c, int k) {
        std::vector<int> result;
        for (auto [it, last] = c.equal_range(key(k)); it != last; ++it) result.push_back(tag(*it));
        return result;
    }
    /// What tags() gives for each key.
    static std::vector<std::vector<int>> groups(const Container& c, int keys) {
        std::vector<std::vector<int>> result;
        for (int k = 0; k < keys; ++k) result.push_back(tags(c, k));
        return result;
    }
    static std::vector<const value_type*> addresses(const Container& c) {
        std::vector<const value_type*> result;
        for (const value_type& v : c) result.push_back(&v);
        return result;
    }
};

} // namespace multi
