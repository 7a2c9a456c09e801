#pragma once

#include <arsenal/algorithms/detail/buckets.hpp>
#include <arsenal/algorithms/detail/forms.hpp>
#include <arsenal/algorithms/detail/quicksort.hpp>
#include <arsenal/algorithms/detail/scratch.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

// samplesort, classic and in ranges: super scalar samplesort (Sanders and Winkel, ESA 2004), in place as far
// as elements go, after IPS4o (Axtmann, Witt, Ferizovic and Sanders, arXiv 2009.13569).
//
// For ten thousand strings and more, or other elements that cost something to compare: quicksort goes through
// memory once for every bit of its depth, this once for eight. Not for numbers and small records, which
// pdqsort partitions without a branch, too, and moves less often. How it goes: up to 255 splitters from a
// sorted sample make a tree in which every element finds its bucket, eight of them abreast and without a
// branch on what the comparator says. What is equal to a splitter that was drawn twice goes into a bucket of
// its own, which is done with. Small buckets are left to quicksort.
//
// The buckets found are noted, a byte for each element. Comparing comes first, then moving: a comparator may
// throw at any time, with no element away from the range, and whatever it says of two elements, each has one
// bucket and each bucket its place. Without memory for the notes or the splitters, quicksort does it all.

namespace arsenal::inline ARSENAL_ABI {

namespace detail {

/// A perfect search tree of copies of splitters: the children of node i are 2 * i and 2 * i + 1, nodes count
/// from 1.
template <class T>
class splitter_tree {
public:
    static constexpr std::size_t most_leaves = 256;

    explicit splitter_tree(int depth) noexcept : depth_(depth), nodes_(leaves()) {}
    splitter_tree(const splitter_tree&) = delete;
    splitter_tree& operator=(const splitter_tree&) = delete;
    ~splitter_tree() {
        if (made_ != 0) std::destroy_n(nodes_.data() + 1, made_);
    }

    bool has_memory() const noexcept { return nodes_.capacity() >= leaves(); }
    std::size_t leaves() const noexcept { return std::size_t{1} << depth_; }

    /// Copies splitter(0) ... splitter(leaves() - 2).
    template <class Splitter>
    void fill(const Splitter& splitter) {
        for (std::size_t node = 1; node != leaves(); ++node) {
            ::new (static_cast<void*>(nodes_.data() + node)) T(splitter(rank_of(node)));
            ++made_;
        }
    }

    /// The leaf of an element: how many splitters are less.
    template <class Less>
    std::size_t leaf(T& element, const Less& less) const {
        std::size_t node = 1;
        for (int level = 0; level != depth_; ++level) node = 2 * node + less(nodes_.data()[node], element);
        return node - leaves();
    }
    /// The same of eight elements, element(0) ... element(7).
    template <class Element, class Less>
    void eight_leaves(std::size_t (&leaf)[8], const Element& element, const Less& less) const {
        for (std::size_t& node : leaf) node = 1;
        for (int level = 0; level != depth_; ++level) {
            for (std::size_t i = 0; i != 8; ++i)
                leaf[i] = 2 * leaf[i] + less(nodes_.data()[leaf[i]], element(i));
        }
        for (std::size_t& node : leaf) node -= leaves();
    }
    /// The splitter that bounds a leaf, not the last one, above.
    T& bound(std::size_t leaf) const noexcept {
        // in order, it follows the leaf: up from there past every right child
        std::size_t node = leaf + leaves();
        node >>= std::countr_one(node) + 1;
        return nodes_.data()[node];
    }

private:
    /// Which splitter stands in a node.
    std::size_t rank_of(std::size_t node) const noexcept {
        const int level = static_cast<int>(std::bit_width(node)) - 1;
        const std::size_t place = node - (std::size_t{1} << level);
        return (2 * place + 1) * (std::size_t{1} << (depth_ - level - 1)) - 1;
    }

    int depth_;
    std::size_t made_ = 0;
    scratch<T> nodes_;
};

template <class I, class Less>
class sample_sorter {
    using value_type = std::iter_value_t<I>;
    using size = std::size_t;
    using note = unsigned char;
    using tree = splitter_tree<value_type>;
    static constexpr size buckets = 256;
    static constexpr size compared = 8192; // so few are left to quicksort
    static constexpr size leaf_size = 128; // what a leaf should have at least
    static constexpr int deepest = 8;

public:
    sample_sorter(const I& first, const Less& less, note* notes)
        : first_(first), less_(less), notes_(notes) {}

    static constexpr bool is_worth(size n) noexcept { return n > compared; }
    void sort(size n) { sort(0, n, deepest); }

private:
    I at(size i) const { return first_ + static_cast<std::iter_difference_t<I>>(i); }
    void quicksort(size begin, size end) { detail::quicksort(at(begin), at(end), less_); }
    bool less(size i, size j) const { return less_(*at(i), *at(j)); }

    void sort(size begin, size end, int levels) {
        if (end - begin <= compared || levels == 0) return quicksort(begin, end);
        size starts[buckets + 1];
        bool every_other_is_equal = false;
        if (!part(begin, end, starts, every_other_is_equal)) return quicksort(begin, end);
        for (size b = 0; b != buckets; ++b) {
            if (every_other_is_equal && b % 2 == 1) continue;
            if (starts[b + 1] - starts[b] > 1) sort(starts[b], starts[b + 1], levels - 1);
        }
    }

