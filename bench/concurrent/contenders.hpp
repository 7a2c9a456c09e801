#pragma once

// The contenders' ways of doing the same things. BENCH_CONTENDER names one:
//
//   1  arsenal::concurrent_hash_map
//   2  tbb::concurrent_hash_map, with its accessors, as its documentation has it
//   3  std::unordered_map under one std::shared_mutex: what many programs do
//
// find adds the value to a sum; update changes a value that is there; insert and erase say how many elements
// came and went.

#include "../support/rng.hpp"

#include <cstddef>

#if BENCH_CONTENDER == 1

#include <arsenal/containers/concurrent_hash_map.hpp>

namespace bench {

template <class Key>
class contender {
public:
    void find(const Key& key, u64& sum) const {
        map_.cvisit(key, [&](const auto& element) { sum += element.second; });
    }
    void update(const Key& key) {
        map_.visit(key, [](auto& element) { ++element.second; });
    }
    int insert(const Key& key, u64 value) { return map_.try_emplace(key, value) ? 1 : 0; }
    int erase(const Key& key) { return static_cast<int>(map_.erase(key)); }
    std::size_t size() const { return map_.size(); }

private:
    arsenal::concurrent_hash_map<Key, u64> map_;
};

} // namespace bench

#elif BENCH_CONTENDER == 2

#include <oneapi/tbb/concurrent_hash_map.h>

namespace bench {

template <class Key>
class contender {
    using map = tbb::concurrent_hash_map<Key, u64>;

public:
    void find(const Key& key, u64& sum) const {
        typename map::const_accessor at;
        if (map_.find(at, key)) sum += at->second;
    }
    void update(const Key& key) {
        typename map::accessor at;
        if (map_.find(at, key)) ++at->second;
    }
    int insert(const Key& key, u64 value) { return map_.emplace(key, value) ? 1 : 0; }
    int erase(const Key& key) { return map_.erase(key) ? 1 : 0; }
    std::size_t size() const { return map_.size(); }

private:
    map map_;
};

} // namespace bench

#else

#include <mutex>
#include <shared_mutex>
#include <unordered_map>

namespace bench {

template <class Key>
class contender {
public:
    void find(const Key& key, u64& sum) const {
        const std::shared_lock lock(mutex_);
        if (const auto at = map_.find(key); at != map_.end()) sum += at->second;
    }
    void update(const Key& key) {
        const std::unique_lock lock(mutex_);
        if (const auto at = map_.find(key); at != map_.end()) ++at->second;
    }
    int insert(const Key& key, u64 value) {
        const std::unique_lock lock(mutex_);
        return map_.try_emplace(key, value).second ? 1 : 0;
    }
    int erase(const Key& key) {
        const std::unique_lock lock(mutex_);
        return static_cast<int>(map_.erase(key));
    }
    std::size_t size() const { return map_.size(); }

private:
    mutable std::shared_mutex mutex_;
    std::unordered_map<Key, u64> map_;
};

} // namespace bench

#endif
