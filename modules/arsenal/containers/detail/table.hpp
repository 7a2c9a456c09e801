#pragma once

#include <arsenal/containers/detail/bucket_walk.hpp>
#include <arsenal/containers/detail/element_store.hpp>
#include <arsenal/containers/detail/key_hash.hpp>
#include <arsenal/containers/detail/slot.hpp>
#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/containers/detail/table_core.hpp>
#include <arsenal/containers/detail/table_iterator.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>

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
// Each is at most 2 MiB up to 256 MiB of elements, so 10 of them left of 10 million pin at most 10 segments.

namespace arsenal::inline ARSENAL_ABI::detail {

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

template <class Policy, class Hash, class Pred, class Alloc>
class table : public table_core {
public:
    using key_type = typename Policy::key_type;
    using value_type = typename Policy::value_type;
    using slot_type = table_slot<Policy>;
    using node = table_node<slot_type>;
    using at_type = cursor<slot_type>;
    using iterator = table_iterator<slot_type, value_type, Policy::constant_iterators>;
    using const_iterator = table_iterator<slot_type, value_type, true>;
    using bucket_walk_type = bucket_walk<slot_type, Policy, Hash>;

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

    // Destruction of an element runs no code that could come back to this table; nor does its construction,
    // where the caller of an insertion says that it is Quiet (detail::quietly_made).
    static constexpr bool quietly_destroyed = std::is_trivially_destructible_v<value_type>;

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
        steal(other);
    }
    table(table&& other, const Alloc& alloc) noexcept(alloc_traits::is_always_equal::value &&
                                                      std::is_nothrow_copy_constructible_v<Hash> &&
                                                      std::is_nothrow_copy_constructible_v<Pred>)
        : hash_(other.hash_), equal_(other.equal_), alloc_(alloc) {
        if (alloc_ == other.alloc_) {
            steal(other);
        } else {
            max_load_ = other.max_load_;
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

    /// An element that was found, as its entry in the index. Its block is worked out only where somebody asks
    /// for it: a plain lookup does not.
    struct hit {
        slot_type* slot = nullptr;
        std::uint64_t bits = 0;

        at_type cursor() const noexcept {
            if (slot != nullptr && entry::is_foreign(bits)) [[unlikely]]
                return {slot, static_cast<foreign_cell*>(entry::address(bits)), 0};
            return native();
        }
        /// pre: not foreign
        at_type native() const noexcept {
            const unsigned pos = entry::position(bits);
            return slot == nullptr ? at_type() : at_type(slot, layout::block_of(slot, pos), pos);
        }
    };
    /// What an insertion returns, in two registers: in the entry's copy the overflow mark says that it is
    /// new.
    class insertion {
    public:
        explicit insertion(hit element, std::uint64_t mark = 0) noexcept
            : element_{element.slot, (element.bits & ~inserted_mark) | mark} {}
        value_type* value() const noexcept { return element_.slot->value(); }
        at_type cursor() const noexcept { return element_.cursor(); }
        bool inserted() const noexcept { return (element_.bits & inserted_mark) != 0; }

    private:
        hit element_;
    };
    static constexpr std::uint64_t inserted_mark = entry::overflow;

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

    // Lookup. Where the key is a scalar the usual cases are inlined; otherwise it is one call.

    template <class K>
        requires std::is_scalar_v<K>
    [[gnu::always_inline]] at_type find(const K& key) const {
        const std::uint64_t h = hasher_type::compute(hash_, key);
        if (exact_) return find_exact(key, home(modulus_, h)).native();
        return find_displaced<K>(key, home_of_hash(h)).cursor();
    }
    template <class K>
    at_type find(const K& key) const {
        return find_here<K>(key).cursor();
    }

    // Insertion.

    /// The element with `key`, or else the one that construct(value_type*) made. Strong guarantee.
    template <bool Quiet, class K, class Construct>
    insertion find_or_insert(const K& key, Construct&& construct) {
        const std::uint64_t h = hasher_type::compute(hash_, key);
        const home at = home_of_hash(h);
        hit found;
        std::uint64_t* const room = find_or_room<K>(key, at, found);
        if (found.slot) return insertion(found);
        building<Quiet> b(*this);
        construct(b.at.slot->value());
        b.construction_done();
        return insert_built(b, h, at, room);
    }
    /// Constructs an element first and looks whether its key is there after. Strong guarantee.
    template <class Construct>
    insertion insert_constructed(Construct&& construct) {
        building<false> b(*this);
        construct(b.at.slot->value());
        b.construction_done();
        const key_type& key = Policy::key(*b.at.slot->value());
        const std::uint64_t h = hasher_type::compute(hash_, key);
        const home at = home_of_hash(h);
        hit found;
        std::uint64_t* const room = find_or_room<key_type>(key, at, found);
        if (found.slot) return insertion(found);
        return insert_built(b, h, at, room);
    }

    // Removal.

    template <class K>
    std::size_t erase_key(const K& key) {
        std::uint64_t* const lane = locate<K>(key, home_of_key(key));
        if (lane == nullptr) return 0;
        erase_in(*lane);
        return 1;
    }
    /// Does not throw, even where the hash does ([container.requirements.general]).
    [[gnu::noinline]] void erase(at_type at) noexcept { erase_in(*nothrow_lane_at(at)); }

    // Elements that leave and come as nodes (node_handle.hpp).

    node extract(at_type at) {
        entry::vacate(*lane_at(at));
        --size_;
        node n{at.slot, at.home(), 0};
        if (at.is_foreign()) {
            store().disown(at.cell());
        } else {
            n.owner = store_.id();
            store().lend(at.at());
            if (n.owner != store_.current_id()) n.owner = 0;
        }
        return n;
    }
    /// The element with n's key, and false; or n's element, now in this table, and true. Nothing happens to n
    /// if this throws.
    std::pair<at_type, bool> insert_node(const node& n) {
        const key_type& key = Policy::key(*n.slot->value());
        const std::uint64_t h = hasher_type::compute(hash_, key);
        if (const std::uint64_t* lane = locate<key_type>(key, home_of_hash(h)))
            return {hit_of(*lane).cursor(), false};
        const bool returns = n.owner != 0 && n.owner == store_.current_id();
        new_cell cell(*this, returns ? nullptr : &n);
        if (size_ >= attention_) grow(functions());
        if (!returns) return {finish_adoption(cell.release(), n.slot, h), true};
        const place<slot_type> p{n.slot, n.home, layout::position(n.home, n.slot)};
        store().take_back(p);
        n.slot->set_hash(h);
        const home at = home_of_hash(h);
        enter(at, entry::make(at.tag, p.slot, p.pos));
        heed_pending();
        ++size_;
        return {at_type(p.slot, p.home, p.pos), true};
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
            if (locate<key_type>(key, home_of_hash(h))) continue;
            // What can throw comes first; then the element leaves.
            const node moving{here.slot, here.home()};
            new_cell cell(*this, &moving);
            if (size_ >= attention_) grow(functions());
            entry::vacate(*from.lane_at(here));
            --from.size_;
            if (here.is_foreign())
                from.store().disown(here.cell());
            else
                from.store().lend(here.at());
            finish_adoption(cell.release(), here.slot, h);
        }
    }
    void clear() noexcept {
        if (store_.pending() != nullptr) [[unlikely]] // called by an element under construction, say
            return erase_all();
        destroy_elements();
        clear_contents(functions());
    }

    // Buckets and the load.

    void rehash(std::size_t buckets) {
        set_buckets(functions(), buckets, max_load_ <= 1.0f ? limit_for(buckets) : buckets);
    }
    void reserve(std::size_t n) { table_core::reserve(functions(), n); }
    /// Up to n more elements are about to come: one growth instead of several.
    void expect(std::size_t n) { table_core::expect(functions(), n); }

    bucket_walk_type walk_bucket(std::size_t n) const {
        ARSENAL_ASSERT(n < bucket_count(), "no such bucket");
        return bucket_walk_type(geometry(), hash_, n);
    }
    std::size_t max_bucket_count() const noexcept { return max_buckets; }

    template <class K>
    std::size_t bucket(const K& key) const {
        const bucket_geometry g = geometry();
        return g.bucket_of_lane(g.lane(hasher_type::compute(hash_, key)));
    }

private:
    /// Frees everything when a constructor throws.
    struct owner {
        table* owned;
        ~owner() {
            if (owned) owned->destroy_all();
        }
    };

    /// A slot in which an element is being made; gives it back unless the element was kept.
    ///
    /// Unless it is Quiet, a user's code runs meanwhile, which may insert into this table, even the same key,
    /// or replace the index. Whatever does so leaves attention_ at 0, and insert_built() looks again. Quiet
    /// insertions do not look whether they are inside such a construction: where both kinds occur in one
    /// table, they are made to by attention_, which is 0 for the time of the construction.
    template <bool Quiet>
    struct building {
        explicit building(table& t) : owner(t), at(t.store().take()) {
            if constexpr (!Quiet) {
                pending = {at.slot, t.store_.pending()};
                t.store_.push_pending(pending);
                if constexpr (quietly_destroyed) {
                    attention = t.attention_;
                    t.attention_ = 0;
                }
            }
        }
        building(const building&) = delete;
        building& operator=(const building&) = delete;
        // (What cleanup calls is inlined by force: a call there would keep all of this in memory.)
        [[gnu::always_inline]] ~building() {
            if (kept) return;
            if (constructed)
                alloc_traits::destroy(owner.alloc_, at.slot->value());
            else
                end_construction();
            end_pending();
            owner.store().cancel(at);
        }
        /// The element is there.
        void construction_done() noexcept {
            constructed = true;
            end_construction();
        }
        /// The element is one of the table's; it enters the index next.
        void keep(std::uint64_t h) noexcept {
            end_pending();
            kept = true;
            at.slot->set_hash(h);
            store_type::commit(at);
            ++owner.size_;
        }

        table& owner;
        place<slot_type> at;
        pending_slot pending{};
        std::size_t attention = 0; // of the table before
        bool constructed = false;
        bool kept = false;

    private:
        [[gnu::always_inline]] void end_construction() noexcept {
            if constexpr (!Quiet && quietly_destroyed)
                if (!pending.changed) [[likely]]
                    owner.attention_ = attention;
        }
        [[gnu::always_inline]] void end_pending() noexcept {
            if constexpr (!Quiet) {
                owner.store_.pop_pending(pending);
                owner.heed_pending();
            }
        }
    };

    static hit hit_of(std::uint64_t e) noexcept {
        void* const p = entry::address(e);
        if (entry::is_foreign(e)) [[unlikely]]
            return {static_cast<slot_type*>(static_cast<foreign_cell*>(p)->element), e};
        return {static_cast<slot_type*>(p), e};
    }

    store_type store() noexcept { return {store_, alloc_}; }

    std::uint64_t hash_of(slot_type* s) const {
        if constexpr (slot_type::caches_hash)
            return s->hash;
        else
            return hasher_type::compute(hash_, Policy::key(*s->value()));
    }
    home home_of_hash(std::uint64_t h) const noexcept { return home_of<hasher_type::avalanching>(h); }
    template <class K>
    home home_of_key(const K& key) const {
        return home_of_hash(hasher_type::compute(hash_, key));
    }

    /// Scalars go by value: their address would force them through memory.
    template <class K>
    using key_argument = std::conditional_t<std::is_scalar_v<K>, const K, const K&>;

    template <class K>
    bool equal(slot_type* s, const K& key) const {
        return equal_(Policy::key(*s->value()), key);
    }

    template <class K>
    [[gnu::always_inline]] hit find_exact(const K& key, const home& at) const {
        std::uint64_t e = lane_of(at);
        // Keeps clang from turning a loop of lookups into gathers (AVX-512: 0.5x the speed).
        asm("" : "+r"(e));
        if (!entry::same_tag(e, at.tag)) return {};
        auto* const s = static_cast<slot_type*>(entry::address(e));
        if (equal(s, key)) [[likely]] // and no conditional move, which would wait for the element
            return {s, e};
        return {};
    }
    /// The usual case of a table with displaced elements; the others are walk()'s.
    template <class K>
    [[gnu::always_inline]] hit find_displaced(key_argument<K> key, const home& at) const {
        group& g = group_of(at);
        if (const lane_set m = g.match(at.tag)) {
            const std::uint64_t e = g.lowest(m);
            auto* const s = static_cast<slot_type*>(entry::address(e));
            if (!entry::is_foreign(e) && equal(s, key)) [[likely]]
                return {s, e};
        } else if (!g.overflows(at.in_group())) [[likely]] {
            return {};
        }
        return find_by_walk<K>(key, at);
    }
    template <class K>
    [[gnu::noinline]] hit find_by_walk(key_argument<K> key, home at) const {
        const std::uint64_t* const lane = walk<K>(key, at);
        return lane == nullptr ? hit{} : hit_of(*lane);
    }
    template <class K>
    hit find_here(const K& key) const {
        const home at = home_of_key(key);
        return exact_ ? find_exact<K>(key, at) : find_displaced<K>(key, at);
    }
    /// The lane of the element with `key`; null where there is none.
    template <class K>
    [[gnu::always_inline]] std::uint64_t* locate(key_argument<K> key, const home& at) const {
        if (exact_) return find_exact<K>(key, at).slot ? &lane_of(at) : nullptr;
        group& g = group_of(at);
        if (const lane_set m = g.match(at.tag)) {
            std::uint64_t& lane = g.lowest(m);
            if (!entry::is_foreign(lane) && equal(static_cast<slot_type*>(entry::address(lane)), key))
                [[likely]]
                return &lane;
        } else if (!g.overflows(at.in_group())) [[likely]] {
            return nullptr;
        }
        return walk<K>(key, at);
    }
    /// Every candidate along the probe sequence.
    template <class K>
    [[gnu::noinline]] std::uint64_t* walk(key_argument<K> key, home at) const {
        probe_sequence probe(at.lane, groups_);
        for (std::uint64_t i = at.lane / group::lanes;; i = probe.next()) {
            group& g = index_[i];
            for (lane_set m = g.match(at.tag); m; m.drop_lowest()) {
                std::uint64_t& lane = g.lowest(m);
                if (equal(hit_of(lane).slot, key)) return &lane;
            }
            if (!g.overflows(at.in_group()) || probe.done()) return nullptr;
        }
    }
    /// The element with `key`, in `found`; or else a lane for it, null where that takes a search.
    template <class K>
    [[gnu::always_inline]] std::uint64_t* find_or_room(key_argument<K> key, const home& at,
                                                       hit& found) const {
        group& g = group_of(at);
        std::uint64_t* const own = &lane_of(at);
        // Where the home lane is untouched there is nothing to find. (A vector comparison right after a
        // neighbouring lane was written waits for that store: dense keys in a displaced table were inserted
        // at half the speed.)
        if (entry::is_untouched(*own)) return own;
        if (exact_) {
            found = find_exact<K>(key, at);
            return entry::is_empty(*own) ? own : nullptr;
        }
        const group_tags tags = g.tags();
        if (const lane_set m = tags.match(at.tag)) {
            const std::uint64_t e = g.lowest(m);
            auto* const s = static_cast<slot_type*>(entry::address(e));
            if (!entry::is_foreign(e) && equal(s, key)) [[likely]] {
                found = {s, e};
                return nullptr;
            }
            found = find_by_walk<K>(key, at);
        } else if (g.overflows(at.in_group())) {
            found = find_by_walk<K>(key, at);
        }
        const lane_set room = tags.empties();
        return room ? &g.lowest(room) : nullptr;
    }

    std::uint64_t* nothrow_lane_at(at_type sought) const noexcept {
        if constexpr (nothrow_hash()) {
            return lane_at(sought);
        } else {
#if ARSENAL_HAS_EXCEPTIONS
            try {
                return lane_at(sought);
            } catch (...) {
                return lane_by_address(address_in_index(sought));
            }
#else
            return lane_at(sought);
#endif
        }
    }
    static void* address_in_index(at_type at) noexcept {
        return at.is_foreign() ? static_cast<void*>(at.cell()) : static_cast<void*>(at.slot);
    }
    /// The lane of an element that is in the table.
    std::uint64_t* lane_at(at_type sought) const {
        const home at = home_of_hash(hash_of(sought.slot));
        if (!exact_) return displaced_lane_of(at, address_in_index(sought));
        ARSENAL_DEBUG_ASSERT(entry::address(lane_of(at)) == address_in_index(sought),
                             "erased or extracted an element that is not in the container");
        return &lane_of(at);
    }

    template <bool Quiet>
    [[gnu::always_inline]] insertion insert_built(building<Quiet>& b, std::uint64_t h, home at,
                                                  std::uint64_t* room) {
        if (size_ >= attention_) [[unlikely]] {
            if constexpr (Quiet) {
                grow_within(functions());
            } else if (const hit found = grow_and_find(b.at.slot, h); found.slot) {
                return insertion(found);
            }
            at = home_of_hash(h);
            room = nullptr;
        }
        b.keep(h);
        const std::uint64_t e = entry::make(at.tag, b.at.slot, b.at.pos);
        if (room != nullptr)
            entry::occupy(*room, e);
        else
            enter(at, e);
        return insertion({b.at.slot, e}, inserted_mark);
    }
    /// grow(); and the element with the key of `built`, which may have come while that was under
    /// construction.
    [[gnu::noinline]] hit grow_and_find(slot_type* built, std::uint64_t h) {
        const bool disturbed = attention_ == 0;
        grow(functions());
        if (!disturbed) return {};
        return find_by_walk<key_type>(Policy::key(*built->value()), home_of_hash(h));
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
        heed_pending();
        exact_ = false;
        const home at = home_of_hash(h);
        enter(at, entry::make(at.tag, cell, 0) | entry::foreign);
        ++size_;
        return {s, cell, 0};
    }

    void erase_in(std::uint64_t& lane) noexcept {
        const std::uint64_t e = lane;
        entry::vacate(lane);
        --size_;
        if (entry::is_foreign(e)) [[unlikely]] {
            erase_foreign(static_cast<foreign_cell*>(entry::address(e)));
            return;
        }
        auto* const s = static_cast<slot_type*>(entry::address(e));
        const unsigned pos = entry::position(e);
        const place<slot_type> p{s, layout::block_of(s, pos), pos};
        store_type::suspend(p);
        if constexpr (quietly_destroyed) {
            alloc_traits::destroy(alloc_, s->value());
        } else {
            pending_slot pending{s, store_.pending()};
            store_.push_pending(pending);
            alloc_traits::destroy(alloc_, s->value());
            store_.pop_pending(pending);
        }
        store().cancel(p);
    }
    [[gnu::noinline, gnu::cold]] void erase_all() noexcept {
        while (size_ != 0) erase(at_type::first_in(store_.first()));
    }
    [[gnu::noinline]] void erase_foreign(foreign_cell* cell) noexcept {
        auto* const s = static_cast<slot_type*>(cell->element);
        block* const home = cell->home;
        store().disown(cell);
        alloc_traits::destroy(alloc_, s->value());
        store_type::drop_element(alloc_, home, s);
    }

    // What the compiled part asks for.

    static const table_functions& functions() noexcept {
        static constexpr table_functions f = [] {
            table_functions t{store_type::shape_for_table(),
                              allocator_of,
                              max_size_of,
                              heap_allocate,
                              heap_deallocate,
                              fill_from_block,
                              hash_element,
                              nothrow_hash(),
                              hasher_type::avalanching};
            if constexpr (!is_std_allocator<Alloc>) {
                t.allocate_index = allocate_index;
                t.deallocate_index = deallocate_index;
            }
            return t;
        }();
        return f;
    }
    static constexpr bool nothrow_hash() noexcept {
        return slot_type::caches_hash || hasher_type::own_hash ||
               noexcept(std::declval<const Hash&>()(std::declval<const key_type&>()));
    }
    static void* allocator_of(table_core& t) noexcept {
        return std::addressof(static_cast<table&>(t).alloc_);
    }
    static std::size_t max_size_of(const table_core& t) noexcept {
        return static_cast<const table&>(t).max_size();
    }
    static void* allocate_index(void* alloc, std::size_t bytes) {
        index_alloc a(*static_cast<Alloc*>(alloc));
        return std::to_address(index_traits::allocate(a, bytes / sizeof(quarter_group)));
    }
    static void deallocate_index(void* alloc, void* index, std::size_t bytes) noexcept {
        index_alloc a(*static_cast<Alloc*>(alloc));
        auto& first = *static_cast<quarter_group*>(index);
        index_traits::deallocate(a, std::pointer_traits<typename index_traits::pointer>::pointer_to(first),
                                 bytes / sizeof(quarter_group));
    }
    static void fill_from_block(table_core& core, block* b) {
        auto& t = static_cast<table&>(core);
        const auto each = [&](auto&& use) {
            for (std::uint64_t live = b->live; live != 0; live &= live - 1) {
                const auto pos = static_cast<unsigned>(std::countr_zero(live));
                slot_type* const s = layout::slot(b, pos);
                use(t.home_of_hash(t.hash_of(s)), s, pos);
            }
        };
        // A pass that has the lanes of the whole block on their way from memory at once.
        if (t.is_large())
            each([&](const home& at, slot_type*, unsigned) { __builtin_prefetch(&t.lane_of(at), 1); });
        each([&](const home& at, slot_type* s, unsigned pos) { t.enter(at, entry::make(at.tag, s, pos)); });
    }
    static std::uint64_t hash_element(const table_core& t, void* slot) {
        return static_cast<const table&>(t).hash_of(static_cast<slot_type*>(slot));
    }

    // Whole tables.

    void destroy_elements() noexcept {
        if constexpr (!destroyed_unseen<value_type, Alloc>)
            for (at_type at = at_type::first_in(store_.first()); at.slot != nullptr;) {
                const at_type here = at;
                at.advance();
                alloc_traits::destroy(alloc_, here.slot->value());
            }
    }
    void destroy_all() noexcept {
        destroy_elements();
        release_contents(functions());
    }
    void steal(table& other) noexcept { static_cast<table_core&>(*this) = other.taken(); }
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
        store_.expect(other.size_);
        for (at_type at = at_type::first_in(other.store_.first()); at.slot; at.advance()) {
            building<quietly_made<value_type, decltype(get(at.slot))>> b(*this);
            alloc_traits::construct(alloc_, b.at.slot->value(), get(at.slot));
            if constexpr (slot_type::caches_hash)
                b.keep(at.slot->hash);
            else
                b.keep(0);
        }
        index_like(functions(), other);
    }

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
    void exchange(table& other) {
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
        exchange_contents(other);
    }
    void exchange_allocators(table& other) noexcept {
        using std::swap;
        swap(alloc_, other.alloc_);
    }

    [[no_unique_address]] Hash hash_;
    [[no_unique_address]] Pred equal_;
    [[no_unique_address]] Alloc alloc_;
};

} // namespace arsenal::inline ARSENAL_ABI::detail
