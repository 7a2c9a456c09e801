#pragma once

#include <arsenal/algorithms/detail/byte_string.hpp>
#include <arsenal/algorithms/detail/projected_sort.hpp>
#include <arsenal/algorithms/detail/quicksort.hpp>
#include <arsenal/algorithms/detail/scratch.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

#include <string_view>

// Arrays of strings: {eight characters as a number, index}, sorted by the kernels; records that are equal in
// those are sorted by the next eight, or by comparing where they are few or end there; then the strings move
// in cycles. Characters that all have in common are skipped. Takes 16 bytes for each string, and gives up
// before anything has moved where there are none.

namespace arsenal::inline ARSENAL_ABI::detail {

template <class Less, class T>
inline constexpr key_order string_order = key_order::none;
template <class Comp, class T>
inline constexpr key_order string_order<projected_call<Comp, const std::identity>, T> =
    comparator_order<std::remove_const_t<Comp>, T>;

template <class I, class Less>
inline constexpr bool sorts_strings =
    walks_array<I> && std::is_same_v<std::iter_reference_t<I>, std::iter_value_t<I>&> &&
    is_byte_string<std::iter_value_t<I>> && moves_nothrow<std::iter_value_t<I>> &&
    string_order<Less, std::iter_value_t<I>> != key_order::none;

/// The order of strings, for compilers to inline: where the first characters differ, nothing is called.
template <key_order Order>
struct byte_order {
    bool operator()(std::string_view a, std::string_view b) const noexcept {
        if constexpr (Order == key_order::descending) std::swap(a, b);
        const std::size_t n = a.size() < b.size() ? a.size() : b.size();
        if (n != 0) {
            const auto x = static_cast<unsigned char>(a[0]);
            const auto y = static_cast<unsigned char>(b[0]);
            if (x != y) return x < y;
            if (const int c = std::memcmp(a.data(), b.data(), n); c != 0) return c < 0;
        }
        return a.size() < b.size();
    }
};

template <key_order Order, class T>
class string_sorter {
public:
    string_sorter(T* strings, key_record* records) noexcept : strings_(strings), records_(records) {}

    void sort(std::size_t n) {
        for (std::size_t i = 0; i < n; ++i) records_[i].payload = i;
        sort_from(records_, n, 0, 0);
        detail::permute(strings_, n, indexes_of_records{records_});
    }

private:
    static constexpr std::size_t few = 12;
    static constexpr int deepest = 40; // of the recursion; then by comparing

    std::string_view at(const key_record& r) const noexcept { return strings_[r.payload]; }

    /// The characters from `depth` on, zeros where there are none.
    static std::uint64_t rank(std::string_view s, std::size_t depth) noexcept {
        std::uint64_t word = 0;
        if (s.size() >= depth + 8) {
            std::memcpy(&word, s.data() + depth, 8);
        } else if (s.size() > depth) {
            std::memcpy(&word, s.data() + depth, s.size() - depth);
        }
        if constexpr (std::endian::native == std::endian::little) word = __builtin_bswap64(word);
        return Order == key_order::ascending ? word : ~word;
    }

    /// All are equal up to `depth`. Few enough, or any other way out: by comparing.
    void sort_by_comparing(key_record* first, std::size_t n, std::size_t depth) {
        const auto less = [&](const key_record& a, const key_record& b) {
            return byte_order<Order>{}(at(a).substr(depth), at(b).substr(depth));
        };
        detail::quicksort(first, first + n, less);
    }

    void sort_from(key_record* first, std::size_t n, std::size_t depth, int level) {
        const std::string_view one = at(first[0]);
        std::size_t common = one.size();
        std::size_t longest = common;
        for (std::size_t i = 1; i < n && common >= depth + 8; ++i) {
            const std::string_view s = at(first[i]);
            longest = std::max(longest, s.size());
            const std::size_t end = std::min(common, s.size());
            common = depth;
            while (common + 8 <= end && rank(one, common) == rank(s, common)) common += 8;
            while (common < end && one[common] == s[common]) ++common;
        }
        if (common >= depth + 8) {
            if (common == longest) return; // all are equal
            depth = common;
        }
        for (std::size_t i = 0; i < n; ++i) first[i].rank = rank(at(first[i]), depth);
        detail::sort_records(first, n, key_kind::u64, key_order::ascending);
        for (std::size_t begin = 0; begin < n;) {
            std::size_t end = begin + 1;
            while (end < n && first[end].rank == first[begin].rank) ++end;
            if (const std::size_t size = end - begin; size > 1) {
                bool go_on = size >= few && level < deepest;
                for (std::size_t i = begin; go_on && i < end; ++i) go_on = at(first[i]).size() >= depth + 8;
                if (go_on) {
                    sort_from(first + begin, size, depth + 8, level + 1);
                } else {
                    sort_by_comparing(first + begin, size, depth);
                }
            }
            begin = end;
        }
    }

    T* strings_;
    key_record* records_;
};

/// Sorts n strings, or returns false and has done nothing.
template <key_order Order, class T>
[[gnu::noinline]] bool sort_strings(T* strings, std::size_t n) {
    scratch<key_record> records(n);
    if (records.capacity() < n) return false;
    string_sorter<Order, T>(strings, records.data()).sort(n);
    return true;
}

} // namespace arsenal::inline ARSENAL_ABI::detail
