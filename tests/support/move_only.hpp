#pragma once

#include <cstddef>
#include <functional>
#include <utility>

namespace support {

/// Moves, never copies; a moved-from value reads as -1. Hashable through std::hash.
class move_only {
public:
    explicit move_only(int id = 0) noexcept : id_(id) {}
    move_only(move_only&& other) noexcept : id_(std::exchange(other.id_, -1)) {}
    move_only& operator=(move_only&& other) noexcept {
        id_ = std::exchange(other.id_, -1);
        return *this;
    }

    int id() const noexcept { return id_; }
    friend bool operator==(const move_only& a, const move_only& b) noexcept { return a.id_ == b.id_; }

private:
    int id_;
};

} // namespace support

template <>
struct std::hash<support::move_only> {
    std::size_t operator()(const support::move_only& v) const noexcept { return std::hash<int>()(v.id()); }
};
