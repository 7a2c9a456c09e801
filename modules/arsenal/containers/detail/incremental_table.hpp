#pragma once

#include <arsenal/containers/detail/flat_stats.hpp>
#include <arsenal/containers/detail/flat_table.hpp>
#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/containers/detail/swap_functions.hpp>
#include <arsenal/hash/detail/mix.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>
#include <arsenal/platform/throw.hpp>

// A table that grows in pieces: many small flat tables (leaves), found through a directory by the leading
// bits of the mixed hash. (Fagin, Nievergelt, Pippenger, Strong: "Extendible hashing", TODS 1979, with the
// directory cut into nodes of at most 256 entries, so that it has no doubling of its own that grows with n.)
//
//   route(hash) = 10110... --> node (its first d <= 8 bits) --> node (the next 8) ... --> leaf
//
// An insertion into a full leaf splits it into two. So no insertion moves more than leaf_slots elements,
// clears more than two leaves or copies more than 256 directory entries, whatever the size of the table:
// once, unless all elements of the leaf agree in the next bit too, and then once for each bit; a leaf whose
// elements agree in `deepest` bits, as under a constant hash, doubles instead.
//
// The price: a lookup goes through the directory (of elements of 16 bytes: one node up to 70 thousand, two up
// to 18 million).

namespace arsenal::inline ARSENAL_ABI::detail {

/// A leaf's place in the list of all of them, in the order of their prefixes, and in the directory.
struct incremental_leaf {
    incremental_leaf* prev = nullptr;
    incremental_leaf* next = nullptr;
    std::uint64_t prefix = 0; // the bits of route() that all its elements have, from the top
    unsigned bits = 0;        // how many
};

/// A part of the directory: 2^depth entries, each a leaf or (lowest bit set) a node. A leaf of fewer bits
/// than the node has stands in several neighbouring entries.
struct alignas(std::uintptr_t) incremental_node {
    static constexpr unsigned most_depth = 8;
    unsigned depth;

    std::uintptr_t* entries() noexcept { return reinterpret_cast<std::uintptr_t*>(this + 1); }
    static std::size_t bytes(unsigned depth) noexcept {
        return sizeof(incremental_node) + (sizeof(std::uintptr_t) << depth);
    }
};
static_assert(sizeof(incremental_node) == sizeof(std::uintptr_t));

template <class Position>
struct incremental_position : Position {
    incremental_leaf* in = nullptr;

    incremental_position() = default;
    incremental_position(Position at, incremental_leaf* leaf) noexcept : Position(at), in(leaf) {}
};

template <class Policy, class Hash, class Pred, class Alloc>
class incremental_table {
    using part = flat_table<Policy, Hash, Pred, Alloc>;
    using alloc_traits = std::allocator_traits<Alloc>;

public:
    using key_type = typename Policy::key_type;
    using value_type = typename Policy::value_type;

private:
    struct leaf : incremental_leaf {
        template <class... Args>
        explicit leaf(Args&&... args) : table(std::forward<Args>(args)...) {}
        part table;
    };
    static leaf* leaf_of(incremental_leaf* l) noexcept { return static_cast<leaf*>(l); }

public:
    /// An element, or none.
    struct position : incremental_position<typename part::position> {
        using incremental_position<typename part::position>::incremental_position;
        void advance() noexcept {
            typename part::position at = *this;
            at.advance();
            incremental_leaf* l = this->in;
            while (!at && (l = l->next) != nullptr) at = leaf_of(l)->table.begin();
            *this = position(at, l);
        }
    };
    struct insertion {
        position at;
        bool inserted;
    };
    using iterator = flat_iterator<position, value_type, Policy::constant_iterators>;
    using const_iterator = flat_iterator<position, value_type, true>;

    /// The most slots of a leaf: at most 8 KiB of elements. (512 slots were no faster and took twice as long
    /// to split; 128 made lookups 10 % slower: docs/incremental_hash_map.md.)
    static constexpr std::size_t leaf_slots = [] {
        const std::size_t fit = 8192 / flat_slot_bytes<value_type>;
        return fit >= 256 ? 256 : fit <= 16 ? 16 : std::bit_floor(fit);
    }();
    static constexpr unsigned deepest = 40;

