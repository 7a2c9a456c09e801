module;

#include <arsenal/containers.hpp>

export module arsenal.containers;

export import arsenal.hash;

export namespace arsenal {

// containers/concurrent_hash_map.hpp
using arsenal::concurrent_hash_map;

// containers/dense_hash_map.hpp, containers/dense_hash_set.hpp
using arsenal::dense_hash_map;
using arsenal::dense_hash_set;

// containers/flat_growth.hpp
using arsenal::doubling_growth;
using arsenal::incremental_growth;

// containers/flat_hash_map.hpp, containers/flat_hash_set.hpp
using arsenal::flat_hash_map;
using arsenal::flat_hash_set;
using arsenal::incremental_hash_map;
using arsenal::incremental_hash_set;

// containers/from_range.hpp
using arsenal::from_range;
using arsenal::from_range_t;

// containers/hash_stats.hpp
using arsenal::hash_stats;

// containers/node_handle.hpp
using arsenal::node_handle;
using arsenal::node_insert_result;

// containers/unordered_map.hpp, containers/unordered_multimap.hpp, containers/unordered_multiset.hpp,
// containers/unordered_set.hpp; erase_if of all
using arsenal::erase_if;
using arsenal::unordered_map;
using arsenal::unordered_multimap;
using arsenal::unordered_multiset;
using arsenal::unordered_set;

} // namespace arsenal

// containers/pmr.hpp
export namespace arsenal::pmr {

using arsenal::pmr::dense_hash_map;
using arsenal::pmr::dense_hash_set;
using arsenal::pmr::flat_hash_map;
using arsenal::pmr::flat_hash_set;
using arsenal::pmr::unordered_map;
using arsenal::pmr::unordered_multimap;
using arsenal::pmr::unordered_multiset;
using arsenal::pmr::unordered_set;

} // namespace arsenal::pmr
