#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <support/arena.hpp>
#include <type_traits>

namespace support {

/// A class-type pointer that keeps the complement of the address, so that neither reading its bytes as a raw
/// pointer nor zeroing them gives anything useful. The raw pointer is reached by std::to_address, the way
/// back is std::pointer_traits<...>::pointer_to. fancy_pointer<void> and <const void> have no arithmetic.
template <class T>
class fancy_pointer {
    static constexpr bool object = !std::is_void_v<T>;

public:
    using element_type = T;
    using value_type = std::remove_cv_t<T>;
    using difference_type = std::ptrdiff_t;
    using pointer = fancy_pointer;
    using reference = std::add_lvalue_reference_t<T>;
    using iterator_category = std::random_access_iterator_tag;
    template <class U>
    using rebind = fancy_pointer<U>;

    fancy_pointer() noexcept = default;
    fancy_pointer(std::nullptr_t) noexcept {}
    template <class U>
        requires std::is_convertible_v<U*, T*>
    fancy_pointer(const fancy_pointer<U>& other) noexcept : fancy_pointer(from(other.raw())) {}
    template <class U>
        requires(!std::is_convertible_v<U*, T*> && requires(U* u) { static_cast<T*>(u); })
    explicit fancy_pointer(const fancy_pointer<U>& other) noexcept
        : fancy_pointer(from(static_cast<T*>(other.raw()))) {}

    static fancy_pointer from(T* p) noexcept {
        fancy_pointer result;
        result.bits_ = ~reinterpret_cast<std::uintptr_t>(p);
        return result;
    }
    template <class U = T>
        requires object
    static fancy_pointer pointer_to(U& object_at) noexcept {
        return from(std::addressof(object_at));
    }

    T* raw() const noexcept { return reinterpret_cast<T*>(~bits_); }
    T* operator->() const noexcept { return raw(); }
    reference operator*() const noexcept
        requires object
    {
        return *raw();
    }
    reference operator[](difference_type n) const noexcept
        requires object
    {
        return raw()[n];
    }
    explicit operator bool() const noexcept { return raw() != nullptr; }

    fancy_pointer& operator+=(difference_type n) noexcept
        requires object
    {
        return *this = from(raw() + n);
    }
    fancy_pointer& operator-=(difference_type n) noexcept
        requires object
    {
        return *this = from(raw() - n);
    }
    fancy_pointer& operator++() noexcept
        requires object
    {
        return *this += 1;
    }
    fancy_pointer& operator--() noexcept
        requires object
    {
        return *this -= 1;
    }
    fancy_pointer operator++(int) noexcept
        requires object
    {
        auto before = *this;
        *this += 1;
        return before;
    }
    fancy_pointer operator--(int) noexcept
        requires object
    {
        auto before = *this;
        *this -= 1;
        return before;
    }
    friend fancy_pointer operator+(fancy_pointer p, difference_type n) noexcept
        requires object
    {
        return p += n;
    }
    friend fancy_pointer operator+(difference_type n, fancy_pointer p) noexcept
        requires object
    {
        return p += n;
    }
    friend fancy_pointer operator-(fancy_pointer p, difference_type n) noexcept
        requires object
    {
        return p -= n;
    }
    friend difference_type operator-(fancy_pointer a, fancy_pointer b) noexcept
        requires object
    {
        return a.raw() - b.raw();
    }
    friend bool operator==(fancy_pointer a, fancy_pointer b) noexcept { return a.raw() == b.raw(); }
    friend bool operator==(fancy_pointer a, std::nullptr_t) noexcept { return a.raw() == nullptr; }
    friend std::strong_ordering operator<=>(fancy_pointer a, fancy_pointer b) noexcept {
        return std::compare_three_way{}(a.raw(), b.raw());
    }

private:
    std::uintptr_t bits_ = ~std::uintptr_t{0};
};

/// An arena allocator whose pointer type is fancy_pointer<T>. Equal when the arena is the same.
template <class T>
class fancy_allocator {
public:
    using value_type = T;
    using pointer = fancy_pointer<T>;
    using const_pointer = fancy_pointer<const T>;
    using void_pointer = fancy_pointer<void>;
    using const_void_pointer = fancy_pointer<const void>;
    using size_type = std::size_t;
    using difference_type = std::ptrdiff_t;
    using is_always_equal = std::false_type;

    explicit fancy_allocator(arena& source) noexcept : source_(&source) {}
    template <class U>
    fancy_allocator(const fancy_allocator<U>& other) noexcept : source_(&other.source()) {}

    pointer allocate(std::size_t n) { return pointer::from(source_->template allocate<T>(n)); }
    void deallocate(pointer p, std::size_t n) noexcept { source_->deallocate(p.raw(), n); }

    arena& source() const noexcept { return *source_; }

    template <class U>
    friend bool operator==(const fancy_allocator& a, const fancy_allocator<U>& b) noexcept {
        return &a.source() == &b.source();
    }

private:
    arena* source_;
};

} // namespace support
