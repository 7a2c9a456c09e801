#pragma once

#include <arsenal/platform/config.hpp>

#include <cstddef>
#include <cstdint>

// XXH64 and XXH32 (Yann Collet's xxHash): stable digests, for formats that name them. New uses take xxh3_64,
// which is faster at every size. The interface is xxh3_64's.

namespace arsenal::inline ARSENAL_ABI {

class xxh64 {
public:
    using result_type = std::uint64_t;

    explicit xxh64(std::uint64_t seed = 0) noexcept;
    void update(const void* bytes, std::size_t n) noexcept;
    [[nodiscard]] result_type digest() const noexcept;

    [[nodiscard]] static result_type hash(const void* bytes, std::size_t n, std::uint64_t seed = 0) noexcept;

private:
    alignas(8) unsigned char state_[88];
};

class xxh32 {
public:
    using result_type = std::uint32_t;

    explicit xxh32(std::uint32_t seed = 0) noexcept;
    void update(const void* bytes, std::size_t n) noexcept;
    [[nodiscard]] result_type digest() const noexcept;

    [[nodiscard]] static result_type hash(const void* bytes, std::size_t n, std::uint32_t seed = 0) noexcept;

private:
    alignas(8) unsigned char state_[48];
};

} // namespace arsenal::inline ARSENAL_ABI
