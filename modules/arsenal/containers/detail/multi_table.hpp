#pragma once

#include <arsenal/containers/detail/bucket_number.hpp>
#include <arsenal/containers/detail/chain.hpp>
#include <arsenal/containers/detail/chain_cursor.hpp>
#include <arsenal/containers/detail/emplace_arguments.hpp>
#include <arsenal/containers/detail/multi_bucket_walk.hpp>
#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/containers/detail/table_base.hpp>
#include <arsenal/containers/detail/table_iterator.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>
#include <arsenal/platform/throw.hpp>

// The table under unordered_multimap and unordered_multiset: the storage and the index of table.hpp, and a
// list that gives the elements their order (chain.hpp).
//
//   index          A ------.        B ------------------.        C --.
//                          v                            v            v
//   list   first -> [ a2 continues | a1 follows ] <-> [ b1 ] <-> [ c1 ] <- last
//
// Only the first element of each group of equal ones is in the index, whatever the size of the group: the
// index grows with the number of keys, and a rehash enters one element of each. So 10^6 equal keys are one
// entry; inserting one more, erasing any of them and extracting it take a constant time.
//
// A new element comes in front of its group, or after the hint where that is of the group (as libstdc++ does
// where the hash is fast: programs print the same); a new group comes at the end of the list. A group moves
// in the list neither when its first element goes nor by a rehash.
//
// A small table is made for speed rather than for memory: index and storage begin with room for 16.
//
// Where elements are displaced, lookups compare a whole group, and its lanes are as good as each other. Only
// one thing has to hold: who finds the home lane free goes there, so that a lane that was never touched has
// nobody elsewhere (look_in_index() in large tables). free_lane() sees to it without a branch.
//
// bucket_count() says how many buckets the lanes are taken for, as in table.hpp, but is not tied to the
// number of lanes: it grows with the number of elements, at no cost.
//
// A user's code that runs inside an operation finds the table in order: construction comes before the key is
// looked for, destruction after the element has left index and list.

