#pragma once

#include <arsenal/containers/detail/element_store.hpp>
#include <arsenal/containers/detail/flat_core.hpp>
#include <arsenal/containers/detail/flat_iterator.hpp>
#include <arsenal/containers/detail/flat_stats.hpp>
#include <arsenal/containers/detail/key_hash.hpp>
#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/containers/detail/swap_functions.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>
#include <arsenal/platform/sanitizer.hpp>
#include <arsenal/platform/throw.hpp>

// flat_core.hpp for one type of element, hash, predicate and allocator.
//
// Every operation on one key hashes it once (hash()) and goes on with the number, so that whoever builds on
// the table (shards, say) may hash first.

namespace arsenal::inline ARSENAL_ABI::detail {

/// Whether nobody can tell if a T's bytes are copied by the table instead of its allocator's construct().
template <class T, class Alloc>
inline constexpr bool constructed_unseen = !requires(Alloc& a, T* p, T& v) { a.construct(p, std::move(v)); };
#if defined(__GLIBCXX__)
template <class T, class U> // its construct() adds an allocator only where T takes one
inline constexpr bool constructed_unseen<T, std::pmr::polymorphic_allocator<U>> = true;
#endif

/// Which of flat_order's homes keys have.
enum class flat_mixing : std::uint8_t {
    none,     // the hash avalanches
    always,   // mixed
    adaptive, // exact, ordered, mixed
};

template <class Policy, class Hash, class Pred, class Alloc>
class flat_table {
public:
    using key_type = typename Policy::key_type;
    using value_type = typename Policy::value_type;
    using position = flat_position<value_type>;
    using iterator = flat_iterator<position, value_type, Policy::constant_iterators>;
    using const_iterator = flat_iterator<position, value_type, true>;
    struct insertion {
        position at;
        bool inserted;
    };

private:
    using hasher_type = key_hash<key_type, Hash>;
    using alloc_traits = std::allocator_traits<Alloc>;

    template <class, class, class, class>
    friend class flat_table;
    template <class, class, class, class>
    friend class incremental_table;

    // Whether operations on one key are inlined: hashing and comparing it should be short.
    template <class K>
    static constexpr bool is_cheap =
        std::is_scalar_v<K> || (std::is_same_v<K, key_type> && std::is_trivially_copyable_v<K> &&
                                sizeof(K) <= 32 && !hasher_type::own_hash);
    static constexpr std::size_t slot_bytes = flat_slot_bytes<value_type>;
    static constexpr std::size_t lanes = flat_core::lanes;
    static constexpr std::size_t far_slots =
        (std::size_t{1} << 18) / slot_bytes; // of more than a level-1 cache
    static constexpr flat_mixing mixing = hasher_type::avalanching     ? flat_mixing::none
                                          : std::is_scalar_v<key_type> ? flat_mixing::adaptive
                                                                       : flat_mixing::always;
    static constexpr flat_order first_order =
        mixing == flat_mixing::adaptive ? flat_order::exact : flat_order::mixed;
    /// Whether nobody can tell if the elements' bytes are copied instead of calling their constructors.
    static constexpr bool trivial = flat_trivial<value_type> && destroyed_unseen<value_type, Alloc> &&
                                    constructed_unseen<value_type, Alloc>;
    static constexpr bool moves = Policy::nothrow_movable;

public:
    flat_table(std::size_t n, const Hash& hash, const Pred& equal, const Alloc& alloc)
        : hash_(hash), equal_(equal), alloc_(alloc) {
        core_.order = first_order;
        if (n != 0) rehash(n);
    }
    /// A copy, with as many slots; the elements in the same order.
    flat_table(const flat_table& other, const Alloc& alloc)
        : hash_(other.hash_), equal_(other.equal_), alloc_(alloc) {
        core_.max_load = other.core_.max_load;
        core_.order = first_order;
        if (other.size() != 0) take_elements(other, [](value_type& v) -> const value_type& { return v; });
    }
    flat_table(flat_table&& other) noexcept(std::is_nothrow_copy_constructible_v<Hash> &&
                                            std::is_nothrow_copy_constructible_v<Pred>)
        : hash_(other.hash_), equal_(other.equal_), alloc_(std::move(other.alloc_)) {
        steal(other);
    }
    flat_table(flat_table&& other, const Alloc& alloc) noexcept(alloc_traits::is_always_equal::value &&
                                                                std::is_nothrow_copy_constructible_v<Hash> &&
                                                                std::is_nothrow_copy_constructible_v<Pred>)
        : hash_(other.hash_), equal_(other.equal_), alloc_(alloc) {
        core_.order = first_order;
        if (alloc_ == other.alloc_) {
            steal(other);
            return;
        }
        core_.max_load = other.core_.max_load;
        // Keys that were moved from belong nowhere: whether this succeeds or throws, nothing is left there.
        struct emptied {
            flat_table& from;
            ~emptied() { from.clear(); }
        } guard{other};
        if (other.size() != 0)
            take_elements(other, [](value_type& v) -> value_type&& { return std::move(v); });
    }
    ~flat_table() { destroy_all(); }

