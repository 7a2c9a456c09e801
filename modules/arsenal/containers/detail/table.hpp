#pragma once

#include <arsenal/containers/detail/element_store.hpp>
#include <arsenal/containers/detail/group.hpp>
#include <arsenal/containers/detail/key_hash.hpp>
#include <arsenal/containers/detail/prime_modulus.hpp>
#include <arsenal/containers/detail/probe_sequence.hpp>
#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/containers/detail/table_iterator.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/pages.hpp>
#include <arsenal/platform/throw.hpp>

// The hash table under unordered_map and unordered_set: elements that never move (element_store.hpp), and
// beside them an index of cache-line groups (group.hpp) that finds them.
//
//   key -> hash -> x -> home lane = x mod p (prime_modulus.hpp)
//
//   x is the hash itself at first: integers keep their order, arithmetic progressions have no collision at
//   all. Where too many elements do not fit into their home group and the hash does not call itself
//   avalanching, the index is rebuilt once with x = mix(hash), and stays so until clear(). Nobody sees the
//   difference but the clock.
//
//   An element goes to its home lane; if that is taken, to another lane of the group; if the group is full,
//   the overflow bit of the home lane is set and it goes on to a group far away, by a step that depends on
//   the home lane only. A lookup compares the eight tags of a group at once and ends where the overflow bit
//   of its home lane is not set. Lanes are vacated by clearing the tag; overflow bits stay until the index is
//   rebuilt, which happens when too many were set.
//
//   `exact_`: no element is outside its home lane. Then a lookup looks at that lane and nothing else. This is
//   the case for dense integers and progressions, small or large.
//
// What leaves, how: an extracted element keeps its slot; the handle holds a reference to the segment. In
// another table it is a foreign element: the index and the iteration reach it through a foreign_cell.
//
// Iteration order: order of arrival, holes refilled; foreign elements where they came. It depends on the
// operations only: not on hashes, addresses or the instruction set.
//
// Limits: max_size() is at most max_index_limit (length_error beyond); addresses have 48 bits (bad_alloc
// otherwise).
//
// Memory: the index never shrinks by itself (rehash(0) does); segments go back as soon as they are empty.
// Each is at most 2 MiB, so 10 elements left of 10 million pin at most 10 of them.

namespace arsenal::inline ARSENAL_ABI::detail {

/// The index of a table that has none: one group without elements. Never written.
inline constexpr group empty_group{};

template <class Policy>
using table_slot = slot<typename Policy::value_type, !std::is_scalar_v<typename Policy::key_type>>;

/// An element outside any table: its slot, and the block that the slot is in.
template <class Slot>
struct table_node {
    Slot* slot = nullptr;
    block* home = nullptr;
    std::uint32_t owner = 0; // id() of the table whose block it is, 0 if unknown

    /// Destroys the element and gives its place back.
    template <class Alloc>
    static void destroy(Alloc& alloc, const table_node& n) noexcept {
        std::allocator_traits<Alloc>::destroy(alloc, n.slot->value());
        element_store<Slot, Alloc>::drop_element(alloc, n.home, n.slot);
    }
};

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

template <class Policy, class Hash, class Pred, class Alloc>
class table {
public:
    using key_type = typename Policy::key_type;
    using value_type = typename Policy::value_type;
    using slot_type = table_slot<Policy>;
    using node = table_node<slot_type>;
    using at_type = cursor<slot_type>;
    using iterator = table_iterator<slot_type, value_type, Policy::constant_iterators>;
    using const_iterator = table_iterator<slot_type, value_type, true>;

private:
    using layout = block_layout<slot_type>;
    using hasher_type = key_hash<key_type, Hash>;
    using alloc_traits = std::allocator_traits<Alloc>;
    struct alignas(16) quarter_group {
        std::byte bytes[16];
    };
    using index_alloc = typename alloc_traits::template rebind_alloc<quarter_group>;
    using index_traits = std::allocator_traits<index_alloc>;
    using store_type = element_store<slot_type, Alloc>;

    template <class, class, class, class>
    friend class table;

    // Construction and destruction of an element run no code that could come back to this table.
    static constexpr bool plain_values = std::is_trivially_copyable_v<value_type>;

public:
    table(std::size_t buckets, const Hash& hash, const Pred& equal, const Alloc& alloc)
        : hash_(hash), equal_(equal), alloc_(alloc) {
        if (buckets != 0) rehash(buckets);
    }
    /// A copy: elements in the same order, as many buckets.
    table(const table& other, const Alloc& alloc) : hash_(other.hash_), equal_(other.equal_), alloc_(alloc) {
        max_load_ = other.max_load_;
        mixed_ = other.mixed_;
        owner guard{this};
        copy_from(other);
        guard.owned = nullptr;
    }
    table(table&& other) noexcept(std::is_nothrow_copy_constructible_v<Hash> &&
                                  std::is_nothrow_copy_constructible_v<Pred>)
        : hash_(other.hash_), equal_(other.equal_), alloc_(std::move(other.alloc_)) {
        max_load_ = other.max_load_;
        steal(other);
    }
    table(table&& other, const Alloc& alloc) noexcept(alloc_traits::is_always_equal::value &&
                                                      std::is_nothrow_copy_constructible_v<Hash> &&
                                                      std::is_nothrow_copy_constructible_v<Pred>)
        : hash_(other.hash_), equal_(other.equal_), alloc_(alloc) {
        max_load_ = other.max_load_;
        if (alloc_ == other.alloc_) {
            steal(other);
        } else {
            owner guard{this};
            move_from(other);
            guard.owned = nullptr;
        }
    }
    ~table() { destroy_all(); }

