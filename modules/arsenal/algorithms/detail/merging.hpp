#pragma once

#include <arsenal/algorithms/detail/moving.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

// Merging two neighbouring runs [first, middle) and [middle, last), the left before the right where elements
// are equal. With a buffer for the shorter run: that is lifted out, and the range fills from the end that it
// left free. Without: the longer run is halved, the other cut where that half ends, the parts between the
// cuts are rotated past each other, and what remains is two smaller merges (Dudzinski and Dydek 1981).
//
// The one invariant that keeps every element: as many places are free in the range as elements are out of it,
// in one gap. Comparators decide which way the loops go, never how far.

namespace arsenal::inline ARSENAL_ABI::detail {

/// Where *value belongs in the n elements from `first` on: before its equals.
template <class I, class Less>
constexpr I lower_bound_of(I first, std::iter_difference_t<I> n, I value, const Less& less) {
    while (n > 0) {
        const auto half = n / 2;
        const I middle = std::ranges::next(first, half);
        if (less(*middle, *value)) {
            first = std::ranges::next(middle);
            n -= half + 1;
        } else {
            n = half;
        }
    }
    return first;
}

/// The same behind its equals.
template <class I, class Less>
constexpr I upper_bound_of(I first, std::iter_difference_t<I> n, I value, const Less& less) {
    while (n > 0) {
        const auto half = n / 2;
        const I middle = std::ranges::next(first, half);
        if (!less(*value, *middle)) {
            first = std::ranges::next(middle);
            n -= half + 1;
        } else {
            n = half;
        }
    }
    return first;
}

/// A run lifted into a buffer, to be put back from its front into the gap that begins at `gap`.
template <class I>
class lifted_run {
    using T = std::iter_value_t<I>;

public:
    lifted_run(I gap, T* buffer) : begin_(buffer), at_(buffer), end_(buffer), gap_(gap) {}
    lifted_run(const lifted_run&) = delete;
    lifted_run& operator=(const lifted_run&) = delete;
    ~lifted_run() {
#if ARSENAL_HAS_EXCEPTIONS
        try {
            put_back();
        } catch (...) { // nothing is left to be tried
        }
#else
        put_back();
#endif
        std::destroy(begin_, end_);
    }

    /// From the gap's beginning to last.
    void lift(I last) {
        for (I from = gap_; from != last; ++from) {
            ::new (static_cast<void*>(end_)) T(std::ranges::iter_move(from));
            ++end_;
        }
    }

    bool empty() const noexcept { return at_ == end_; }
    std::ptrdiff_t size() const noexcept { return end_ - at_; }
    T& front() noexcept { return *at_; }
    T& operator[](std::ptrdiff_t i) noexcept { return at_[i]; }

    void put_front() {
        *gap_ = std::move(*at_);
        ++gap_;
        ++at_;
    }
    void put_from(I other) {
        *gap_ = std::ranges::iter_move(other);
        ++gap_;
    }
    void put_back() {
        while (!empty()) put_front();
    }

private:
    T* const begin_;
    T* at_;
    T* end_;
    I gap_;
};

/// What merging may spend comparisons on: at most n - 1 for n elements; n; or two more now and then to find
/// out whether a block of one run goes before the whole rest of the other.
enum class merging { thrifty, freely, in_blocks };

inline constexpr std::ptrdiff_t merge_block = 16;

/// Merges by lifting the left run, neither empty.
template <merging How, class I, class Less>
void merge_lifting(I first, I middle, I last, std::iter_value_t<I>* buffer, const Less& less) {
    constexpr int streak = 8; // as many from one run arouse suspicion that there are more
    while (!less(*middle, *first)) {
        if (++first == middle) return;
    }
    lifted_run<I> left(first, buffer);
    left.lift(middle);
    left.put_from(middle);
    ++middle;
    int lefts = 0;
    int rights = 0;
    while (!left.empty() && middle != last) {
        if (less(*middle, left.front())) {
            left.put_from(middle);
            ++middle;
            lefts = 0;
            ++rights;
        } else {
            left.put_front();
            rights = 0;
            ++lefts;
        }
        if constexpr (How == merging::in_blocks && std::random_access_iterator<I>) {
            while (rights >= streak && last - middle >= merge_block &&
                   less(*(middle + (merge_block - 1)), left.front())) {
                for (auto n = merge_block; n > 0; --n) {
                    left.put_from(middle);
                    ++middle;
                }
            }
            while (lefts >= streak && left.size() >= merge_block && middle != last &&
                   !less(*middle, left[merge_block - 1])) {
                for (auto n = merge_block; n > 0; --n) left.put_front();
            }
            if (rights >= streak) rights = 0;
            if (lefts >= streak) lefts = 0;
        }
    }
    left.put_back();
}

/// The order that a range has from its end.
template <class Less>
struct flipped {
    const Less& less;

