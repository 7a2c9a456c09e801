// Compiled into each program that links arsenal::malloc_override.

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(hwaddress_sanitizer) ||                                \
    __has_feature(memory_sanitizer) || __has_feature(thread_sanitizer)
#define ARSENAL_MALLOC_OVERRIDE_SANITIZED
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_HWADDRESS__) || defined(__SANITIZE_THREAD__)
#define ARSENAL_MALLOC_OVERRIDE_SANITIZED
#endif
#if defined(ARSENAL_MALLOC_OVERRIDE_SANITIZED)
#error "arsenal::malloc_override: this is built with a sanitizer that replaces malloc itself"
#endif

#include <cstdio>
#include <cstdlib>

extern "C" {
int mi_version();
// One of each sanitizer that replaces malloc; null where it is not in the program.
[[gnu::weak]] void __asan_init();
[[gnu::weak]] void __hwasan_init();
[[gnu::weak]] void __lsan_disable();
[[gnu::weak]] void __msan_init();
[[gnu::weak]] void __tsan_init();
}

// A linker that leaves out libraries that nobody needs (--as-needed) keeps mimalloc: what the program itself
// asks for, the C library has, too.
namespace {
[[gnu::used]] int (*const keeps_mimalloc)() = mi_version;

// For -fsanitize=leak, of which the compiler says nothing, and for sanitizers that the linker alone is told
// of.
[[gnu::constructor]] void refuse_sanitizers() {
    if (&__asan_init == nullptr && &__hwasan_init == nullptr && &__lsan_disable == nullptr &&
        &__msan_init == nullptr && &__tsan_init == nullptr)
        return;
    std::fputs("arsenal::malloc_override: this is linked with a sanitizer that replaces malloc itself\n",
               stderr);
    std::abort();
}
} // namespace