    table(const table&) = delete;
    table& operator=(const table&) = delete;
    table& operator=(table&&) = delete;

    // Assignment. The new contents are complete before the old ones go: strong guarantee, and `other` may be
    // part of one of this table's own elements.
    void assign(const table& other) {
        if (this == &other) return;
        constexpr bool propagate = alloc_traits::propagate_on_container_copy_assignment::value;
        table copy(other, propagate ? other.alloc_ : alloc_);
        exchange(copy);
        if constexpr (propagate) exchange_allocators(copy);
    }
    void assign(table&& other) noexcept(alloc_traits::is_always_equal::value &&
                                        std::is_nothrow_move_assignable_v<Hash> &&
                                        std::is_nothrow_move_assignable_v<Pred>) {
        if (this == &other) return;
        constexpr bool propagate = alloc_traits::propagate_on_container_move_assignment::value;
        table taken(std::move(other), propagate ? other.alloc_ : alloc_);
        exchange(taken);
        if constexpr (propagate) exchange_allocators(taken);
    }
    void swap(table& other) {
        if constexpr (alloc_traits::propagate_on_container_swap::value)
            exchange_allocators(other);
        else
            ARSENAL_DEBUG_ASSERT(alloc_ == other.alloc_, "swapped containers whose allocators differ");
        exchange(other);
    }

    std::size_t size() const noexcept { return size_; }
    std::size_t max_size() const noexcept {
        const std::size_t by_alloc = alloc_traits::max_size(alloc_);
        return by_alloc < max_index_limit ? by_alloc : max_index_limit;
    }
    Alloc& alloc() noexcept { return alloc_; }
    const Alloc& alloc() const noexcept { return alloc_; }
    const Hash& hash_function() const noexcept { return hash_; }
    const Pred& key_eq() const noexcept { return equal_; }

    iterator begin() noexcept { return iterator(at_type::first_in(store_.first())); }
    const_iterator begin() const noexcept { return const_iterator(at_type::first_in(store_.first())); }
    static iterator to_iterator(at_type at) noexcept { return iterator(at); }
    static const_iterator to_const(at_type at) noexcept { return const_iterator(at); }

    // Lookup.

    /// The look at one lane is small enough to be inlined wherever the key is a scalar; the rest is one call.
    template <class K>
        requires std::is_scalar_v<K>
    [[gnu::always_inline]] at_type find(const K& key) const {
        const std::uint64_t h = hasher_type::compute(hash_, key);
        if (exact_) return find_exact(key, home(modulus_, h));
        return find_displaced<K>(key, home_of(h)).cursor();
    }
    template <class K>
    at_type find(const K& key) const {
        return find_at(key, home_of(hasher_type::compute(hash_, key)));
    }

    // Insertion.

    /// The element with `key`, and false; or the element that construct(value_type*) made, and true. Strong
    /// guarantee.
    template <class K, class Construct>
    std::pair<at_type, bool> find_or_insert(const K& key, Construct&& construct) {
        const std::uint64_t h = hasher_type::compute(hash_, key);
        const home at = home_of(h);
        // Where the home lane is untouched there is nothing to find. (A vector comparison right after a
        // neighbouring lane was written waits for that store: dense keys in a displaced table were inserted
        // at half the speed.)
        if (!entry::is_untouched(index_->entries[at.lane]))
            if (at_type found = find_at(key, at); found.slot) return {found, false};
        building b(*this);
        construct(b.slot()->value());
        b.constructed = true;
        return {insert_built(b, h, at), true};
    }
    /// Constructs an element first and looks whether its key is there after. Strong guarantee.
    template <class Construct>
    std::pair<at_type, bool> insert_constructed(Construct&& construct) {
        building b(*this);
        construct(b.slot()->value());
        b.constructed = true;
        const key_type& key = Policy::key(*b.slot()->value());
        const std::uint64_t h = hasher_type::compute(hash_, key);
        const home at = home_of(h);
        if (at_type found = find_at(key, at); found.slot) return {found, false};
        return {insert_built(b, h, at), true};
    }

    // Removal.

    template <class K>
    std::size_t erase_key(const K& key) {
        const lane_ref at = locate(key, home_of(hasher_type::compute(hash_, key)));
        if (!at.where) return 0;
        erase_at(at);
        return 1;
    }
    /// Does not throw, even where the hash does ([container.requirements.general]).
    void erase(at_type at) noexcept { erase_at(nothrow_lane_of(at)); }

    // Elements that leave and come as nodes (node_handle.hpp).

