#pragma once

#include <cctype>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

// Hash functions and key equalities for the conformance tests of the unordered containers.
namespace functors {

struct call_counts {
    std::size_t hash = 0;
    std::size_t equal = 0;
};

// std::hash, counting its calls in an object of the test.
template <class Key>
struct counted_hash {
    call_counts* counts;
    std::size_t operator()(const Key& key) const {
        ++counts->hash;
        return std::hash<Key>{}(key);
    }
};

template <class Key>
struct counted_equal {
    call_counts* counts;
    bool operator()(const Key& a, const Key& b) const {
        ++counts->equal;
        return a == b;
    }
};

// std::equal_to, counting the calls of all objects.
inline std::size_t equal_calls = 0;
struct counting_equal {
    template <class T>
    bool operator()(const T& a, const T& b) const {
        ++equal_calls;
        return a == b;
    }
};

// Functors that can be told apart, to follow which of them a container holds.
struct tagged_hash {
    int tag = 0;
    std::size_t operator()(int key) const { return std::hash<int>{}(key); }
};

struct tagged_equal {
    int tag = 0;
    bool operator()(int a, int b) const { return a == b; }
};

// The worst hash that is still correct: every key in one bucket.
struct constant_hash {
    template <class Key>
    std::size_t operator()(const Key&) const noexcept {
        return 42;
    }
};

struct string_hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const noexcept { return std::hash<std::string_view>{}(key); }
};

struct string_hash_opaque {
    std::size_t operator()(std::string_view key) const noexcept { return std::hash<std::string_view>{}(key); }
};

struct case_blind_hash {
    std::size_t operator()(const std::string& key) const {
        std::size_t h = 0;
        for (const char c : key)
            h = h * 31 + static_cast<std::size_t>(std::tolower(static_cast<unsigned char>(c)));
        return h;
    }
};

struct case_blind_equal {
    bool operator()(const std::string& a, const std::string& b) const {
        if (a.size() != b.size()) return false;
        for (std::size_t i = 0; i < a.size(); ++i) {
            if (std::tolower(static_cast<unsigned char>(a[i])) !=
                std::tolower(static_cast<unsigned char>(b[i])))
                return false;
        }
        return true;
    }
};

} // namespace functors
