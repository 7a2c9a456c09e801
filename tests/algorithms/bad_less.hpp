#pragma once

#include "elements.hpp"

#include <cstddef>
#include <random>

/// A comparator that is no strict weak order, one for all kinds, as each is compiled with every sort. Counts.
template <class T>
struct bad_less {
    static constexpr int kinds = 10;

    int kind;
    std::size_t& calls;
    std::minstd_rand& random;

    bool operator()(const T& a, const T& b) const {
        ++calls;
        switch (kind) {
        case 0:
            return true;
        case 1:
            return false;
        case 2:
            return !(b < a); // <=
        case 3:
            return !(a == b);
        case 4:
            return random() % 2 != 0;
        case 5:
            return random() % 64 == 0;
        case 6:
            return random() % 64 != 0;
        case 7:
            return (a < b) != (calls % 97 == 0); // lies now and then
        case 8:
            return elements::rank(a) % 5 != 0 && elements::rank(b) % 5 != 0 && a < b; // as with NaN
        default:
            return (elements::rank(b) - elements::rank(a) + 3000) % 3 == 1; // a circle
        }
    }
};
