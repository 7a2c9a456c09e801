#pragma once

#include <arsenal/algorithms/detail/bisect.hpp>
#include <arsenal/algorithms/detail/key_sort.hpp>
#include <arsenal/algorithms/detail/keys.hpp>
#include <arsenal/algorithms/detail/search_tree_kernel.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/algorithms/sort.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/pages.hpp>

#include <cstring>
#include <string_view>
#include <vector>

// The S+ tree of keys under static_search_tree.
//
// The keys stand sorted in one array, which is the tree's lowest level: 64-byte nodes of B keys. Node j of a
// level above has the children j * (B + 1) ... j * (B + 1) + B below, and as its i-th key the last one under
// its i-th child, but for the last child of a level, which needs none:
//
//     level 0                       [ 17  33 ]
//     level 1         [  5  11 ]    [ 23  29 ]   [ 41  .. ]
//     leaves  [ 2 5 ] [ 9 11 ] [ 14 17 ] [ 20 23 ] ... [ 40 41 ] [ 44 .. ]          (B = 2)
//
// What is missing (..) is filled with a key that is less than none: the greatest one, or NaN. So the number
// of keys in a node that are less than the one sought is the number of the child in which the answer is, and
// in the leaf its place; and no child that does not exist is ever entered. Ranks, iteration and neighbours
// come from the array. A search touches one line a level: log17 n of them for 4-byte keys, where bisection
// touches log2(n) - 4. The levels above take 1/16 (4-byte keys) or 1/8 (8-byte keys) of the array's size.

namespace arsenal::inline ARSENAL_ABI::detail {

/// Alloc, whose memory is left as it is where elements are constructed from nothing, and backed by huge pages
/// if the system has them.
template <class Alloc>
class untouched_allocator : public Alloc {
    using traits = std::allocator_traits<Alloc>;

public:
    template <class U>
    struct rebind {
        using other = untouched_allocator<typename traits::template rebind_alloc<U>>;
    };

    untouched_allocator() = default;
    untouched_allocator(const Alloc& alloc) noexcept : Alloc(alloc) {}
    template <class U>
    untouched_allocator(const untouched_allocator<U>& other) noexcept : Alloc(static_cast<const U&>(other)) {}

    typename traits::pointer allocate(typename traits::size_type n) {
        const typename traits::pointer p = traits::allocate(*this, n);
        detail::advise_huge_pages(std::to_address(p), n * sizeof(typename traits::value_type));
        return p;
    }
    template <class U>
    void construct(U*) noexcept {}
    template <class U>
    void destroy(U* p) noexcept {
        p->~U();
    }
};

/// Unsigned integers of T's size.
template <std::size_t bytes>
using unsigned_of =
    std::conditional_t<bytes == 1, std::uint8_t,
                       std::conditional_t<bytes == 2, std::uint16_t,
                                          std::conditional_t<bytes == 4, std::uint32_t, std::uint64_t>>>;

/// How keys of type T in this order look to a kernel (search_tree_shape::flip), and which of them is filled
/// in.
template <class T, key_order order>
struct search_tree_lanes {
    using bits_type = unsigned_of<sizeof(T)>;
    /// What the filling is written as: no bool has its bits.
    using stored_type = std::conditional_t<std::is_same_v<T, bool>, unsigned char, T>;
    static constexpr key_kind kind = key_kind_of<T>;
    static constexpr bool floating = floating_key<T>;
    static constexpr bool descending = order == key_order::descending;
    static constexpr bits_type top_bit = static_cast<bits_type>(bits_type{1} << (8 * sizeof(T) - 1));
    static constexpr bool is_signed =
        kind == key_kind::i8 || kind == key_kind::i16 || kind == key_kind::i32 || kind == key_kind::i64;
    static constexpr bits_type flip = static_cast<bits_type>(
        floating ? (descending ? top_bit : 0)
                 : (is_signed ? 0 : top_bit) ^ (descending ? ~bits_type{0} : bits_type{0}));
    static constexpr search_tree_lane lane =
        floating         ? (sizeof(T) == 4 ? search_tree_lane::f32 : search_tree_lane::f64)
        : sizeof(T) == 1 ? search_tree_lane::i8
        : sizeof(T) == 2 ? search_tree_lane::i16
        : sizeof(T) == 4 ? search_tree_lane::i32
                         : search_tree_lane::i64;