    incremental_table(std::size_t n, const Hash& hash, const Pred& equal, const Alloc& alloc)
        : model_(0, hash, equal, alloc) {
        if (n != 0) reserve(n);
    }
    incremental_table(const incremental_table& other, const Alloc& alloc)
        : model_(other.model_, alloc), max_load_(other.max_load_) {
        owner guard{this};
        copy_parts(other, [&](const leaf& l) { return make_leaf(l, l.table, model_.alloc()); });
        guard.owned = nullptr;
    }
    incremental_table(incremental_table&& other) noexcept(std::is_nothrow_copy_constructible_v<Hash> &&
                                                          std::is_nothrow_copy_constructible_v<Pred>)
        : model_(std::move(other.model_)), max_load_(other.max_load_) {
        exchange_parts(other);
    }
    incremental_table(incremental_table&& other,
                      const Alloc& alloc) noexcept(alloc_traits::is_always_equal::value &&
                                                   std::is_nothrow_copy_constructible_v<Hash> &&
                                                   std::is_nothrow_copy_constructible_v<Pred>)
        : model_(std::move(other.model_), alloc), max_load_(other.max_load_) {
        if (model_.alloc() == other.model_.alloc()) {
            exchange_parts(other);
            return;
        }
        struct emptied { // whether this succeeds or throws
            incremental_table& from;
            ~emptied() { from.clear(); }
        } rest{other};
        owner guard{this};
        copy_parts(other, [&](leaf& l) { return make_leaf(l, std::move(l.table), model_.alloc()); });
        guard.owned = nullptr;
    }
    ~incremental_table() { clear(); }

    incremental_table(const incremental_table&) = delete;
    incremental_table& operator=(const incremental_table&) = delete;
    incremental_table& operator=(incremental_table&&) = delete;

    // Assignment. The new contents are complete before the old ones go: strong guarantee.

    void assign(const incremental_table& other) {
        if (this == &other) return;
        constexpr bool propagate = alloc_traits::propagate_on_container_copy_assignment::value;
        incremental_table copy(other, propagate ? other.alloc() : alloc());
        exchange(copy, std::bool_constant<propagate>());
    }
    void assign(incremental_table&& other) noexcept(alloc_traits::is_always_equal::value &&
                                                    std::is_nothrow_move_assignable_v<Hash> &&
                                                    std::is_nothrow_move_assignable_v<Pred>) {
        if (this == &other) return;
        constexpr bool propagate = alloc_traits::propagate_on_container_move_assignment::value;
        incremental_table taken(std::move(other), propagate ? other.alloc() : alloc());
        exchange(taken, std::bool_constant<propagate>());
    }
    void swap(incremental_table& other) {
        constexpr bool propagate = alloc_traits::propagate_on_container_swap::value;
        if constexpr (!propagate)
            ARSENAL_DEBUG_ASSERT(alloc() == other.alloc(), "swapped containers whose allocators differ");
        exchange(other, std::bool_constant<propagate>());
    }

    std::size_t size() const noexcept { return size_; }
    /// Linear in the number of leaves.
    std::size_t capacity() const noexcept {
        std::size_t n = 0;
        for_each_leaf([&](const leaf& l) { n += l.table.capacity(); });
        return n;
    }
    std::size_t max_size() const noexcept { return model_.max_size(); }
    float max_load_factor() const noexcept { return max_load_; }
    void max_load_factor(float z) noexcept {
        model_.max_load_factor(z);
        max_load_ = model_.core().max_load;
        for_each_leaf([&](leaf& l) { l.table.max_load_factor(z); });
    }
    Alloc& alloc() noexcept { return model_.alloc(); }
    const Alloc& alloc() const noexcept { return model_.alloc(); }
    const Hash& hash_function() const noexcept { return model_.hash_function(); }
    const Pred& key_eq() const noexcept { return model_.key_eq(); }

    position begin() const noexcept {
        for (incremental_leaf* l = first_; l != nullptr; l = l->next)
            if (const auto at = leaf_of(l)->table.begin()) return {at, l};
        return {};
    }

    template <class K>
    std::uint64_t hash(const K& key) const {
        return model_.hash(key);
    }
    template <class K>
    position find(const K& key, std::uint64_t h) const {
        leaf* const l = leaf_for(h);
        if (l == nullptr) return {};
        const auto at = l->table.find(key, h);
        return at ? position(at, l) : position();
    }
    template <class K>
    position find(const K& key) const {
        return find(key, hash(key));
    }

