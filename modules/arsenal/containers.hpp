#pragma once

#include <arsenal/containers/concurrent_hash_map.hpp>
#include <arsenal/containers/dense_hash_map.hpp>
#include <arsenal/containers/dense_hash_set.hpp>
#include <arsenal/containers/flat_growth.hpp>
#include <arsenal/containers/flat_hash_map.hpp>
#include <arsenal/containers/flat_hash_set.hpp>
#include <arsenal/containers/from_range.hpp>
#include <arsenal/containers/hash_stats.hpp>
#include <arsenal/containers/node_handle.hpp>
#include <arsenal/containers/pmr.hpp>
#include <arsenal/containers/unordered_map.hpp>
#include <arsenal/containers/unordered_multimap.hpp>
#include <arsenal/containers/unordered_multiset.hpp>
#include <arsenal/containers/unordered_set.hpp>
