#pragma once

#include <algorithm>
#include <cstddef>

#include <fuzz/byte_source.hpp>

// Arrays that chance does not make: of lengths about those at which kernels change their ways, and in order
// but for little.

namespace fuzz {

/// A length, mostly short, often just above or below a power of two; less than `most`, which is at most
/// 65536.
inline unsigned length(byte_source& in, unsigned most) {
    switch (in.below(4)) {
    case 0:
        return in.below(std::min(70u, most));
    case 1:
        return in.below(std::min(500u, most));
    case 2: {
        const unsigned about = (1u << in.below(16)) + in.below(40);
        return about < 20 ? about : (about - 20) % most;
    }
    default:
        return in.below(most);
    }
}

/// Puts [first, last) in one of the orders that sorts look for, or leaves it as it is: some runs, one of
/// which may be reversed, and a few elements exchanged, most often at the end.
template <class I, class Less>
void arrange(byte_source& in, I first, I last, Less less) {
    const auto n = static_cast<std::size_t>(last - first);
    const unsigned shape = in.below(8);
    if (n < 2 || shape == 0) return;
    const auto at = [&](std::size_t i) { return first + static_cast<std::ptrdiff_t>(i); };
    const auto place = [&] { return in.flip() ? n - 1 - in.below(70) % n : in.below(65536) % n; };
    std::size_t begin = 0;
    for (unsigned runs = shape < 5 ? 1 : 1 + in.below(5); runs != 0; --runs) {
        const std::size_t end = runs == 1 ? n : std::max(begin, place());
        std::sort(at(begin), at(end), less);
        if (shape == 2 || (shape > 5 && in.flip())) std::reverse(at(begin), at(end));
        begin = end;
    }
    if (shape == 7) return;
    for (unsigned swaps = in.below(4); swaps != 0; --swaps) {
        const std::size_t i = place();
        std::iter_swap(at(i), at(in.flip() ? place() : (i + 1) % n));
    }
}

} // namespace fuzz