    /// The element with `key`, or else the one that construct(value_type*) made. Strong guarantee. Foreign:
    /// construct() reads no element of this table.
    template <bool Foreign = false, class K, class Construct>
    insertion find_or_insert(const K& key, std::uint64_t h, Construct&& construct) {
        leaf* const l = leaf_for(h);
        if (l == nullptr || is_full(*l)) [[unlikely]]
            return insert_with_room<Foreign>(key, h, construct);
        const auto result = l->table.template find_or_insert<Foreign>(key, h, construct);
        size_ += result.inserted;
        return {position(result.at, l), result.inserted};
    }
    /// Constructs an element first and looks whether its key is there after. Strong guarantee.
    template <class Construct>
    insertion insert_constructed(Construct&& construct) {
        typename part::temporary made(model_, construct);
        const key_type& key = Policy::key(*made.value());
        return find_or_insert<true>(key, hash(key), [&](value_type* p) { made.move_to(p); });
    }

    template <class K>
    std::size_t erase_key(const K& key) {
        const position found = find(key);
        if (!found) return 0;
        erase(found);
        return 1;
    }
    void erase(position p) noexcept {
        leaf_of(p.in)->table.erase(p);
        --size_;
    }
    /// Gives all memory back.
    void clear() noexcept {
        destroy_entry(root_);
        for (incremental_leaf *l = first_, *next; l != nullptr; l = next) {
            next = l->next;
            destroy_leaf(leaf_of(l));
        }
        root_ = 0;
        first_ = nullptr;
        size_ = 0;
    }
    /// Moves every element of `from` whose key is not here. Nothing is lost if this throws, unless moving an
    /// element does.
    template <class From>
    void merge(From& from) {
        if (static_cast<void*>(this) == static_cast<void*>(&from)) return;
        for (auto p = from.begin(); p; p.advance()) {
            const key_type& key = Policy::key(*p.value);
            const auto move_here = [&](value_type* to) { model_.construct_from(to, *p.value); };
            if (find_or_insert<true>(key, hash(key), move_here).inserted) from.erase(p);
        }
    }

    /// With 0: the leaves give back what they do not need. The directory stays.
    void rehash(std::size_t n) {
        if (n == 0)
            for_each_leaf([](leaf& l) { l.table.rehash(0); });
        else
            reserve(static_cast<std::size_t>(static_cast<double>(n) * static_cast<double>(max_load_)));
    }
    /// Splits as many leaves as n elements will have made necessary, if their hashes are spread evenly, so
    /// that their insertion finds most of that done.
    void reserve(std::size_t n) {
        if (n > max_size()) throw_length_error("arsenal incremental table: too many elements");
        if (n <= size_) return;
        if (root_ == 0) plant();
        std::size_t leaves = 1;
        unsigned bits = 0;
        // On average half of a leaf's slots: chance fills some leaves more than others.
        for (; bits < deepest && leaves * (leaf_slots / 2) < n; ++bits) leaves *= 2;
        for (incremental_leaf* l = first_; l != nullptr; l = l->next)
            while (l->bits < bits) l = split(*leaf_of(l));
        const std::size_t slots = slots_for_half(n / leaves);
        for_each_leaf([&](leaf& l) {
            if (l.table.capacity() < slots) l.table.rehash(slots);
        });
    }

    /// Whether p is a slot of one of this table's leaves.
    bool owns(position p) const noexcept {
        return leaf_on(p.in->prefix) == p.in && leaf_of(p.in)->table.owns(p);
    }
    static const key_type& key(position at) noexcept { return Policy::key(*at.value); }
    std::size_t bytes() const noexcept {
        std::size_t n = node_bytes(root_);
        for_each_leaf([&](const leaf& l) { n += sizeof(leaf) + l.table.bytes(); });
        return n;
    }
    hash_stats stats() const {
        flat_sums sums;
        for_each_leaf([&](const leaf& l) { add_stats(l.table, sums); });
        return sums.means(bytes());
    }

private:
    /// Where a hash goes in the directory: bits that a flat table does not use itself.
    static std::uint64_t route(std::uint64_t h) noexcept {
        return key_hash<key_type, Hash>::avalanching ? h : mix(h);
    }
    static bool is_node(std::uintptr_t entry) noexcept { return (entry & 1) != 0; }
    static incremental_node* node_at(std::uintptr_t entry) noexcept {
        return reinterpret_cast<incremental_node*>(entry - 1);
    }
    static leaf* leaf_at(std::uintptr_t entry) noexcept { return reinterpret_cast<leaf*>(entry); }
    static std::uintptr_t entry_for(incremental_node* n) noexcept {
        return reinterpret_cast<std::uintptr_t>(n) | 1;
    }
    static std::uintptr_t entry_for(leaf* l) noexcept { return reinterpret_cast<std::uintptr_t>(l); }

