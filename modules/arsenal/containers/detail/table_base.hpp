#pragma once

#include <arsenal/containers/detail/element_store.hpp>
#include <arsenal/containers/detail/key_hash.hpp>
#include <arsenal/containers/detail/slot.hpp>
#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/containers/detail/swap_functions.hpp>
#include <arsenal/containers/detail/table_core.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>

// What table.hpp and multi_table.hpp have in common: the function objects and the allocator, lookup in the
// index, and what the compiled part asks for.

namespace arsenal::inline ARSENAL_ABI::detail {

/// An element's place, whichever kind of table it is in.
template <class Policy>
using table_slot = slot<typename Policy::value_type, !std::is_scalar_v<typename Policy::key_type>>;

/// An element outside any table: its slot, and the block that the slot is in.
template <class Slot>
struct table_node {
    Slot* slot = nullptr;
    block* home = nullptr;
    std::uint32_t owner = 0; // id() of the table whose block it is, 0 if unknown
    bool chained = false;    // whether the slots of that block are chained_slots

    /// Destroys the element and gives its place back.
    template <class Alloc>
    static void destroy(Alloc& alloc, const table_node& n) noexcept {
        std::allocator_traits<Alloc>::destroy(alloc, n.slot->value());
        element_store<Slot, Alloc>::drop_element(alloc, n.home, n.slot, n.chained);
    }
};

/// Slot is table_slot<Policy> or derives from it. Derived has what the names below ask for.
template <class Derived, class Policy, class Slot, class Hash, class Pred, class Alloc>
class table_base : public table_core {
public:
    using policy_type = Policy;
    using hasher = Hash;
    using key_equal = Pred;
    using allocator_type = Alloc;
    using key_type = typename Policy::key_type;
    using value_type = typename Policy::value_type;
    using slot_type = Slot;
    using element = table_slot<Policy>;
    using node = table_node<element>;

    table_base(const table_base&) = delete;
    table_base& operator=(const table_base&) = delete;

    // Assignment. The new contents are complete before the old ones go: strong guarantee, and `other` may be
    // part of one of this table's own elements.
    void assign(const Derived& other) {
        if (this == &other) return;
        constexpr bool propagate = alloc_traits::propagate_on_container_copy_assignment::value;
        Derived copy(other, propagate ? other.alloc_ : alloc_);
        exchange(copy);
        if constexpr (propagate) exchange_allocators(copy);
    }
    void assign(Derived&& other) noexcept(alloc_traits::is_always_equal::value &&
                                          std::is_nothrow_move_assignable_v<Hash> &&
                                          std::is_nothrow_move_assignable_v<Pred>) {
        if (this == &other) return;
        constexpr bool propagate = alloc_traits::propagate_on_container_move_assignment::value;
        Derived taken(std::move(other), propagate ? other.alloc_ : alloc_);
        exchange(taken);
        if constexpr (propagate) exchange_allocators(taken);
    }
    void swap(Derived& other) {
        if constexpr (alloc_traits::propagate_on_container_swap::value)
            exchange_allocators(other);
        else
            ARSENAL_DEBUG_ASSERT(alloc_ == other.alloc_, "swapped containers whose allocators differ");
        exchange(other);
    }

    std::size_t max_size() const noexcept {
        const std::size_t by_alloc = alloc_traits::max_size(alloc_);
        return by_alloc < max_index_limit ? by_alloc : max_index_limit;
    }
    Alloc& alloc() noexcept { return alloc_; }
    const Alloc& alloc() const noexcept { return alloc_; }
    const Hash& hash_function() const noexcept { return hash_; }
    const Pred& key_eq() const noexcept { return equal_; }
    std::size_t max_bucket_count() const noexcept { return max_buckets; }
    /// Throws what the hash throws where elements do not keep it.
    hash_stats stats() const {
        hash_stats s = table_core::stats(functions(), [](const table_core& core, std::uint64_t e) {
            const auto& t = static_cast<const table_base&>(core);
            return t.home_of_hash(t.hash_of(hit_of(e).slot));
        });
        s.size = static_cast<const Derived&>(*this).size(); // elements, where it was keys
        return s;
    }

protected:
    using layout = block_layout<slot_type>;
    using cell_type = typename cell_of<slot_type>::type;
    using hasher_type = key_hash<key_type, Hash>;
    using alloc_traits = std::allocator_traits<Alloc>;
    struct alignas(16) quarter_group {
        std::byte bytes[16];
    };
    using index_alloc = typename alloc_traits::template rebind_alloc<quarter_group>;
    using index_traits = std::allocator_traits<index_alloc>;
    using store_type = element_store<slot_type, Alloc>;