    flat_table(const flat_table&) = delete;
    flat_table& operator=(const flat_table&) = delete;
    flat_table& operator=(flat_table&&) = delete;

    // Assignment. The new contents are complete before the old ones go: strong guarantee.

    void assign(const flat_table& other) {
        if (this == &other) return;
        constexpr bool propagate = alloc_traits::propagate_on_container_copy_assignment::value;
        flat_table copy(other, propagate ? other.alloc_ : alloc_);
        exchange(copy);
        if constexpr (propagate) exchange_allocators(copy);
    }
    void assign(flat_table&& other) noexcept(alloc_traits::is_always_equal::value &&
                                             std::is_nothrow_move_assignable_v<Hash> &&
                                             std::is_nothrow_move_assignable_v<Pred>) {
        if (this == &other) return;
        constexpr bool propagate = alloc_traits::propagate_on_container_move_assignment::value;
        flat_table taken(std::move(other), propagate ? other.alloc_ : alloc_);
        exchange(taken);
        if constexpr (propagate) exchange_allocators(taken);
    }
    void swap(flat_table& other) {
        if constexpr (alloc_traits::propagate_on_container_swap::value)
            exchange_allocators(other);
        else
            ARSENAL_DEBUG_ASSERT(alloc_ == other.alloc_, "swapped containers whose allocators differ");
        exchange(other);
    }

    std::size_t size() const noexcept { return core_.size; }
    std::size_t capacity() const noexcept { return core_.capacity(); }
    std::size_t max_size() const noexcept {
        const std::size_t most = flat_core::most_slots(shape());
        const std::size_t by_alloc = alloc_traits::max_size(alloc_);
        return by_alloc < most - most / 8 ? by_alloc : most - most / 8;
    }
    std::size_t max_capacity() const noexcept { return flat_core::most_slots(shape()); }
    float max_load_factor() const noexcept {
        if (!core_.has_slots()) return core_.max_load;
        return static_cast<float>(core_.limit_for(capacity())) / static_cast<float>(capacity());
    }
    void max_load_factor(float z) noexcept { core_.set_max_load(z); }
    Alloc& alloc() noexcept { return alloc_; }
    const Alloc& alloc() const noexcept { return alloc_; }
    const Hash& hash_function() const noexcept { return hash_; }
    const Pred& key_eq() const noexcept { return equal_; }

    position begin() const noexcept {
        position p{at(0).value, core_.tags};
        if (core_.size == 0) return {};
        p.settle();
        return p;
    }

    /// The number that the other operations take beside a key.
    template <class K>
    std::uint64_t hash(const K& key) const {
        return hasher_type::compute(hash_, key);
    }

    // Lookup. Where the key is cheap it is inlined, but for what lies outside its home group; otherwise it is
    // one call.

    template <class K>
        requires is_cheap<K>
    [[gnu::always_inline]] position find(const K& key, std::uint64_t h) const {
        return find_here(key, h);
    }
    template <class K>
    [[gnu::noinline]] position find(const K& key, std::uint64_t h) const {
        return find_here(key, h);
    }
    template <class K>
        requires is_cheap<K>
    [[gnu::always_inline]] position find(const K& key) const {
        return find_here(key, hash(key));
    }
    template <class K>
    [[gnu::noinline]] position find(const K& key) const {
        return find_here(key, hash(key));
    }

