#pragma once

#include <arsenal/containers/detail/key_hash.hpp>
#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/containers/detail/table_core.hpp>
#include <arsenal/platform/config.hpp>

namespace arsenal::inline ARSENAL_ABI::detail {

/// The hash of an element, for a bucket's iterator: from the slot, or by a copy of the hash function.
template <class Slot, class Policy, class Hash, bool = Slot::caches_hash>
class element_hash {
public:
    element_hash() = default;
    explicit element_hash(const Hash&) noexcept {}
    std::uint64_t of(Slot* s) const noexcept { return s->hash; }
};
template <class Slot, class Policy, class Hash>
class element_hash<Slot, Policy, Hash, false> {
public:
    element_hash() noexcept {}
    explicit element_hash(const Hash& hash) : present_(true) {
        ::new (static_cast<void*>(&hash_)) Hash(hash);
    }
    element_hash(const element_hash& other) : present_(other.present_) {
        if (present_) ::new (static_cast<void*>(&hash_)) Hash(other.hash_);
    }
    element_hash& operator=(const element_hash& other) { // Hash need not be assignable
        if (this == &other) return *this;
        reset();
        if (other.present_) ::new (static_cast<void*>(&hash_)) Hash(other.hash_);
        present_ = other.present_;
        return *this;
    }
    ~element_hash() { reset(); }
    std::uint64_t of(Slot* s) const {
        return key_hash<typename Policy::key_type, Hash>::compute(hash_, Policy::key(*s->value()));
    }

private:
    void reset() noexcept {
        if (present_) hash_.~Hash();
        present_ = false;
    }

    union {
        Hash hash_;
    };
    bool present_ = false;
};

/// The elements of one bucket, one after the other: along the probe sequence of each of its home lanes. Keeps
/// no pointer to the table, so that it survives swap and move as other iterators do. Needs a copy of Hash.
template <class Slot, class Policy, class Hash>
class bucket_walk {
public:
    bucket_walk() = default;
    bucket_walk(const table_core::bucket_geometry& shape, const Hash& hash, std::size_t bucket)
        : hash_(hash), shape_(shape), lane_(shape.first_lane(bucket)),
          last_lane_(shape.first_lane(bucket + 1)), probe_(lane_, shape.groups) {
        if (lane_ < last_lane_) find_next();
    }
    void advance() {
        ++in_group_;
        find_next();
    }

    Slot* slot = nullptr;

private:
    void find_next() {
        for (;; in_group_ = 0) {
            const group& g = shape_.index[probe_.at];
            for (; in_group_ < group::lanes; ++in_group_) {
                if (entry::is_empty(g.entries[in_group_])) continue;
                slot = static_cast<Slot*>(element_of(g.entries[in_group_]));
                if (shape_.lane(hash_.of(slot)) == lane_) return;
            }
            if (g.overflows(lane_ % group::lanes) && !probe_.done()) {
                probe_.next();
            } else if (++lane_ < last_lane_) {
                probe_ = probe_sequence(lane_, probe_.groups);
            } else {
                slot = nullptr;
                return;
            }
        }
    }
    static void* element_of(std::uint64_t e) noexcept {
        return entry::is_foreign(e) ? static_cast<foreign_cell*>(entry::address(e))->element
                                    : entry::address(e);
    }

    element_hash<Slot, Policy, Hash> hash_;
    table_core::bucket_geometry shape_{};
    std::uint64_t lane_ = 0;
    std::uint64_t last_lane_ = 0;
    probe_sequence probe_{0, 1};
    unsigned in_group_ = 0;
};

} // namespace arsenal::inline ARSENAL_ABI::detail
