#pragma once

#include <cstddef>
#include <new>
#include <span>

namespace memory_tests {

/// Memory for a tlsf: page-aligned, filled, and given back as it came.
class region {
public:
    explicit region(std::size_t bytes)
        : bytes_(static_cast<std::byte*>(::operator new(bytes, std::align_val_t(4096))), bytes) {
        for (std::byte& b : bytes_) b = std::byte{0xcc};
    }
    ~region() { ::operator delete(bytes_.data(), std::align_val_t(4096)); }
    region(const region&) = delete;
    region& operator=(const region&) = delete;

    std::span<std::byte> bytes() const { return bytes_; }

private:
    std::span<std::byte> bytes_;
};

} // namespace memory_tests