    // Insertion.

    /// The element with `key`, or else the one that construct(value_type*) made. Strong guarantee. Foreign:
    /// construct() reads no element of this table.
    template <bool Foreign = false, class K, class Construct>
        requires is_cheap<K>
    [[gnu::always_inline]] insertion find_or_insert(const K& key, std::uint64_t h, Construct construct) {
        return find_or_insert_here<Foreign>(key, h, construct);
    }
    template <bool Foreign = false, class K, class Construct>
    [[gnu::noinline]] insertion find_or_insert(const K& key, std::uint64_t h, Construct construct) {
        return find_or_insert_here<Foreign>(key, h, construct);
    }
    /// Constructs an element first and looks whether its key is there after. Strong guarantee.
    template <class Construct>
    insertion insert_constructed(Construct&& construct) {
        temporary made(*this, construct);
        const key_type& key = Policy::key(*made.value());
        return find_or_insert<true>(key, hash(key), [&](value_type* p) { made.move_to(p); });
    }

    /// A new element whose key is not here. Throws what construct() throws. pre: size() is less than the
    /// slots take
    template <class Construct>
    void insert_unique(std::uint64_t h, Construct&& construct) {
        insert_grown(h, construct);
    }

    // Removal.

    template <class K>
    [[gnu::always_inline]] std::size_t erase_key(const K& key) {
        const position found = find(key);
        if (!found) return 0;
        erase(found);
        return 1;
    }
    void erase(position p) noexcept {
        alloc_traits::destroy(alloc_, p.value);
        vacate(p);
    }
    void clear() noexcept {
        destroy_elements();
        core_.reset(shape());
        if (core_.order == flat_order::ordered) core_.order = flat_order::exact;
    }

    /// Moves every element of `from` whose key is not here. Nothing is lost if this throws, unless moving an
    /// element does.
    template <class From>
    void merge(From& from) {
        if (static_cast<void*>(this) == static_cast<void*>(&from)) return;
        for (auto p = from.begin(); p; p.advance()) {
            const key_type& key = Policy::key(*p.value);
            const bool moved = find_or_insert<true>(key, hash(key), [&](value_type* to) {
                                   construct_from(to, *p.value);
                               }).inserted;
            if (moved) from.erase(p);
        }
    }

    // Slots and the load.

    /// At least n slots, at least enough for the elements, and not more.
    void rehash(std::size_t n) {
        std::size_t wanted = core_.slots_for(shape(), size());
        if (n > flat_core::most_slots(shape())) throw_length_error("arsenal flat table: too many slots");
        if (const std::size_t by_n = n == 0 ? 0 : std::bit_ceil(n); by_n > wanted) wanted = by_n;
        if (wanted == 0) {
            drop_memory();
        } else if (wanted != capacity()) {
            rebuild(wanted, core_.order, core_.shift);
        }
    }
    void reserve(std::size_t n) {
        if (n <= core_.limit && n <= core_.limit_for(capacity())) return;
        const std::size_t wanted = core_.slots_for(shape(), n);
        if (wanted > capacity()) rebuild(wanted, core_.order, core_.shift);
    }

    /// Whether p is one of this table's slots.
    bool owns(position p) const noexcept {
        return static_cast<std::size_t>(p.tag - core_.tags) < capacity() &&
               p.value == value_at(core_, static_cast<std::size_t>(p.tag - core_.tags));
    }
    const flat_core& core() const noexcept { return core_; }
    static const key_type& key(position at) noexcept { return Policy::key(*at.value); }
    flat_probe probe(std::uint64_t h) const noexcept { return probe_in(core_, h); }
    std::size_t bytes() const noexcept {
        return core_.has_slots() ? flat_core::bytes(shape(), capacity()) : 0;
    }

    hash_stats stats() const {
        flat_sums sums;
        add_stats(*this, sums);
        return sums.means(bytes());
    }

    /// Constructs *to from an element that is about to be destroyed.
    void construct_from(value_type* to, value_type& from) { Policy::construct_moved(alloc_, to, from); }

