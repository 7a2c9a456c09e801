#pragma once

#include <arsenal/containers/detail/bucket_walk.hpp>
#include <arsenal/containers/detail/emplace_arguments.hpp>
#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/containers/detail/table_base.hpp>
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

template <class Policy, class Hash, class Pred, class Alloc>
class table
    : public table_base<table<Policy, Hash, Pred, Alloc>, Policy, table_slot<Policy>, Hash, Pred, Alloc> {
    using base = table_base<table, Policy, table_slot<Policy>, Hash, Pred, Alloc>;

public:
    using typename base::key_type;
    using typename base::node;
    using typename base::slot_type;
    using typename base::value_type;
    using at_type = cursor<slot_type>;
    using iterator = table_iterator<at_type, value_type, Policy::constant_iterators>;
    using const_iterator = table_iterator<at_type, value_type, true>;
    using bucket_walk_type = bucket_walk<slot_type, Policy, Hash>;

private:
    using typename base::alloc_traits;
    using typename base::hasher_type;
    using typename base::hit;
    using typename base::layout;
    using typename base::new_cell;
    using typename base::owner;
    using typename base::store_type;
    template <class K>
    using key_argument = typename base::template key_argument<K>;
    using base::alloc_;
    using base::attention_;
    using base::enter;
    using base::equal;
    using base::equal_;
    using base::exact_;
    using base::functions;
    using base::group_of;
    using base::hash_;
    using base::hash_of;
    using base::heed_pending;
    using base::hit_of;
    using base::home_of_hash;
    using base::home_of_key;
    using base::lane_of;
    using base::max_load_;
    using base::mixed_;
    using base::modulus_;
    using base::size_;
    using base::store;
    using base::store_;

    template <class, class, class, class>
    friend class table;
    template <class, class, class, class>
    friend class multi_table;
    friend base;

    // Destruction of an element runs no code that could come back to this table; nor does its construction,
    // where the caller of an insertion says that it is Quiet (quietly_made).
    static constexpr bool quietly_destroyed = std::is_trivially_destructible_v<value_type>;

public:
    table(std::size_t buckets, const Hash& hash, const Pred& equal, const Alloc& alloc)
        : base(hash, equal, alloc) {
        if (buckets != 0) rehash(buckets);
    }
    /// A copy: elements in the same order, as many buckets.
    table(const table& other, const Alloc& alloc) : base(other.hash_, other.equal_, alloc) {
        max_load_ = other.max_load_;
        mixed_ = other.mixed_;
        owner guard{this};
        copy_from(other);
        guard.owned = nullptr;
    }
    table(table&& other) noexcept(std::is_nothrow_copy_constructible_v<Hash> &&
                                  std::is_nothrow_copy_constructible_v<Pred>)
        : base(other.hash_, other.equal_, std::move(other.alloc_)) {
        steal(other);
    }
    table(table&& other, const Alloc& alloc) noexcept(alloc_traits::is_always_equal::value &&
                                                      std::is_nothrow_copy_constructible_v<Hash> &&
                                                      std::is_nothrow_copy_constructible_v<Pred>)
        : base(other.hash_, other.equal_, alloc) {
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

    /// What an insertion returns, in two registers: in the entry's copy the overflow mark says that it is
    /// new.
    class insertion {
    public:
        explicit insertion(hit element, std::uint64_t mark = 0) noexcept
            : element_{element.slot, (element.bits & ~inserted_mark) | mark} {}
        value_type* value() const noexcept { return element_.slot->value(); }
        at_type cursor() const noexcept { return cursor_of(element_); }
        bool inserted() const noexcept { return (element_.bits & inserted_mark) != 0; }

    private:
        hit element_;
    };
    static constexpr std::uint64_t inserted_mark = entry::overflow;

    iterator begin() noexcept { return iterator(at_type::first_in(store_.first())); }
    const_iterator begin() const noexcept { return const_iterator(at_type::first_in(store_.first())); }

    // Lookup. Where the key is a scalar the usual cases are inlined; otherwise it is one call.

    template <class K>
        requires std::is_scalar_v<K>
    [[gnu::always_inline]] at_type find(const K& key) const {
        const std::uint64_t h = hasher_type::compute(hash_, key);
        if (exact_) return native(base::find_exact(key, home(modulus_, h)));
        return cursor_of(base::template find_displaced<K>(key, home_of_hash(h)));
    }
    template <class K>
    at_type find(const K& key) const {
        return cursor_of(base::template find_here<K>(key));
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
        std::uint64_t* const lane = base::template locate<K>(key, home_of_key(key));
        if (lane == nullptr) return 0;
        erase_in(*lane);
        return 1;
    }
    /// Does not throw, even where the hash does ([container.requirements.general]).
    [[gnu::noinline]] void erase(at_type at) noexcept {
        erase_in(*this->nothrow_lane_of(at.slot, address_in_index(at)));
    }

    // Elements that leave and come as nodes (node_handle.hpp).

    node extract(at_type at) {
        entry::vacate(*lane_at(at));
        --size_;
        node n = node_of(at);
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
        if (const std::uint64_t* lane = base::template locate<key_type>(key, home_of_hash(h)))
            return {cursor_of(hit_of(*lane)), false};
        const bool returns = n.owner != 0 && n.owner == store_.current_id();
        new_cell cell(*this, returns ? nullptr : &n);
        if (size_ >= attention_) this->grow(functions());
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
    /// Moves every element of `from`, a table of either kind, whose key is not here. Nothing is lost if this
    /// throws.
    template <class From>
    void merge(From& from) {
        if (static_cast<void*>(this) == static_cast<void*>(&from)) return;
        ARSENAL_ASSERT(alloc_ == from.alloc_, "merged containers whose allocators differ");
        for (auto at = from.first(); !at.is_none();) {
            const auto here = at;
            at.advance();
            const key_type& key = Policy::key(*here.value());
            const std::uint64_t h = hasher_type::compute(hash_, key);
            if (base::template locate<key_type>(key, home_of_hash(h))) continue;
            // What can throw comes first; then the element leaves.
            const node moving = From::node_of(here);
            new_cell cell(*this, &moving);
            if (size_ >= attention_) this->grow(functions());
            from.leave(here);
            finish_adoption(cell.release(), moving.slot, h);
        }
    }
    void clear() noexcept {
        if (store_.pending() != nullptr) [[unlikely]] // called by an element under construction, say
            return erase_all();
        destroy_elements();
        this->clear_contents(functions());
    }

    // Buckets and the load.

    void rehash(std::size_t buckets) {
        this->set_buckets(functions(), buckets, max_load_ <= 1.0f ? this->limit_for(buckets) : buckets);
    }
    void reserve(std::size_t n) { table_core::reserve(functions(), n); }
    /// Up to n more elements are about to come: one growth instead of several.
    void expect(std::size_t n) { table_core::expect(functions(), n); }

    bucket_walk_type walk_bucket(std::size_t n) const {
        ARSENAL_ASSERT(n < this->bucket_count(), "no such bucket");
        return bucket_walk_type(this->geometry(), hash_, n);
    }

    template <class K>
    std::size_t bucket(const K& key) const {
        const table_core::bucket_geometry g = this->geometry();
        return g.bucket_of_lane(g.lane(hasher_type::compute(hash_, key)));
    }

private:
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

    static at_type cursor_of(const hit& h) noexcept {
        if (h.slot != nullptr && entry::is_foreign(h.bits)) [[unlikely]]
            return {h.slot, static_cast<foreign_cell*>(entry::address(h.bits)), 0};
        return native(h);
    }
    /// pre: not foreign
    static at_type native(const hit& h) noexcept {
        const unsigned pos = entry::position(h.bits);
        return h.slot == nullptr ? at_type() : at_type(h.slot, layout::block_of(h.slot, pos), pos);
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
            found = base::template find_exact<K>(key, at);
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
            found = base::template find_by_walk<K>(key, at);
        } else if (g.overflows(at.in_group())) {
            found = base::template find_by_walk<K>(key, at);
        }
        const lane_set room = tags.empties();
        return room ? &g.lowest(room) : nullptr;
    }

    static void* address_in_index(at_type at) noexcept {
        return at.is_foreign() ? static_cast<void*>(at.cell()) : static_cast<void*>(at.slot);
    }
    std::uint64_t* lane_at(at_type sought) const {
        return this->lane_of_element(sought.slot, address_in_index(sought));
    }

    template <bool Quiet>
    [[gnu::always_inline]] insertion insert_built(building<Quiet>& b, std::uint64_t h, home at,
                                                  std::uint64_t* room) {
        if (size_ >= attention_) [[unlikely]] {
            if constexpr (Quiet) {
                this->grow_within(functions());
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
        this->grow(functions());
        if (!disturbed) return {};
        return base::template find_by_walk<key_type>(Policy::key(*built->value()), home_of_hash(h));
    }

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
        const bool chained = cell->home_is_chained();
        store().disown(cell);
        alloc_traits::destroy(alloc_, s->value());
        store_type::drop_element(alloc_, home, s, chained);
    }

    // What tables that merge with this one ask for.

    at_type first() const noexcept { return at_type::first_in(store_.first()); }
    /// The element as the node that it would be.
    static node node_of(at_type at) noexcept {
        return {at.slot, at.home(), 0, at.is_foreign() && at.cell()->home_is_chained()};
    }
    /// The element leaves the table; nothing happens where the hash throws.
    void leave(at_type at) {
        entry::vacate(*lane_at(at));
        --size_;
        if (at.is_foreign())
            store().disown(at.cell());
        else
            store().lend(at.at());
    }

    static void fill_from_run(table_core& core, run* r) {
        auto& t = static_cast<table&>(core);
        if (r->is_foreign()) {
            auto* const cell = static_cast<foreign_cell*>(r);
            const home at = t.home_of_hash(t.hash_of(static_cast<slot_type*>(cell->element)));
            t.enter(at, entry::make(at.tag, cell, 0) | entry::foreign);
            return;
        }
        auto* const b = static_cast<block*>(r);
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
        this->release_contents(functions());
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
        this->index_like(functions(), other);
    }
};

} // namespace arsenal::inline ARSENAL_ABI::detail