namespace arsenal::inline ARSENAL_ABI::detail {

template <class Policy>
using multi_slot = chained_slot<typename Policy::value_type, !std::is_scalar_v<typename Policy::key_type>>;

template <class Policy, class Hash, class Pred, class Alloc>
class multi_table : public table_base<multi_table<Policy, Hash, Pred, Alloc>, Policy, multi_slot<Policy>,
                                      Hash, Pred, Alloc> {
    using base = table_base<multi_table, Policy, multi_slot<Policy>, Hash, Pred, Alloc>;

public:
    using typename base::element;
    using typename base::key_type;
    using typename base::node;
    using typename base::slot_type;
    using typename base::value_type;
    using at_type = chain_cursor<slot_type>;
    using iterator = table_iterator<at_type, value_type, Policy::constant_iterators>;
    using const_iterator = table_iterator<at_type, value_type, true>;
    using bucket_walk_type = multi_bucket_walk<slot_type, Policy, Hash>;

private:
    using typename base::alloc_traits;
    using typename base::cell_type;
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
    using base::hit_of;
    using base::home_of_hash;
    using base::home_of_key;
    using base::lane_of;
    using base::mixed_;
    using base::modulus_;
    using base::size_; // of the index: groups
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
    multi_table(std::size_t buckets, const Hash& hash, const Pred& equal, const Alloc& alloc)
        : base(hash, equal, alloc) {
        if (buckets != 0) rehash(buckets);
    }
    /// A copy: elements in the same order, as many buckets.
    multi_table(const multi_table& other, const Alloc& alloc) : base(other.hash_, other.equal_, alloc) {
        buckets_.copy_load(other.buckets_);
        mixed_ = other.mixed_;
        owner guard{this};
        copy_from(other);
        guard.owned = nullptr;
    }
    multi_table(multi_table&& other) noexcept(std::is_nothrow_copy_constructible_v<Hash> &&
                                              std::is_nothrow_copy_constructible_v<Pred>)
        : base(other.hash_, other.equal_, std::move(other.alloc_)) {
        steal(other);
    }
    multi_table(multi_table&& other,
                const Alloc& alloc) noexcept(alloc_traits::is_always_equal::value &&
                                             std::is_nothrow_copy_constructible_v<Hash> &&
                                             std::is_nothrow_copy_constructible_v<Pred>)
        : base(other.hash_, other.equal_, alloc) {
        if (alloc_ == other.alloc_) {
            steal(other);
        } else {
            buckets_.copy_load(other.buckets_);
            owner guard{this};
            move_from(other);
            guard.owned = nullptr;
        }
    }
    ~multi_table() { destroy_all(); }

    std::size_t size() const noexcept { return chain_.size(); }
    iterator begin() noexcept { return iterator(first()); }
    const_iterator begin() const noexcept { return const_iterator(first()); }

    /// The first element of the group.
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

    /// The element that construct(value_type*) makes, after `hint` where that is of the same group. Strong
    /// guarantee.
    template <bool Quiet, class Construct>
    at_type insert(at_type hint, Construct&& construct) {
        building<Quiet> b(*this);
        construct(b.at.slot->value());
        b.construction_done();
        const key_type& key = Policy::key(*b.at.slot->value());
        const spot where = find_spot(hint, key);
        b.keep(where.hash);
        return put(where, b.at);
    }

    // Removal.

    template <class K>
    std::size_t erase_key(const K& key) {
        std::uint64_t* const lane = base::template locate<K>(key, home_of_key(key));
        if (lane == nullptr) return 0;
        const std::uint64_t e = *lane;
        chain_link* const link = link_of(e);
        entry::vacate(*lane);
        --size_;
        if (link->continues()) [[unlikely]]
            return dispose_group(link);
        chain_.remove_lone(link);
        if (entry::is_foreign(e)) [[unlikely]]
            dispose_foreign(at_type(link).cell());
        else
            dispose(placed(static_cast<slot_type*>(link), entry::position(e)));
        return 1;
    }
    /// Does not throw, even where the hash does ([container.requirements.general]).
    [[gnu::noinline]] void erase(at_type at) noexcept {
        if (!at.link->follows()) leave_index(at, this->nothrow_lane_of(at.slot, at.indexed()));
        chain_.remove(at.link);
        dispose(at);
    }

    // Elements that leave and come as nodes (node_handle.hpp).

    node extract(at_type at) {
        node n = node_of(at);
        if (at.is_foreign()) {
            leave(at);
        } else {
            const std::uint32_t id = store_.id();
            leave(at);
            if (id == store_.current_id()) n.owner = id;
        }
        return n;
    }
    /// n's element is now in this table. Nothing happens to n if this throws.
    at_type insert_node(const node& n, at_type hint) {
        const bool returns = n.owner != 0 && n.owner == store_.current_id();
        new_cell cell(*this, returns ? nullptr : &n);
        const spot where = find_spot(hint, Policy::key(*n.slot->value()));
        if (!returns) return adopt(cell.release(), n.slot, where);
        auto* const s = static_cast<slot_type*>(n.slot);
        const place<slot_type> p{s, n.home, layout::position(n.home, s)};
        store().take_back(p);
        s->set_hash(where.hash);
        return put(where, p);
    }
    /// Moves every element of `from`, a table of either kind. Those of a group keep their order. Nothing is
    /// lost if this throws.
    template <class From>
    void merge(From& from) {
        if (static_cast<void*>(this) == static_cast<void*>(&from)) return;
        ARSENAL_ASSERT(alloc_ == from.alloc_, "merged containers whose allocators differ");
        at_type latest;
        for (auto at = from.first(); !at.is_none();) {
            const auto here = at;
            at.advance();
            // What can throw comes first; then the element leaves.
            const node moving = From::node_of(here);
            new_cell cell(*this, &moving);
            const spot where = find_spot(latest, Policy::key(*here.value()));
            from.leave(here);
            latest = adopt(cell.release(), moving.slot, where);
        }
    }
    void clear() noexcept {
        if (store_.pending() != nullptr) [[unlikely]] // called by an element under construction, say
            return erase_all();
        destroy_elements();
        this->clear_contents(functions());
        chain_ = chain();
    }

    // Buckets and the load.

    std::size_t bucket_count() const noexcept { return buckets_.count(); }
    float load_factor() const noexcept {
        return static_cast<float>(size()) / static_cast<float>(bucket_count());
    }
    float max_load_factor() const noexcept { return buckets_.max_load(); }
    void max_load_factor(float z) noexcept { buckets_.max_load(z, this->max_size()); }
    void rehash(std::size_t buckets) {
        const std::size_t n = buckets_.elements_in(buckets);
        resize(buckets, buckets_.max_load() <= 1.0f ? n : buckets);
    }
    void reserve(std::size_t n) {
        if (n > this->max_size()) throw_length_error("arsenal: reserve beyond max_size()");
        resize(buckets_.wanted_by(n), n);
    }
    /// n more elements are about to come: one growth instead of several.
    void expect(std::size_t n) {
        table_core::expect(functions(), n);
        if (n > size()) store_.expect(size() + n);
    }

    table_core::bucket_geometry geometry() const noexcept {
        table_core::bucket_geometry g = table_core::geometry();
        g.buckets = bucket_count();
        return g;
    }
    bucket_walk_type walk_bucket(std::size_t n) const {
        ARSENAL_ASSERT(n < bucket_count(), "no such bucket");
        return bucket_walk_type(geometry(), hash_, n);
    }
    template <class K>
    std::size_t bucket(const K& key) const {
        const table_core::bucket_geometry g = geometry();
        return g.bucket_of_lane(g.lane(hasher_type::compute(hash_, key)));
    }

private:
    /// A slot in which an element is being made; gives it back unless the element was kept. Unless it is
    /// Quiet, a user's code runs meanwhile, which may use this table.
    template <bool Quiet>
    struct building {
        explicit building(multi_table& t) : owner(t), at(t.store().take()) {
            if constexpr (!Quiet) {
                pending = {at.slot, t.store_.pending()};
                t.store_.push_pending(pending);
            }
        }
        building(const building&) = delete;
        building& operator=(const building&) = delete;
        [[gnu::always_inline]] ~building() {
            if (kept) return;
            if (constructed) alloc_traits::destroy(owner.alloc_, at.slot->value());
            end_pending();
            owner.store().cancel(at);
        }
        void construction_done() noexcept { constructed = true; }
        /// The element is one of the table's; it enters list and index next.
        void keep(std::uint64_t h) noexcept {
            end_pending();
            kept = true;
            at.slot->set_hash(h);
            store_type::commit(at);
        }

        multi_table& owner;
        place<slot_type> at;
        pending_slot pending{};
        bool constructed = false;
        bool kept = false;

    private:
        [[gnu::always_inline]] void end_pending() noexcept {
            if constexpr (!Quiet) owner.store_.pop_pending(pending);
        }
    };

    // Between the index and the list.

    static chain_link* link_of(std::uint64_t e) noexcept {
        if (entry::is_foreign(e)) [[unlikely]]
            return static_cast<chained_cell*>(static_cast<foreign_cell*>(entry::address(e)));
        return &static_cast<chain_link&>(*static_cast<slot_type*>(entry::address(e))); // which is never null
    }
    static at_type cursor_of(const hit& h) noexcept {
        if (h.slot != nullptr && entry::is_foreign(h.bits)) [[unlikely]]
            return at_type(link_of(h.bits));
        return native(h);
    }
    /// pre: not foreign
    static at_type native(const hit& h) noexcept {
        return h.slot == nullptr ? at_type() : at_type(static_cast<slot_type*>(h.slot));
    }
    /// The entry of an element with the tag of `e`.
    static std::uint64_t entry_for(at_type at, std::uint64_t e) noexcept {
        if (at.is_foreign()) [[unlikely]]
            return entry::make(e, at.indexed(), 0) | entry::foreign;
        return entry::make(e, at.indexed(), at.link->position());
    }

    // Insertion: first all that can throw, in find_spot(); then put().

    /// Where an element goes: after `member`; or else by its home to `lane`, which is that of the first of
    /// its group where there is one (`found`), or empty, or null where that takes a search.
    struct spot {
        chain_link* member = nullptr;
        std::uint64_t* lane = nullptr;
        bool found = false;
        home at;
        std::uint64_t hash = 0; // to be cached
    };
    [[gnu::always_inline]] spot find_spot(at_type hint, const key_type& key) {
        spot where;
        if (!hint.is_none() && equal(hint.slot, key)) {
            where.member = hint.link;
            if constexpr (element::caches_hash) where.hash = hint.slot->hash;
        } else {
            where.hash = hasher_type::compute(hash_, key);
            where.at = home_of_hash(where.hash);
            look_in_index<key_type>(key, where.at, where);
            if (!where.found && size_ >= attention_) [[unlikely]] {
                make_room();
                where.at = home_of_hash(where.hash);
                where.lane = nullptr;
            }
        }
        if (size() >= buckets_.limit()) [[unlikely]]
            add_buckets(); // after all that can throw: the number of buckets is part of the guarantee
        return where;
    }
    template <class K>
    [[gnu::always_inline]] void look_in_index(key_argument<K> key, const home& at, spot& where) const {
        std::uint64_t* const own = &lane_of(at);
        if (exact_) {
            where.found = !entry::is_empty(*own) && base::template find_exact<K>(key, at).slot != nullptr;
            where.lane = where.found || entry::is_empty(*own) ? own : nullptr;
            return;
        }
        // As in table::find_or_room; but with random keys half of these branches are mispredicted, which
        // small tables do without.
        if (this->is_large() && entry::is_untouched(*own)) {
            where.lane = own;
            return;
        }
        group& g = group_of(at);
        const group_tags tags = g.tags();
        std::uint64_t* lane = nullptr;
        if (const lane_set m = tags.match(at.tag)) {
            lane = &g.lowest(m);
            if (entry::is_foreign(*lane) || !equal(static_cast<slot_type*>(entry::address(*lane)), key))
                [[unlikely]]
                lane = base::template walk<K>(key, at);
        } else if (g.overflows(at.in_group())) {
            lane = base::template walk<K>(key, at);
        }
        where.found = lane != nullptr;
        if (!where.found)
            if (const lane_set room = tags.empties()) lane = free_lane(own, g, room);
        where.lane = lane;
    }
    /// The home lane where it is free (so that one that was never touched has nobody elsewhere), or another.
    /// Without a branch, which random keys would have mispredicted at every third element.
    static std::uint64_t* free_lane(std::uint64_t* own, group& g, lane_set room) noexcept {
        const auto home_lane = reinterpret_cast<std::uintptr_t>(own);
        const auto other_lane = reinterpret_cast<std::uintptr_t>(&g.lowest(room));
        const std::uintptr_t taken = 0 - ((*own & entry::occupied) / entry::occupied);
        return reinterpret_cast<std::uint64_t*>(home_lane ^ ((home_lane ^ other_lane) & taken));
    }
    /// Enters an element that is in the storage already, with an entry that lacks the tag.
    [[gnu::always_inline]] void put(const spot& where, chain_link* link, std::uint64_t own,
                                    std::uint64_t untagged) noexcept {
        if (where.member != nullptr) return chain_.insert_after(link, own, where.member);
        const std::uint64_t e = entry::make(where.at.tag, nullptr, 0) | untagged;
        if (where.found) {
            chain_.insert_before(link, own, link_of(*where.lane));
            entry::occupy(*where.lane, e);
            return;
        }
        chain_.append(link, own);
        ++size_;
        if (where.lane != nullptr)
            entry::occupy(*where.lane, e);
        else
            enter(where.at, e);
    }
    [[gnu::always_inline]] at_type put(const spot& where, const place<slot_type>& p) noexcept {
        put(where, p.slot, link_of_position(p.pos), entry::make(0, p.slot, p.pos));
        return at_type(p.slot);
    }
    at_type adopt(cell_type* cell, element* s, const spot& where) noexcept {
        s->set_hash(where.hash);
        store_.adopt(cell);
        exact_ = false;
        put(where, cell, chain_link::foreign_mark,
            entry::make(0, static_cast<foreign_cell*>(cell), 0) | entry::foreign);
        return at_type(cell);
    }

    /// The first of a group leaves its lane, to the next one where there is one.
    void leave_index(at_type at, std::uint64_t* lane) noexcept {
        if (at.link->continues()) {
            entry::occupy(*lane, entry_for(at_type(at.link->next), *lane));
        } else {
            entry::vacate(*lane);
            --size_;
        }
    }
    static place<slot_type> placed(slot_type* s, unsigned pos) noexcept {
        return {s, layout::block_of(s, pos), pos};
    }
    // Destruction of elements that have left index and list.
    void dispose(at_type at) noexcept {
        if (at.is_foreign()) [[unlikely]]
            dispose_foreign(at.cell());
        else
            dispose(at.at());
    }
    [[gnu::always_inline]] void dispose(const place<slot_type>& p) noexcept {
        store_type::suspend(p);
        if constexpr (quietly_destroyed) {
            alloc_traits::destroy(alloc_, p.slot->value());
        } else {
            pending_slot pending{p.slot, store_.pending()};
            store_.push_pending(pending);
            alloc_traits::destroy(alloc_, p.slot->value());
            store_.pop_pending(pending);
        }
        store().cancel(p);
    }
    [[gnu::noinline]] void dispose_foreign(cell_type* cell) noexcept {
        auto* const s = static_cast<element*>(cell->element);
        block* const home = cell->home;
        const bool chained = cell->home_is_chained();
        store().disown(cell);
        alloc_traits::destroy(alloc_, s->value());
        store_type::drop_element(alloc_, home, s, chained);
    }
    [[gnu::noinline]] std::size_t dispose_group(chain_link* head) noexcept {
        const std::size_t n = chain_.remove_group(head);
        for (at_type at(head); !at.is_none();) {
            const at_type here = at;
            at.advance();
            dispose(here);
        }
        return n;
    }
    [[gnu::noinline, gnu::cold]] void erase_all() noexcept {
        while (size() != 0) erase(first());
    }

    // What tables that merge with this one ask for.

    at_type first() const noexcept { return at_type(chain_.first()); }
    /// The element as the node that it would be.
    static node node_of(at_type at) noexcept {
        return {at.slot, at.home(), 0, !at.is_foreign() || at.cell()->home_is_chained()};
    }
    /// The element leaves the table; nothing happens where the hash throws.
    void leave(at_type at) {
        if (!at.link->follows()) leave_index(at, this->lane_of_element(at.slot, at.indexed()));
        chain_.remove(at.link);
        if (at.is_foreign())
            store().disown(at.cell());
        else
            store().lend(at.at());
    }

    static void fill_from_run(table_core& core, run* r) {
        auto& t = static_cast<multi_table&>(core);
        if (r->is_foreign()) {
            const at_type at(static_cast<chained_cell*>(static_cast<foreign_cell*>(r)));
            if (at.link->follows()) return;
            const home where = t.home_of_hash(t.hash_of(at.slot));
            t.enter(where, entry_for(at, where.tag));
            return;
        }
        auto* const b = static_cast<block*>(r);
        const auto each_first = [&](auto&& use) {
            for (std::uint64_t live = b->live; live != 0; live &= live - 1) {
                const auto pos = static_cast<unsigned>(std::countr_zero(live));
                slot_type* const s = layout::slot(b, pos);
                if (!s->follows()) use(t.home_of_hash(t.hash_of(s)), s, pos);
            }
        };
        if (t.is_large()) // as in table::fill_from_run
            each_first([&](const home& at, slot_type*, unsigned) { __builtin_prefetch(&t.lane_of(at), 1); });
        each_first([&](const home& at, slot_type* s, unsigned pos) {
            t.enter_in_group(at, entry::make(at.tag, s, pos));
        });
    }
    /// As enter(), for a table in which more than a few elements are displaced.
    [[gnu::always_inline]] void enter_in_group(const home& at, std::uint64_t e) noexcept {
        if (exact_) return enter(at, e);
        group& g = group_of(at);
        if (const lane_set room = g.empties()) [[likely]]
            entry::occupy(*free_lane(&lane_of(at), g, room), e);
        else
            this->enter_displaced(at, e);
    }

    // The number of buckets.

    /// The first index has room for so many groups, and there are so many buckets at first (std: 13). Most
    /// tables of a few elements then never grow.
    static constexpr std::size_t first_step = 16;

    [[gnu::noinline, gnu::cold]] void make_room() {
        if (table_core::buckets_ == 0) {
            table_core::expect(functions(), first_step); // does nothing where max_size() is less
            attention_ = this->capacity();
            if (size_ < attention_) return;
        }
        this->grow(functions());
    }
    [[gnu::noinline, gnu::cold]] void add_buckets() {
        const std::size_t most = this->max_size();
        if (size() >= most) throw_length_error("arsenal: hash table beyond max_size()");
        const std::size_t n = growth_step(size() == 0 ? first_step : size() + 1);
        buckets_.count(buckets_.wanted_by(n < most ? n : most), most);
    }
    /// At least `buckets` buckets, and an index with lanes for `room` groups.
    void resize(std::size_t buckets, std::size_t room) {
        const std::size_t least = buckets_.wanted_by(size());
        if (buckets < least) buckets = least;
        if (buckets > max_buckets) throw_length_error("arsenal: too many buckets");
        this->set_buckets(functions(), room, room);
        buckets_.count(buckets, this->max_size());
    }

    // Whole tables.

    void destroy_elements() noexcept {
        if constexpr (!destroyed_unseen<value_type, Alloc>)
            for (at_type at = first(); !at.is_none();) {
                const at_type here = at;
                at.advance();
                alloc_traits::destroy(alloc_, here.value());
            }
    }
    void destroy_all() noexcept {
        destroy_elements();
        this->release_contents(functions());
    }
    void steal(multi_table& other) noexcept {
        static_cast<table_core&>(*this) = other.taken();
        chain_ = other.chain_.taken();
        buckets_ = other.buckets_.taken();
    }
    void exchange_contents(multi_table& other) noexcept {
        table_core::exchange_contents(other);
        const chain chained = chain_;
        chain_ = other.chain_;
        other.chain_ = chained;
        const bucket_number buckets = buckets_;
        buckets_ = other.buckets_;
        other.buckets_ = buckets;
    }
    void copy_from(const multi_table& other) {
        take_all(other, [](element* s) -> const value_type& { return *s->value(); });
    }
    void move_from(multi_table& other) {
        // Keys that were moved from belong nowhere: whether this succeeds or throws, nothing is left there.
        struct emptied {
            multi_table& from;
            ~emptied() { from.clear(); }
        } guard{other};
        take_all(other, [](element* s) -> value_type&& { return std::move(*s->value()); });
    }
    /// Constructs an element from each of other's; this table is empty.
    template <class Get>
    [[gnu::noinline]] void take_all(const multi_table& other, Get get) {
        if (other.size() == 0) return;
        store_.expect(other.size());
        for (at_type at = other.first(); !at.is_none(); at.advance()) {
            element* const from = at.slot;
            building<quietly_made<value_type, decltype(get(from))>> b(*this);
            alloc_traits::construct(alloc_, b.at.slot->value(), get(from));
            if constexpr (element::caches_hash)
                b.keep(from->hash);
            else
                b.keep(0);
            chain_.append_copy(b.at.slot, link_of_position(b.at.pos), *at.link);
            if (!at.link->follows()) ++size_;
        }
        this->index_like(functions(), other);
        buckets_.count(other.buckets_.count(), this->max_size());
    }

    chain chain_;
    bucket_number buckets_;
};

} // namespace arsenal::inline ARSENAL_ABI::detail