    /// The same from one that has to stay as it is if this throws.
    void construct_from_kept(value_type* to, value_type& from) {
        if constexpr (!moves && std::is_copy_constructible_v<value_type>)
            alloc_traits::construct(alloc_, to, static_cast<const value_type&>(from));
        else
            construct_from(to, from);
    }

private:
    /// An element outside the table, for as long as it has no slot.
    class temporary {
    public:
        template <class Construct>
        temporary(flat_table& t, Construct& construct) : table_(t) {
            construct(value());
        }
        temporary(const temporary&) = delete;
        ~temporary() { alloc_traits::destroy(table_.alloc_, value()); }
        value_type* value() noexcept { return std::launder(reinterpret_cast<value_type*>(storage_)); }
        void move_to(value_type* p) { table_.construct_from(p, *value()); }

    private:
        flat_table& table_;
        alignas(value_type) std::byte storage_[sizeof(value_type)];
    };

    value_type* value_at(const flat_core& core, std::size_t i) const noexcept {
        return reinterpret_cast<value_type*>(core.slots + i * slot_bytes);
    }
    position at(std::size_t i) const noexcept { return {value_at(core_, i), core_.tags + i}; }

    template <class K>
    bool same(const K& key, std::size_t i) const {
        const key_type& stored = Policy::key(*value_at(core_, i));
        if constexpr (hasher_type::own_hash && !std::is_same_v<K, key_type>)
            return stored == key; // a view of a string; Pred is std::equal_to
        else
            return equal_(stored, key);
    }
    /// Of a group that seems to have the key. Where the tags are not in a near cache, the processor, which
    /// predicts so before it has them, waits for tags and slot together: 206 instead of 306 ns for a
    /// dependent hit in 4 million elements.
    [[gnu::always_inline]] void prefetch_slots(std::size_t group) const noexcept {
        constexpr std::size_t line = 64;
        constexpr std::size_t group_bytes = lanes * slot_bytes;
        constexpr std::size_t most = group_bytes < 8 * line ? group_bytes : 8 * line;
        if (core_.mask < far_slots) return;
        for (std::size_t offset = 0; offset < most; offset += line)
            __builtin_prefetch(core_.slots + group * slot_bytes + offset);
    }
    template <class K>
    [[gnu::always_inline]] position find_here(const K& key, std::uint64_t h) const {
        flat_probe p;
        if constexpr (mixing == flat_mixing::adaptive) {
            if (core_.order == flat_order::exact) return find_exactly(key, flat_probe::ordered(h));
            if (core_.order == flat_order::ordered) [[likely]]
                p = flat_probe::ordered(h);
            else if (core_.order == flat_order::shifted) [[likely]]
                return find_exactly(key, flat_probe::ordered(h >> core_.shift));
            else
                p = flat_probe::mixed(h);
        } else {
            p = probe(h);
        }
        const std::size_t group = core_.group_of(p.position);
        auto found = tag_group(core_.tags + group).match(p.bits);
        if (found) prefetch_slots(group);
        for (; found; found.drop_lowest()) {
            const std::size_t i = group + found.lowest();
            if (same(key, i)) [[likely]]
                return at(i);
        }
        if (!core_.overflowed(group, p.bits)) [[likely]]
            return {};
        return find_beyond(key, h);
    }
    template <class K>
    [[gnu::always_inline]] position find_exactly(const K& key, flat_probe p) const {
        const std::size_t i = p.position & core_.mask;
        return core_.tags[i] == flat_tag::of(p.bits) && same(key, i) ? at(i) : position();
    }
    /// Outside the home group.
    template <class K>
    [[gnu::noinline]] position find_beyond(const K& key, std::uint64_t h) const {
        const flat_probe p = probe(h);
        std::size_t group = core_.group_of(p.position);
        for (std::size_t left = core_.mask / lanes; left != 0; --left) {
            group = (group + p.stride()) & core_.mask;
            for (auto found = tag_group(core_.tags + group).match(p.bits); found; found.drop_lowest()) {
                const std::size_t i = group + found.lowest();
                if (same(key, i)) return at(i);
            }
            if (!core_.overflowed(group, p.bits)) break;
        }
        return {};
    }