    template <class A, class B>
    constexpr bool operator()(A&& a, B&& b) const {
        return less(static_cast<B&&>(b), static_cast<A&&>(a));
    }
};

/// The bytes of elements that copy cheaply, from one end of a buffer to the range, whatever happens.
template <class T>
class lifted_bytes {
public:
    lifted_bytes(T* from, std::size_t n, T* buffer) : begin(buffer), end(buffer + n), gap(from) {
        __builtin_memcpy(static_cast<void*>(buffer), static_cast<const void*>(from), n * sizeof(T));
    }
    lifted_bytes(const lifted_bytes&) = delete;
    lifted_bytes& operator=(const lifted_bytes&) = delete;
    ~lifted_bytes() {
        __builtin_memcpy(static_cast<void*>(gap), static_cast<const void*>(begin),
                         static_cast<std::size_t>(end - begin) * sizeof(T));
    }

    T* begin;
    T* end;
    T* gap; // its beginning, of as many places as [begin, end) has
};

template <class T>
void copy_bytes(T* to, const T* from, std::size_t n = 1) noexcept {
    __builtin_memcpy(static_cast<void*>(to), static_cast<const void*>(from), n * sizeof(T));
}

template <class T>
void move_bytes(T* to, const T* from, std::size_t n) noexcept {
    __builtin_memmove(static_cast<void*>(to), static_cast<const void*>(from), n * sizeof(T));
}

inline constexpr std::ptrdiff_t least_of(std::ptrdiff_t a, std::ptrdiff_t b) noexcept {
    return a < b ? a : b;
}

/// Which of two runs gave the last elements, a bit for each, and whether that is worth a guess for the next
/// ones: they came in long stretches, or as those before them did.
class merge_pattern {
public:
    void add(bool taken) noexcept { bits_ = bits_ << 1 | static_cast<std::uint32_t>(taken); }
    /// After every 16 elements.
    bool is_foreseen() const noexcept {
        const std::uint32_t changes = (bits_ ^ bits_ >> 1) & 0x7fff;
        return ((bits_ ^ bits_ >> 16) & 0xffff) == 0 || std::popcount(changes) <= 2;
    }

private:
    std::uint32_t bits_ = 0x6b8d; // no pattern's
};

/// merge_lifting of the left run, with branches on the order only where they are foreseen.
template <merging How, class T, class Less>
void merge_lifting_left(T* first, T* middle, T* last, T* buffer, const Less& less) {
    lifted_bytes<T> left(first, static_cast<std::size_t>(middle - first), buffer);
    merge_pattern pattern;
    bool foreseen = false;
    for (;;) {
        auto steps = detail::least_of(left.end - left.begin, last - middle);
        if (steps == 0) return;
        if constexpr (How == merging::in_blocks) {
            if (last - middle >= merge_block && less(middle[merge_block - 1], *left.begin)) {
                detail::move_bytes(left.gap, middle, merge_block);
                middle += merge_block;
                left.gap += merge_block;
                continue;
            }
            if (left.end - left.begin >= merge_block && !less(*middle, left.begin[merge_block - 1])) {
                detail::copy_bytes(left.gap, left.begin, merge_block);
                left.begin += merge_block;
                left.gap += merge_block;
                continue;
            }
        }
        steps = detail::least_of(steps, merge_block);
        if constexpr (How != merging::in_blocks) {
            if (foreseen) {
                for (; steps > 0; --steps) {
                    const bool take_right = less(*middle, *left.begin);
                    pattern.add(take_right);
                    if (take_right) {
                        __asm__ volatile(""); // a branch, not a selection
                        detail::copy_bytes(left.gap++, middle++);
                    } else {
                        detail::copy_bytes(left.gap++, left.begin++);
                    }
                }
                foreseen = pattern.is_foreseen();
                continue;
            }
        }
        for (; steps > 0; --steps) {
            const bool take_right = less(*middle, *left.begin);
            if constexpr (How != merging::in_blocks) pattern.add(take_right);
            detail::copy_bytes(left.gap, detail::either(take_right, middle, left.begin));
            middle = detail::either(take_right, middle + 1, middle);
            left.begin = detail::either(take_right, left.begin, left.begin + 1);
            ++left.gap;
        }
        foreseen = pattern.is_foreseen();
    }
}

/// The same of the right run.
template <merging How, class T, class Less>
void merge_lifting_right(T* first, T* middle, T* last, T* buffer, const Less& less) {
    lifted_bytes<T> right(middle, static_cast<std::size_t>(last - middle), buffer);
    merge_pattern pattern;
    bool foreseen = false;
    for (;;) {
        auto steps = detail::least_of(right.end - right.begin, middle - first);
        if (steps == 0) return;
        if constexpr (How == merging::in_blocks) {
            if (middle - first >= merge_block && less(right.end[-1], middle[-merge_block])) {
                last -= merge_block;
                middle -= merge_block;
                detail::move_bytes(last, middle, merge_block);
                right.gap = middle;
                continue;
            }
            if (right.end - right.begin >= merge_block && !less(right.end[-merge_block], middle[-1])) {
                last -= merge_block;
                right.end -= merge_block;
                detail::copy_bytes(last, right.end, merge_block);
                continue;
            }
        }
        steps = detail::least_of(steps, merge_block);
        if constexpr (How != merging::in_blocks) {
            if (foreseen) {
                for (; steps > 0; --steps) {
                    const bool take_left = less(right.end[-1], middle[-1]);
                    pattern.add(take_left);
                    if (take_left) {
                        __asm__ volatile("");
                        detail::copy_bytes(--last, --middle);
                        right.gap = middle;
                    } else {
                        detail::copy_bytes(--last, --right.end);
                    }
                }
                foreseen = pattern.is_foreseen();
                continue;
            }
        }
        for (; steps > 0; --steps) {
            const bool take_left = less(right.end[-1], middle[-1]);
            if constexpr (How != merging::in_blocks) pattern.add(take_left);
            detail::copy_bytes(--last, detail::either(take_left, middle - 1, right.end - 1));
            middle = detail::either(take_left, middle - 1, middle);
            right.end = detail::either(take_left, right.end, right.end - 1);
            right.gap = middle;
        }
        foreseen = pattern.is_foreseen();
    }
}

/// Merges a run of n and one of m elements into others, from both ends at once: two chains of dependent steps
/// for the processor to interleave. False where the order is none and the ends missed each other; the output
/// is then of no use.
template <merging How, class Left, class Right, class T, class Less>
bool merge_from_ends(Left* left, std::size_t n, Right* right, std::size_t m, T* out, const Less& less) {
    Left* left_end = left + n;
    Right* right_end = right + m;
    T* out_end = out + n + m;
    for (;;) {
        const auto lefts = left_end - left;
        const auto rights = right_end - right;
        if (lefts < 0 || rights < 0) return false;
        auto steps = detail::least_of(lefts, rights);
        if constexpr (How == merging::in_blocks) {
            if (steps == 0) break;
            if (rights >= merge_block && less(right[merge_block - 1], *left)) {
                detail::copy_bytes<T>(out, right, merge_block);
                right += merge_block;
                out += merge_block;
                continue;
            }
            if (lefts >= merge_block && !less(*right, left[merge_block - 1])) {
                detail::copy_bytes<T>(out, left, merge_block);
                left += merge_block;
                out += merge_block;
                continue;
            }
            steps = detail::least_of(steps, merge_block);
        } else {
            steps -= How == merging::thrifty;
            if (steps <= 0) break;
        }
        for (; steps > 0; --steps) {
            const bool take_right = less(*right, *left);
            detail::copy_bytes<T>(out++, detail::either<const T>(take_right, right, left));
            right = detail::either(take_right, right + 1, right);
            left = detail::either(take_right, left, left + 1);
            const bool take_left = less(*(right_end - 1), *(left_end - 1));
            detail::copy_bytes<T>(--out_end, detail::either<const T>(take_left, left_end - 1, right_end - 1));
            left_end = detail::either(take_left, left_end - 1, left_end);
            right_end = detail::either(take_left, right_end, right_end - 1);
        }
    }
    while (left != left_end && right != right_end) {
        const bool take_right = less(*right, *left);
        detail::copy_bytes<T>(out++, take_right ? static_cast<const T*>(right) : left);
        right += take_right;
        left += !take_right;
    }
    if (left != left_end) detail::copy_bytes<T>(out, left, static_cast<std::size_t>(left_end - left));
    if (right != right_end) detail::copy_bytes<T>(out, right, static_cast<std::size_t>(right_end - right));
    return true;
}

template <class I>
constexpr I rotated(I first, I middle, I last, std::iter_difference_t<I> n2) {
    detail::reverse_elements(first, middle);
    detail::reverse_elements(middle, last);
    detail::reverse_elements(first, last);
    return std::ranges::next(first, n2);
}

/// Merges runs of n1 and n2 elements with a buffer for `capacity`, which may be none.
template <merging How, class I, class Less>
constexpr void merge_adjacent(I first, I middle, I last, std::iter_difference_t<I> n1,
                              std::iter_difference_t<I> n2, std::iter_value_t<I>* buffer,
                              std::iter_difference_t<I> capacity, const Less& less) {
    while (n1 > 0 && n2 > 0) {
        if (n1 <= n2 && n1 <= capacity) {
            if constexpr (std::is_pointer_v<I> && copies_cheaply<I>) {
                return detail::merge_lifting_left<How>(first, middle, last, buffer, less);
            } else {
                return detail::merge_lifting<How>(first, middle, last, buffer, less);
            }
        }
        if (n2 <= capacity) {
            if constexpr (std::is_pointer_v<I> && copies_cheaply<I>) {
                return detail::merge_lifting_right<How>(first, middle, last, buffer, less);
            } else {
                using from_the_end = std::reverse_iterator<I>;
                return detail::merge_lifting<How>(from_the_end(last), from_the_end(middle),
                                                  from_the_end(first), buffer, flipped<Less>{less});
            }
        }
        if (n1 == 1 && n2 == 1) {
            if (less(*middle, *first)) detail::swap_at(first, middle);
            return;
        }
        I left_cut = first;
        I right_cut = middle;
        std::iter_difference_t<I> n11;
        std::iter_difference_t<I> n21;
        if (n1 > n2) {
            n11 = n1 / 2;
            left_cut = std::ranges::next(first, n11);
            right_cut = detail::lower_bound_of(middle, n2, left_cut, less);
            n21 = std::ranges::distance(middle, right_cut);
        } else {
            n21 = n2 / 2;
            right_cut = std::ranges::next(middle, n21);
            left_cut = detail::upper_bound_of(first, n1, right_cut, less);
            n11 = std::ranges::distance(first, left_cut);
        }
        const I new_middle = detail::rotated(left_cut, middle, right_cut, n21);
        detail::merge_adjacent<How>(first, left_cut, new_middle, n11, n21, buffer, capacity, less);
        first = new_middle;
        middle = right_cut;
        n1 -= n11;
        n2 -= n21;
    }
}

} // namespace arsenal::inline ARSENAL_ABI::detail
