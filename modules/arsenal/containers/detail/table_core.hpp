#pragma once

#include <arsenal/containers/detail/block_store.hpp>
#include <arsenal/containers/detail/group.hpp>
#include <arsenal/containers/detail/prime_modulus.hpp>
#include <arsenal/containers/detail/probe_sequence.hpp>
#include <arsenal/containers/hash_stats.hpp>
#include <arsenal/hash/detail/mix.hpp>
#include <arsenal/platform/config.hpp>

#include <cstddef>
#include <cstdint>

namespace arsenal::inline ARSENAL_ABI::detail {

/// The index of a table that has none: one group without elements. Never written.
inline constexpr group empty_group{};

/// Where an element belongs, and what tells it from others there: nine bits of x times an odd constant to
/// which the quotient of the division is added. (Without that they would be linear in x, and the same for
/// neighbours in the progressions of some strides: docs/containers.md.)
struct home {
    home() = default;
    home(const prime_modulus& modulus, std::uint64_t x) noexcept {
        const std::uint64_t quotient = modulus.quotient(x);
        lane = x - quotient * modulus.p;
        tag = (x * (quotient + 0x9E37'79B9'7F4A'7C15)) | entry::occupied;
    }
    unsigned in_group() const noexcept { return lane % group::lanes; }

    std::uint64_t lane;
    std::uint64_t tag; // the bits below entry::occupied mean nothing
};

class table_core;
struct probe_sums;

/// What the compiled part asks of the typed one.
struct table_functions {
    store_shape store;
    void* (*allocator)(table_core& t) noexcept;
    std::size_t (*max_size)(const table_core& t) noexcept;
    void* (*allocate_index)(void* alloc, std::size_t bytes);
    void (*deallocate_index)(void* alloc, void* index, std::size_t bytes) noexcept;
    /// Enters the elements of a run; throws what the hash throws.
    void (*fill_from_run)(table_core& t, run* r);
    bool nothrow_hash; // an element's hash is to be had without calling user code that may throw
    bool avalanching;
};

/// The part of a table that no type enters: the index, its size and load, the storage. Compiled once, but for
/// what every operation passes through. Who owns what it points at is the table's business: copying it copies
/// pointers.
class table_core {
public:
    std::size_t size() const noexcept { return size_; }
    /// max(1, ...) as std: a table without an index has one bucket.
    std::size_t bucket_count() const noexcept { return buckets_ == 0 ? 1 : buckets_; }
    float max_load_factor() const noexcept { return max_load_; }
    void max_load_factor(float z) noexcept;
    float load_factor() const noexcept {
        return static_cast<float>(size_) / static_cast<float>(bucket_count());
    }

    /// The bucket of a hash: bucket b is the home lanes l with l * bucket_count / lanes == b.
    struct bucket_geometry {
        const group* index;
        prime_modulus modulus;
        std::uint64_t buckets;
        std::uint32_t groups;
        bool mixed;

        std::uint64_t lane(std::uint64_t h) const noexcept { return modulus(mixed ? mix(h) : h); }
        std::uint64_t bucket_of_lane(std::uint64_t lane) const noexcept {
            return static_cast<std::uint64_t>(static_cast<uint128>(lane) * buckets / modulus.p);
        }
        std::uint64_t first_lane(std::uint64_t bucket) const noexcept {
            return static_cast<std::uint64_t>((static_cast<uint128>(bucket) * modulus.p + buckets - 1) /
                                              buckets);
        }
    };
    bucket_geometry geometry() const noexcept { return {index_, modulus_, bucket_count(), groups_, mixed_}; }

protected:
    template <bool Avalanching>
    home home_of(std::uint64_t h) const noexcept {
        if constexpr (!Avalanching)
            if (mixed_) [[unlikely]]
                h = mix(h);
        return home(modulus_, h);
    }
    group& group_of(const home& at) const noexcept { return index_[at.lane / group::lanes]; }
    std::uint64_t& lane_of(const home& at) const noexcept {
        return reinterpret_cast<std::uint64_t*>(index_)[at.lane]; // groups are nothing but lanes
    }

    /// Elements that `buckets` buckets take.
    std::size_t limit_for(std::size_t buckets) const noexcept {
        return max_load_ == 1.0f ? buckets : elements_in(buckets, max_load_);
    }
    /// The fewest buckets that take n elements.
    std::size_t buckets_for(std::size_t n) const {
        return max_load_ == 1.0f ? n : buckets_for_elements(n, max_load_);
    }
    std::size_t limit() const noexcept { return limit_for(buckets_); }
    /// Elements that fit before the index has to change.
    std::size_t capacity() const noexcept { return room_ < limit() ? room_ : limit(); }

    /// An element under construction has to find out that the table changed meanwhile (table::building).
    void heed_pending() noexcept {
        if (store_.pending() != nullptr) [[unlikely]] {
            store_.pending()->changed = true;
            attention_ = 0;
        }
    }

    /// Puts an element into the index, which has room.
    void enter(home at, std::uint64_t e) noexcept {
        if (std::uint64_t& lane = lane_of(at); entry::is_empty(lane))
            entry::occupy(lane, e);
        else
            enter_displaced(at, e);
    }
    void enter_displaced(home at, std::uint64_t e) noexcept;
    bool is_large() const noexcept { return groups_ > 1024; } // more than a first-level cache holds

    // What replaces or fills the index gives the strong guarantee: it throws what the allocator and the hash
    // throw, and length_error beyond the limits.

    /// At least `buckets` buckets, and lanes for `room` elements or as many as the buckets take.
    void set_buckets(const table_functions& f, std::size_t buckets, std::size_t room);
    void reserve(const table_functions& f, std::size_t n);
    void expect(const table_functions& f, std::size_t n);
    /// At size attention_: room for one element more, and an index that has not overflowed too much.
    void grow(const table_functions& f);
    /// The same, for an insertion that may be inside the construction of another element.
    void grow_within(const table_functions& f);
    /// An index as `other`'s, for the elements that have been put into the storage.
    void index_like(const table_functions& f, const table_core& other);
    /// Everything goes but the index; the elements have been destroyed.
    void clear_contents(const table_functions& f) noexcept;
    /// Everything goes; the elements have been destroyed.
    void release_contents(const table_functions& f) noexcept;
    /// This table's contents, which leaves it as a new one.
    table_core taken() noexcept;
    void exchange_contents(table_core& other) noexcept;

    /// The lane that holds the element or cell at `address`, whose home is known or not. pre: there is one
    std::uint64_t* displaced_lane_of(const home& at, const void* address) const noexcept;
    std::uint64_t* lane_by_address(const void* address) const noexcept;

    /// What there is to say of index and storage; `size` is the number of entries. home_of(table, e) gives
    /// the home of the element that entry e refers to. Linear. Throws what home_of throws.
    hash_stats stats(const table_functions& f, home (*home_of)(const table_core&, std::uint64_t e)) const;

    group* index_ = const_cast<group*>(&empty_group);
    prime_modulus modulus_;
    std::uint32_t groups_ = 1;
    std::uint8_t index_shift_ = 0; // from the allocation to the first group, in 16 bytes
    bool exact_ = true;            // every element is in its home lane, and x = hash
    bool mixed_ = false;           // x = mix(hash)
    float max_load_ = 1.0f;
    std::size_t size_ = 0;
    std::size_t attention_ = 0; // at this size the next insertion looks after the index: it is full, or has
                                // overflowed; or somebody has to be told of a change (heed_pending)
    std::size_t buckets_ = 0;
    std::size_t room_ = 0; // elements that the index has lanes for; fewer than limit() only under large load
                           // factors
    std::uint32_t overflowed_ = 0; // elements that had to leave their home group, since the index was built
    std::uint32_t overflow_bound_ = 0;
    block_store store_;

private:
    struct replaced_index;

    void add_displaced(probe_sums& sums, const home& at, const std::uint64_t* lane) const noexcept;
    std::uint32_t miss_length(std::uint64_t home_lane) const noexcept;

    void resize_index(const table_functions& f, std::size_t buckets, std::size_t room);
    void rebuild(const table_functions& f);
    void fill(const table_functions& f);
    void fill_index(const table_functions& f);
    void clear_index() noexcept;
    void forget_index() noexcept;
    void deallocate_index(const table_functions& f, const table_core& of) noexcept;
};

} // namespace arsenal::inline ARSENAL_ABI::detail