    static constexpr bits_type bits(T key) { return std::bit_cast<bits_type>(key); }
    /// Less than no key.
    static stored_type filling() {
        if constexpr (floating) {
            return std::numeric_limits<T>::quiet_NaN();
        } else {
            return std::bit_cast<stored_type>(
                static_cast<bits_type>(flip ^ static_cast<bits_type>(top_bit - 1)));
        }
    }
    /// The bits of the next key in the order, if `key` is not the last of all.
    static bool has_successor(T key, bits_type& successor) {
        if constexpr (floating) {
            const T ascending = std::bit_cast<T>(static_cast<bits_type>(bits(key) ^ flip));
            if (!(ascending < std::numeric_limits<T>::infinity())) return false; // NaN, too
            const bits_type b = bits(ascending);
            const bits_type next = ascending == 0 ? bits_type{1} : ascending > 0 ? b + 1 : b - 1;
            successor = static_cast<bits_type>(next ^ flip);
        } else {
            const bits_type ascending = static_cast<bits_type>(bits(key) ^ flip ^ top_bit); // unsigned
            if (ascending == static_cast<bits_type>(~bits_type{0})) return false;
            successor = static_cast<bits_type>(static_cast<bits_type>(ascending + 1) ^ top_bit ^ flip);
        }
        return true;
    }
};

/// The order of the tree's keys, none where its elements are no keys that a register holds several of.
template <class T, class Compare>
inline constexpr key_order search_tree_order =
    sizeof(T) <= 8 ? order_of<projected_call<Compare, const std::identity>, T> : key_order::none;

template <class T, key_order order, class Alloc>
class search_tree_keys {
    using lanes = search_tree_lanes<T, order>;
    using stored = typename lanes::stored_type;
    using line_allocator =
        untouched_allocator<typename std::allocator_traits<Alloc>::template rebind_alloc<search_tree_line>>;
    static constexpr std::size_t keys_per_node = sizeof(search_tree_line) / sizeof(T);
    // Up to so many keys, bisection in line beats a call.
    static constexpr std::size_t bisected = 4;

public:
    explicit search_tree_keys(const Alloc& alloc) : lines_(line_allocator(alloc)) {}
    search_tree_keys(const search_tree_keys&) = default;
    search_tree_keys(const search_tree_keys& other, const Alloc& alloc)
        : lines_(other.lines_, line_allocator(alloc)), tree_(other.tree_) {}
    search_tree_keys(search_tree_keys&& other) noexcept
        : lines_(std::move(other.lines_)), tree_(std::exchange(other.tree_, {})) {}
    search_tree_keys(search_tree_keys&& other, const Alloc& alloc)
        : lines_(std::move(other.lines_), line_allocator(alloc)), tree_(std::exchange(other.tree_, {})) {}
    search_tree_keys& operator=(const search_tree_keys&) = delete;
    ~search_tree_keys() = default;
    void swap(search_tree_keys& other) noexcept {
        std::swap(lines_, other.lines_);
        std::swap(tree_, other.tree_);
    }

