#pragma once

#include <arsenal/containers/dense_hash_map.hpp>
#include <arsenal/containers/dense_hash_set.hpp>
#include <arsenal/containers/flat_hash_map.hpp>
#include <arsenal/containers/flat_hash_set.hpp>
#include <arsenal/containers/unordered_map.hpp>
#include <arsenal/containers/unordered_multimap.hpp>
#include <arsenal/containers/unordered_multiset.hpp>
#include <arsenal/containers/unordered_set.hpp>
#include <arsenal/platform/config.hpp>

// The aliases of [unord.map.syn] and [unord.set.syn] for std's own polymorphic allocator. Using them needs
// <memory_resource>; under libstdc++ it is only declared (detail/std_core.hpp), as by its <unordered_map>.
#if !defined(__GLIBCXX__)
#include <memory_resource>
#endif

namespace arsenal::inline ARSENAL_ABI::pmr {

template <class Key, class T, class Hash = std::hash<Key>, class Pred = std::equal_to<Key>>
using dense_hash_map =
    arsenal::dense_hash_map<Key, T, Hash, Pred, std::pmr::polymorphic_allocator<std::pair<const Key, T>>>;
template <class Key, class Hash = std::hash<Key>, class Pred = std::equal_to<Key>>
using dense_hash_set = arsenal::dense_hash_set<Key, Hash, Pred, std::pmr::polymorphic_allocator<Key>>;
template <class Key, class T, class Hash = std::hash<Key>, class Pred = std::equal_to<Key>>
using flat_hash_map =
    arsenal::flat_hash_map<Key, T, Hash, Pred, std::pmr::polymorphic_allocator<std::pair<const Key, T>>>;
template <class Key, class Hash = std::hash<Key>, class Pred = std::equal_to<Key>>
using flat_hash_set = arsenal::flat_hash_set<Key, Hash, Pred, std::pmr::polymorphic_allocator<Key>>;
template <class Key, class T, class Hash = std::hash<Key>, class Pred = std::equal_to<Key>>
using unordered_map =
    arsenal::unordered_map<Key, T, Hash, Pred, std::pmr::polymorphic_allocator<std::pair<const Key, T>>>;
template <class Key, class T, class Hash = std::hash<Key>, class Pred = std::equal_to<Key>>
using unordered_multimap =
    arsenal::unordered_multimap<Key, T, Hash, Pred, std::pmr::polymorphic_allocator<std::pair<const Key, T>>>;
template <class Key, class Hash = std::hash<Key>, class Pred = std::equal_to<Key>>
using unordered_multiset = arsenal::unordered_multiset<Key, Hash, Pred, std::pmr::polymorphic_allocator<Key>>;
template <class Key, class Hash = std::hash<Key>, class Pred = std::equal_to<Key>>
using unordered_set = arsenal::unordered_set<Key, Hash, Pred, std::pmr::polymorphic_allocator<Key>>;

} // namespace arsenal::inline ARSENAL_ABI::pmr
