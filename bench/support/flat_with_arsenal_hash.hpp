#pragma once

#include <arsenal/containers/flat_hash_map.hpp>
#include <arsenal/hash/hash.hpp>

namespace bench {

/// flat_hash_map with a hash that needs no help from users', as abseil's default is.
template <class Key, class T>
using flat_with_arsenal_hash = arsenal::flat_hash_map<Key, T, arsenal::hash<Key>>;

} // namespace bench