    node extract(at_type at) {
        const lane_ref lane = lane_of(at);
        node n{at.slot, at.home(), 0};
        lane.where->vacate(lane.lane);
        --size_;
        if (at.is_foreign()) {
            store_.disown(alloc_, at.cell());
        } else {
            n.owner = store_.id();
            store_.lend(alloc_, at.at());
            if (n.owner != store_.current_id()) n.owner = 0;
        }
        return n;
    }
    /// The element with n's key, and false; or n's element, now in this table, and true. Nothing happens to n
    /// if this throws.
    std::pair<at_type, bool> insert_node(const node& n) {
        const key_type& key = Policy::key(*n.slot->value());
        const std::uint64_t h = hasher_type::compute(hash_, key);
        if (at_type at = find_at(key, home_of(h)); at.slot) return {at, false};
        const bool returns = n.owner != 0 && n.owner == store_.current_id();
        new_cell cell(*this, returns ? nullptr : &n);
        if (size_ >= attention_) grow();
        if (!returns) return {finish_adoption(cell.release(), n.slot, h), true};
        const place<slot_type> p{n.slot, n.home, layout::position(n.home, n.slot)};
        store_.take_back(alloc_, p);
        n.slot->set_hash(h);
        const home at = home_of(h);
        enter(at, entry::make(at.tag, p.slot, p.pos));
        ++size_;
        return {{p.slot, p.home}, true};
    }
    /// Moves every element of `from` whose key is not here. Nothing is lost if this throws.
    template <class H2, class P2>
    void merge(table<Policy, H2, P2, Alloc>& from) {
        if (static_cast<void*>(this) == static_cast<void*>(&from)) return;
        ARSENAL_ASSERT(alloc_ == from.alloc_, "merged containers whose allocators differ");
        for (at_type at = at_type::first_in(from.store_.first()); at.slot;) {
            const at_type here = at;
            at.advance();
            const key_type& key = Policy::key(*here.slot->value());
            const std::uint64_t h = hasher_type::compute(hash_, key);
            if (find_at(key, home_of(h)).slot) continue;
            // What can throw comes first; then the element leaves.
            const node moving{here.slot, here.home()};
            new_cell cell(*this, &moving);
            if (size_ >= attention_) grow();
            const auto lane = from.lane_of(here);
            lane.where->vacate(lane.lane);
            --from.size_;
            if (here.is_foreign())
                from.store_.disown(from.alloc_, here.cell());
            else
                from.store_.lend(from.alloc_, here.at());
            finish_adoption(cell.release(), here.slot, h);
        }
    }
    [[gnu::noinline]] void clear() noexcept {
        destroy_elements();
        store_.release_all(alloc_);
        size_ = 0;
        overflowed_ = 0;
        mixed_ = false;
        exact_ = true;
        attention_ = capacity();
        if (buckets_ != 0) clear_index();
    }

    // Buckets and the load.

    /// max(1, ...) as std: a table without an index has one bucket.
    std::size_t bucket_count() const noexcept { return buckets_ == 0 ? 1 : buckets_; }
    float max_load_factor() const noexcept { return max_load_; }
    void max_load_factor(float z) noexcept {
        if (!(z > 0)) return; // a hint that makes no sense
        max_load_ = z;
        attention_ = capacity();
    }
    float load_factor() const noexcept {
        return static_cast<float>(size_) / static_cast<float>(bucket_count());
    }

    void rehash(std::size_t buckets) {
        set_buckets(buckets, max_load_ <= 1.0f ? limit_for(buckets) : buckets);
    }
    void reserve(std::size_t n) {
        if (n > max_size()) throw_length_error("arsenal: reserve beyond max_size()");
        set_buckets(buckets_for(n), n);
    }
    /// Up to n more elements are about to come: one growth instead of several. Their slots are allocated as
    /// they come, since some may be duplicates.
    void expect(std::size_t n) {
        if (size_ + n > capacity() && n <= max_size() - size_) {
            resize_index(buckets_for(size_ + n), size_ + n);
            store_.expect(0);
        }
    }

    /// The bucket of a hash: bucket b is the home lanes l with l * bucket_count / lanes == b.
    struct bucket_geometry {
        const group* index;
        prime_modulus modulus;
        std::uint64_t buckets;
        bool mixed;

        std::uint64_t lane(std::uint64_t h) const noexcept { return modulus(mixed ? mix(h) : h).remainder; }
        std::uint64_t bucket_of_lane(std::uint64_t lane) const noexcept {
            return static_cast<std::uint64_t>(static_cast<uint128>(lane) * buckets / modulus.p);
        }
        std::uint64_t first_lane(std::uint64_t bucket) const noexcept {
            return static_cast<std::uint64_t>((static_cast<uint128>(bucket) * modulus.p + buckets - 1) /
                                              buckets);
        }
    };
    bucket_geometry buckets() const noexcept { return {index_, modulus_, bucket_count(), mixed_}; }
    /// The elements of one bucket, one after the other: along the probe sequence of each of its home lanes.
    /// Keeps no pointer to the table, so that it survives swap and move as other iterators do. Needs a copy
    /// of Hash.
    class bucket_walk {
    public:
        bucket_walk() = default;
        bucket_walk(const table& t, std::size_t bucket)
            : hash_(t.hash_), shape_(t.buckets()), lane_(shape_.first_lane(bucket)),
              last_lane_(shape_.first_lane(bucket + 1)), probe_(lane_, t.groups_) {
            if (lane_ < last_lane_) find_next();
        }
        void advance() {
            ++in_group_;
            find_next();
        }

