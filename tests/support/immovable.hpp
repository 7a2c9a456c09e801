#pragma once

#include <cstddef>
#include <functional>

namespace support {

/// Neither copied nor moved: only built in place, from an id. Hashable through std::hash.
class immovable {
public:
    explicit immovable(int id = 0) noexcept : id_(id) {}
    immovable(const immovable&) = delete;
    immovable& operator=(const immovable&) = delete;

    int id() const noexcept { return id_; }
    friend bool operator==(const immovable& a, const immovable& b) noexcept { return a.id_ == b.id_; }

private:
    int id_;
};

} // namespace support

template <>
struct std::hash<support::immovable> {
    std::size_t operator()(const support::immovable& v) const noexcept { return std::hash<int>()(v.id()); }
};
