#pragma once

#include <arsenal/containers/detail/block.hpp>
#include <arsenal/containers/detail/group.hpp>
#include <arsenal/containers/detail/key_hash.hpp>
#include <arsenal/containers/detail/probe_sequence.hpp>
#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/containers/detail/table_core.hpp>
#include <arsenal/containers/detail/table_iterator.hpp>
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
        ::new (static_cast<void*>(std::addressof(hash_))) Hash(hash);
    }
    element_hash(const element_hash& other) : present_(other.present_) {
        if (present_) ::new (static_cast<void*>(std::addressof(hash_))) Hash(other.hash_);
    }
    element_hash& operator=(const element_hash& other) { // Hash need not be assignable
        if (this == &other) return *this;
        reset();
        if (other.present_) ::new (static_cast<void*>(std::addressof(hash_))) Hash(other.hash_);
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

/// Every entry in the lanes that one of home lane `lane` may be in.
template <class Use>
void each_candidate(const table_core::bucket_geometry& shape, std::uint64_t lane, Use use) {
    probe_sequence probe(lane, shape.groups);
    for (std::uint64_t i = probe.at;; i = probe.next()) {
        const group& g = shape.index[i];
        for (const std::uint64_t e : g.entries)
            if (!entry::is_empty(e)) use(e);
        if (!g.overflows(lane % group::lanes) || probe.done()) return;
    }
}

/// The elements of one bucket: by home lane, and by address where that is the same. This order is that of the
/// elements alone, so what is inserted or erased meanwhile, and even another index, neither repeats nor hides
/// one of the others. Keeps no pointer to the table, so that it survives swap and move as other iterators do.
/// Needs a copy of Hash.
///
/// The index is read as long as it is the one that the walk began with, which the run of the current element
/// tells (run::reindexed()). From then on every step goes through all elements, which is linear in size().
template <class Slot, class Policy, class Hash>
class bucket_walk {
public:
    bucket_walk() = default;
    bucket_walk(const table_core::bucket_geometry& shape, const Hash& hash, std::size_t bucket)
        : hash_(hash), shape_(shape), lane_(shape.first_lane(bucket)),
          last_lane_(shape.first_lane(bucket + 1)) {
        advance_in_index();
    }
    void advance() {
        if (in_index_ && in_->indexings() == indexings_)
            advance_in_index();
        else
            advance_in_list();
    }
    /// How many elements there are from the current one's home lane on.
    std::size_t count() const {
        std::size_t n = 0;
        for (std::uint64_t lane = lane_; lane < last_lane_; ++lane)
            each_candidate(shape_, lane, [&](std::uint64_t e) { n += lane_of(slot_of(e)) == lane; });
        return n;
    }

    Slot* slot = nullptr;

private:
    std::uint64_t lane_of(Slot* s) const { return shape_.lane(hash_.of(s)); }

    void advance_in_index() {
        for (; lane_ < last_lane_; ++lane_) {
            Slot* const here = slot;
            slot = nullptr;
            std::uint64_t found = 0;
            each_candidate(shape_, lane_, [&](std::uint64_t e) {
                Slot* const s = slot_of(e);
                if (is_between(here, s, slot) && lane_of(s) == lane_) {
                    slot = s;
                    found = e;
                }
            });
            if (slot != nullptr) {
                in_ = run_of(found);
                indexings_ = in_->indexings();
                return;
            }
        }
        slot = nullptr;
    }
    void advance_in_list() {
        in_index_ = false;
        Slot* const here = slot;
        std::uint64_t lane = last_lane_;
        slot = nullptr;
        run* first = in_;
        while (first->prev != nullptr) first = first->prev;
        for (auto at = cursor<Slot>::first_in(first); at.slot != nullptr; at.advance()) {
            const std::uint64_t l = lane_of(at.slot);
            if (l < lane_ || l > lane || l == last_lane_) continue;
            if (is_between(l == lane_ ? here : nullptr, at.slot, l == lane ? slot : nullptr)) {
                slot = at.slot;
                in_ = at.in;
                lane = l;
            }
        }
        lane_ = lane;
    }
    /// s is after `low` and before `high`, where that is not null.
    static bool is_between(Slot* low, Slot* s, Slot* high) noexcept {
        return std::less<>()(low, s) && (high == nullptr || std::less<>()(s, high));
    }
    static Slot* slot_of(std::uint64_t e) noexcept {
        return static_cast<Slot*>(entry::is_foreign(e)
                                      ? static_cast<foreign_cell*>(entry::address(e))->element
                                      : entry::address(e));
    }
    static run* run_of(std::uint64_t e) noexcept {
        if (entry::is_foreign(e)) return static_cast<foreign_cell*>(entry::address(e));
        return block_layout<Slot>::block_of(static_cast<Slot*>(entry::address(e)), entry::position(e));
    }

    element_hash<Slot, Policy, Hash> hash_;
    table_core::bucket_geometry shape_{};
    std::uint64_t lane_ = 0;
    std::uint64_t last_lane_ = 0;
    run* in_ = nullptr; // the current element's
    unsigned indexings_ = 0;
    bool in_index_ = true;
};

} // namespace arsenal::inline ARSENAL_ABI::detail