        slot_type* slot = nullptr;

    private:
        void find_next() {
            for (;; in_group_ = 0) {
                const group& g = shape_.index[probe_.at];
                for (; in_group_ < group::lanes; ++in_group_) {
                    if (entry::is_empty(g.entries[in_group_])) continue;
                    slot = cursor_at(g.entries[in_group_]).slot;
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

        element_hash<slot_type, Policy, Hash> hash_;
        bucket_geometry shape_{};
        std::uint64_t lane_ = 0;
        std::uint64_t last_lane_ = 0;
        probe_sequence probe_{0, 1};
        unsigned in_group_ = 0;
    };
    bucket_walk walk_bucket(std::size_t n) const {
        ARSENAL_ASSERT(n < bucket_count(), "no such bucket");
        return bucket_walk(*this, n);
    }
    std::size_t max_bucket_count() const noexcept { return max_buckets; }

    template <class K>
    std::size_t bucket(const K& key) const {
        const bucket_geometry g = buckets();
        return g.bucket_of_lane(g.lane(hasher_type::compute(hash_, key)));
    }

    std::uint64_t hash_of(slot_type* s) const {
        if constexpr (slot_type::caches_hash)
            return s->hash;
        else
            return hasher_type::compute(hash_, Policy::key(*s->value()));
    }

private:
    struct lane_ref {
        group* where = nullptr;
        unsigned lane = 0;
        at_type at;
    };

    /// Frees everything when a constructor throws.
    struct owner {
        table* owned;
        ~owner() {
            if (owned) owned->destroy_all();
        }
    };

    /// A slot in which an element is being made; gives it back unless the element was inserted.
    struct building {
        explicit building(table& t) : owner(t), at(t.store_.take(t.alloc_)) {
            if constexpr (!plain_values) {
                pending = {at.slot, t.store_.pending()};
                t.store_.push_pending(pending);
            }
        }
        building(const building&) = delete;
        building& operator=(const building&) = delete;
        ~building() {
            if (inserted) return;
            if (constructed) alloc_traits::destroy(owner.alloc_, at.slot->value());
            if constexpr (!plain_values) owner.store_.pop_pending(pending);
            owner.store_.cancel(owner.alloc_, at);
        }
        slot_type* slot() const noexcept { return at.slot; }

        table& owner;
        place<slot_type> at;
        pending_slot pending{};
        bool constructed = false;
        bool inserted = false;
    };

    /// Where an element belongs, and what tells it from others there. Remainder and quotient together
    /// determine x: elements in their home group with the same tag have the same home lane and agree in six
    /// bits of the quotient.
    struct home {
        home(const prime_modulus& modulus, std::uint64_t x) noexcept {
            const auto [quotient, remainder] = modulus(x);
            lane = remainder;
            tag = (2 * (remainder + 8 * quotient) + 1) << entry::tag_shift; // the 1 is entry::occupied
        }
        unsigned in_group() const noexcept { return lane % group::lanes; }

        std::uint64_t lane;
        std::uint64_t tag;
    };
    home home_of(std::uint64_t h) const noexcept {
        if constexpr (!hasher_type::avalanching)
            if (mixed_) [[unlikely]]
                h = mix(h);
        return home(modulus_, h);
    }
    group& group_of(const home& at) const noexcept { return index_[at.lane / group::lanes]; }

    /// Scalars go by value: their address would force them through memory.
    template <class K>
    using key_argument = std::conditional_t<std::is_scalar_v<K>, const K, const K&>;

    template <class K>
    bool equal(slot_type* s, const K& key) const {
        return equal_(Policy::key(*s->value()), key);
    }

    static at_type cursor_at(std::uint64_t e) noexcept {
        if (entry::is_foreign(e)) [[unlikely]] {
            auto* cell = static_cast<foreign_cell*>(entry::address(e));
            return {static_cast<slot_type*>(cell->element), cell};
        }
        return native_at(e);
    }
    static at_type native_at(std::uint64_t e) noexcept {
        auto* s = static_cast<slot_type*>(entry::address(e));
        return {s, layout::block_of(s, entry::position(e))};
    }

    /// What the compiled part of a lookup returns, in two registers. The block is worked out from the entry
    /// only where somebody asks for it: a plain lookup does not.
    struct hit {
        slot_type* slot = nullptr;
        std::uint64_t bits = 0;

        at_type cursor() const noexcept {
            return {slot, slot == nullptr ? nullptr
                          : entry::is_foreign(bits)
                              ? static_cast<run*>(static_cast<foreign_cell*>(entry::address(bits)))
                              : layout::block_of(slot, entry::position(bits))};
        }
    };

    template <class K>
    at_type find_at(const K& key, home at) const {
        return exact_ ? find_exact(key, at) : find_displaced<K>(key, at).cursor();
    }
    template <class K>
    [[gnu::always_inline]] at_type find_exact(const K& key, home at) const {
        std::uint64_t e = index_->entries[at.lane];
        // Keeps clang from turning a loop of lookups into gathers (AVX-512: 0.5x the speed) and the branches
        // below into conditional moves, which wait for the element.
        asm("" : "+r"(e));
        if (!entry::same_tag(e, at.tag)) return {};
        const at_type found = native_at(e);
        if (!equal(found.slot, key)) return {};
        return found;
    }

    /// The usual case of a table with displaced elements; the others are find_slowly's.
    template <class K>
    [[gnu::always_inline]] hit find_displaced(key_argument<K> key, home at) const {
        const group& g = group_of(at);
        if (const lane_set m = g.match(at.tag)) {
            const std::uint64_t e = g.entries[m.lowest()];
            auto* s = static_cast<slot_type*>(entry::address(e));
            if (!entry::is_foreign(e) && equal(s, key)) [[likely]]
                return {s, e};
        } else if (!g.overflows(at.in_group())) [[likely]] {
            return {};
        }
        return find_slowly<K>(key, at);
    }
    template <class K>
    [[gnu::noinline]] hit find_hashed(key_argument<K> key, std::uint64_t h) const {
        return find_displaced<K>(key, home_of(h));
    }
    template <class K>
    [[gnu::noinline]] hit find_slowly(key_argument<K> key, home at) const {
        const lane_ref found = walk<K>(key, at);
        return found.where ? hit{found.at.slot, found.where->entries[found.lane]} : hit{};
    }

    template <class K>
    lane_ref locate(const K& key, home at) const {
        group& g = group_of(at);
        if (exact_) {
            const std::uint64_t e = g.entries[at.in_group()];
            if (!entry::same_tag(e, at.tag)) return {};
            const at_type found = native_at(e);
            if (!equal(found.slot, key)) return {};
            return {&g, at.in_group(), found};
        }
        if (const lane_set m = g.match(at.tag)) {
            const std::uint64_t e = g.entries[m.lowest()];
            const at_type found = native_at(e);
            if (!entry::is_foreign(e) && equal(found.slot, key)) [[likely]]
                return {&g, m.lowest(), found};
        } else if (!g.overflows(at.in_group())) [[likely]] {
            return {};
        }
        return walk<K>(key, at);
    }
    /// Every candidate along the probe sequence.
    template <class K>
    [[gnu::noinline]] lane_ref walk(key_argument<K> key, home at) const {
        probe_sequence probe(at.lane, groups_);
        for (std::uint64_t i = at.lane / group::lanes;; i = probe.next()) {
            group& g = index_[i];
            for (lane_set m = g.match(at.tag); m; m.drop_lowest()) {
                const at_type found = cursor_at(g.entries[m.lowest()]);
                if (equal(found.slot, key)) return {&g, m.lowest(), found};
            }
            if (!g.overflows(at.in_group()) || probe.done()) return {};
        }
    }

    lane_ref nothrow_lane_of(at_type sought) const noexcept {
        if constexpr (nothrow_hash()) {
            return lane_of(sought);
        } else {
#if ARSENAL_HAS_EXCEPTIONS
            try {
                return lane_of(sought);
            } catch (...) {
                return lane_by_address(sought);
            }
#else
            return lane_of(sought);
#endif
        }
    }
    /// Without its hash: looks through the whole index.
    lane_ref lane_by_address(at_type sought) const noexcept {
        const std::uint64_t address = address_in_index(sought);
        for (group* g = index_;; ++g) {
            ARSENAL_ASSERT(g != index_ + groups_,
                           "erased or extracted an element that is not in the container");
            for (unsigned l = 0; l < group::lanes; ++l)
                if (!entry::is_empty(g->entries[l]) && (g->entries[l] & entry::address_mask) == address)
                    return {g, l, sought};
        }
    }
    static std::uint64_t address_in_index(at_type at) noexcept {
        return reinterpret_cast<std::uint64_t>(at.is_foreign() ? static_cast<void*>(at.cell())
                                                               : static_cast<void*>(at.slot));
    }

    /// The lane of an element that is in the table.
    lane_ref lane_of(at_type sought) const {
        const home at = home_of(hash_of(sought.slot));
        const std::uint64_t address = address_in_index(sought);
        if (exact_) {
            ARSENAL_DEBUG_ASSERT((index_->entries[at.lane] & entry::address_mask) == address,
                                 "erased or extracted an element that is not in the container");
            return {&group_of(at), at.in_group(), sought};
        }
        probe_sequence probe(at.lane, groups_);
        for (std::uint64_t i = at.lane / group::lanes;; i = probe.next()) {
            group& g = index_[i];
            for (lane_set m = g.match(at.tag); m; m.drop_lowest())
                if ((g.entries[m.lowest()] & entry::address_mask) == address) return {&g, m.lowest(), sought};
            ARSENAL_ASSERT(!probe.done(), "erased or extracted an element that is not in the container");
        }
    }

    at_type insert_built(building& b, std::uint64_t h, home at) {
        if (size_ >= attention_) [[unlikely]] {
            grow();
            at = home_of(h);
        }
        if constexpr (!plain_values) store_.pop_pending(b.pending);
        b.inserted = true;
        b.at.slot->set_hash(h);
        store_.commit(b.at);
        enter(at, entry::make(at.tag, b.at.slot, b.at.pos));
        ++size_;
        return {b.at.slot, b.at.home};
    }

    /// A cell that is freed unless the element is adopted: what can throw comes before anything changes.
    struct new_cell {
        new_cell(table& t, const node* n)
            : owner(t), cell(n ? store_type::make_cell(t.alloc_, n->slot, n->home) : nullptr) {}
        new_cell(const new_cell&) = delete;
        new_cell& operator=(const new_cell&) = delete;
        ~new_cell() {
            if (cell) store_type::free_cell(owner.alloc_, cell);
        }
        foreign_cell* release() noexcept {
            foreign_cell* c = cell;
            cell = nullptr;
            return c;
        }

        table& owner;
        foreign_cell* cell;
    };
    at_type finish_adoption(foreign_cell* cell, slot_type* s, std::uint64_t h) noexcept {
        s->set_hash(h);
        store_.adopt(cell);
        exact_ = false;
        enter_foreign(h, cell);
        ++size_;
        return {s, cell};
    }
    void enter_foreign(std::uint64_t h, foreign_cell* cell) noexcept {
        const home at = home_of(h);
        enter(at, entry::make(at.tag, cell, 0) | entry::foreign);
    }

    /// Puts an element into the index, which has room.
    void enter(home at, std::uint64_t e) noexcept {
        std::uint64_t& lane = index_->entries[at.lane];
        if (entry::is_empty(lane))
            lane = (lane & entry::marks) | e;
        else
            enter_displaced(at, e);
    }
    void enter_displaced(home at, std::uint64_t e) noexcept {
        exact_ = false;
        if (place_displaced(index_, groups_, at.lane, e) && ++overflowed_ > overflow_bound_) attention_ = 0;
    }

    void erase_at(const lane_ref& at) noexcept {
        at.where->vacate(at.lane);
        --size_;
        if (at.at.is_foreign()) [[unlikely]] {
            foreign_cell* cell = at.at.cell();
            block* home = cell->home;
            store_.disown(alloc_, cell);
            alloc_traits::destroy(alloc_, at.at.slot->value());
            store_type::drop_element(alloc_, home, at.at.slot);
            return;
        }
        const place<slot_type> p = at.at.at();
        store_.suspend(p);
        if constexpr (plain_values) {
            alloc_traits::destroy(alloc_, p.slot->value());
        } else {
            pending_slot pending{p.slot, store_.pending()};
            store_.push_pending(pending);
            alloc_traits::destroy(alloc_, p.slot->value());
            store_.pop_pending(pending);
        }
        store_.cancel(alloc_, p);
    }

    // The index as a whole.

    /// Elements that `buckets` buckets take.
    std::size_t limit_for(std::size_t buckets) const noexcept {
        return max_load_ == 1.0f ? buckets : elements_in(buckets, max_load_);
    }
    std::size_t limit() const noexcept { return limit_for(buckets_); }
    /// Elements that fit before the index has to change.
    std::size_t capacity() const noexcept { return room_ < limit() ? room_ : limit(); }
    /// The fewest buckets that take n elements.
    std::size_t buckets_for(std::size_t n) const {
        return max_load_ == 1.0f ? n : buckets_for_elements(n, max_load_);
    }

    [[gnu::noinline]] void set_buckets(std::size_t buckets, std::size_t room) {
        const std::size_t least = buckets_for(size_);
        if (buckets < least) buckets = least;
        if (room < size_) room = size_;
        if (buckets == 0) {
            release_index();
            return;
        }
        if (buckets != buckets_ || room > room_) resize_index(buckets, room);
        store_.expect(capacity()); // the user means to fill it
    }

    /// Room for one element more: the index is full, or too much of it has overflowed.
    [[gnu::noinline]] void grow() {
        if (size_ < capacity()) {
            rebuild();
            return;
        }
        if (size_ >= max_size()) throw_length_error("arsenal: hash table beyond max_size()");
        std::size_t n = growth_step(size_ + 1);
        if (n > max_size()) n = max_size();
        resize_index(size_ < limit() ? buckets_ : buckets_for(n), n);
        store_.expect(0);
    }

    static constexpr std::size_t huge_index_bytes = std::size_t{4} << 20;

    /// Replaces the index by one for `buckets` buckets and (as far as they take them) `room` elements. Strong
    /// guarantee.
    [[gnu::noinline]] void resize_index(std::size_t buckets, std::size_t room) {
        if (buckets > max_buckets) throw_length_error("arsenal: too many buckets");
        const std::size_t limit = limit_for(buckets);
        if (room > limit) room = limit;
        if (room < size_) room = size_;
        if (room > max_index_limit) throw_length_error("arsenal: too many elements");
        const index_shape shape = shape_for(room);
        unsigned shift = 0;
        replaced_index old{*this, index_, modulus_, buckets_, room_, groups_, index_shift_};
        index_ = allocate_index(shape.groups, shift);
        index_shift_ = static_cast<std::uint8_t>(shift);
        modulus_ = shape.modulus;
        groups_ = shape.groups;
        buckets_ = buckets;
        room_ = room;
        if constexpr (nothrow_hash()) old.drop(); // all that is in it is in the store too
        fill();
        old.drop();
    }

    /// The index before resize_index(): comes back where a hash throws.
    struct replaced_index {
        table& owner;
        group* index;
        prime_modulus modulus;
        std::size_t buckets;
        std::size_t room;
        std::uint32_t groups;
        std::uint8_t shift;
        bool dropped = false;

        void drop() noexcept {
            if (!dropped && buckets != 0) owner.deallocate_index(index, shift, groups);
            dropped = true;
        }
        ~replaced_index() {
            if (dropped) return;
            if (owner.index_ != index)
                owner.deallocate_index(owner.index_, owner.index_shift_, owner.groups_);
            owner.index_ = index;
            owner.modulus_ = modulus;
            owner.buckets_ = buckets;
            owner.room_ = room;
            owner.groups_ = groups;
            owner.index_shift_ = shift;
            owner.exact_ = buckets == 0; // unknown: the general path finds everything
        }
    };
    /// An element's hash is to be had without calling user code that may throw.
    static constexpr bool nothrow_hash() noexcept {
        return slot_type::caches_hash || hasher_type::own_hash ||
               std::is_nothrow_invocable_v<const Hash&, const key_type&>;
    }

    /// Enters every element anew. Strong guarantee.
    void rebuild() {
        if constexpr (nothrow_hash())
            fill();
        else
            resize_index(buckets_, room_);
    }
    [[gnu::noinline]] void fill() {
        fill_index();
        if constexpr (!hasher_type::avalanching) {
            if (!mixed_ && overflowed_ > size_ / 4 && size_ > 32) {
                mixed_ = true;
                fill_index();
            }
        }
        // Where even this overflows (a constant hash, say), rebuilding again would not help.
        overflow_bound_ = static_cast<std::uint32_t>(2 * overflowed_ + modulus_.p / 3);
    }
    [[gnu::noinline]] void fill_index() {
        clear_index();
        overflowed_ = 0;
        overflow_bound_ = ~std::uint32_t{0};
        exact_ = !mixed_ && !store_.has_foreign();
        for (run* r = store_.first(); r != nullptr; r = r->next) {
            if (r->is_foreign()) {
                auto* cell = static_cast<foreign_cell*>(r);
                enter_foreign(hash_of(static_cast<slot_type*>(cell->element)), cell);
                continue;
            }
            for (std::uint64_t live = r->live; live != 0; live &= live - 1) {
                const auto pos = static_cast<unsigned>(std::countr_zero(live));
                slot_type* s = layout::slot(static_cast<block*>(r), pos);
                const home at = home_of(hash_of(s));
                enter(at, entry::make(at.tag, s, pos));
            }
        }
        attention_ = capacity();
    }

    // Large ones begin on a cache line; small ones do without, for the memory's sake.
    static std::size_t quarters(std::size_t groups) noexcept { return groups * 4 + (groups > 64 ? 3 : 0); }
    group* allocate_index(std::size_t groups, unsigned& shift) {
        index_alloc a(alloc_);
        auto p = index_traits::allocate(a, quarters(groups));
        auto* raw = reinterpret_cast<std::byte*>(std::to_address(p));
        shift = groups > 64 ? static_cast<unsigned>(-reinterpret_cast<std::uintptr_t>(raw) / 16 % 4) : 0;
        if (groups * sizeof(group) >= huge_index_bytes) advise_huge_pages(raw, groups * sizeof(group));
        return reinterpret_cast<group*>(raw + shift * 16);
    }
    [[gnu::noinline]] void deallocate_index(group* index, unsigned shift, std::uint32_t groups) noexcept {
        index_alloc a(alloc_);
        auto* raw = reinterpret_cast<quarter_group*>(reinterpret_cast<std::byte*>(index) - shift * 16);
        index_traits::deallocate(a, std::pointer_traits<typename index_traits::pointer>::pointer_to(*raw),
                                 quarters(groups));
    }
    [[gnu::noinline]] void release_index() noexcept {
        if (buckets_ == 0) return;
        deallocate_index(index_, index_shift_, groups_);
        forget_index();
    }
    void forget_index() noexcept {
        index_ = const_cast<group*>(&empty_group);
        modulus_ = prime_modulus{};
        groups_ = 1;
        buckets_ = 0;
        room_ = 0;
        attention_ = 0;
        overflowed_ = 0;
        exact_ = true;
        mixed_ = false;
        index_shift_ = 0;
    }
    void clear_index() noexcept { std::memset(static_cast<void*>(index_), 0, groups_ * sizeof(group)); }

    // Whole tables.

    void destroy_elements() noexcept {
        if constexpr (!std::is_trivially_destructible_v<value_type>)
            for (at_type at = at_type::first_in(store_.first()); at.slot != nullptr;) {
                const at_type here = at;
                at.advance();
                alloc_traits::destroy(alloc_, here.slot->value());
            }
    }
    [[gnu::noinline]] void destroy_all() noexcept {
        destroy_elements();
        store_.release_all(alloc_);
        release_index();
    }
    void steal(table& other) noexcept {
        index_ = other.index_;
        modulus_ = other.modulus_;
        groups_ = other.groups_;
        exact_ = other.exact_;
        mixed_ = other.mixed_;
        index_shift_ = other.index_shift_;
        size_ = other.size_;
        attention_ = other.attention_;
        buckets_ = other.buckets_;
        room_ = other.room_;
        overflowed_ = other.overflowed_;
        overflow_bound_ = other.overflow_bound_;
        store_ = other.store_;
        other.store_ = store_type();
        other.size_ = 0;
        other.forget_index();
    }
    void copy_from(const table& other) {
        take_all(other, [](slot_type* s) -> const value_type& { return *s->value(); });
    }
    void move_from(table& other) {
        // Keys that were moved from belong nowhere: whether this succeeds or throws, nothing is left there.
        struct emptied {
            table& from;
            ~emptied() { from.clear(); }
        } guard{other};
        take_all(other, [](slot_type* s) -> value_type&& { return std::move(*s->value()); });
    }
    /// Constructs an element from each of other's; this table is empty.
    template <class Get>
    [[gnu::noinline]] void take_all(const table& other, Get get) {
        if (other.size_ == 0) return;
        if (capacity() < other.size_) {
            const std::size_t least = buckets_for(other.size_);
            resize_index(least < other.buckets_ ? other.buckets_ : least,
                         other.room_ < other.size_ ? other.size_ : other.room_);
        }
        store_.expect(other.size_);
        for (at_type at = at_type::first_in(other.store_.first()); at.slot; at.advance()) {
            place<slot_type> p = store_.take(alloc_);
            building_copy guard{*this, p};
            alloc_traits::construct(alloc_, p.slot->value(), get(at.slot));
            const std::uint64_t h = other.hash_of(at.slot);
            guard.done = true;
            p.slot->set_hash(h);
            store_.commit(p);
            ++size_;
            const home to = home_of(h);
            enter(to, entry::make(to.tag, p.slot, p.pos));
        }
    }
    struct building_copy {
        table& owner;
        place<slot_type> at;
        bool done = false;
        ~building_copy() {
            if (!done) owner.store_.cancel(owner.alloc_, at);
        }
    };

    /// Where swapping the function objects throws, the elements no longer belong to them: both tables end up
    /// empty.
    struct half_swapped {
        table& a;
        table& b;
        bool done = false;
        ~half_swapped() {
            if (done) return;
            a.clear();
            b.clear();
        }
    };
    /// Everything but the allocators.
    [[gnu::noinline]] void exchange(table& other) {
        using std::swap;
        if constexpr (std::is_nothrow_swappable_v<Hash> && std::is_nothrow_swappable_v<Pred>) {
            swap(hash_, other.hash_);
            swap(equal_, other.equal_);
        } else {
            half_swapped guard{*this, other};
            swap(hash_, other.hash_);
            swap(equal_, other.equal_);
            guard.done = true;
        }
        swap(max_load_, other.max_load_);
        swap(index_, other.index_);
        swap(modulus_, other.modulus_);
        swap(groups_, other.groups_);
        swap(exact_, other.exact_);
        swap(mixed_, other.mixed_);
        swap(index_shift_, other.index_shift_);
        swap(size_, other.size_);
        swap(attention_, other.attention_);
        swap(buckets_, other.buckets_);
        swap(room_, other.room_);
        swap(overflowed_, other.overflowed_);
        swap(overflow_bound_, other.overflow_bound_);
        swap(store_, other.store_);
    }
    void exchange_allocators(table& other) noexcept {
        using std::swap;
        swap(alloc_, other.alloc_);
    }

    group* index_ = const_cast<group*>(&empty_group);
    prime_modulus modulus_;
    std::uint32_t groups_ = 1;
    std::uint8_t index_shift_ = 0; // from the allocation to the first group, in 16 bytes
    bool exact_ = true;            // every element is in its home lane, and x = hash
    bool mixed_ = false;           // x = mix(hash)
    float max_load_ = 1.0f;
    std::size_t size_ = 0;
    std::size_t attention_ =
        0; // at this size the next insertion looks after the index: it is full, or has overflowed
    std::size_t buckets_ = 0;
    std::size_t room_ =
        0; // elements that the index has lanes for; fewer than limit() only under large load factors
    std::uint32_t overflowed_ = 0; // elements that had to leave their home group, since the index was built
    std::uint32_t overflow_bound_ = 0;
    store_type store_;
    [[no_unique_address]] Hash hash_;
    [[no_unique_address]] Pred equal_;
    [[no_unique_address]] Alloc alloc_;
};

} // namespace arsenal::inline ARSENAL_ABI::detail
