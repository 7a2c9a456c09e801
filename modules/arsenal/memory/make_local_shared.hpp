#pragma once

#include <arsenal/memory/detail/local_owners.hpp>
#include <arsenal/memory/local_shared_ptr.hpp>
#include <arsenal/platform/config.hpp>

#include <cstddef>
#include <memory>
#include <type_traits>
#include <utility>

// std::make_shared and allocate_shared ([util.smartptr.shared.create]) for local_shared_ptr: the object, or
// the array, and the count of its owners are one allocation, of a copy of the allocator rebound. Its memory
// goes when the last weak pointer does.
//
// They throw what the allocator does, std::bad_array_new_length if n elements are too many, and what T's
// constructors throw; what was made is destroyed then, last to first.

namespace arsenal::inline ARSENAL_ABI {

namespace detail {

struct local_shared_maker {
    template <class T, made_by By, class Alloc, class... Args>
    static local_shared_ptr<T> object(const Alloc& alloc, Args&&... args) {
        using block = object_block<std::remove_cv_t<T>, Alloc, By>;
        unused_block<block> fresh{detail::new_block<block>(alloc, alloc)};
        fresh.block->make(std::forward<Args>(args)...);
        block* const made = std::exchange(fresh.block, nullptr);
        local_shared_ptr<T> result(made->object(), made);
        result.enable_from_this(made->object());
        return result;
    }

    /// n elements of T, which is U[] or U[n]; U may be an array.
    template <class T, made_by By, class Alloc, class... Get>
    static local_shared_ptr<T> array(const Alloc& alloc, std::size_t n, const Get&... get) {
        using element = std::remove_extent_t<T>;
        using scalar = std::remove_cv_t<std::remove_all_extents_t<T>>;
        using block = array_block<scalar, Alloc, By>;
        constexpr std::size_t scalars = sizeof(element) / sizeof(scalar);
        if (n > static_cast<std::size_t>(-1) / scalars) detail::throw_bad_array_new_length();
        unused_block<block> fresh{block::allocate(alloc, n * scalars)};
        fresh.block->make(get...);
        block* const made = std::exchange(fresh.block, nullptr);
        return local_shared_ptr<T>(reinterpret_cast<element*>(made->elements()), made);
    }

    /// What the scalars of an array are copied from: over and over the value of one element.
    template <class Element>
    static auto copies_of(const Element& value) {
        using scalar = std::remove_cv_t<std::remove_all_extents_t<Element>>;
        return [first = reinterpret_cast<const scalar*>(std::addressof(value))](
                   std::size_t i) -> const scalar& { return first[i % (sizeof(Element) / sizeof(scalar))]; };
    }
};

} // namespace detail

/// An owner of a new T(args...), made as the allocator constructs.
template <class T, class Alloc, class... Args>
    requires(!std::is_array_v<T>)
[[nodiscard]] local_shared_ptr<T> allocate_local_shared(const Alloc& alloc, Args&&... args) {
    return detail::local_shared_maker::object<T, detail::made_by::allocator>(alloc,
                                                                             std::forward<Args>(args)...);
}
/// Of an array of n elements (T is U[]), each U() or a copy of value.
template <class T, class Alloc>
    requires std::is_unbounded_array_v<T>
[[nodiscard]] local_shared_ptr<T> allocate_local_shared(const Alloc& alloc, std::size_t n) {
    return detail::local_shared_maker::array<T, detail::made_by::allocator>(alloc, n);
}
template <class T, class Alloc>
    requires std::is_unbounded_array_v<T>
[[nodiscard]] local_shared_ptr<T> allocate_local_shared(const Alloc& alloc, std::size_t n,
                                                        const std::remove_extent_t<T>& value) {
    return detail::local_shared_maker::array<T, detail::made_by::allocator>(
        alloc, n, detail::local_shared_maker::copies_of(value));
}
/// The same of as many as T, which is U[N], says.
template <class T, class Alloc>
    requires std::is_bounded_array_v<T>
[[nodiscard]] local_shared_ptr<T> allocate_local_shared(const Alloc& alloc) {
    return detail::local_shared_maker::array<T, detail::made_by::allocator>(alloc, std::extent_v<T>);
}
template <class T, class Alloc>
    requires std::is_bounded_array_v<T>
[[nodiscard]] local_shared_ptr<T> allocate_local_shared(const Alloc& alloc,
                                                        const std::remove_extent_t<T>& value) {
    return detail::local_shared_maker::array<T, detail::made_by::allocator>(
        alloc, std::extent_v<T>, detail::local_shared_maker::copies_of(value));
}

/// Of what is default-initialised: numbers are not written, and may not be read before they are.
template <class T, class Alloc>
    requires(!std::is_array_v<T>)
[[nodiscard]] local_shared_ptr<T> allocate_local_shared_for_overwrite(const Alloc& alloc) {
    return detail::local_shared_maker::object<T, detail::made_by::default_initialization>(alloc);
}
template <class T, class Alloc>
    requires std::is_bounded_array_v<T>
[[nodiscard]] local_shared_ptr<T> allocate_local_shared_for_overwrite(const Alloc& alloc) {
    return detail::local_shared_maker::array<T, detail::made_by::default_initialization>(alloc,
                                                                                         std::extent_v<T>);
}
template <class T, class Alloc>
    requires std::is_unbounded_array_v<T>
[[nodiscard]] local_shared_ptr<T> allocate_local_shared_for_overwrite(const Alloc& alloc, std::size_t n) {
    return detail::local_shared_maker::array<T, detail::made_by::default_initialization>(alloc, n);
}

/// The same of std::allocator's memory.
template <class T, class... Args>
    requires(!std::is_array_v<T>)
[[nodiscard]] local_shared_ptr<T> make_local_shared(Args&&... args) {
    return allocate_local_shared<T>(std::allocator<void>(), std::forward<Args>(args)...);
}
template <class T>
    requires std::is_unbounded_array_v<T>
[[nodiscard]] local_shared_ptr<T> make_local_shared(std::size_t n) {
    return allocate_local_shared<T>(std::allocator<void>(), n);
}
template <class T>
    requires std::is_unbounded_array_v<T>
[[nodiscard]] local_shared_ptr<T> make_local_shared(std::size_t n, const std::remove_extent_t<T>& value) {
    return allocate_local_shared<T>(std::allocator<void>(), n, value);
}
template <class T>
    requires std::is_bounded_array_v<T>
[[nodiscard]] local_shared_ptr<T> make_local_shared() {
    return allocate_local_shared<T>(std::allocator<void>());
}
template <class T>
    requires std::is_bounded_array_v<T>
[[nodiscard]] local_shared_ptr<T> make_local_shared(const std::remove_extent_t<T>& value) {
    return allocate_local_shared<T>(std::allocator<void>(), value);
}
template <class T>
    requires(!std::is_unbounded_array_v<T>)
[[nodiscard]] local_shared_ptr<T> make_local_shared_for_overwrite() {
    return allocate_local_shared_for_overwrite<T>(std::allocator<void>());
}
template <class T>
    requires std::is_unbounded_array_v<T>
[[nodiscard]] local_shared_ptr<T> make_local_shared_for_overwrite(std::size_t n) {
    return allocate_local_shared_for_overwrite<T>(std::allocator<void>(), n);
}

} // namespace arsenal::inline ARSENAL_ABI
