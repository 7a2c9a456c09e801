#pragma once

#include <arsenal/algorithms/detail/callables.hpp>
#include <arsenal/algorithms/detail/elements.hpp>
#include <arsenal/algorithms/detail/iterators.hpp>
#include <arsenal/algorithms/detail/key_sort.hpp>
#include <arsenal/algorithms/detail/keys.hpp>
#include <arsenal/algorithms/detail/scratch.hpp>
#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

#include <cstring>

// Arrays sorted by a projection that gives a key: the keys are what the vector kernels sort, each with
// something from which its element is found again.
//
//   elements of 16 bytes, one half of which is the key    in place, as records
//   elements up to 8 bytes                                {key, element}, written back
//   larger ones, keys up to 4 bytes                       key << 32 | index as one key; then the elements
//   larger ones, keys of 8 bytes                          {key, index};   move in cycles
//
// All but the first take memory, and give up before anything has moved where there is none. The projection is
// called once for each element, at first.

namespace arsenal::inline ARSENAL_ABI::detail {

/// The key and the order by which a body's callable sorts elements of I; void and none without a projection.
template <class I, class Less>
struct sorting_key {
    using type = void;
    static constexpr key_order order = key_order::none;
};
template <class I, class Comp, class Projection>
    requires(!std::is_same_v<std::remove_const_t<Projection>, std::identity>)
struct sorting_key<I, projected_call<Comp, Projection>> {
    using type = std::remove_cvref_t<decltype(detail::invoke(std::declval<Projection&>(),
                                                             std::declval<std::iter_reference_t<I>>()))>;
    static constexpr key_order order =
        key<type> && sizeof(type) <= 8 ? comparator_order<std::remove_const_t<Comp>, type> : key_order::none;
};

template <class I, class Less>
inline constexpr bool sorts_by_projected_key =
    walks_array<I> && std::is_same_v<std::iter_reference_t<I>, std::iter_value_t<I>&> &&
    moves_nothrow<std::iter_value_t<I>> && sorting_key<I, Less>::order != key_order::none;

/// The key as an unsigned number in ascending order, whatever order is asked; a NaN is the largest.
template <key_order Order, class Key>
constexpr auto rank_of(Key key) noexcept {
    using bits = std::conditional_t<(sizeof(Key) <= 4), std::uint32_t, std::uint64_t>;
    constexpr bits sign = bits{1} << (sizeof(bits) * 8 - 1);
    bits rank;
    if constexpr (std::is_floating_point_v<Key>) {
        if (key != key) return ~bits{0};
        rank = std::bit_cast<bits>(key);
        rank ^= (rank & sign) != 0 ? ~bits{0} : sign;
    } else if constexpr (std::is_pointer_v<Key>) {
        rank = reinterpret_cast<bits>(key);
    } else if constexpr (std::is_signed_v<Key>) {
        rank = static_cast<bits>(key) ^ sign;
    } else {
        rank = static_cast<bits>(key);
    }
    return Order == key_order::ascending ? rank : static_cast<bits>(~rank);
}

enum class found_order : unsigned char { none, ascending, descending };

/// Writes make(rank of each key, index of its element) to `records`, and tells whether they are in order.
template <key_order Order, class T, class Projection, class Record, class Make>
found_order collect(T* elements, std::size_t n, Projection& projection, Record* records, Make make) {
    auto before = detail::rank_of<Order>(detail::invoke(projection, elements[0]));
    records[0] = make(before, 0);
    bool descent = false;
    bool ascent = false;
    for (std::size_t i = 1; i < n; ++i) {
        const auto rank = detail::rank_of<Order>(detail::invoke(projection, elements[i]));
        descent |= rank < before;
        ascent |= before < rank;
        before = rank;
        records[i] = make(rank, i);
    }
    return !descent ? found_order::ascending : !ascent ? found_order::descending : found_order::none;
}

/// Moves elements[source(i)] to elements[i] for each i, around one cycle of the permutation at a time; source
/// is written over.
template <class T, class Source>
void permute_by_cycles(T* elements, std::size_t n, Source source) noexcept {
    for (std::size_t start = 0; start < n; ++start) {
        std::size_t from = source[start];
        if (from == start) continue;
        hole<T*> taken(elements + start);
        std::size_t at = start;
        do {
            taken.move_from(elements + from);
            source.set(at, at);
            at = from;
            from = source[at];
        } while (from != start);
        source.set(at, at);
    }
}

/// The same for arrays larger than a cache, where a cycle is one cache miss after another: many arcs of
/// cycles are walked in turn, each from an element that was put aside to the next such one.
template <class T, class Source>
void permute_by_arcs(T* elements, std::size_t n, Source source) noexcept {
    constexpr std::size_t arcs = 12;
    union slots {
        slots() {}
        ~slots() {}
        T value[arcs];
    } aside;
    std::size_t origin[arcs]; // where the element aside was; source[origin[i]] == n + i until it is placed
    struct arc {
        std::size_t at;   // to be filled
        std::size_t from; // with this one's
    } walked[arcs];
    std::size_t count = 0;
    std::size_t next = 0;
    const auto begin = [&](std::size_t slot) {
        while (next < n && (source[next] == next || source[next] >= n)) ++next;
        if (next == n) return;
        std::construct_at(aside.value + slot, std::move(elements[next]));
        origin[slot] = next;
        walked[count++] = {next, source[next]};
        source.set(next, n + slot);
    };
    for (std::size_t slot = 0; slot < arcs; ++slot) begin(slot);
    while (count != 0) {
        for (std::size_t i = 0; i < count; ++i) {
            arc& a = walked[i];
            const std::size_t following = source[a.from];
            if (following >= n) {
                const std::size_t slot = following - n;
                elements[a.at] = std::move(aside.value[slot]);
                std::destroy_at(aside.value + slot);
                source.set(origin[slot], origin[slot]);
                a = walked[--count];
                begin(slot);
                --i; // wraps, and is incremented
                continue;
            }
            elements[a.at] = std::move(elements[a.from]);
            source.set(a.from, a.from);
            a = {a.from, following};
            __builtin_prefetch(elements + following);
            source.prefetch(following);
        }
    }
}

template <class T, class Source>
void permute(T* elements, std::size_t n, Source source) noexcept {
    constexpr std::size_t cached_bytes = 256 * 1024;
    if (n * sizeof(T) > cached_bytes) {
        detail::permute_by_arcs(elements, n, source);
    } else {
        detail::permute_by_cycles(elements, n, source);
    }
}

struct key_record {
    std::uint64_t rank;
    std::uint64_t payload;
};

/// Where elements come from, in the records sorted.
struct indexes_of_keys {
    std::uint64_t* data;
    std::size_t operator[](std::size_t i) const noexcept { return static_cast<std::uint32_t>(data[i]); }
    void set(std::size_t i, std::size_t source) const noexcept { data[i] = source; }
    void prefetch(std::size_t i) const noexcept { __builtin_prefetch(data + i); }
};
struct indexes_of_records {
    key_record* data;
    std::size_t operator[](std::size_t i) const noexcept { return data[i].payload; }
    void set(std::size_t i, std::size_t source) const noexcept { data[i].payload = source; }
    void prefetch(std::size_t i) const noexcept { __builtin_prefetch(data + i); }
};

/// Whether one half of each element is its key: 0 or 1, or 2 if neither is.
template <class Key, class T, class Projection>
std::size_t half_with_key(T* elements, std::size_t n, Projection& projection) {
    for (std::size_t half = 0; half < 2; ++half) {
        std::size_t i = 0;
        for (; i < n; ++i) {
            const Key key = detail::invoke(projection, elements[i]);
            if (std::memcmp(reinterpret_cast<const char*>(elements + i) + 8 * half, &key, 8) != 0) break;
        }
        if (i == n) return half;
    }
    return 2;
}

/// Sorts n > 1 elements by their keys, or returns false and has done nothing.
template <class Key, key_order Order, class T, class Projection>
[[gnu::noinline]] bool sort_by_key(T* elements, std::size_t n, Projection& projection) {
    if constexpr (sizeof(T) == 16 && sizeof(Key) == 8 && std::is_trivially_copyable_v<T>) {
        const std::size_t half = detail::half_with_key<Key>(elements, n, projection);
        if (half < 2) {
            const auto turn = [&] {
                for (std::size_t i = 0; half == 1 && i < n; ++i) {
                    std::uint64_t words[2];
                    std::memcpy(words, static_cast<const void*>(elements + i), 16);
                    std::swap(words[0], words[1]);
                    std::memcpy(static_cast<void*>(elements + i), words, 16);
                }
            };
            turn();
            detail::sort_records(elements, n, key_kind_of<Key>, Order);
            turn();
            return true;
        }
    }
    found_order order;
    if constexpr (sizeof(T) <= 8 && std::is_trivially_copyable_v<T>) {
        scratch<key_record> records(n);
        if (records.capacity() < n) return false;
        key_record* const data = records.data();
        order = detail::collect<Order>(elements, n, projection, data, [&](auto rank, std::size_t i) {
            key_record made{rank, 0};
            std::memcpy(&made.payload, static_cast<const void*>(elements + i), sizeof(T));
            return made;
        });
        if (order == found_order::none) {
            detail::sort_records(data, n, key_kind::u64, key_order::ascending);
            for (std::size_t i = 0; i < n; ++i) {
                std::memcpy(static_cast<void*>(elements + i), &data[i].payload, sizeof(T));
            }
        }
    } else if constexpr (sizeof(Key) <= 4) {
        if (n > std::numeric_limits<std::uint32_t>::max() - 64) return false; // room for marks
        scratch<std::uint64_t> records(n);
        if (records.capacity() < n) return false;
        std::uint64_t* const data = records.data();
        order = detail::collect<Order>(elements, n, projection, data,
                                       [](std::uint64_t rank, std::size_t i) { return rank << 32 | i; });
        if (order == found_order::none) {
            detail::sort_keys(data, n, key_kind::u64, key_order::ascending);
            detail::permute(elements, n, indexes_of_keys{data});
        }
    } else {
        scratch<key_record> records(n);
        if (records.capacity() < n) return false;
        key_record* const data = records.data();
        order = detail::collect<Order>(elements, n, projection, data,
                                       [](auto rank, std::size_t i) { return key_record{rank, i}; });
        if (order == found_order::none) {
            detail::sort_records(data, n, key_kind::u64, key_order::ascending);
            detail::permute(elements, n, indexes_of_records{data});
        }
    }
    if (order == found_order::descending) {
        for (T *front = elements, *back = elements + n; front < --back; ++front) detail::swap_at(front, back);
    }
    return true;
}

} // namespace arsenal::inline ARSENAL_ABI::detail
