#pragma once

#include <arsenal/memory/is_trivially_relocatable.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>

#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <iterator>
#include <memory>
#include <type_traits>
#include <utility>

namespace arsenal::inline ARSENAL_ABI {

/// A pointer that keeps how far away its object is from itself. So objects in memory that several processes
/// map (or one maps again, from a file) may point at each other, wherever each process has it:
///
///   distance_   8 bytes: the object's address - this pointer's own, modulo 2^64; 1: null
///
/// (A pointer to its own second byte cannot be told from null, and is none.) boost::interprocess's contract,
/// and a random access iterator with what std::pointer_traits and containers ask of an allocator's pointer.
///
/// When not to use it: within one process (a plain pointer is copied and followed without a subtraction and
/// an addition, and in registers), or from one mapping into another, which lie elsewhere in each process.
/// There are no offset_ptrs to functions or members, and it is not trivially copyable: no atomic<offset_ptr>,
/// no memcpy.
///
/// Differences from boost: no template parameters for the distance's type and alignment; conversions that a
/// plain pointer needs a static_cast for are explicit, the others (const, dynamic, reinterpret) are the named
/// casts below; * and [] of null stop the program (mode fast), and -> does not, which std::to_address()
/// calls.
template <class T>
class offset_ptr {
    static_assert(!std::is_reference_v<T> && !std::is_function_v<T>);
    static constexpr std::uintptr_t null = 1;
    static constexpr bool has_elements = std::is_object_v<T>;

public:
    using element_type = T;
    using value_type = std::remove_cv_t<T>;
    using difference_type = std::ptrdiff_t;
    using pointer = offset_ptr;
    using reference = std::add_lvalue_reference_t<T>;
    using iterator_category = std::random_access_iterator_tag;
    using iterator_concept = std::contiguous_iterator_tag;
    template <class U>
    using rebind = offset_ptr<U>;

    offset_ptr() noexcept = default;
    offset_ptr(std::nullptr_t) noexcept {}
    template <class U>
        requires std::is_convertible_v<U*, T*>
    offset_ptr(U* p) noexcept : distance_(distance_to(static_cast<T*>(p))) {} // 0 is nullptr
    offset_ptr(const offset_ptr& other) noexcept : offset_ptr(other.get()) {}
    template <class U>
        requires std::is_convertible_v<U*, T*>
    offset_ptr(const offset_ptr<U>& other) noexcept : offset_ptr(static_cast<T*>(other.get())) {}
    template <class U>
        requires(!std::is_convertible_v<U*, T*> && requires(U* u) { static_cast<T*>(u); })
    explicit offset_ptr(const offset_ptr<U>& other) noexcept : offset_ptr(static_cast<T*>(other.get())) {}
    ~offset_ptr() = default;

    offset_ptr& operator=(const offset_ptr& other) noexcept { return *this = other.get(); }
    template <class U>
        requires std::is_convertible_v<U*, T*>
    offset_ptr& operator=(const offset_ptr<U>& other) noexcept {
        return *this = static_cast<T*>(other.get());
    }
    offset_ptr& operator=(T* p) noexcept {
        distance_ = distance_to(p);
        return *this;
    }

    template <class U = T>
        requires has_elements
    static offset_ptr pointer_to(U& object) noexcept {
        return std::addressof(object);
    }

    // By integers: to a compiler, pointer arithmetic would end at the offset_ptr itself.
    T* get() const noexcept {
        return distance_ == null ? nullptr : reinterpret_cast<T*>(own_address() + distance_);
    }
    /// What is stored: bytes from here to the object; 1 if null.
    std::ptrdiff_t get_offset() const noexcept { return static_cast<std::ptrdiff_t>(distance_); }

    explicit operator bool() const noexcept { return distance_ != null; }
    bool operator!() const noexcept { return distance_ == null; }
    T* operator->() const noexcept { return get(); }
    reference operator*() const noexcept
        requires has_elements
    {
        ARSENAL_ASSERT(distance_ != null, "a null offset_ptr is dereferenced");
        return *reinterpret_cast<T*>(own_address() + distance_);
    }
    reference operator[](difference_type n) const noexcept
        requires has_elements
    {
        ARSENAL_ASSERT(distance_ != null, "a null offset_ptr is dereferenced");
        return reinterpret_cast<T*>(own_address() + distance_)[n];
    }