    /// Null without elements.
    leaf* leaf_for(std::uint64_t h) const noexcept { return leaf_on(route(h)); }
    leaf* leaf_on(std::uint64_t bits) const noexcept {
        std::uintptr_t e = root_;
        for (; is_node(e); bits <<= incremental_node::most_depth) {
            incremental_node* const n = node_at(e);
            e = n->entries()[bits >> (64 - n->depth)];
        }
        return leaf_at(e);
    }
    static bool is_full(const leaf& l) noexcept {
        return l.table.capacity() >= leaf_slots && l.table.size() >= l.table.core().limit && l.bits < deepest;
    }
    template <class Use>
    void for_each_leaf(Use use) const {
        for (incremental_leaf* l = first_; l != nullptr; l = l->next) use(*leaf_of(l));
    }

    template <bool Foreign, class K, class Construct>
    [[gnu::noinline]] insertion insert_with_room(const K& key, std::uint64_t h, Construct&& construct) {
        if (root_ == 0) plant();
        leaf* l = leaf_for(h);
        if (is_full(*l)) {
            if (const auto found = l->table.find(key, h)) return {position(found, l), false};
            if constexpr (Foreign) {
                do {
                    split(*l);
                    l = leaf_for(h);
                } while (is_full(*l));
            } else { // it may be made from an element that is about to move
                typename part::temporary made(model_, construct);
                return insert_with_room<true>(Policy::key(*made.value()), h,
                                              [&](value_type* p) { made.move_to(p); });
            }
        }
        const auto result = l->table.template find_or_insert<Foreign>(key, h, construct);
        size_ += result.inserted;
        return {position(result.at, l), result.inserted};
    }

    /// The first leaf.
    void plant() {
        leaf* const l = make_leaf({}, 0, hash_function(), key_eq(), alloc());
        first_ = l;
        root_ = entry_for(l);
    }

    /// Two leaves in the place of one, returned is the first. Strong guarantee. pre: l.bits < deepest
    [[gnu::noinline]] leaf* split(leaf& l) {
        const unsigned bits = l.bits + 1;
        const std::uint64_t upper_bit = std::uint64_t{1} << (64 - bits);
        halves made{this, {nullptr, nullptr}, nullptr};
        for (unsigned i = 0; i < 2; ++i)
            made.leaves[i] = make_leaf({nullptr, nullptr, l.prefix | (i ? upper_bit : 0), bits}, 0,
                                       hash_function(), key_eq(), alloc());
        made.node = make_place(l);
        share_out(l.table, upper_bit, made.leaves[0]->table, made.leaves[1]->table);

        // Nothing throws from here on.
        leaf* const low = made.leaves[0];
        leaf* const high = made.leaves[1];
        low->prev = l.prev;
        low->next = high;
        high->prev = low;
        high->next = l.next;
        (l.prev ? l.prev->next : first_) = low;
        if (l.next) l.next->prev = high;
        enter(l, low, high, made.node);
        made.leaves[0] = made.leaves[1] = nullptr;
        made.node = nullptr;
        destroy_leaf(&l);
        return low;
    }
    /// The new parts of a split that fails.
    struct halves {
        incremental_table* owner;
        leaf* leaves[2];
        incremental_node* node;
        ~halves() {
            for (leaf* l : leaves)
                if (l) owner->destroy_leaf(l);
            if (node) owner->destroy_node(node);
        }
    };