    table_base(const Hash& hash, const Pred& equal, const Alloc& alloc)
        : hash_(hash), equal_(equal), alloc_(alloc) {}
    table_base(const Hash& hash, const Pred& equal, Alloc&& alloc)
        : hash_(hash), equal_(equal), alloc_(std::move(alloc)) {}
    ~table_base() = default;

    Derived& self() noexcept { return static_cast<Derived&>(*this); }

    /// Frees everything when a constructor throws.
    struct owner {
        Derived* owned;
        ~owner() {
            if (owned) owned->destroy_all();
        }
    };

    /// An element that was found, as its entry in the index.
    struct hit {
        element* slot = nullptr;
        std::uint64_t bits = 0;
    };
    static hit hit_of(std::uint64_t e) noexcept {
        void* const p = entry::address(e);
        if (entry::is_foreign(e)) [[unlikely]]
            return {static_cast<element*>(static_cast<foreign_cell*>(p)->element), e};
        return {static_cast<slot_type*>(p), e};
    }

    store_type store() noexcept { return {store_, alloc_}; }

    /// A cell that is freed unless the element is adopted: what can throw comes before anything changes.
    struct new_cell {
        new_cell(table_base& t, const node* n)
            : owner(t), cell(n ? store_type::make_cell(t.alloc_, n->slot, n->home, n->chained) : nullptr) {}
        new_cell(const new_cell&) = delete;
        new_cell& operator=(const new_cell&) = delete;
        ~new_cell() {
            if (cell) store_type::free_cell(owner.alloc_, cell);
        }
        cell_type* release() noexcept {
            cell_type* c = cell;
            cell = nullptr;
            return c;
        }

        table_base& owner;
        cell_type* cell;
    };

    std::uint64_t hash_of(element* s) const {
        if constexpr (element::caches_hash)
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
    bool equal(element* s, const K& key) const {
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
    /// The lane of an element that is in the index; `in_index` is the address that its entry has. Does not
    /// throw, even where the hash does.
    std::uint64_t* nothrow_lane_of(element* s, const void* in_index) const noexcept {
        if constexpr (nothrow_hash()) {
            return lane_of_element(s, in_index);
        } else {
#if ARSENAL_HAS_EXCEPTIONS
            try {
                return lane_of_element(s, in_index);
            } catch (...) {
                return lane_by_address(in_index);
            }
#else
            return lane_of_element(s, in_index);
#endif
        }
    }
    std::uint64_t* lane_of_element(element* s, const void* in_index) const {
        const home at = home_of_hash(hash_of(s));
        if (!exact_) return displaced_lane_of(at, in_index);
        ARSENAL_DEBUG_ASSERT(entry::address(lane_of(at)) == in_index,
                             "erased or extracted an element that is not in the container");
        return &lane_of(at);
    }

    // What the compiled part asks for.

    static const table_functions& functions() noexcept {
        static constexpr table_functions f = [] {
            table_functions t{store_type::shape_for_table(),
                              allocator_of,
                              max_size_of,
                              heap_allocate,
                              heap_deallocate,
                              Derived::fill_from_run,
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
        return std::addressof(static_cast<table_base&>(t).alloc_);
    }
    static std::size_t max_size_of(const table_core& t) noexcept {
        return static_cast<const table_base&>(t).max_size();
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

    /// Everything but the allocators.
    void exchange(Derived& other) {
        swap_functions(self(), other, [&] {
            using std::swap;
            swap(hash_, other.hash_);
            swap(equal_, other.equal_);
        });
        self().exchange_contents(other);
    }
    void exchange_allocators(Derived& other) noexcept {
        using std::swap;
        swap(alloc_, other.alloc_);
    }

    [[no_unique_address]] Hash hash_;
    [[no_unique_address]] Pred equal_;
    [[no_unique_address]] Alloc alloc_;
};

} // namespace arsenal::inline ARSENAL_ABI::detail
