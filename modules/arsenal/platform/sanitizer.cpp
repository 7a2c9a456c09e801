#include <arsenal/platform/sanitizer.hpp>

extern "C" {
[[gnu::weak]] void __asan_poison_memory_region(const volatile void* address, std::size_t bytes);
[[gnu::weak]] void __asan_unpoison_memory_region(const volatile void* address, std::size_t bytes);
[[gnu::weak]] void __tsan_acquire(void* address);
[[gnu::weak]] void __tsan_release(void* address);
[[gnu::weak]] void AnnotateIgnoreReadsBegin(const char* file, int line);
[[gnu::weak]] void AnnotateIgnoreReadsEnd(const char* file, int line);
[[gnu::weak]] void AnnotateIgnoreWritesBegin(const char* file, int line);
[[gnu::weak]] void AnnotateIgnoreWritesEnd(const char* file, int line);
[[gnu::weak]] void AnnotateIgnoreSyncBegin(const char* file, int line);
[[gnu::weak]] void AnnotateIgnoreSyncEnd(const char* file, int line);
}

namespace arsenal::inline ARSENAL_ABI::detail {

constinit const asan_region_function asan_poison_region = &__asan_poison_memory_region;
constinit const asan_region_function asan_unpoison_region = &__asan_unpoison_memory_region;
constinit const tsan_address_function tsan_acquire_address = &__tsan_acquire;
constinit const tsan_address_function tsan_release_address = &__tsan_release;

void tsan_ignore_begin() noexcept {
    if (&AnnotateIgnoreSyncBegin == nullptr) return;
    AnnotateIgnoreReadsBegin(__FILE__, __LINE__);
    AnnotateIgnoreWritesBegin(__FILE__, __LINE__);
    AnnotateIgnoreSyncBegin(__FILE__, __LINE__);
}

void tsan_ignore_end() noexcept {
    if (&AnnotateIgnoreSyncEnd == nullptr) return;
    AnnotateIgnoreSyncEnd(__FILE__, __LINE__);
    AnnotateIgnoreWritesEnd(__FILE__, __LINE__);
    AnnotateIgnoreReadsEnd(__FILE__, __LINE__);
}

} // namespace arsenal::inline ARSENAL_ABI::detail
