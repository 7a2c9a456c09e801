#pragma once

#include <arsenal/algorithms/detail/elements.hpp>
#include <arsenal/algorithms/detail/merging.hpp>
#include <arsenal/algorithms/detail/moving.hpp>
#include <arsenal/algorithms/detail/powersort.hpp>
#include <arsenal/algorithms/detail/quicksort.hpp>
#include <arsenal/algorithms/detail/scratch.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

// Arrays that are nearly sorted, or a few long runs, of elements that copy cheaply.
//
// What stands out of an ascending sequence is dropped into a buffer, sorted there and put back (as dropmerge
// sort does, Ernerfeldt 2017): few swapped or appended elements cost about a comparison for each element of
// the array. Where too many drop, runs are counted, descending ones reversed, and if they are long, merged by
// powersort.hpp. Sixteen comparisons of neighbours without a branch on any send other arrays away.

namespace arsenal::inline ARSENAL_ABI::detail {

/// Fewer elements are not looked at.
inline constexpr int fewest_presorted = 25;

/// An ascending sequence v[0, kept), then a gap of as many places as elements are in the buffer, then what
/// has not been read, or has its place already. The gap is filled at the end, and when an exception passes.
template <class T, class Less>
class dropping {
    static constexpr std::size_t most_in_a_row = 16; // with hardly any kept between them
    static constexpr std::size_t suspicious = 8;

public:
    dropping(T* v, std::size_t n, T* buffer, std::size_t capacity, const Less& less)
        : v_(v), n_(n), buffer_(buffer), capacity_(capacity), less_(less) {}
    dropping(const dropping&) = delete;
    dropping& operator=(const dropping&) = delete;
    ~dropping() { detail::copy_bytes(v_ + kept_, buffer_, dropped_); }

    /// False if there is no room for those that stand out, or there are many at one place.
    bool drop() {
        std::size_t in_a_row = 0;
        std::size_t refused = 0; // the last ones dropped, all just before read_
        read_ = kept_ = run_end(0);
        while (read_ < n_) {
            if (dropped_ == capacity_ || in_a_row == most_in_a_row) return false;
            const bool last_stands_out = kept_ > 1 && !less_(v_[read_], v_[kept_ - 2]);
            if (last_stands_out) {
                detail::copy_bytes(buffer_ + dropped_++, v_ + --kept_);
                refused = 0;
            } else {
                detail::copy_bytes(buffer_ + dropped_++, v_ + read_++);
                ++refused;
            }
            ++in_a_row;
            if (refused == suspicious && take_back()) in_a_row = refused = 0;
            if (read_ == n_ || (!last_stands_out && less_(v_[read_], v_[kept_ - 1]))) continue;
            refused = 0;
            const std::size_t end = run_end(read_);
            if (end - read_ >= 4) in_a_row = 0;
            detail::move_bytes(v_ + kept_, v_ + read_, end - read_);
            kept_ += end - read_;
            read_ = end;
        }
        return true;
    }

    void put_back() {
        detail::quicksort(buffer_, buffer_ + dropped_, less_);
        while (dropped_ > 0) {
            const std::size_t place = place_of(buffer_[dropped_ - 1]);
            detail::move_bytes(v_ + (place + dropped_), v_ + place, kept_ - place);
            kept_ = place;
            --dropped_;
            detail::copy_bytes(v_ + (place + dropped_), buffer_ + dropped_);
        }
    }

