#pragma once

#include <compare>
#include <iterator>

namespace support::narrow {

/// Random access over an array, with differences of 16 bits, and commas that nobody may use.
template <class T>
class iterator {
public:
    using iterator_category = std::random_access_iterator_tag;
    using value_type = T;
    using difference_type = short;
    using pointer = T*;
    using reference = T&;

    iterator() = default;
    explicit iterator(T* p) : p_(p) {}

    T& operator*() const { return *p_; }
    T* operator->() const { return p_; }
    T& operator[](short n) const { return p_[n]; }
    iterator& operator++() { return *this += 1; }
    iterator operator++(int) { return iterator(p_++); }
    iterator& operator--() { return *this += -1; }
    iterator operator--(int) { return iterator(p_--); }
    iterator& operator+=(short n) {
        p_ += n;
        return *this;
    }
    iterator& operator-=(short n) {
        p_ -= n;
        return *this;
    }
    friend iterator operator+(iterator i, short n) { return i += n; }
    friend iterator operator+(short n, iterator i) { return i += n; }
    friend iterator operator-(iterator i, short n) { return i -= n; }
    friend short operator-(const iterator& a, const iterator& b) { return static_cast<short>(a.p_ - b.p_); }
    friend auto operator<=>(const iterator&, const iterator&) = default;

private:
    T* p_ = nullptr;
};

template <class A, class B>
void operator,(A&&, B&&) = delete;

} // namespace support::narrow