    const T* data() const noexcept {
        return tree_.size == 0
                   ? nullptr
                   : reinterpret_cast<const T*>(lines_.data() + tree_.shape.first_line[tree_.shape.depth]);
    }
    std::size_t size() const noexcept { return tree_.size; }
    /// The keys before the NaNs.
    std::size_t searched() const noexcept { return tree_.searched; }
    Alloc get_allocator() const noexcept {
        using line_alloc = typename std::allocator_traits<Alloc>::template rebind_alloc<search_tree_line>;
        return Alloc(static_cast<const line_alloc&>(lines_.get_allocator()));
    }
    std::size_t memory_bytes() const noexcept { return lines_.capacity() * sizeof(search_tree_line); }
    void use(const search_tree_kernel& kernel) noexcept { tree_.kernel = &kernel; }

    /// Makes the tree of [first, last), in any order.
    template <class I, class S, class Less>
    void build(I first, S last, const Less&) {
        if constexpr (std::forward_iterator<I>) {
            build(static_cast<std::size_t>(std::ranges::distance(first, last)), [&](T* out) {
                for (I i = first; i != last; ++i) *out++ = static_cast<T>(*i);
            });
        } else {
            std::vector<T, Alloc> keys(get_allocator());
            for (; first != last; ++first) keys.emplace_back(*first);
            build(keys.size(), [&](T* out) { std::copy(keys.begin(), keys.end(), out); });
        }
    }

    /// Makes the tree of n keys that fill(T*) writes. Empty if fill throws.
    template <class Fill>
    void build(std::size_t n, Fill fill) {
        tree_.size = tree_.searched = 0;
        if (n == 0) return;
        const std::size_t leaves = (n + keys_per_node - 1) / keys_per_node;
        lines_.clear();
        lines_.resize(lay_out(leaves));
        search_tree_line* const lowest = lines_.data() + tree_.shape.first_line[tree_.shape.depth];
        fill(reinterpret_cast<T*>(lowest));
        stored* const keys = reinterpret_cast<stored*>(lowest);
        detail::sort_keys(keys, n, key_kind_of<T>, order);
        std::fill(keys + n, keys + leaves * keys_per_node, lanes::filling());
        separate(keys, leaves);
        tree_.kernel = &detail::search_tree_kernel_of(lanes::lane);
        tree_.shape.flip = lanes::flip;
        tree_.size = tree_.searched = n;
        if constexpr (lanes::floating) {
            while (tree_.searched != 0 && is_nan(keys[tree_.searched - 1])) --tree_.searched;
        }
    }

    // NaNs come before all, and so are nowhere.

    std::size_t lower(T key) const noexcept {
        if (tree_.size <= bisected) return bisect<false>(key);
        return tree_.kernel->lower(tree_.shape, lines_.data(), lanes::bits(key));
    }
    std::size_t upper(T key) const noexcept {
        if (tree_.size <= bisected) return bisect<true>(key);
        typename lanes::bits_type successor;
        if (!lanes::has_successor(key, successor)) return is_nan(key) ? 0 : tree_.searched;
        return tree_.kernel->lower(tree_.shape, lines_.data(), successor);
    }
    void lower_each(const T* keys, std::size_t n, std::size_t* ranks) const noexcept {
        if (tree_.size <= bisected) {
            for (; n != 0; --n) *ranks++ = lower(*keys++);
        } else {
            tree_.kernel->lower_each(tree_.shape, lines_.data(), keys, n, ranks);
        }
    }

private:
    static constexpr bool before(T a, T b) { return order == key_order::descending ? b < a : a < b; }

    static constexpr bool is_nan(T key) {
        if constexpr (lanes::floating) {
            return key != key;
        } else {
            return false;
        }
    }

    template <bool equal_too>
    std::size_t bisect(T key) const noexcept {
        if (is_nan(key)) return 0;
        return detail::bisect_array(data(), tree_.searched, [key](T element) {
            return equal_too ? !before(key, element) : before(element, key);
        });
    }