    template <bool Foreign, class K, class Construct>
    [[gnu::always_inline]] insertion find_or_insert_here(const K& key, std::uint64_t h, Construct construct) {
        flat_probe p;
        if constexpr (mixing == flat_mixing::adaptive) {
            if (core_.order == flat_order::exact) {
                p = flat_probe::ordered(h);
                if (const insertion done = insert_exactly<Foreign>(key, h, p, construct); done.at)
                    return done;
                core_.order = flat_order::ordered;
            } else if (core_.order == flat_order::ordered) [[likely]] {
                p = flat_probe::ordered(h);
            } else if (core_.order == flat_order::shifted) [[likely]] {
                p = flat_probe::ordered(h >> core_.shift);
                if (const insertion done = insert_exactly<Foreign>(key, h, p, construct); done.at)
                    return done;
                return insert_slowly<Foreign>(h, construct);
            } else {
                p = flat_probe::mixed(h);
            }
        } else {
            p = probe(h);
        }
        const std::size_t group = core_.group_of(p.position);
        const tag_group tags(core_.tags + group);
        auto found = tags.match(p.bits);
        if (found) prefetch_slots(group);
        for (; found; found.drop_lowest()) {
            const std::size_t i = group + found.lowest();
            if (same(key, i)) [[likely]]
                return {at(i), false};
        }
        if (!core_.overflowed(group, p.bits)) [[likely]] {
            if (const auto empties = tags.empties(); empties && core_.size < core_.limit) [[likely]]
                return fill(group + empties.lowest(), p, construct);
        } else if (const position found = find_beyond(key, h)) {
            return {found, false};
        }
        return insert_slowly<Foreign>(h, construct);
    }
    /// In the exact and the shifted order. `at` is null if another element has the slot.
    template <bool Foreign, class K, class Construct>
    [[gnu::always_inline]] insertion insert_exactly(const K& key, std::uint64_t h, flat_probe p,
                                                    Construct construct) {
        const std::size_t i = p.position & core_.mask;
        if (core_.tags[i] == flat_tag::of(p.bits) && same(key, i)) return {at(i), false};
        if (core_.size >= core_.limit) [[unlikely]]
            return insert_slowly<Foreign>(h, construct);
        if (core_.goes_on_exactly(i)) [[likely]]
            return fill(i, p, construct);
        return {};
    }
    /// A new element in an empty slot.
    template <class Construct>
    [[gnu::always_inline]] insertion fill(std::size_t i, flat_probe p, Construct construct) {
        const position here = at(i);
        if (core_.annotated) [[unlikely]]
            asan_unpoison(here.value, slot_bytes);
        construct(here.value);
        *here.tag = flat_tag::of(p.bits);
        ++core_.size;
        return {here, true};
    }
    /// Where the home group is full or the table has to grow.
    template <bool Foreign, class Construct>
    [[gnu::noinline]] insertion insert_slowly(std::uint64_t h, Construct construct) {
        if (core_.size < core_.limit && core_.order != flat_order::shifted && !core_.is_crowded()) {
            const flat_probe p = probe(h);
            return fill(core_.room_for(p), p, construct);
        }
        if (Foreign || core_.size == 0) {
            grow();
            return insert_grown(h, construct);
        }
        // It may be made from an element that is about to move.
        temporary made(*this, construct);
        grow();
        return insert_grown(h, [&](value_type* p) { made.move_to(p); });
    }
    template <class Construct>
    insertion insert_grown(std::uint64_t h, Construct construct) {
        if (mixing == flat_mixing::adaptive && core_.is_exact()) {
            const flat_probe p = probe(h);
            if (const std::size_t i = p.position & core_.mask; core_.goes_on_exactly(i))
                return fill(i, p, construct);
            if (core_.order == flat_order::shifted)
                rebuild(capacity(), flat_order::mixed, 0);
            else
                core_.order = flat_order::ordered;
        }
        const flat_probe p = probe(h);
        return fill(core_.room_for(p), p, construct);
    }
    void grow() {
        const std::size_t count = core_.slots_after_growth(shape());
        if (core_.order == flat_order::ordered && core_.is_crowded())
            rebuild_reordered(count);
        else if (core_.order == flat_order::shifted && count == capacity())
            rebuild(count, flat_order::mixed, 0); // a slot was taken
        else
            rebuild(count, core_.order, core_.shift);
    }