    std::size_t kept() const { return kept_; }

private:
    /// Where so many in a row were refused by a few large ones that were kept: drops those instead.
    bool take_back() {
        T* largest = buffer_ + (dropped_ - suspicious);
        for (T* at = largest + 1; at != buffer_ + dropped_; ++at) {
            if (less_(*largest, *at)) largest = at;
        }
        std::size_t large = 0;
        while (large < suspicious && large + 1 < kept_ && less_(*largest, v_[kept_ - 1 - large])) ++large;
        if (large == 0 || large == suspicious) return false;
        read_ -= suspicious;
        dropped_ -= suspicious;
        for (; large > 0; --large) detail::copy_bytes(buffer_ + dropped_++, v_ + --kept_);
        return true;
    }
    std::size_t run_end(std::size_t at) const {
        while (++at < n_ && !less_(v_[at], v_[at - 1])) {
        }
        return at;
    }
    /// How many of v[0, kept) are not after x. Steps back from the end, which is the place of the element put
    /// back last: x is not after that one, and seldom far before it.
    std::size_t place_of(T& x) const {
        std::size_t after = 0;
        std::size_t step = 1;
        for (; step <= kept_ && less_(x, v_[kept_ - step]); step *= 2) after = step;
        const std::size_t not_after = step <= kept_ ? kept_ - step + 1 : 0;
        T* first = v_ + not_after;
        for (std::size_t n = kept_ - after - not_after; n > 0;) {
            const std::size_t half = n - n / 2;
            first = detail::either(less_(x, first[half - 1]), first, first + half);
            n -= half;
        }
        return static_cast<std::size_t>(first - v_);
    }

    T* v_;
    std::size_t n_;
    T* buffer_;
    std::size_t capacity_;
    const Less& less_;
    std::size_t kept_ = 0;
    std::size_t dropped_ = 0;
    std::size_t read_ = 0;
};

enum class runs_found : unsigned char { many, few, one };

/// What runs v[0, n) is, of which the first has at least `at` elements; few are no more than `most`. Reverses
/// descending ones.
template <class T, class Less>
runs_found find_runs(T* v, std::size_t n, std::size_t at, std::size_t most, const Less& less) {
    for (; at < n; --most) {
        if (most == 0) return runs_found::many;
        std::size_t end = at + 1;
        if (end < n && less(v[end], v[at])) {
            while (++end < n && !less(v[end - 1], v[end])) {
            }
            detail::reverse_elements(v + at, v + end);
            if (at == 0 && end == n) return runs_found::one;
        } else {
            while (end < n && !less(v[end], v[end - 1])) ++end;
        }
        at = end;
    }
    return runs_found::few;
}

/// Sorts n >= fewest_presorted elements if they are nearly in order, or tells that they are not, having moved
/// few of them. Runs are merged only where there is memory: without, more is moved than O(n log n). Where
/// elements have keys for the kernels, only what takes next to no comparisons is faster than those.
template <bool HasKeys, class T, class Less>
[[gnu::noinline]] bool sort_if_presorted(T* v, std::size_t n, Less less) {
    constexpr std::size_t looked_at = 16;
    constexpr std::size_t few = 2;
    constexpr std::size_t inserted = 64;
    std::size_t descents = 0;
    for (std::size_t i = 0; i < looked_at; ++i) descents += less(v[i + 1], v[i]);
    if (descents > few && descents < looked_at - few) return false;
    std::size_t ascending = 0;
    if (descents <= few) {
        if (n <= inserted) {
            for (std::size_t i = looked_at + 1; i < n; ++i) descents += less(v[i], v[i - 1]);
            if (descents == 0) return true;
        }
        if (n > inserted || descents <= n / 16) {
            const std::size_t capacity = n / 16 + 8;
            scratch<T> buffer(capacity);
            dropping<T, Less> dropped(v, n, buffer.data(),
                                      buffer.capacity() < capacity ? buffer.capacity() : capacity, less);
            if (dropped.drop()) {
                dropped.put_back();
                return true;
            }
            ascending = dropped.kept();
        } else if (!HasKeys && descents <= n / 8) {
            detail::insert_each(v, v, v + n, less);
            return true;
        }
    }
    // What pointers point to is fetched comparison by comparison when runs are merged, many at once when
    // partitioned.
    const std::size_t most_runs = HasKeys ? 4 : std::is_pointer_v<T> ? 16 : n / 64 + 2;
    const runs_found runs = detail::find_runs(v, n, ascending, most_runs, less);
    if (runs != runs_found::few) return runs == runs_found::one;
    scratch<T> buffer(n - n / 2);
    if (buffer.capacity() < n - n / 2) return false;
    powersort<T*, Less>(buffer.data(), buffer.capacity(), less)
        .sort(v, static_cast<std::ptrdiff_t>(n), false);
    return true;
}

template <class I>
inline constexpr bool sorts_if_presorted = std::contiguous_iterator<I> && copies_cheaply<I>;

} // namespace arsenal::inline ARSENAL_ABI::detail
