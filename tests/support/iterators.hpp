#pragma once

#include <compare>
#include <cstddef>
#include <iterator>
#include <type_traits>

// Iterators over an array that can do no more than their category, and a sentinel that is no iterator.

namespace test {

/// Of category Category (an iterator tag of std, or std::contiguous_iterator_tag). Reads through a null or
/// moved-from position fail in the sanitizers, as its base pointer is all it has.
template <class T, class Category>
class restricted_iterator {
    static constexpr bool bidirectional = std::is_base_of_v<std::bidirectional_iterator_tag, Category>;
    static constexpr bool random_access = std::is_base_of_v<std::random_access_iterator_tag, Category>;

public:
    using iterator_concept = Category;
    using iterator_category = std::conditional_t<random_access, std::random_access_iterator_tag,
                                                 Category>; // what classic code asks
    using value_type = std::remove_cv_t<T>;
    using element_type = T;
    using difference_type = std::ptrdiff_t;
    using pointer = T*;
    using reference = T&;

    restricted_iterator() = default;
    explicit constexpr restricted_iterator(T* p) : p_(p) {}

    friend constexpr T* base(const restricted_iterator& i) { return i.p_; }

    constexpr T& operator*() const { return *p_; }
    constexpr T* operator->() const { return p_; }
    constexpr restricted_iterator& operator++() { return ++p_, *this; }
    constexpr restricted_iterator operator++(int) { return restricted_iterator(p_++); }
    constexpr restricted_iterator& operator--()
        requires bidirectional
    {
        return --p_, *this;
    }
    constexpr restricted_iterator operator--(int)
        requires bidirectional
    {
        return restricted_iterator(p_--);
    }
    friend constexpr bool operator==(const restricted_iterator&, const restricted_iterator&) = default;

    constexpr restricted_iterator& operator+=(difference_type n)
        requires random_access
    {
        return p_ += n, *this;
    }
    constexpr restricted_iterator& operator-=(difference_type n)
        requires random_access
    {
        return p_ -= n, *this;
    }
    friend constexpr restricted_iterator operator+(restricted_iterator i, difference_type n)
        requires random_access
    {
        return i += n;
    }
    friend constexpr restricted_iterator operator+(difference_type n, restricted_iterator i)
        requires random_access
    {
        return i += n;
    }
    friend constexpr restricted_iterator operator-(restricted_iterator i, difference_type n)
        requires random_access
    {
        return i -= n;
    }
    friend constexpr difference_type operator-(const restricted_iterator& a, const restricted_iterator& b)
        requires random_access
    {
        return a.p_ - b.p_;
    }
    constexpr T& operator[](difference_type n) const
        requires random_access
    {
        return p_[n];
    }
    friend constexpr auto operator<=>(const restricted_iterator& a, const restricted_iterator& b)
        requires random_access
    {
        return a.p_ <=> b.p_;
    }

private:
    T* p_ = nullptr;
};

template <class T>
using forward_only = restricted_iterator<T, std::forward_iterator_tag>;
template <class T>
using bidirectional_only = restricted_iterator<T, std::bidirectional_iterator_tag>;
template <class T>
using random_access_only = restricted_iterator<T, std::random_access_iterator_tag>;
template <class T>
using contiguous_only = restricted_iterator<T, std::contiguous_iterator_tag>;

/// Passes through a range once; a copy that was advanced invalidates nothing here, but nothing else is
/// promised.
template <class T>
using input_only = restricted_iterator<T, std::input_iterator_tag>;

/// The end of a range of any of these, as a type of its own.
template <class I>
struct sentinel_at {
    I end{};
    friend constexpr bool operator==(const I& i, const sentinel_at& s) { return i == s.end; }
};

/// Calls f with [p, p + n) as iterators of each category from forward up.
template <class T, class F>
constexpr void each_forward_category(T* p, std::size_t n, F f) {
    f(forward_only<T>(p), forward_only<T>(p + n));
    f(bidirectional_only<T>(p), bidirectional_only<T>(p + n));
    f(random_access_only<T>(p), random_access_only<T>(p + n));
    f(contiguous_only<T>(p), contiguous_only<T>(p + n));
    f(p, p + n);
}

/// The same from random access up.
template <class T, class F>
constexpr void each_random_access_category(T* p, std::size_t n, F f) {
    f(random_access_only<T>(p), random_access_only<T>(p + n));
    f(contiguous_only<T>(p), contiguous_only<T>(p + n));
    f(p, p + n);
}

} // namespace test