    // pre: not null, unless n is 0
    offset_ptr& operator+=(difference_type n) noexcept
        requires has_elements
    {
        distance_ += static_cast<std::uintptr_t>(n) * sizeof(T);
        return *this;
    }
    offset_ptr& operator-=(difference_type n) noexcept
        requires has_elements
    {
        distance_ -= static_cast<std::uintptr_t>(n) * sizeof(T);
        return *this;
    }
    offset_ptr& operator++() noexcept
        requires has_elements
    {
        return *this += 1;
    }
    offset_ptr& operator--() noexcept
        requires has_elements
    {
        return *this -= 1;
    }
    offset_ptr operator++(int) noexcept
        requires has_elements
    {
        const offset_ptr before = *this;
        *this += 1;
        return before;
    }
    offset_ptr operator--(int) noexcept
        requires has_elements
    {
        const offset_ptr before = *this;
        *this -= 1;
        return before;
    }
    friend offset_ptr operator+(const offset_ptr& p, difference_type n) noexcept
        requires has_elements
    {
        return p.get() + n;
    }
    friend offset_ptr operator+(difference_type n, const offset_ptr& p) noexcept
        requires has_elements
    {
        return p.get() + n;
    }
    friend offset_ptr operator-(const offset_ptr& p, difference_type n) noexcept
        requires has_elements
    {
        return p.get() - n;
    }
    friend difference_type operator-(const offset_ptr& a, const offset_ptr& b) noexcept
        requires has_elements
    {
        return a.get() - b.get();
    }

    // With what converts: offset_ptr<const T>, T*, nullptr.
    friend bool operator==(const offset_ptr& a, const offset_ptr& b) noexcept { return a.get() == b.get(); }
    friend std::strong_ordering operator<=>(const offset_ptr& a, const offset_ptr& b) noexcept {
        return std::compare_three_way()(a.get(), b.get());
    }
    friend bool operator==(const offset_ptr& a, std::nullptr_t) noexcept { return !a; }

    friend void swap(offset_ptr& a, offset_ptr& b) noexcept {
        T* const p = a.get();
        a = b;
        b = p;
    }

    template <class Char, class Traits>
    friend std::basic_ostream<Char, Traits>& operator<<(std::basic_ostream<Char, Traits>& out,
                                                        const offset_ptr& p) {
        return out << p.get();
    }

private:
    std::uintptr_t own_address() const noexcept { return reinterpret_cast<std::uintptr_t>(this); }
    std::uintptr_t distance_to(const volatile void* p) const noexcept {
        const std::uintptr_t distance = reinterpret_cast<std::uintptr_t>(p) - own_address();
        ARSENAL_DEBUG_ASSERT(p == nullptr || distance != null, "an offset_ptr points to its own second byte");
        return p == nullptr ? null : distance;
    }

    std::uintptr_t distance_ = null;
};

/// A pointer to the same object, by a cast.
template <class T, class U>
[[nodiscard]] offset_ptr<T> static_pointer_cast(const offset_ptr<U>& p) noexcept {
    return static_cast<T*>(p.get());
}
template <class T, class U>
[[nodiscard]] offset_ptr<T> const_pointer_cast(const offset_ptr<U>& p) noexcept {
    return const_cast<T*>(p.get());
}
template <class T, class U>
[[nodiscard]] offset_ptr<T> dynamic_pointer_cast(const offset_ptr<U>& p) noexcept {
    return dynamic_cast<T*>(p.get());
}
template <class T, class U>
[[nodiscard]] offset_ptr<T> reinterpret_pointer_cast(const offset_ptr<U>& p) noexcept {
    return reinterpret_cast<T*>(p.get());
}

} // namespace arsenal::inline ARSENAL_ABI

template <class T>
struct std::hash<arsenal::offset_ptr<T>> {
    std::size_t operator()(const arsenal::offset_ptr<T>& p) const noexcept {
        return std::hash<T*>()(p.get());
    }
};