    void vacate(position p) noexcept {
        *p.tag = flat_tag::empty;
        --core_.size;
        if (core_.annotated) [[unlikely]]
            asan_poison(p.value, slot_bytes);
    }

    // The table anew, with another number of slots or another order.

    [[gnu::noinline]] void rebuild(std::size_t count, flat_order order, unsigned shift) {
        if (!core_.has_slots()) return core_.build(shape(), std::addressof(alloc_), count, order, shift);
        flat_core fresh = core_.make(shape(), std::addressof(alloc_), count, order, shift);
        if (core_.size != 0) {
            if constexpr (trivial)
                rebuild_trivially(fresh);
            else if constexpr (moves)
                rebuild_by_moving(fresh);
            else
                rebuild_by_copying(fresh);
            // A hash that sends many on will do so again.
            if (4 * fresh.sent_on > fresh.tolerated) fresh.tolerated = 4 * fresh.sent_on;
        }
        const flat_core old = core_;
        core_ = fresh;
        release(old);
        if (core_.order == flat_order::ordered && core_.is_crowded()) rebuild_reordered(count);
    }
    /// Where the order of the hashes sends too many on.
    void rebuild_reordered(std::size_t count) {
        const unsigned shared = shared_low_bits();
        rebuild(count, shared != 0 ? flat_order::shifted : flat_order::mixed, shared);
    }
    /// How many low bits all hashes have in common; 0 where no two differ.
    unsigned shared_low_bits() const {
        position p = begin();
        if (!p) return 0;
        const std::uint64_t first = hash(key(p));
        std::uint64_t differ = 0;
        for (p.advance(); p && (differ & 1) == 0; p.advance()) differ |= hash(key(p)) ^ first;
        return differ == 0 ? 0 : static_cast<unsigned>(std::countr_zero(differ));
    }
    void release(const flat_core& old) noexcept {
        if (old.has_slots()) old.release(shape(), std::addressof(alloc_));
    }
    void drop_memory() noexcept {
        const flat_core contents = core_.taken();
        release(contents);
        core_.order = contents.order;
        core_.shift = contents.shift;
    }

    void rebuild_trivially(flat_core& fresh) {
        struct guard {
            flat_table& table;
            flat_core* fresh;
            ~guard() {
                if (fresh) table.release(*fresh);
            }
        } undo{*this, &fresh};
        rehome(fresh, [&](position from, value_type* to) {
            std::memcpy(static_cast<void*>(to), static_cast<const void*>(from.value), slot_bytes);
        });
        undo.fresh = nullptr;
    }

    /// Where the hash throws, the elements that went already come back: each left its new address in its old
    /// slot.
    void rebuild_by_moving(flat_core& fresh) {
        struct guard {
            flat_table& table;
            flat_core* fresh;
            std::size_t moved;
            ~guard() {
                if (!fresh) return;
                for (position p = table.begin(); moved != 0; p.advance(), --moved) {
                    value_type* from;
                    std::memcpy(&from, static_cast<const void*>(p.value), sizeof from);
                    table.construct_from(p.value, *from);
                    alloc_traits::destroy(table.alloc_, from);
                }
                table.release(*fresh);
            }
        } undo{*this, &fresh, 0};
        rehome(fresh, [&](position from, value_type* to) {
            construct_from(to, *from.value);
            alloc_traits::destroy(alloc_, from.value);
            std::memcpy(static_cast<void*>(from.value), &to, sizeof to);
            ++undo.moved;
        });
        undo.fresh = nullptr;
    }

    /// Where moving may throw: the old elements stay until all new ones are there.
    void rebuild_by_copying(flat_core& fresh) {
        struct guard {
            flat_table& table;
            flat_core* doomed;
            ~guard() {
                if (doomed) table.destroy_in(*doomed);
            }
        } undo{*this, &fresh};
        rehome(fresh, [&](position from, value_type* to) { construct_from_kept(to, *from.value); });
        undo.doomed = nullptr;
        destroy_elements();
    }

