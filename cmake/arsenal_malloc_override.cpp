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

extern "C" int mi_version();

// A linker that leaves out libraries that nobody needs (--as-needed) keeps mimalloc: what the program itself
// asks for, the C library has, too.
namespace {
[[gnu::used]] int (*const keeps_mimalloc)() = mi_version;
}
