#include <arsenal/platform/sanitizer.hpp>

extern "C" {
[[gnu::weak]] void __asan_poison_memory_region(const volatile void* address, std::size_t bytes);
[[gnu::weak]] void __asan_unpoison_memory_region(const volatile void* address, std::size_t bytes);
[[gnu::weak]] void __tsan_acquire(void* address);
[[gnu::weak]] void __tsan_release(void* address);
}

namespace arsenal::inline ARSENAL_ABI::detail {

constinit const asan_region_function asan_poison_region = &__asan_poison_memory_region;
constinit const asan_region_function asan_unpoison_region = &__asan_unpoison_memory_region;
constinit const tsan_address_function tsan_acquire_address = &__tsan_acquire;
constinit const tsan_address_function tsan_release_address = &__tsan_release;

} // namespace arsenal::inline ARSENAL_ABI::detail
