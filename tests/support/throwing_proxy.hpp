#pragma once

#include <support/fault_injection.hpp>

#include <compare>
#include <cstddef>
#include <iterator>

namespace support {

/// Stands for an int whose assignment fails where the injector says so for fault::assign.
class throwing_proxy {
public:
    explicit throwing_proxy(int* p) : p_(p) {}
    throwing_proxy(const throwing_proxy&) = default;

    operator int() const { return *p_; }
    const throwing_proxy& operator=(int value) const {
        faults.step_or_throw(fault::assign);
        *p_ = value;
        return *this;
    }
    const throwing_proxy& operator=(const throwing_proxy& other) const { return *this = int(other); }

private:
    int* p_;
};

class throwing_proxy_iterator {
public:
    using iterator_category = std::random_access_iterator_tag;
    using value_type = int;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = throwing_proxy;

    throwing_proxy_iterator() = default;
    explicit throwing_proxy_iterator(int* p) : p_(p) {}

    throwing_proxy operator*() const { return throwing_proxy(p_); }
    throwing_proxy operator[](difference_type n) const { return throwing_proxy(p_ + n); }
    throwing_proxy_iterator& operator++() { return *this += 1; }
    throwing_proxy_iterator operator++(int) { return throwing_proxy_iterator(p_++); }
    throwing_proxy_iterator& operator--() { return *this -= 1; }
    throwing_proxy_iterator operator--(int) { return throwing_proxy_iterator(p_--); }
    throwing_proxy_iterator& operator+=(difference_type n) {
        p_ += n;
        return *this;
    }
    throwing_proxy_iterator& operator-=(difference_type n) {
        p_ -= n;
        return *this;
    }
    friend throwing_proxy_iterator operator+(throwing_proxy_iterator i, difference_type n) { return i += n; }
    friend throwing_proxy_iterator operator+(difference_type n, throwing_proxy_iterator i) { return i += n; }
    friend throwing_proxy_iterator operator-(throwing_proxy_iterator i, difference_type n) { return i -= n; }
    friend difference_type operator-(const throwing_proxy_iterator& a, const throwing_proxy_iterator& b) {
        return a.p_ - b.p_;
    }
    friend auto operator<=>(const throwing_proxy_iterator&, const throwing_proxy_iterator&) = default;

private:
    int* p_ = nullptr;
};

} // namespace support