    static unsigned depth_in_node(const leaf& l) noexcept {
        return l.bits == 0 ? 0 : (l.bits - 1) % incremental_node::most_depth + 1;
    }
    /// The entry of the node that l is in, and that node; null and root_ for the only leaf.
    std::uintptr_t* entry_of_node(const leaf& l, incremental_node*& parent) noexcept {
        std::uintptr_t* at = &root_;
        parent = nullptr;
        std::uint64_t bits = l.prefix;
        for (unsigned left = l.bits; left > incremental_node::most_depth;
             left -= incremental_node::most_depth) {
            incremental_node* const n = node_at(*at);
            at = &n->entries()[bits >> (64 - n->depth)];
            bits <<= incremental_node::most_depth;
        }
        if (l.bits != 0) parent = node_at(*at);
        return at;
    }
    /// The node that l's halves need and that is not there: below l, or for the node that l is in.
    incremental_node* make_place(const leaf& l) {
        incremental_node* parent;
        entry_of_node(l, parent);
        if (parent == nullptr || depth_in_node(l) == incremental_node::most_depth) return make_node(1);
        return depth_in_node(l) == parent->depth ? make_node(parent->depth + 1) : nullptr;
    }
    void enter(const leaf& l, leaf* low, leaf* high, incremental_node* fresh) noexcept {
        incremental_node* parent;
        std::uintptr_t* const at = entry_of_node(l, parent);
        const unsigned depth = depth_in_node(l);
        if (parent == nullptr || depth == incremental_node::most_depth) {
            fresh->entries()[0] = entry_for(low);
            fresh->entries()[1] = entry_for(high);
            (parent == nullptr ? *at : parent->entries()[index_in(l, *parent)]) = entry_for(fresh);
            return;
        }
        if (fresh != nullptr) {
            for (std::size_t i = 0; i < std::size_t{1} << fresh->depth; ++i)
                fresh->entries()[i] = parent->entries()[i / 2];
            destroy_node(parent);
            parent = fresh;
            *at = entry_for(fresh);
        }
        const std::size_t half = std::size_t{1} << (parent->depth - depth - 1);
        std::uintptr_t* const first = parent->entries() + index_in(l, *parent);
        for (std::size_t i = 0; i < half; ++i) first[i] = entry_for(low);
        for (std::size_t i = half; i < 2 * half; ++i) first[i] = entry_for(high);
    }
    /// The first of l's entries in its node.
    static std::size_t index_in(const leaf& l, const incremental_node& n) noexcept {
        const unsigned above = (l.bits - 1) / incremental_node::most_depth * incremental_node::most_depth;
        return static_cast<std::size_t>((l.prefix << above) >> (64 - n.depth));
    }

    /// Moves the elements of `from` to `low`, or to `high` where the bit is set in their route. Strong
    /// guarantee.
    void share_out(part& from, std::uint64_t upper_bit, part& low, part& high) {
        // Hashing may throw: all of it comes first.
        std::uint64_t hashes[leaf_slots];
        std::size_t n = 0, upper = 0;
        for (auto at = from.begin(); at; at.advance(), ++n) {
            hashes[n] = from.hash(part::key(at));
            upper += (route(hashes[n]) & upper_bit) != 0;
        }
        make_room(low, n - upper);
        make_room(high, upper);
        n = 0;
        for (auto at = from.begin(); at; at.advance(), ++n) {
            part& to = (route(hashes[n]) & upper_bit) != 0 ? high : low;
            to.insert_unique(hashes[n], [&](value_type* p) { to.construct_from_kept(p, *at.value); });
        }
    }
    /// For n elements of a half: where these are its share, the room of a whole leaf.
    static void make_room(part& half, std::size_t n) {
        half.rehash(slots_for_half(n));
        half.reserve(n); // more under a low max_load_factor()
    }
    static std::size_t slots_for_half(std::size_t n) noexcept {
        return n > leaf_slots / 4 ? leaf_slots : 2 * n;
    }

    // Memory.

    struct alignas(std::uintptr_t) word {
        std::uintptr_t bits;
    };
    using leaf_alloc = typename alloc_traits::template rebind_alloc<leaf>;
    using leaf_traits = std::allocator_traits<leaf_alloc>;
    using word_alloc = typename alloc_traits::template rebind_alloc<word>;
    using word_traits = std::allocator_traits<word_alloc>;

