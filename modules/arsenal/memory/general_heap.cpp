#include <arsenal/memory/allocator.hpp>
#include <arsenal/memory/detail/general_heap.hpp>
#include <arsenal/platform/throw.hpp>

#include <cstdio>
#include <cstdlib>
#include <new>

#if defined(__linux__)
#include <dlfcn.h>
#include <elf.h>
#include <link.h>
#include <malloc.h>
#include <sys/auxv.h>
#endif

extern "C" {
// Weak: before glibc 2.34 they are in a library of their own, which need not be linked.
[[gnu::weak]] void* dlopen(const char* file, int mode);
[[gnu::weak]] void* dlsym(void* library, const char* name);
// One of each sanitizer that watches malloc; null where it is not in the program.
[[gnu::weak]] void __asan_init();
[[gnu::weak]] void __hwasan_init();
[[gnu::weak]] void __lsan_disable();
[[gnu::weak]] void __msan_init();
[[gnu::weak]] void __tsan_init();
}

namespace arsenal::inline ARSENAL_ABI {

namespace {

bool is_sanitized() {
    return &__asan_init != nullptr || &__hwasan_init != nullptr || &__lsan_disable != nullptr ||
           &__msan_init != nullptr || &__tsan_init != nullptr;
}

// For more, sanitizers end the program; and no other heap has it.
bool is_absurd(std::size_t bytes) { return bytes > std::size_t{1} << 40 && is_sanitized(); }

void* c_allocate(std::size_t bytes) noexcept { return is_absurd(bytes) ? nullptr : std::malloc(bytes); }
void* c_allocate_aligned(std::size_t bytes, std::size_t alignment, std::size_t) noexcept {
    void* p = nullptr;
    if (is_absurd(bytes) || is_absurd(alignment) ||
        posix_memalign(&p, alignment, bytes == 0 ? 1 : bytes) != 0)
        return nullptr;
    return p;
}
void c_deallocate(void* p) noexcept { std::free(p); }
std::size_t c_usable_size(void* p) noexcept { return malloc_usable_size(p); }

// -1: the C library's heap.
int mimalloc_version = -1;

#if defined(__linux__)

// A statically linked program has no interpreter, and a C library of its own: one that comes with what it
// loads would not know of the threads of the other.
bool is_dynamically_linked() {
    const auto* header = reinterpret_cast<const ElfW(Phdr)*>(getauxval(AT_PHDR));
    const std::size_t count = getauxval(AT_PHNUM);
    for (std::size_t i = 0; header != nullptr && i != count; ++i)
        if (header[i].p_type == PT_INTERP) return true;
    return false;
}

void* load_mimalloc() {
    if (&dlopen == nullptr || &dlsym == nullptr || is_sanitized() || !is_dynamically_linked()) return nullptr;
    const char* const chosen = secure_getenv("ARSENAL_HEAP");
    if (chosen != nullptr && chosen[0] == 'c' && chosen[1] == '\0') return nullptr;
    int mode = RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE;
#if defined(RTLD_DEEPBIND)
    mode |=
        RTLD_DEEPBIND; // its calls among themselves stay inside, should the program export another mimalloc
#endif
    return dlopen("libmimalloc.so.2", mode);
}

// Sets the pointer to what the library calls so. Whether there is such a thing.
template <class Function>
bool find(void* library, const char* name, std::atomic<Function>& function) {
    const auto found = reinterpret_cast<Function>(dlsym(library, name));
    function.store(found, std::memory_order_relaxed);
    return found != nullptr;
}

bool find_all(void* library, detail::general_heap_functions& found) {
    std::atomic<int (*)()> version{};
    if (!find(library, "mi_version", version) || !find(library, "mi_malloc", found.allocate) ||
        !find(library, "mi_malloc_aligned_at", found.allocate_aligned) ||
        !find(library, "mi_free", found.deallocate) || !find(library, "mi_usable_size", found.usable_size) ||
        !find(library, "mi_heap_new", found.create) || !find(library, "mi_heap_destroy", found.destroy) ||
        !find(library, "mi_heap_malloc", found.allocate_in) ||
        !find(library, "mi_heap_malloc_aligned_at", found.allocate_aligned_in) ||
        !find(library, "mi_heap_check_owned", found.owns))
        return false;
    mimalloc_version = version.load(std::memory_order_relaxed)();
    return true;
}

bool find_mimalloc(detail::general_heap_functions& found) {
    void* const library = load_mimalloc();
    return library != nullptr && find_all(library, found);
}

#else

bool find_mimalloc(detail::general_heap_functions&) { return false; }

#endif

void take_c_library(detail::general_heap_functions& found) {
    found.allocate.store(c_allocate, std::memory_order_relaxed);
    found.allocate_aligned.store(c_allocate_aligned, std::memory_order_relaxed);
    found.deallocate.store(c_deallocate, std::memory_order_relaxed);
    found.usable_size.store(c_usable_size, std::memory_order_relaxed);
    found.create.store([]() noexcept -> void* { return nullptr; }, std::memory_order_relaxed);
}

template <class Function>
void set(std::atomic<Function>& to, const std::atomic<Function>& from) {
    to.store(from.load(std::memory_order_relaxed), std::memory_order_release);
}

// Sets the pointers, once.
void choose() {
    static const bool chosen = [] {
        detail::general_heap_functions found{};
        if (!find_mimalloc(found)) take_c_library(found);
        detail::general_heap_functions& heap = detail::general_heap;
        set(heap.allocate_aligned, found.allocate_aligned);
        set(heap.deallocate, found.deallocate);
        set(heap.usable_size, found.usable_size);
        set(heap.destroy, found.destroy);
        set(heap.allocate_in, found.allocate_in);
        set(heap.allocate_aligned_in, found.allocate_aligned_in);
        set(heap.owns, found.owns);
        set(heap.create, found.create);
        set(heap.allocate, found.allocate);
        return true;
    }();
    static_cast<void>(chosen);
}

// What the pointers begin at.
void* first_allocate(std::size_t bytes) noexcept {
    choose();
    return detail::general_heap.allocate.load(std::memory_order_acquire)(bytes);
}
void* first_allocate_aligned(std::size_t bytes, std::size_t alignment, std::size_t offset) noexcept {
    choose();
    return detail::general_heap.allocate_aligned.load(std::memory_order_acquire)(bytes, alignment, offset);
}
void first_deallocate(void* p) noexcept {
    choose();
    detail::general_heap.deallocate.load(std::memory_order_acquire)(p);
}
std::size_t first_usable_size(void* p) noexcept {
    choose();
    return detail::general_heap.usable_size.load(std::memory_order_acquire)(p);
}
void* first_create() noexcept {
    choose();
    return detail::general_heap.create.load(std::memory_order_acquire)();
}

} // namespace

namespace detail {

constinit general_heap_functions general_heap{
    .allocate = first_allocate,
    .allocate_aligned = first_allocate_aligned,
    .deallocate = first_deallocate,
    .usable_size = first_usable_size,
    .create = first_create,
    .destroy = nullptr,
    .allocate_in = nullptr,
    .allocate_aligned_in = nullptr,
    .owns = nullptr,
};

void* general_allocate_or_throw(std::size_t bytes, std::size_t alignment) {
    for (;;) {
        if (void* const p = general_allocate(bytes, alignment)) return p;
        const std::new_handler handler = std::get_new_handler();
        if (handler == nullptr) throw_bad_alloc();
        handler();
    }
}

} // namespace detail

namespace {

// Before main() at the latest: mimalloc takes the thread that loads it for the main one, and the loader's
// lock is not to be waited for by a thread that another, in a library's initialiser, waits for.
[[maybe_unused, gnu::used]] const bool chosen_early = (choose(), true);

} // namespace

const char* heap_library() noexcept {
    choose();
    if (mimalloc_version < 0) return "C library";
    static const auto name = [] {
        struct {
            char text[32];
        } result{};
        std::snprintf(result.text, sizeof result.text, "mimalloc %d.%d.%d", mimalloc_version / 100,
                      mimalloc_version / 10 % 10, mimalloc_version % 10);
        return result;
    }();
    return name.text;
}

} // namespace arsenal::inline ARSENAL_ABI
