#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <random>
#include <span>
#include <string>
#include <vector>

// Element types of the kinds that sorts tell apart, each made from a rank that its order follows.

namespace elements {

struct pair16 {
    std::uint64_t key, value;
    friend bool operator==(const pair16&, const pair16&) = default;
    friend bool operator<(const pair16& a, const pair16& b) { return a.key < b.key; }
};
struct wide {
    std::uint32_t key;
    std::array<unsigned char, 60> payload;
    friend bool operator==(const wide&, const wide&) = default;
    friend bool operator<(const wide& a, const wide& b) { return a.key < b.key; }
};
/// Not trivial, and a moved-from one is seen.
struct move_counted {
    int key;
    explicit move_counted(int k) : key(k) {}
    move_counted(const move_counted&) = default;
    move_counted& operator=(const move_counted&) = default;
    move_counted(move_counted&& other) noexcept : key(std::exchange(other.key, -1)) {}
    move_counted& operator=(move_counted&& other) noexcept {
        key = std::exchange(other.key, -1);
        return *this;
    }
    friend bool operator==(const move_counted&, const move_counted&) = default;
    friend bool operator<(const move_counted& a, const move_counted& b) { return a.key < b.key; }
};

inline int rank(int a) { return a; }
inline int rank(const pair16& a) { return static_cast<int>(a.key); }
inline int rank(const wide& a) { return static_cast<int>(a.key); }
inline int rank(const move_counted& a) { return a.key; }
inline int rank(const std::string& a) { return std::stoi(a); }

template <class T>
T make(int rank, int number) {
    if constexpr (std::is_same_v<T, pair16>) {
        return {static_cast<std::uint64_t>(rank), static_cast<std::uint64_t>(number)};
    } else if constexpr (std::is_same_v<T, wide>) {
        wide w{static_cast<std::uint32_t>(rank), {}};
        std::memcpy(w.payload.data() + 50, &number, sizeof number);
        return w;
    } else if constexpr (std::is_same_v<T, std::string>) {
        std::string s = std::to_string(rank);
        return s.insert(0, rank % 3 == 0 ? 20 : 6, '0');
    } else {
        return static_cast<T>(rank);
    }
}

/// n elements of `distinct` ranks in a random order, the same each time.
template <class T>
std::vector<T> shuffled(int n, int distinct) {
    std::mt19937 random(static_cast<unsigned>(n * 31 + distinct));
    std::vector<T> v;
    for (int i = 0; i < n; ++i) v.push_back(make<T>(i % distinct, i));
    std::shuffle(v.begin(), v.end(), random);
    return v;
}

/// Whether both hold the same elements, bit by bit where an element is its bits.
template <class T>
bool same_multiset(std::span<const T> a, std::span<const T> b) {
    if (a.size() != b.size()) return false;
    std::vector<T> left(a.begin(), a.end());
    std::vector<T> right(b.begin(), b.end());
    if constexpr (std::is_trivially_copyable_v<T>) {
        const auto before = [](const T& x, const T& y) { return std::memcmp(&x, &y, sizeof(T)) < 0; };
        std::sort(left.begin(), left.end(), before);
        std::sort(right.begin(), right.end(), before);
        return left.empty() || std::memcmp(left.data(), right.data(), left.size() * sizeof(T)) == 0;
    } else {
        std::sort(left.begin(), left.end());
        std::sort(right.begin(), right.end());
        return left == right;
    }
}

} // namespace elements