    /// Gives every element a slot in `fresh`, in the order of the old slots: transfer(position, value_type*).
    template <class Transfer>
    void rehome(flat_core& fresh, Transfer transfer) {
        const auto settle = [&](position from, std::size_t to, std::uint8_t tag) {
            value_type* const there = value_at(fresh, to);
            asan_unpoison(there, slot_bytes);
            transfer(from, there);
            fresh.tags[to] = tag;
        };
        if (mixing == flat_mixing::adaptive && fresh.order != flat_order::mixed) {
            const bool fits = (core_.is_exact() && fresh.shift == core_.shift && fresh.mask >= core_.mask) ||
                              fits_exactly(fresh);
            if (fresh.order == flat_order::shifted)
                fresh.order = fits ? flat_order::shifted : flat_order::mixed;
            else
                fresh.order = fits ? flat_order::exact : flat_order::ordered;
        }
        const bool same_homes = fresh.order == core_.order && !fresh.is_exact();
        if (same_homes && fresh.mask == 2 * core_.mask + 1 && core_.mask >= lanes - 1)
            rehome_doubled(fresh, settle);
        else if (same_homes && fresh.mask >= core_.mask && fresh.mask < lanes)
            for (position p = begin(); p; p.advance())
                settle(p, static_cast<std::size_t>(p.tag - core_.tags), *p.tag);
        else
            for (position p = begin(); p; p.advance()) {
                const std::uint64_t h = hash(key(p));
                const flat_probe to = probe_in(fresh, h);
                settle(p, fresh.is_exact() ? to.position & fresh.mask : fresh.room_for(to),
                       flat_tag::of(to.bits));
            }
        fresh.size = core_.size;
    }
    /// Elements of one group go to two groups, in their order, but for those that were outside their home.
    /// (The next room is counted, not looked for: comparing sixteen tags of which one was just written waits
    /// for the write.)
    template <class Settle>
    void rehome_doubled(flat_core& fresh, Settle& settle) {
        const std::size_t old_slots = core_.mask + 1;
        const auto used = [&](std::size_t group) -> std::uint64_t {
            const auto empties = tag_group(fresh.tags + group).empties();
            return empties ? empties.lowest() : lanes;
        };
        for (std::size_t group = 0; group != old_slots; group += lanes) {
            auto live = tag_group(core_.tags + group).occupied();
            if (!live) continue;
            std::uint64_t counts = used(group) | used(group + old_slots) << 32;
            for (; live; live.drop_lowest()) {
                const position from = at(group + live.lowest());
                const flat_probe p = probe_in(fresh, hash(key(from)));
                const std::size_t target = fresh.group_of(p.position);
                const unsigned half = target == group ? 0 : 32;
                const std::size_t count = counts >> half & 31;
                if ((target & core_.mask) == group && count != lanes) [[likely]] {
                    settle(from, target + count, *from.tag);
                    counts += std::uint64_t{1} << half;
                } else {
                    settle(from, fresh.room_for(p), *from.tag);
                    counts = used(group) | used(group + old_slots) << 32;
                }
            }
        }
    }

    static flat_probe probe_in(const flat_core& core, std::uint64_t h) noexcept {
        if constexpr (mixing == flat_mixing::none)
            return flat_probe::of_avalanching(h);
        else if constexpr (mixing == flat_mixing::always)
            return flat_probe::mixed(h);
        else
            return core.order == flat_order::mixed ? flat_probe::mixed(h)
                                                   : flat_probe::ordered(h >> core.shift);
    }
    /// Whether every element can have the exact slot of its hash in `fresh`, which is empty. Fails soon where
    /// it fails (after about the square root of the elements where they are random).
    bool fits_exactly(flat_core& fresh) const {
        struct guard {
            flat_core* marked;
            ~guard() {
                if (marked) std::memset(marked->tags, flat_tag::empty, marked->capacity());
            }
        } unmark{&fresh};
        position p = begin();
        for (; p; p.advance()) {
            std::uint8_t& tag = fresh.tags[hash(key(p)) >> fresh.shift & fresh.mask];
            if (tag != flat_tag::empty) break;
            tag = flat_tag::least;
        }
        if (!p) return true;
        for (position q = begin(); q.value != p.value; q.advance())
            fresh.tags[hash(key(q)) >> fresh.shift & fresh.mask] = flat_tag::empty;
        unmark.marked = nullptr;
        return false;
    }

    void steal(flat_table& other) noexcept {
        core_ = other.core_.taken();
        other.core_.order = first_order;
    }

