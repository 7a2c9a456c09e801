#pragma once

#include <arsenal/platform/config.hpp>

#include <cstdint>

namespace arsenal::inline ARSENAL_ABI {

// One seed per process goes into every arsenal::hash. It is 0 unless set: equal keys hash alike in every run.
// It varies orders from run to run. Under a random seed no word of a key is known to cancel, but that is no
// proof against keys that are chosen to collide: hardened_hash is.

// Sets the seed, 0 to turn it off. To be called before the first hash whose value is kept: a table that was
// filled under another seed no longer finds its elements. Not a data race, on any thread.
void set_process_hash_seed(std::uint64_t seed) noexcept;

// Sets a seed drawn from the system's random source, and returns it so that a run can be repeated.
std::uint64_t randomize_process_hash_seed() noexcept;

std::uint64_t process_hash_seed() noexcept;

} // namespace arsenal::inline ARSENAL_ABI

namespace arsenal::inline ARSENAL_ABI::detail {

// What hashes start from: 0 for seed 0, otherwise the seed mixed. One per process: defined in seed.cpp.
extern std::uint64_t hash_seed_word;

inline std::uint64_t hash_seed() noexcept { return __atomic_load_n(&hash_seed_word, __ATOMIC_RELAXED); }

} // namespace arsenal::inline ARSENAL_ABI::detail
