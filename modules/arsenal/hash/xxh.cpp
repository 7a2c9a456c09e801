#define XXH_INLINE_ALL
#include <xxhash.h>

#include <arsenal/hash/xxh.hpp>

#include <new>

namespace arsenal::inline ARSENAL_ABI {

namespace {

template <class State>
State* state_of(unsigned char* bytes) noexcept {
    return reinterpret_cast<State*>(bytes);
}

template <class State>
const State* state_of(const unsigned char* bytes) noexcept {
    return reinterpret_cast<const State*>(bytes);
}

} // namespace

xxh64::xxh64(std::uint64_t seed) noexcept {
    static_assert(sizeof state_ == sizeof(XXH64_state_t) && alignof(XXH64_state_t) <= 8);
    XXH64_reset(::new (static_cast<void*>(state_)) XXH64_state_t, seed);
}

void xxh64::update(const void* bytes, std::size_t n) noexcept {
    XXH64_update(state_of<XXH64_state_t>(state_), bytes, n);
}

std::uint64_t xxh64::digest() const noexcept { return XXH64_digest(state_of<XXH64_state_t>(state_)); }

std::uint64_t xxh64::hash(const void* bytes, std::size_t n, std::uint64_t seed) noexcept {
    return XXH64(bytes, n, seed);
}

xxh32::xxh32(std::uint32_t seed) noexcept {
    static_assert(sizeof state_ == sizeof(XXH32_state_t) && alignof(XXH32_state_t) <= 8);
    XXH32_reset(::new (static_cast<void*>(state_)) XXH32_state_t, seed);
}

void xxh32::update(const void* bytes, std::size_t n) noexcept {
    XXH32_update(state_of<XXH32_state_t>(state_), bytes, n);
}

std::uint32_t xxh32::digest() const noexcept { return XXH32_digest(state_of<XXH32_state_t>(state_)); }

std::uint32_t xxh32::hash(const void* bytes, std::size_t n, std::uint32_t seed) noexcept {
    return XXH32(bytes, n, seed);
}

} // namespace arsenal::inline ARSENAL_ABI