    /// Draws a sorted sample to the front, and the tree from it. False if there is no memory.
    bool part(size begin, size end, size (&starts)[buckets + 1], bool& every_other_is_equal) {
        const size n = end - begin;
        const int wanted = std::min(8, static_cast<int>(std::bit_width(n / leaf_size)) - 1);
        const size step = std::max<size>(1, static_cast<size>(std::bit_width(n)) / 4);
        const size sample = (size{1} << wanted) * step;
        for (size i = 0; i != sample; ++i) detail::swap_at(at(begin + i), at(begin + i + random() % (n - i)));
        quicksort(begin, begin + sample);

        size chosen[tree::most_leaves];
        size count = 0;
        for (size i = begin + step; i < begin + sample; i += step) {
            if (count == 0 || less(chosen[count - 1], i)) chosen[count++] = i;
        }
        every_other_is_equal = count + 1 != size{1} << wanted;
        int depth = std::max(1, static_cast<int>(std::bit_width(count)));
        if (every_other_is_equal && depth > 7) { // a note has no room for more
            depth = 7;
            for (size i = 0; i != 127; ++i) chosen[i] = chosen[2 * i];
            count = std::min<size>(count / 2, 127);
        }
        tree splitters(depth);
        if (!splitters.has_memory() || !fill(splitters, chosen, count)) return false;
        every_other_is_equal ? classify<true>(splitters, begin, end) : classify<false>(splitters, begin, end);
        return detail::into_buckets<buckets>(
            begin, end, starts, [this](size i) { return size{notes_[i]}; },
            [this](size i, size j) {
                detail::swap_at(at(i), at(j));
                std::swap(notes_[i], notes_[j]);
            });
    }

    /// False if a copy throws: nothing has happened yet.
    bool fill(tree& splitters, const size* chosen, size count) {
        const auto splitter = [&](size rank) -> const value_type& {
            return *at(chosen[std::min(rank, count - 1)]);
        };
#if ARSENAL_HAS_EXCEPTIONS
        if constexpr (!std::is_nothrow_copy_constructible_v<value_type>) {
            try {
                splitters.fill(splitter);
            } catch (...) {
                return false;
            }
            return true;
        }
#endif
        splitters.fill(splitter);
        return true;
    }

    template <bool equal_too>
    void classify(const tree& splitters, size begin, size end) {
        const size last = splitters.leaves() - 1;
        const auto noted = [&](size leaf, size i) {
            if constexpr (equal_too) {
                return static_cast<note>(2 * leaf + (leaf != last && !less_(*at(i), splitters.bound(leaf))));
            } else {
                return static_cast<note>(leaf);
            }
        };
        size i = begin;
        for (; i + 8 <= end; i += 8) {
            size leaves[8];
            splitters.eight_leaves(leaves, [&](size j) -> decltype(auto) { return *at(i + j); }, less_);
            for (size j = 0; j != 8; ++j) notes_[i + j] = noted(leaves[j], i + j);
        }
        for (; i != end; ++i) notes_[i] = noted(splitters.leaf(*at(i), less_), i);
    }

    size random() noexcept {
        state_ = state_ * 6364136223846793005u + 1442695040888963407u;
        return static_cast<size>(state_ >> 32);
    }

    const I& first_;
    const Less& less_;
    note* notes_;
    std::uint64_t state_ = 0x9e3779b97f4a7c15;
};

/// False if there is no memory: then nothing has happened.
template <class I, class Less>
bool sample_sort_many(const I& first, const I& last, const Less& less) {
    const std::size_t n = static_cast<std::size_t>(last - first);
    const scratch<unsigned char> notes(n);
    if (notes.capacity() < n) return false;
    I run = first;
    while (++run != last && !less(*run, *(run - 1))) {
    }
    if (run == last) return true;
    I fall = first;
    while (++fall != last && less(*fall, *(fall - 1))) {
    }
    if (fall == last) {
        I low = first;
        for (I high = last; low < --high; ++low) detail::swap_at(low, high);
    } else {
        sample_sorter<I, Less>(first, less, notes.data()).sort(n);
    }
    return true;
}

struct samplesort_body {
    template <class I, class Less>
    static constexpr void run(const I& first, const I& last, const Less& less) {
        using value_type = std::iter_value_t<I>;
        if constexpr (std::is_same_v<std::iter_reference_t<I>, value_type&> &&
                      std::is_copy_constructible_v<value_type>) {
            if (!std::is_constant_evaluated() &&
                sample_sorter<I, Less>::is_worth(static_cast<std::size_t>(last - first)) &&
                detail::sample_sort_many(first, last, less))
                return;
        }
        detail::quicksort(first, last, less);
    }
};

} // namespace detail

/// Sorts [first, last); not stable. O(n log n) comparisons and moves, O(n) where the range is sorted,
/// reversed or has few distinct elements. Takes n bytes and room for up to 255 copies of elements;
/// without those, or where elements cannot be copied, it is pdqsort, and so it is for 8192 elements or fewer.
/// Of the IPS4o family in that it parts by a tree of splitters in place; not IPS4o itself: elements are
/// exchanged one by one, not by blocks, and in one thread, so that no element is ever out of the range.
/// A comparator that is no strict weak order leaves the elements in some order, and neither reads nor writes
/// outside the range. If it throws, or if a move does, every element is still in the range (as long as moving
/// back does not throw, too). After Sanders and Winkel, ESA 2004, and arXiv 2009.13569.
inline constexpr detail::ordering_fn<detail::samplesort_body> samplesort{};

namespace ranges {
inline constexpr detail::ranges_ordering_fn<detail::samplesort_body> samplesort{};
} // namespace ranges

} // namespace arsenal::inline ARSENAL_ABI
