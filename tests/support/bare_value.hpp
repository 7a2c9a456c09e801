#pragma once

namespace support::bare {

/// A value with no address and nothing but < and copies: no operator of its own may be used by accident.
struct value {
    int key;

    value* operator&() = delete;
    const value* operator&() const = delete;
    friend bool operator<(const value& a, const value& b) { return a.key < b.key; }
};

/// Found by every comma next to a value, or to what a template makes of one.
template <class A, class B>
void operator,(A&&, B&&) = delete;

} // namespace support::bare