    template <class... Args>
    leaf* make_leaf(const incremental_leaf& place, Args&&... args) {
        leaf_alloc a(model_.alloc());
        const auto p = leaf_traits::allocate(a, 1);
        struct guard {
            leaf_alloc& alloc;
            typename leaf_traits::pointer block;
            bool done = false;
            ~guard() {
                if (!done) leaf_traits::deallocate(alloc, block, 1);
            }
        } undo{a, p};
        leaf* const l = ::new (static_cast<void*>(std::to_address(p))) leaf(std::forward<Args>(args)...);
        l->table.max_load_factor(max_load_);
        l->prefix = place.prefix;
        l->bits = place.bits;
        undo.done = true;
        return l;
    }
    void destroy_leaf(leaf* l) noexcept {
        l->~leaf();
        leaf_alloc a(model_.alloc());
        leaf_traits::deallocate(a, std::pointer_traits<typename leaf_traits::pointer>::pointer_to(*l), 1);
    }
    incremental_node* make_node(unsigned depth) {
        word_alloc a(model_.alloc());
        void* const raw =
            std::to_address(word_traits::allocate(a, incremental_node::bytes(depth) / sizeof(word)));
        auto* const n = ::new (raw) incremental_node{depth};
        for (std::size_t i = 0; i < std::size_t{1} << depth; ++i) ::new (n->entries() + i) std::uintptr_t(0);
        return n;
    }
    void destroy_node(incremental_node* n) noexcept {
        word_alloc a(model_.alloc());
        const std::size_t words = incremental_node::bytes(n->depth) / sizeof(word);
        word_traits::deallocate(
            a, std::pointer_traits<typename word_traits::pointer>::pointer_to(*reinterpret_cast<word*>(n)),
            words);
    }
    /// The nodes at and below an entry.
    void destroy_entry(std::uintptr_t entry) noexcept {
        if (!is_node(entry)) return;
        incremental_node* const n = node_at(entry);
        for (std::size_t i = 0; i < std::size_t{1} << n->depth; ++i) destroy_entry(n->entries()[i]);
        destroy_node(n);
    }
    static std::size_t node_bytes(std::uintptr_t entry) noexcept {
        if (!is_node(entry)) return 0;
        incremental_node* const n = node_at(entry);
        std::size_t sum = incremental_node::bytes(n->depth);
        for (std::size_t i = 0; i < std::size_t{1} << n->depth; ++i) sum += node_bytes(n->entries()[i]);
        return sum;
    }

    // Whole tables.

    struct owner {
        incremental_table* owned;
        ~owner() {
            if (owned) owned->clear();
        }
    };
    /// Leaves and nodes as other's; this table has none. copy(leaf) makes a leaf.
    template <class Copy>
    void copy_parts(const incremental_table& other, Copy copy) {
        incremental_leaf* last = nullptr;
        copy_entry(other.root_, root_, last, copy);
        size_ = other.size_;
    }
    template <class Copy>
    void copy_entry(std::uintptr_t from, std::uintptr_t& to, incremental_leaf*& last, Copy& copy) {
        if (from == 0) return;
        if (!is_node(from)) {
            leaf* const l = copy(*leaf_at(from));
            l->prev = last;
            (last ? last->next : first_) = l;
            last = l;
            to = entry_for(l);
            return;
        }
        incremental_node* const theirs = node_at(from);
        incremental_node* const ours = make_node(theirs->depth);
        to = entry_for(ours);
        for (std::size_t i = 0; i < std::size_t{1} << theirs->depth; ++i)
            if (i != 0 && theirs->entries()[i] == theirs->entries()[i - 1])
                ours->entries()[i] = ours->entries()[i - 1];
            else
                copy_entry(theirs->entries()[i], ours->entries()[i], last, copy);
    }
    void exchange_parts(incremental_table& other) noexcept {
        std::swap(root_, other.root_);
        std::swap(first_, other.first_);
        std::swap(size_, other.size_);
    }
    template <bool Allocators>
    void exchange(incremental_table& other, std::bool_constant<Allocators>) {
        swap_functions(*this, other, [&] { model_.exchange(other.model_); });
        if constexpr (Allocators) model_.exchange_allocators(other.model_);
        exchange_parts(other);
        std::swap(max_load_, other.max_load_);
    }

    std::uintptr_t root_ = 0; // a leaf, a node, or nothing
    incremental_leaf* first_ = nullptr;
    std::size_t size_ = 0;
    part model_; // without elements: the function objects and the allocator
    float max_load_ = flat_core::default_max_load;
};

} // namespace arsenal::inline ARSENAL_ABI::detail
