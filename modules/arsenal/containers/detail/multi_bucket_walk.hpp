#pragma once

#include <arsenal/containers/detail/bucket_walk.hpp>
#include <arsenal/containers/detail/chain_cursor.hpp>
#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/containers/detail/table_core.hpp>
#include <arsenal/platform/config.hpp>

namespace arsenal::inline ARSENAL_ABI::detail {

/// The elements of one bucket of a multi_table: groups by home lane, then by hash, then in the order of the
/// list; and each group in its order. So what is inserted or erased meanwhile, and even another index,
/// neither repeats nor hides one of the others. As bucket_walk otherwise.
///
/// ++ is O(1) within a group. Where other keys of the bucket have the very same hash, going on to the next
/// group is linear in size().
template <class Slot, class Policy, class Hash>
class multi_bucket_walk {
    using at_type = chain_cursor<Slot>;
    using element = typename at_type::element_type;

public:
    multi_bucket_walk() = default;
    multi_bucket_walk(const table_core::bucket_geometry& shape, const Hash& hash, std::size_t bucket)
        : hash_(hash), shape_(shape), lane_(shape.first_lane(bucket)),
          last_lane_(shape.first_lane(bucket + 1)) {
        next_in_index();
    }
    void advance() {
        in_index_ = in_index_ && at_.in()->indexings() == indexings_;
        if (at_.link->continues())
            go_to(at_type(at_.link->next));
        else if (in_index_)
            next_in_index();
        else
            next_in_list();
    }
    /// How many elements there are from the current one's home lane on.
    std::size_t count() const {
        std::size_t n = 0;
        for (std::uint64_t lane = lane_; lane < last_lane_; ++lane)
            each_candidate(shape_, lane, [&](std::uint64_t e) {
                at_type at = at_of(e);
                if (lane_of(hash_of(at)) != lane) return;
                for (++n; at.link->continues(); ++n) at.advance();
            });
        return n;
    }

    element* slot = nullptr;

private:
    std::uint64_t hash_of(at_type at) const { return hash_.of(at.slot); }
    std::uint64_t lane_of(std::uint64_t h) const { return shape_.lane(h); }
    static at_type at_of(std::uint64_t e) noexcept {
        if (entry::is_foreign(e))
            return at_type(static_cast<chained_cell*>(static_cast<foreign_cell*>(entry::address(e))));
        return at_type(static_cast<Slot*>(entry::address(e)));
    }

    void go_to(at_type at) {
        at_ = at;
        slot = at.slot;
        if (slot != nullptr)
            indexings_ = at.in()->indexings(); // of the index that is read, as long as one is
    }
    void go_to_group(at_type first, std::uint64_t h) {
        current_ = h;
        go_to(first);
    }

    /// pre: the index is that of the beginning
    void next_in_index() {
        for (; lane_ < last_lane_; ++lane_) {
            at_type found;
            std::uint64_t least = 0;
            unsigned of_least = 0, of_current = 0;
            each_candidate(shape_, lane_, [&](std::uint64_t e) {
                const at_type at = at_of(e);
                const std::uint64_t h = hash_of(at);
                if (lane_of(h) != lane_) return;
                if (!at_.is_none() && h <= current_) {
                    of_current += h == current_;
                } else if (found.is_none() || h < least) {
                    found = at;
                    least = h;
                    of_least = 1;
                } else if (h == least) {
                    ++of_least;
                }
            });
            if (of_current > 1)
                if (const at_type next = next_of_hash(); !next.is_none()) return go_to(next);
            if (!found.is_none())
                return go_to_group(of_least == 1 ? found : first_of_hash(found, least), least);
            at_ = {};
        }
        go_to({});
    }
    /// The next group whose hash is the current one's.
    at_type next_of_hash() const {
        for (at_type at(at_.link->next); !at.is_none(); at.advance())
            if (!at.link->follows() && hash_of(at) == current_) return at;
        return {};
    }
    /// The first group of the list with hash h, which is `at` or before.
    at_type first_of_hash(at_type at, std::uint64_t h) const {
        at_type first = at;
        for (chain_link* l = at.link->prev(); l != nullptr; l = l->prev())
            if (!l->follows() && hash_of(at_type(l)) == h) first = at_type(l);
        return first;
    }
    void next_in_list() {
        if (const at_type next = next_of_hash(); !next.is_none()) return go_to(next);
        chain_link* beginning = at_.link;
        while (beginning->prev() != nullptr) beginning = beginning->prev();
        at_type found;
        std::uint64_t least = 0, lane = last_lane_;
        for (at_type at(beginning); !at.is_none(); at.advance()) {
            if (at.link->follows()) continue;
            const std::uint64_t h = hash_of(at), l = lane_of(h);
            if (l < lane_ || l >= last_lane_ || (l == lane_ && h <= current_)) continue;
            if (l > lane || (l == lane && h >= least)) continue;
            found = at;
            lane = l;
            least = h;
        }
        lane_ = lane;
        go_to_group(found, least);
    }

    element_hash<element, Policy, Hash> hash_;
    table_core::bucket_geometry shape_{};
    std::uint64_t lane_ = 0;
    std::uint64_t last_lane_ = 0;
    at_type at_;
    std::uint64_t current_ = 0; // the hash of the current group
    unsigned indexings_ = 0;
    bool in_index_ = true;
};

} // namespace arsenal::inline ARSENAL_ABI::detail
