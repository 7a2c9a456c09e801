#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <utility>

#include <support/failing_allocator.hpp>
#include <support/throwing_equal.hpp>
#include <support/throwing_hash.hpp>
#include <support/throwing_value.hpp>

#include <support/under_test.hpp>

// The container types that the failure walks run on (failure_walk.hpp says what a Config has).
namespace failure {

struct key_tag;
struct mapped_tag;
using throwing_key = support::throwing_value<key_tag>;
using throwing_mapped = support::throwing_value<mapped_tag>;
using key_hash = support::throwing_hash<support::throwing_value_hash>;
using key_equal = support::throwing_equal<>;

inline bool throwing_values_balanced() {
    return throwing_key::live() == 0 && throwing_key::errors() == 0 && throwing_mapped::live() == 0 &&
           throwing_mapped::errors() == 0;
}

/// Everything throws.
struct throwing_map {
    using allocator = support::failing_allocator<std::pair<const throwing_key, throwing_mapped>>;
    using container = ut::unordered_map<throwing_key, throwing_mapped, key_hash, key_equal, allocator>;
    static throwing_key key(int i) { return throwing_key(i); }
    static container::value_type value(int i) { return {key(i), throwing_mapped(i * 10)}; }
    static int id(const throwing_key& k) { return k.id(); }
    static int payload(const container::value_type& v) { return v.second.id(); }
    static container make(support::arena& memory, std::size_t salt = 3) {
        return container(0, key_hash(salt), key_equal(), allocator(memory));
    }
    static bool balanced() { return throwing_values_balanced(); }
};

struct throwing_set {
    using allocator = support::failing_allocator<throwing_key>;
    using container = ut::unordered_set<throwing_key, key_hash, key_equal, allocator>;
    static throwing_key key(int i) { return throwing_key(i); }
    static throwing_key value(int i) { return throwing_key(i); }
    static int id(const throwing_key& k) { return k.id(); }
    static int payload(const throwing_key&) { return 0; }
    static container make(support::arena& memory, std::size_t salt = 3) {
        return container(0, key_hash(salt), key_equal(), allocator(memory));
    }
    static bool balanced() { return throwing_values_balanced(); }
};

/// Integers whose hash may throw, and values that may.
struct throwing_integer_map {
    struct hash {
        std::size_t operator()(int i) const {
            support::faults.step_or_throw(support::fault::hash);
            return static_cast<std::size_t>(i);
        }
    };
    using allocator = support::failing_allocator<std::pair<const int, throwing_mapped>>;
    using container = ut::unordered_map<int, throwing_mapped, hash, std::equal_to<int>, allocator>;
    static int key(int i) { return i; }
    static container::value_type value(int i) { return {i, throwing_mapped(i * 10)}; }
    static int id(int k) { return k; }
    static int payload(const container::value_type& v) { return v.second.id(); }
    static container make(support::arena& memory, std::size_t = 0) { return container(allocator(memory)); }
    static bool balanced() { return throwing_values_balanced(); }
};

/// Only the allocator throws; it propagates everywhere. Integers and std::hash take a container's shortest
/// paths.
struct int_map {
    using allocator = support::failing_allocator<std::pair<const int, int>, true>;
    using container = ut::unordered_map<int, int, std::hash<int>, std::equal_to<int>, allocator>;
    static int key(int i) { return i; }
    static container::value_type value(int i) { return {i, i * 10}; }
    static int id(int k) { return k; }
    static int payload(const container::value_type& v) { return v.second; }
    static container make(support::arena& memory, std::size_t = 0) { return container(allocator(memory)); }
    static bool balanced() { return true; }
};

struct string_set {
    using allocator = support::failing_allocator<std::string>;
    using container =
        ut::unordered_set<std::string, std::hash<std::string>, std::equal_to<std::string>, allocator>;
    static std::string key(int i) { return "a key too long for the small buffer " + std::to_string(i); }
    static std::string value(int i) { return key(i); }
    static int id(const std::string& k) { return std::stoi(k.substr(k.rfind(' '))); }
    static int payload(const std::string&) { return 0; }
    static container make(support::arena& memory, std::size_t = 0) { return container(allocator(memory)); }
    static bool balanced() { return true; }
};

/// The same with containers that take equal keys.
template <template <class...> class Container, class Config, class... Args>
struct multi_of : Config {
    using container = Container<Args...>;
    static container make(support::arena& memory, std::size_t salt = 3) {
        typename Config::container like = Config::make(memory, salt);
        return container(0, like.hash_function(), like.key_eq(), like.get_allocator());
    }
};
struct throwing_multimap : multi_of<ut::unordered_multimap, throwing_map, throwing_key, throwing_mapped,
                                    key_hash, key_equal, throwing_map::allocator> {};
struct throwing_multiset : multi_of<ut::unordered_multiset, throwing_set, throwing_key, key_hash, key_equal,
                                    throwing_set::allocator> {};
struct int_multimap : multi_of<ut::unordered_multimap, int_map, int, int, std::hash<int>, std::equal_to<int>,
                               int_map::allocator> {};
struct string_multiset : multi_of<ut::unordered_multiset, string_set, std::string, std::hash<std::string>,
                                  std::equal_to<std::string>, string_set::allocator> {};

} // namespace failure
