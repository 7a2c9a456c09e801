#pragma once

#include <arsenal/platform/config.hpp>

#include <cstddef>
#include <cstdint>

namespace arsenal::inline ARSENAL_ABI {

// wyhash, final version 4.2 (Wang Yi), with its default secret: a stable digest, the same on every machine.
// Running or in one go, as xxh3_64.
class wyhash {
public:
    using result_type = std::uint64_t;

    explicit wyhash(std::uint64_t seed = 0) noexcept;
    void update(const void* bytes, std::size_t n) noexcept;
    [[nodiscard]] result_type digest() const noexcept;

    [[nodiscard]] static result_type hash(const void* bytes, std::size_t n, std::uint64_t seed = 0) noexcept;

private:
    static constexpr std::size_t block_bytes = 48;
    static constexpr std::size_t tail_bytes = 16;

    std::uint64_t lane_[3];
    std::uint64_t total_bytes_ = 0;
    std::size_t pending_bytes_ = 0;
    // The last bytes of the block before, which a short remainder overlaps; then what waits for a whole
    // block.
    unsigned char buffer_[tail_bytes + block_bytes];
};

} // namespace arsenal::inline ARSENAL_ABI
