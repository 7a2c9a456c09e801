#include <arsenal/hash/seed.hpp>

#include <arsenal/hash/detail/mix.hpp>

#include <ctime>

#if defined(__linux__)
#include <sys/random.h>
#endif

namespace arsenal::inline ARSENAL_ABI {

namespace {

std::uint64_t process_seed = 0;

std::uint64_t random_word() noexcept {
    std::uint64_t word = 0;
#if defined(__linux__)
    if (getrandom(&word, sizeof word, 0) == sizeof word) return word;
#endif
    std::timespec now{};
    std::timespec_get(&now, TIME_UTC);
    const auto address = reinterpret_cast<std::uintptr_t>(&now); // randomised by the loader
    return detail::mix(static_cast<std::uint64_t>(now.tv_sec) ^
                       detail::mix(static_cast<std::uint64_t>(now.tv_nsec) ^ address));
}

} // namespace

namespace detail {

std::uint64_t hash_seed_word = 0;

} // namespace detail

void set_process_hash_seed(std::uint64_t seed) noexcept {
    __atomic_store_n(&process_seed, seed, __ATOMIC_RELAXED);
    __atomic_store_n(&detail::hash_seed_word, detail::mix(seed), __ATOMIC_RELAXED);
}

std::uint64_t randomize_process_hash_seed() noexcept {
    const std::uint64_t seed = random_word();
    set_process_hash_seed(seed);
    return seed;
}

std::uint64_t process_hash_seed() noexcept { return __atomic_load_n(&process_seed, __ATOMIC_RELAXED); }

} // namespace arsenal::inline ARSENAL_ABI
