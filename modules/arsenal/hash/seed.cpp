#include <arsenal/hash/seed.hpp>

#include <arsenal/hash/detail/hash_key.hpp>
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
    if (getrandom(&word, sizeof word, 0) == sizeof word) return word; // so few bytes, no signal interrupts
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

siphash_key next_hash_key() noexcept {
    static const siphash_key secret{random_word(), random_word()};
    static std::uint64_t count = 0;
    const std::uint64_t message[2] = {__atomic_fetch_add(&count, 1, __ATOMIC_RELAXED), 0};
    siphash_2_4 state(secret);
    state.update(message, sizeof message[0]);
    const siphash_2_4 half = state; // the counter; with a further word, the key's other half
    state.update(message + 1, sizeof message[1]);
    return {half.digest(), state.digest()};
}

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
