#include <arsenal/memory/detail/upstream.hpp>

namespace arsenal::inline ARSENAL_ABI::detail {

void* try_allocate_from(std::pmr::memory_resource& resource, std::size_t bytes,
                        std::size_t alignment) noexcept {
#if ARSENAL_HAS_EXCEPTIONS
    try {
        return resource.allocate(bytes, alignment);
    } catch (...) {
        return nullptr;
    }
#else
    return resource.allocate(bytes, alignment);
#endif
}

} // namespace arsenal::inline ARSENAL_ABI::detail