    /// Places the levels, and returns the lines of all.
    std::size_t lay_out(std::size_t leaves) noexcept {
        std::size_t nodes[search_tree_shape::most_levels + 1] = {leaves};
        std::size_t depth = 0;
        for (; nodes[depth] > 1; ++depth)
            nodes[depth + 1] = (nodes[depth] + keys_per_node) / (keys_per_node + 1);
        tree_.shape.depth = depth;
        std::size_t lines = 0;
        for (std::size_t level = 0; level <= depth; ++level) {
            tree_.shape.first_line[level] = lines;
            lines += nodes[depth - level];
        }
        return lines;
    }

    /// Writes the levels above the sorted keys.
    void separate(const stored* keys, std::size_t leaves) noexcept {
        std::size_t children = leaves;
        std::size_t leaves_per_child = 1;
        for (std::size_t level = tree_.shape.depth; level-- != 0;) {
            const std::size_t nodes = (children + keys_per_node) / (keys_per_node + 1);
            stored* out = reinterpret_cast<stored*>(lines_.data() + tree_.shape.first_line[level]);
            for (std::size_t node = 0; node != nodes; ++node) {
                for (std::size_t i = 0; i != keys_per_node; ++i) {
                    const std::size_t next = node * (keys_per_node + 1) + i + 1;
                    *out++ = next < children ? keys[next * leaves_per_child * keys_per_node - 1]
                                             : lanes::filling();
                }
            }
            children = nodes;
            leaves_per_child *= keys_per_node + 1;
        }
    }

    struct tree {
        search_tree_shape shape{};
        const search_tree_kernel* kernel = nullptr;
        std::size_t size = 0;
        std::size_t searched = 0; // the keys before the NaNs
    };

    std::vector<search_tree_line, line_allocator> lines_;
    tree tree_;
};

/// Elements of any type: bisected.
template <class T, class Alloc>
class search_tree_elements {
public:
    explicit search_tree_elements(const Alloc& alloc) : elements_(alloc) {}
    search_tree_elements(const search_tree_elements&) = default;
    search_tree_elements(const search_tree_elements& other, const Alloc& alloc)
        : elements_(other.elements_, alloc) {}
    search_tree_elements(search_tree_elements&& other) noexcept : elements_(std::move(other.elements_)) {}
    /// `other` is empty afterwards even if this throws.
    search_tree_elements(search_tree_elements&& other, const Alloc& alloc)
        : elements_(std::move(clearing(other).elements), alloc) {}
    search_tree_elements& operator=(const search_tree_elements&) = delete;
    ~search_tree_elements() = default;
    void swap(search_tree_elements& other) noexcept { std::swap(elements_, other.elements_); }

    const T* data() const noexcept { return elements_.data(); }
    std::size_t size() const noexcept { return elements_.size(); }
    std::size_t searched() const noexcept { return size(); }
    Alloc get_allocator() const noexcept { return elements_.get_allocator(); }
    std::size_t memory_bytes() const noexcept { return elements_.capacity() * sizeof(T); }

    template <class I, class S, class Less>
    void build(I first, S last, const Less& less) {
        if constexpr (std::forward_iterator<I>) {
            elements_.reserve(static_cast<std::size_t>(std::ranges::distance(first, last)));
        }
        for (; first != last; ++first) elements_.emplace_back(*first);
        sort_body::run(elements_.data(), elements_.data() + elements_.size(), less);
    }

private:
    /// For the length of an expression.
    struct clearing {
        explicit clearing(search_tree_elements& from) noexcept : elements(from.elements_) {}
        clearing(const clearing&) = delete;
        clearing& operator=(const clearing&) = delete;
        ~clearing() { elements.clear(); }
        std::vector<T, Alloc>& elements;
    };

