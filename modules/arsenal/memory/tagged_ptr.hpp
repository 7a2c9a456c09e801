#pragma once

#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>

#include <bit>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <type_traits>
#include <utility>

namespace arsenal::inline ARSENAL_ABI {

/// A pointer and a number of Bits bits in one word: the number is where the address of what is aligned to
/// 2^Bits bytes has zeros (P3125's pointer_tag_pair, as far as C++20 has it):
///
///   bits_   63 ..................... Bits | Bits - 1 .. 0
///           the address, without its zeros  tag
///
/// Trivially copyable, so that atomic<tagged_ptr> changes both at once (a state beside a list's link; a few
/// bits are no version that keeps from the ABA problem). Not for a pointer and a number that are read much
/// and are no word in a hurry: each is masked out.
///
/// A tag that does not fit, or an address that is not aligned, stops the program (mode fast); so does a null
/// dereference. T may be incomplete; where it is complete, at a dereference, it is aligned to 2^Bits. The tag
/// that hardware keeps in the upper bits of an address (arm64's TBI and MTE) is the address's.
template <class T, unsigned Bits>
class tagged_ptr {
    static_assert(!std::is_reference_v<T> && !std::is_function_v<T>, "functions are not aligned");
    static_assert(1 <= Bits && Bits <= 12, "the zeros of an address are up to a page's");
    static constexpr std::uintptr_t tag_mask = (std::uintptr_t{1} << Bits) - 1;

public:
    using element_type = T;
    using pointer_type = T*;
    using tag_type = unsigned;

    static constexpr unsigned max_tag = tag_mask;

    constexpr tagged_ptr() noexcept = default;
    constexpr tagged_ptr(std::nullptr_t) noexcept {}
    explicit tagged_ptr(T* p) noexcept : bits_(checked(p)) {}
    tagged_ptr(T* p, unsigned tag) noexcept : bits_(checked(p) | checked(tag)) {}

    T* pointer() const noexcept { return reinterpret_cast<T*>(bits_ & ~tag_mask); }
    unsigned tag() const noexcept { return static_cast<unsigned>(bits_ & tag_mask); }

    void set_pointer(T* p) noexcept { bits_ = checked(p) | tag(); }
    void set_tag(unsigned tag) noexcept { bits_ = (bits_ & ~tag_mask) | checked(tag); }

    T* get() const noexcept { return pointer(); }
    std::add_lvalue_reference_t<T> operator*() const noexcept
        requires(!std::is_void_v<T>)
    {
        return *dereferenced();
    }
    T* operator->() const noexcept { return dereferenced(); }
    /// Whether there is a pointer, whatever the tag.
    explicit operator bool() const noexcept { return pointer() != nullptr; }

    friend void swap(tagged_ptr& a, tagged_ptr& b) noexcept { std::swap(a.bits_, b.bits_); }

    /// By pointer, then by tag.
    friend bool operator==(tagged_ptr, tagged_ptr) noexcept = default;
    friend std::strong_ordering operator<=>(tagged_ptr, tagged_ptr) noexcept = default;
    /// Whether the tag counts is said by !p, where it does not, or p == tagged_ptr().
    friend bool operator==(tagged_ptr, std::nullptr_t) = delete;

    friend std::size_t hash_value(tagged_ptr p) noexcept { return std::hash<std::uintptr_t>()(p.bits_); }

private:
    static std::uintptr_t checked(T* p) noexcept {
        const auto address = reinterpret_cast<std::uintptr_t>(p);
        ARSENAL_ASSERT((address & tag_mask) == 0, "a pointer has no room for the tag: it is not aligned");
        return address;
    }
    static std::uintptr_t checked(unsigned tag) noexcept {
        ARSENAL_ASSERT(tag <= max_tag, "a tag is larger than its bits");
        return tag;
    }
    T* dereferenced() const noexcept {
        if constexpr (!std::is_void_v<T>)
            static_assert(alignof(T) >= tag_mask + 1, "T is not aligned to that many bits");
        ARSENAL_ASSERT(bits_ > tag_mask, "a null tagged_ptr is dereferenced");
        return pointer();
    }

    std::uintptr_t bits_ = 0;
};

} // namespace arsenal::inline ARSENAL_ABI

template <class T, unsigned Bits>
struct std::hash<arsenal::tagged_ptr<T, Bits>> {
    std::size_t operator()(arsenal::tagged_ptr<T, Bits> p) const noexcept { return hash_value(p); }
};
