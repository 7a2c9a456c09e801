#pragma once

#include <arsenal/memory/raw_resource.hpp>
#include <arsenal/platform/throw.hpp>

#include <cstddef>
#include <limits>
#include <type_traits>

namespace arsenal::inline ARSENAL_ABI {

/// An allocator ([allocator.requirements]) over a resource of known type, without virtual calls:
///
///   arena a;
///   std::vector<int, resource_allocator<int, arena>> v(a);
///
/// As std::pmr::polymorphic_allocator it stays with its container: assignment and swap do not carry it over
/// (so that containers of different resources are assigned element by element, and may not be swapped). Other
/// than there, a copy of the container has the same resource, since there is no default one. The resource
/// outlives whoever holds memory of it.
template <class T, raw_resource Resource>
class resource_allocator {
public:
    using value_type = T;
    using is_always_equal = std::false_type;
    using resource_type = Resource;
    template <class U>
    struct rebind {
        using other = resource_allocator<U, Resource>;
    };

    resource_allocator(Resource& resource) noexcept : resource_(&resource) {}
    template <class U>
    resource_allocator(const resource_allocator<U, Resource>& other) noexcept
        : resource_(&other.resource()) {}

    /// Memory for n objects; throws std::bad_array_new_length if there is no such size, and what the resource
    /// throws.
    [[nodiscard]] T* allocate(std::size_t n) {
        if (n > std::numeric_limits<std::size_t>::max() / sizeof(T)) [[unlikely]]
            detail::throw_bad_array_new_length();
        return static_cast<T*>(resource_->allocate(n * sizeof(T), alignof(T)));
    }
    void deallocate(T* p, std::size_t n) noexcept { resource_->deallocate(p, n * sizeof(T), alignof(T)); }

    Resource& resource() const noexcept { return *resource_; }

    template <class U>
    friend bool operator==(const resource_allocator& a, const resource_allocator<U, Resource>& b) noexcept {
        return &a.resource() == &b.resource();
    }

private:
    Resource* resource_;
};

} // namespace arsenal::inline ARSENAL_ABI