    // All elements.

    void destroy_elements() noexcept {
        if constexpr (!destroyed_unseen<value_type, Alloc>)
            for (position p = begin(); p; p.advance()) alloc_traits::destroy(alloc_, p.value);
    }
    void destroy_all() noexcept {
        destroy_elements();
        release(core_);
    }
    void destroy_in(const flat_core& doomed) noexcept {
        position p{value_at(doomed, 0), doomed.tags};
        for (p.settle(); p; p.advance()) alloc_traits::destroy(alloc_, p.value);
        release(doomed);
    }
    /// Constructs an element from each of other's, in the same slot; this table has none.
    template <class Get>
    [[gnu::noinline]] void take_elements(const flat_table& other, Get get) {
        const flat_core& theirs = other.core_;
        flat_core copy =
            core_.make(shape(), std::addressof(alloc_), theirs.capacity(), theirs.order, theirs.shift);
        struct guard {
            flat_table& table;
            flat_core* doomed;
            ~guard() {
                if (doomed) table.destroy_in(*doomed);
            }
        } undo{*this, &copy};
        if (trivial && asan_poison_region == nullptr && theirs.size > theirs.mask / 4) {
            std::memcpy(copy.slots, theirs.slots, copy.capacity() * slot_bytes);
            std::memcpy(copy.tags, theirs.tags, copy.capacity());
        } else {
            for (position p = other.begin(); p; p.advance()) {
                const auto i = static_cast<std::size_t>(p.tag - theirs.tags);
                asan_unpoison(value_at(copy, i), slot_bytes);
                alloc_traits::construct(alloc_, value_at(copy, i), get(*p.value));
                copy.tags[i] = *p.tag;
            }
        }
        const std::size_t groups = (theirs.mask + lanes) / lanes;
        std::memcpy(copy.tags - groups, theirs.tags - groups, groups);
        copy.size = theirs.size;
        copy.sent_on = theirs.sent_on;
        copy.tolerated = theirs.tolerated;
        undo.doomed = nullptr;
        core_ = copy;
    }

    /// Everything but the allocators.
    void exchange(flat_table& other) {
        swap_functions(*this, other, [&] {
            using std::swap;
            swap(hash_, other.hash_);
            swap(equal_, other.equal_);
        });
        std::swap(core_, other.core_);
    }
    void exchange_allocators(flat_table& other) noexcept {
        using std::swap;
        swap(alloc_, other.alloc_);
    }

    // The allocator's calls, for the compiled parts.

    static constexpr std::size_t unit_bytes = alignof(value_type) > tag_group::lanes ? alignof(value_type)
                                                                                     : tag_group::lanes;
    struct alignas(unit_bytes) unit {
        std::byte bytes[unit_bytes];
    };
    using unit_alloc = typename alloc_traits::template rebind_alloc<unit>;
    using unit_traits = std::allocator_traits<unit_alloc>;

    static void* allocate(void* alloc, std::size_t bytes) {
        unit_alloc a(*static_cast<Alloc*>(alloc));
        return std::to_address(unit_traits::allocate(a, bytes / unit_bytes));
    }
    static void deallocate(void* alloc, void* p, std::size_t bytes) noexcept {
        unit_alloc a(*static_cast<Alloc*>(alloc));
        unit_traits::deallocate(
            a, std::pointer_traits<typename unit_traits::pointer>::pointer_to(*static_cast<unit*>(p)),
            bytes / unit_bytes);
    }
    static constexpr flat_shape make_shape() noexcept {
        if constexpr (is_std_allocator<Alloc> && unit_bytes <= __STDCPP_DEFAULT_NEW_ALIGNMENT__)
            return {slot_bytes, unit_bytes, nullptr, nullptr};
        else
            return {slot_bytes, unit_bytes, allocate, deallocate};
    }
    static const flat_shape& shape() noexcept {
        static constexpr flat_shape s = make_shape();
        return s;
    }

    flat_core core_;
    [[no_unique_address]] Hash hash_;
    [[no_unique_address]] Pred equal_;
    [[no_unique_address]] Alloc alloc_;
};

} // namespace arsenal::inline ARSENAL_ABI::detail