    std::vector<T, Alloc> elements_;
};

/// The order of strings by eight of their bytes: where these are less, so is the string; where they are
/// equal, they do not tell.
inline std::uint64_t string_prefix(std::string_view s, std::size_t skipped) noexcept {
    unsigned char bytes[8] = {};
    const std::size_t n = s.size() > skipped ? std::min<std::size_t>(s.size() - skipped, 8) : 0;
    if (n != 0) std::memcpy(bytes, s.data() + skipped, n);
    std::uint64_t prefix = 0;
    for (const unsigned char byte : bytes) prefix = prefix << 8 | byte;
    return prefix;
}

/// Strings, and a tree of the eight bytes of each that follow what all begin with: bisection, which follows a
/// pointer to each string that it asks, is left with those that the tree cannot tell apart.
template <class T, class Alloc>
class search_tree_strings : public search_tree_elements<T, Alloc> {
    using base = search_tree_elements<T, Alloc>;
    using prefixes =
        search_tree_keys<std::uint64_t, key_order::ascending,
                         typename std::allocator_traits<Alloc>::template rebind_alloc<std::uint64_t>>;
    static constexpr std::size_t bisected = 8;

public:
    explicit search_tree_strings(const Alloc& alloc) : base(alloc), prefixes_(alloc) {}
    search_tree_strings(const search_tree_strings& other) = default;
    search_tree_strings(const search_tree_strings& other, const Alloc& alloc)
        : base(other, alloc), prefixes_(other.prefixes_, alloc), shared_(other.shared_) {}
    search_tree_strings(search_tree_strings&& other) noexcept = default;
    search_tree_strings(search_tree_strings&& other, const Alloc& alloc)
        : base(std::move(other), alloc), prefixes_(std::move(other.prefixes_), alloc),
          shared_(other.shared_) {}
    search_tree_strings& operator=(const search_tree_strings&) = delete;
    ~search_tree_strings() = default;
    void swap(search_tree_strings& other) noexcept {
        base::swap(other);
        prefixes_.swap(other.prefixes_);
        std::swap(shared_, other.shared_);
    }

    std::size_t memory_bytes() const noexcept { return base::memory_bytes() + prefixes_.memory_bytes(); }

    template <class I, class S, class Less>
    void build(I first, S last, const Less& less) {
        base::build(std::move(first), std::move(last), less);
        const T* const strings = this->data();
        const std::size_t n = this->size();
        if (n <= bisected) return;
        const std::string_view low = strings[0];
        const std::string_view high = strings[n - 1];
        shared_ = static_cast<std::size_t>(
            std::mismatch(low.begin(),
                          low.begin() + static_cast<std::ptrdiff_t>(std::min(low.size(), high.size())),
                          high.begin())
                .first -
            low.begin());
        prefixes_.build(n, [&](std::uint64_t* out) {
            for (std::size_t i = 0; i != n; ++i) out[i] = detail::string_prefix(strings[i], shared_);
        });
    }

    std::size_t lower(std::string_view key) const noexcept {
        return search(key, [key](std::string_view element) { return element < key; });
    }
    std::size_t upper(std::string_view key) const noexcept {
        return search(key, [key](std::string_view element) { return element <= key; });
    }

private:
    template <class Pred>
    std::size_t search(std::string_view key, const Pred& pred) const noexcept {
        const T* const strings = this->data();
        std::size_t low = 0;
        std::size_t high = this->size();
        if (high > bisected) {
            const std::string_view first = strings[0];
            const int side = key.substr(0, shared_).compare(first.substr(0, shared_));
            if (side != 0) return side < 0 ? 0 : high;
            const std::uint64_t prefix = detail::string_prefix(key, shared_);
            low = prefixes_.lower(prefix);
            if (low == high || prefixes_.data()[low] != prefix) return low;
            if (low + 1 == high || prefixes_.data()[low + 1] != prefix) {
                high = low + 1;
            } else {
                high = prefixes_.upper(prefix);
            }
        }
        return static_cast<std::size_t>(
            detail::bisect_branching(strings + low, static_cast<std::ptrdiff_t>(high - low), pred) - strings);
    }

    prefixes prefixes_;
    std::size_t shared_ = 0; // bytes that all begin with
};

} // namespace arsenal::inline ARSENAL_ABI::detail
