#pragma once

#include <cstddef>

namespace support {

/// Trivially copyable, of `Size` bytes. But made of, or assigned, anything that is neither const nor an
/// rvalue it is lost: a template that takes everything is a better match then.
template <std::size_t Size>
struct greedy_value {
    static constexpr int lost = -1;

    int key;
    unsigned char rest[Size - sizeof(int)]{};

    explicit greedy_value(int k) : key(k) {}
    greedy_value(const greedy_value&) = default;
    greedy_value(greedy_value&&) = default;
    greedy_value& operator=(const greedy_value&) = default;
    greedy_value& operator=(greedy_value&&) = default;
    template <class U>
        requires requires(U&& u) { u.key; }
    greedy_value(U&&) : key(lost) {}
    template <class U>
        requires requires(U&& u) { u.key; }
    greedy_value& operator=(U&&) {
        key = lost;
        return *this;
    }

    friend bool operator<(const greedy_value& a, const greedy_value& b) { return a.key < b.key; }
};

} // namespace support
