#pragma once

#include <arsenal/containers/detail/held_map.hpp>
#include <arsenal/containers/detail/key_hash.hpp>
#include <arsenal/containers/detail/shard_table.hpp>
#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/hash/detail/mix.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>
#include <arsenal/platform/throw.hpp>

// A hash map that several threads read and change at once. When not to use it: where each thread can fill a
// map of its own that are merged in the end, where the map is filled before the threads start (any map may be
// read by many), and for a few elements (an empty one is 4 KiB). Names and meaning follow
// boost::concurrent_flat_map; what is different from std's maps:
//
//   - No iterators, no references handed out: an element is reached by a function that is called with it
//   (visit), while nobody else changes it. Insertions return whether they inserted.
//   - A function that the map calls (visitors, predicates, key_eq, elements' constructors, assignments and
//   destructors) must not use the same map: it would wait for itself. Debug hardening says so instead of
//   hanging. It may throw: locks are released, and nothing is lost but what the function itself did to its
//   element.
//   - What a visitor is called with may be a copy that is put back afterwards (below): its address means
//   nothing.
//   - Elements move when their shard grows: Key and T are move-constructible, and without exceptions if
//   nothing is to be lost where they cannot be copied either.
//   - Hash, key_eq and the allocator are called by several threads at once, as const objects are.
//   - size() and what goes over all elements see one shard after the other: exact where no other thread
//   changes the map; else what is there throughout is seen once, and what comes or goes meanwhile perhaps.
//   - Construction, destruction, assignment and swap are for one thread alone; but others may use the source
//   of a copy and both sides of == meanwhile, which see one state of the whole map.
//   - No merge, no extract, and no conversion from other maps: their elements lie differently.
//
// Operations on one key are linearizable: each takes effect at one moment between its call and its return.
// What a thread wrote before its operation on an element, another one sees in its next operation on that
// element.
//
// How it works. 64 shards by six bits of the hash, each a flat table (detail/shard_table.hpp) and a lock for
// one writer or many readers (detail/rw_spin_lock.hpp) in one cache line:
//
//   change   key -> hash, mixed -> shard -> [prefetch tags and slot] -> lock -> 16 tags -> element -> unlock
//   lookup   the same; but where Key is a scalar, T trivially copyable, pred std::equal_to, the allocator
//            std::allocator and an element at most 64 bytes, without the lock:
//            ... -> announce -> version -> 16 tags -> copy of the element -> version as before? -> visitor
//
// Such a lookup writes to a line of its own thread only, so lookups do not slow each other down, however many
// threads there are. The version is the shard's and odd while a writer writes; a reader that finds it changed
// goes through the lock. That the block of a shard that grows is not freed under a reader, the announcement
// sees to: a hazard pointer, which the writer looks for (detail/reader_record.hpp). Other elements cost a
// lookup two read-modify-writes of the shard's line, a change costs one.
//
// Two operations meet where the shard is the same: among t threads with uniform keys, (t - 1) / 64 of them. A
// shard grows by itself, under its lock: while one of n / 64 elements moves, those who want it wait (a
// millisecond at 4 million elements), and nobody else; reserve() spares them that. Visitors should be short:
// they hold up a 64th of the map.

namespace arsenal::inline ARSENAL_ABI {

template <class Key, class T, class Hash = std::hash<Key>, class Pred = std::equal_to<Key>,
          class Alloc = std::allocator<std::pair<const Key, T>>>
class concurrent_hash_map {
    using key_hash = detail::key_hash<Key, Hash>;
    using alloc_traits = std::allocator_traits<Alloc>;

public:
    using key_type = Key;
    using mapped_type = T;
    using value_type = std::pair<const Key, T>;
    using hasher = Hash;
    using key_equal = Pred;
    using allocator_type = Alloc;
    using size_type = std::size_t;
    using difference_type = std::ptrdiff_t;
    using reference = value_type&;
    using const_reference = const value_type&;
    using pointer = typename alloc_traits::pointer;
    using const_pointer = typename alloc_traits::const_pointer;

private:
    static_assert(std::is_same_v<typename alloc_traits::value_type, value_type>,
                  "the allocator's value_type is not the container's");
    static_assert(std::is_move_constructible_v<Key> && std::is_move_constructible_v<T>,
                  "the elements of a concurrent_hash_map move when it grows");

    template <class F>
    static constexpr bool is_transparent = requires { typename F::is_transparent; };
    template <class K>
    static constexpr bool is_foreign_key =
        is_transparent<Hash> && is_transparent<Pred> && !std::is_same_v<K, Key>;

    // What the shards have in common.
    struct common {
        using key_type = Key;

        Alloc& alloc() const noexcept { return alloc_; }
        std::uint64_t hash_of(const value_type& v) const { return hash_of_key(v.first); }
        template <class K>
        std::uint64_t hash_of_key(const K& key) const {
            const std::uint64_t h = key_hash::compute(hash_, key);
            // Half of mix()'s latency. Of strides of every power of two, pointers, floats and reversed bits
            // no family filled a shard by more than 1.2 times its part or sent more than 6 % of its keys out
            // of their group.
            return key_hash::avalanching ? h : detail::fold(h ^ h >> 32, 0x9e3779b97f4a7c15);
        }

        [[no_unique_address]] Hash hash_;
        [[no_unique_address]] Pred equal_;
        [[no_unique_address]] mutable Alloc alloc_;
    };

    struct empty_one {};

    static constexpr std::size_t shard_count = 64;
    static constexpr std::size_t line_bytes = 64;
    static constexpr bool keeps_hashes =
        !std::is_scalar_v<Key> ||
        !(key_hash::own_hash || noexcept(std::declval<const Hash&>()(std::declval<const Key&>())));
    // Whether elements are bytes that anybody may copy and compare: then lookups take no lock.
    static constexpr bool reads_unlocked =
        std::is_scalar_v<Key> && sizeof(Key) <= 8 && !keeps_hashes && std::is_trivially_copyable_v<T> &&
        sizeof(value_type) <= line_bytes && detail::is_std_allocator<Alloc> &&
        (std::is_same_v<Pred, std::equal_to<Key>> || std::is_same_v<Pred, std::equal_to<void>>);
    struct alignas(line_bytes) shard
        : detail::shard_table<value_type, keeps_hashes, reads_unlocked, Alloc, common> {};
    static_assert(sizeof(shard) == line_bytes);

    // Locks for the time of an operation.

    struct reading {
        reading(const concurrent_hash_map& map, const shard& s) : held(std::addressof(map)), at(s) {
            at.lock.lock_shared();
        }
        reading(const reading&) = delete;
        ~reading() { at.lock.unlock_shared(); }
        [[no_unique_address]] detail::held_map held;
        const shard& at;
    };
    struct writing {
        writing(const concurrent_hash_map& map, const shard& s) : held(std::addressof(map)), at(s) {
            at.lock.lock();
        }
        writing(const writing&) = delete;
        ~writing() { at.lock.unlock(); }
        [[no_unique_address]] detail::held_map held;
        const shard& at;
    };
    // The whole map, as it is at one moment.
    struct reading_all {
        explicit reading_all(const concurrent_hash_map& map) : held(std::addressof(map)), at(map) {
            for (const shard& s : at.shards_) s.lock.lock_shared();
        }
        reading_all(const reading_all&) = delete;
        ~reading_all() {
            for (const shard& s : at.shards_) s.lock.unlock_shared();
        }
        [[no_unique_address]] detail::held_map held;
        const concurrent_hash_map& at;
    };

public:
    // Construction. n is a number of elements for which there shall be room.

    concurrent_hash_map() : concurrent_hash_map(0) {}
    explicit concurrent_hash_map(size_type n, const Hash& hash = Hash(), const Pred& equal = Pred(),
                                 const Alloc& alloc = Alloc())
        : concurrent_hash_map(empty_one(), hash, equal, alloc) {
        reserve(n);
    }
    concurrent_hash_map(size_type n, const Alloc& alloc) : concurrent_hash_map(n, Hash(), Pred(), alloc) {}
    concurrent_hash_map(size_type n, const Hash& hash, const Alloc& alloc)
        : concurrent_hash_map(n, hash, Pred(), alloc) {}
    explicit concurrent_hash_map(const Alloc& alloc) : concurrent_hash_map(0, Hash(), Pred(), alloc) {}

    template <std::input_iterator It>
    concurrent_hash_map(It first, It last, size_type n = 0, const Hash& hash = Hash(),
                        const Pred& equal = Pred(), const Alloc& alloc = Alloc())
        : concurrent_hash_map(n, hash, equal, alloc) {
        insert(first, last);
    }
    template <std::input_iterator It>
    concurrent_hash_map(It first, It last, const Alloc& alloc)
        : concurrent_hash_map(first, last, 0, Hash(), Pred(), alloc) {}
    template <std::input_iterator It>
    concurrent_hash_map(It first, It last, size_type n, const Alloc& alloc)
        : concurrent_hash_map(first, last, n, Hash(), Pred(), alloc) {}
    template <std::input_iterator It>
    concurrent_hash_map(It first, It last, size_type n, const Hash& hash, const Alloc& alloc)
        : concurrent_hash_map(first, last, n, hash, Pred(), alloc) {}

    concurrent_hash_map(std::initializer_list<value_type> list, size_type n = 0, const Hash& hash = Hash(),
                        const Pred& equal = Pred(), const Alloc& alloc = Alloc())
        : concurrent_hash_map(list.begin(), list.end(), n, hash, equal, alloc) {}
    concurrent_hash_map(std::initializer_list<value_type> list, const Alloc& alloc)
        : concurrent_hash_map(list, 0, Hash(), Pred(), alloc) {}
    concurrent_hash_map(std::initializer_list<value_type> list, size_type n, const Alloc& alloc)
        : concurrent_hash_map(list, n, Hash(), Pred(), alloc) {}
    concurrent_hash_map(std::initializer_list<value_type> list, size_type n, const Hash& hash,
                        const Alloc& alloc)
        : concurrent_hash_map(list, n, hash, Pred(), alloc) {}

    /// A copy of one state of `other`, which other threads may use meanwhile: they wait where they write.
    concurrent_hash_map(const concurrent_hash_map& other)
        : concurrent_hash_map(other,
                              alloc_traits::select_on_container_copy_construction(other.common_.alloc_)) {}
    concurrent_hash_map(const concurrent_hash_map& other, const std::type_identity_t<Alloc>& alloc)
        : concurrent_hash_map(empty_one(), other.common_.hash_, other.common_.equal_, alloc) {
        copy_from(other);
    }
    /// `other` is empty then.
    concurrent_hash_map(concurrent_hash_map&& other) noexcept(std::is_nothrow_copy_constructible_v<Hash> &&
                                                              std::is_nothrow_copy_constructible_v<Pred>)
        : concurrent_hash_map(empty_one(), other.common_.hash_, other.common_.equal_, other.common_.alloc_) {
        steal(other);
    }
    concurrent_hash_map(concurrent_hash_map&& other, const std::type_identity_t<Alloc>& alloc)
        : concurrent_hash_map(empty_one(), other.common_.hash_, other.common_.equal_, alloc) {
        if (common_.alloc_ == other.common_.alloc_)
            steal(other);
        else
            move_from(other);
    }
    ~concurrent_hash_map() {
        for (shard& s : shards_) s.release(common_);
    }

    /// Strong guarantee. This map is the thread's own; other threads may use `other`.
    concurrent_hash_map& operator=(const concurrent_hash_map& other) {
        if (this == std::addressof(other)) return *this;
        constexpr bool propagate = alloc_traits::propagate_on_container_copy_assignment::value;
        concurrent_hash_map copy(other, propagate ? other.common_.alloc_ : common_.alloc_);
        exchange(copy);
        if constexpr (propagate) exchange_allocators(copy);
        return *this;
    }
    concurrent_hash_map& operator=(concurrent_hash_map&& other) noexcept(
        alloc_traits::is_always_equal::value && std::is_nothrow_swappable_v<Hash> &&
        std::is_nothrow_swappable_v<Pred> && std::is_nothrow_copy_constructible_v<Hash> &&
        std::is_nothrow_copy_constructible_v<Pred>) {
        if (this == std::addressof(other)) return *this;
        constexpr bool propagate = alloc_traits::propagate_on_container_move_assignment::value;
        concurrent_hash_map taken(std::move(other), propagate ? other.common_.alloc_ : common_.alloc_);
        exchange(taken);
        if constexpr (propagate) exchange_allocators(taken);
        return *this;
    }
    concurrent_hash_map& operator=(std::initializer_list<value_type> list) {
        concurrent_hash_map other(list, 0, common_.hash_, common_.equal_, common_.alloc_);
        exchange(other);
        return *this;
    }
    void swap(concurrent_hash_map& other) {
        if constexpr (alloc_traits::propagate_on_container_swap::value)
            exchange_allocators(other);
        else
            ARSENAL_DEBUG_ASSERT(common_.alloc_ == other.common_.alloc_,
                                 "swapped containers whose allocators differ");
        exchange(other);
    }
    friend void swap(concurrent_hash_map& a, concurrent_hash_map& b) { a.swap(b); }

    allocator_type get_allocator() const noexcept { return common_.alloc_; }
    hasher hash_function() const { return common_.hash_; }
    key_equal key_eq() const { return common_.equal_; }

    // Visitation. f(element) is called under the lock of the element's shard: visit of a map that is not
    // const, for writing, with a reference through which the mapped value may be changed; cvisit and visit of
    // a const one, for reading, beside other readers. Returns the number of elements visited. Average O(1).
    // Throws what Hash, Pred and f throw.

    template <class F>
    size_type visit(const key_type& key, F&& f) {
        return visit_to_write(key, f);
    }
    template <class F>
    size_type visit(const key_type& key, F&& f) const {
        return visit_to_read(key, f);
    }
    template <class F>
    size_type cvisit(const key_type& key, F&& f) const {
        return visit_to_read(key, f);
    }
    template <class K, class F>
        requires is_foreign_key<K>
    size_type visit(const K& key, F&& f) {
        return visit_to_write(key, f);
    }
    template <class K, class F>
        requires is_foreign_key<K>
    size_type visit(const K& key, F&& f) const {
        return visit_to_read(key, f);
    }
    template <class K, class F>
        requires is_foreign_key<K>
    size_type cvisit(const K& key, F&& f) const {
        return visit_to_read(key, f);
    }

    /// Every element, shard by shard; returns how many.
    template <class F>
    size_type visit_all(F&& f) {
        size_type visited = 0;
        for (shard& s : shards_) {
            const writing lock(*this, s);
            s.visit_while([&](value_type& v) {
                f(v);
                ++visited;
                return true;
            });
        }
        return visited;
    }
    template <class F>
    size_type visit_all(F&& f) const {
        return cvisit_all(f);
    }
    template <class F>
    size_type cvisit_all(F&& f) const {
        size_type visited = 0;
        cvisit_while([&](const value_type& v) {
            f(v);
            ++visited;
            return true;
        });
        return visited;
    }
    /// Every element until f(element) is false; returns whether it never was.
    template <class F>
    bool visit_while(F&& f) {
        for (shard& s : shards_) {
            const writing lock(*this, s);
            if (!s.visit_while(f)) return false;
        }
        return true;
    }
    template <class F>
    bool visit_while(F&& f) const {
        return cvisit_while(f);
    }
    template <class F>
    bool cvisit_while(F&& f) const {
        for (const shard& s : shards_) {
            const reading lock(*this, s);
            if (!s.look_while(f)) return false;
        }
        return true;
    }

    size_type count(const key_type& key) const { return visit_to_read(key, ignore); }
    template <class K>
        requires is_foreign_key<K>
    size_type count(const K& key) const {
        return visit_to_read(key, ignore);
    }
    bool contains(const key_type& key) const { return count(key) != 0; }
    template <class K>
        requires is_foreign_key<K>
    bool contains(const K& key) const {
        return count(key) != 0;
    }

    // Insertion: true where there was no element with that key. Strong guarantee, where moving elements does
    // not throw. The ..._or_visit forms call f, their last argument, with the element that was there.
    // Amortized average O(1); O(size() / 64) where the shard grows.

    bool insert(const value_type& v) { return emplace_from(ignore, v); }
    bool insert(value_type&& v) { return emplace_from(ignore, std::move(v)); }
    template <class P>
        requires std::is_constructible_v<value_type, P&&>
    bool insert(P&& v) {
        return emplace_from(ignore, std::forward<P>(v));
    }
    /// Returns how many were inserted. Other threads' operations come in between.
    template <std::input_iterator It>
    size_type insert(It first, It last) {
        size_type inserted = 0;
        for (; first != last; ++first) inserted += emplace_from(ignore, *first);
        return inserted;
    }
    size_type insert(std::initializer_list<value_type> list) { return insert(list.begin(), list.end()); }

    template <class P, class F>
        requires std::is_constructible_v<value_type, P&&>
    bool insert_or_visit(P&& v, F&& f) {
        return emplace_from(f, std::forward<P>(v));
    }
    template <class P, class F>
        requires std::is_constructible_v<value_type, P&&>
    bool insert_or_cvisit(P&& v, F&& f) {
        return emplace_from(constant(f), std::forward<P>(v));
    }
    template <class F>
    bool insert_or_visit(const value_type& v, F&& f) {
        return emplace_from(f, v);
    }
    template <class F>
    bool insert_or_cvisit(const value_type& v, F&& f) {
        return emplace_from(constant(f), v);
    }

    /// The element is made before the lock is taken, unless its key can be told from the arguments.
    template <class... Args>
    bool emplace(Args&&... args) {
        return emplace_from(ignore, std::forward<Args>(args)...);
    }
    template <class... ArgsAndF>
    bool emplace_or_visit(ArgsAndF&&... args) {
        return with_last_first(
            [&](auto&& f, auto&&... rest) { return emplace_from(f, std::forward<decltype(rest)>(rest)...); },
            std::forward<ArgsAndF>(args)...);
    }
    template <class... ArgsAndF>
    bool emplace_or_cvisit(ArgsAndF&&... args) {
        return with_last_first(
            [&](auto&& f, auto&&... rest) {
                return emplace_from(constant(f), std::forward<decltype(rest)>(rest)...);
            },
            std::forward<ArgsAndF>(args)...);
    }

    template <class... Args>
    bool try_emplace(const key_type& key, Args&&... args) {
        return try_emplace_key(ignore, key, std::forward<Args>(args)...);
    }
    template <class... Args>
    bool try_emplace(key_type&& key, Args&&... args) {
        return try_emplace_key(ignore, std::move(key), std::forward<Args>(args)...);
    }
    template <class K, class... Args>
        requires is_foreign_key<std::remove_cvref_t<K>>
    bool try_emplace(K&& key, Args&&... args) {
        return try_emplace_key(ignore, std::forward<K>(key), std::forward<Args>(args)...);
    }
    template <class K, class... ArgsAndF>
    bool try_emplace_or_visit(K&& key, ArgsAndF&&... args) {
        return with_last_first(
            [&](auto&& f, auto&&... rest) {
                return try_emplace_key(f, as_key(std::forward<K>(key)),
                                       std::forward<decltype(rest)>(rest)...);
            },
            std::forward<ArgsAndF>(args)...);
    }
    template <class K, class... ArgsAndF>
    bool try_emplace_or_cvisit(K&& key, ArgsAndF&&... args) {
        return with_last_first(
            [&](auto&& f, auto&&... rest) {
                return try_emplace_key(constant(f), as_key(std::forward<K>(key)),
                                       std::forward<decltype(rest)>(rest)...);
            },
            std::forward<ArgsAndF>(args)...);
    }

    template <class M>
    bool insert_or_assign(const key_type& key, M&& value) {
        return assign_key(key, std::forward<M>(value));
    }
    template <class M>
    bool insert_or_assign(key_type&& key, M&& value) {
        return assign_key(std::move(key), std::forward<M>(value));
    }
    template <class K, class M>
        requires is_foreign_key<std::remove_cvref_t<K>>
    bool insert_or_assign(K&& key, M&& value) {
        return assign_key(std::forward<K>(key), std::forward<M>(value));
    }

    // Erasure: how many elements went. erase_if erases where condition(element) holds, which it asks under
    // the lock.

    size_type erase(const key_type& key) { return erase_key(key, always); }
    template <class K>
        requires is_foreign_key<K>
    size_type erase(const K& key) {
        return erase_key(key, always);
    }
    template <class F>
    size_type erase_if(const key_type& key, F&& condition) {
        return erase_key(key, condition);
    }
    template <class K, class F>
        requires is_foreign_key<K>
    size_type erase_if(const K& key, F&& condition) {
        return erase_key(key, condition);
    }
    template <class F>
    size_type erase_if(F&& condition) {
        size_type erased = 0;
        for (shard& s : shards_) {
            const writing lock(*this, s);
            erased += s.erase_if(common_, condition);
        }
        return erased;
    }
    template <class F>
    friend size_type erase_if(concurrent_hash_map& map, F&& condition) {
        return map.erase_if(condition);
    }
    /// Shard by shard; keeps the memory.
    void clear() noexcept {
        for (shard& s : shards_) {
            const writing lock(*this, s);
            s.clear(common_);
        }
    }

    // Capacity. O(1), without a lock, but for reserve and rehash.

    size_type size() const noexcept {
        size_type n = 0;
        for (const shard& s : shards_) n += s.size();
        return n;
    }
    [[nodiscard]] bool empty() const noexcept { return size() == 0; }
    size_type max_size() const noexcept { return alloc_traits::max_size(common_.alloc_); }
    /// The number of slots, over all shards.
    size_type bucket_count() const noexcept {
        size_type n = 0;
        for (const shard& s : shards_) n += s.slot_count();
        return n;
    }
    float load_factor() const noexcept {
        const size_type slots = bucket_count();
        return slots == 0 ? 0 : static_cast<float>(size()) / static_cast<float>(slots);
    }
    static constexpr float max_load_factor() noexcept { return 0.875f; }

    /// Room for n elements in all: until then, no shard grows (that is all but certain: shards fill
    /// unevenly).
    void reserve(size_type n) {
        check_length(n);
        if (n == 0) return;
        const size_type each = of_each_shard(n);
        for (shard& s : shards_) {
            const writing lock(*this, s);
            s.reserve(common_, each);
        }
    }
    /// As much memory as n elements need, or those that there are if they are more; rehash(0) gives back what
    /// is not needed.
    void rehash(size_type n) {
        check_length(n);
        const size_type each = n == 0 ? 0 : of_each_shard(n);
        for (shard& s : shards_) {
            const writing lock(*this, s);
            s.resize(common_, each);
        }
    }

    /// Whether both hold the same elements. Each side as it is at one moment, the moments may differ.
    friend bool operator==(const concurrent_hash_map& a, const concurrent_hash_map& b) {
        return std::addressof(a) == std::addressof(b) || a.equals(b);
    }

private:
    struct nothing {
        void operator()(const value_type&) const noexcept {}
    };
    struct agreement {
        bool operator()(const value_type&) const noexcept { return true; }
    };
    static constexpr nothing do_nothing{};
    static constexpr agreement agree{};
    static constexpr detail::looking<const nothing> ignore{do_nothing};
    static constexpr detail::looking<const agreement> always{agree};

    concurrent_hash_map(empty_one, const Hash& hash, const Pred& equal, const Alloc& alloc)
        : common_{hash, equal, alloc} {}

    template <class F>
    static detail::looking<F> constant(F& f) {
        return {f};
    }
    template <class K>
    static decltype(auto) as_key(K&& key) {
        if constexpr (std::is_same_v<std::remove_cvref_t<K>, Key> || is_foreign_key<std::remove_cvref_t<K>>)
            return std::forward<K>(key);
        else
            return Key(std::forward<K>(key));
    }
    /// call(last, the others...)
    template <class Call, class... Args>
    static bool with_last_first(Call&& call, Args&&... args) {
        return [&]<std::size_t... I>(std::tuple<Args&&...> all, std::index_sequence<I...>) {
            return call(std::get<sizeof...(I)>(all),
                        std::forward<std::tuple_element_t<I, std::tuple<Args...>>>(std::get<I>(all))...);
        }(std::forward_as_tuple(std::forward<Args>(args)...),
               std::make_index_sequence<sizeof...(Args) - 1>());
    }

    void check_length(size_type n) const {
        if (n > max_size()) detail::throw_length_error("concurrent_hash_map: more elements than max_size()");
    }
    /// n elements do not spread evenly: four standard deviations more than their part.
    static size_type of_each_shard(size_type n) noexcept {
        const size_type mean = n / shard_count + 1;
        const size_type deviation = size_type{1} << (std::bit_width(mean) + 1) / 2;
        return mean + 4 * deviation;
    }

    template <class K>
    auto equal_to(const K& key) const {
        return [this, &key](const Key& other) -> bool { return common_.equal_(other, key); };
    }

    // Where a shard and its lock are.
    struct place {
        template <class K>
        place(const concurrent_hash_map& map, const K& key)
            : hash{map.common_.hash_of_key(key)}, shard(static_cast<std::size_t>(hash.bits >> 58)) {}
        detail::shard_hash hash;
        std::size_t shard;
    };
    static_assert(shard_count == std::size_t{1} << (64 - 58));

    template <class K, class F>
    size_type visit_to_read(const K& key, F& f) const {
        const place at(*this, key);
        const shard& s = shards_[at.shard];
        s.template prefetch<false>(at.hash);
        if constexpr (reads_unlocked && std::is_same_v<K, Key>) {
            [[maybe_unused]] const detail::held_map held(std::addressof(*this));
            typename shard::slot_type copy;
            const detail::unlocked_read read = s.try_read(at.hash, equal_to(key), copy);
            if (read == detail::unlocked_read::absent) return 0;
            if (read == detail::unlocked_read::found) [[likely]] {
                f(static_cast<const value_type&>(*copy.value()));
                return 1;
            }
        }
        const reading lock(*this, s);
        return s.look_at(at.hash, equal_to(key), [&](const value_type& v) { f(v); }) ? 1 : 0;
    }
    template <class K, class F>
    size_type visit_to_write(const K& key, F& f) {
        const place at(*this, key);
        shard& s = shards_[at.shard];
        s.template prefetch<true>(at.hash);
        const writing lock(*this, s);
        return s.visit(at.hash, equal_to(key), [&](value_type& v) { f(v); }) ? 1 : 0;
    }
    template <class K, class F>
    size_type erase_key(const K& key, F& condition) {
        const place at(*this, key);
        shard& s = shards_[at.shard];
        s.template prefetch<true>(at.hash);
        const writing lock(*this, s);
        return s.erase(common_, at.hash, equal_to(key), condition) ? 1 : 0;
    }
    /// found(element with key), or else construct(value_type*).
    template <class K, class F, class Construct>
    bool find_or_insert(const K& key, F& found, Construct&& construct) {
        const place at(*this, key);
        shard& s = shards_[at.shard];
        s.template prefetch<true>(at.hash);
        const writing lock(*this, s);
        if (s.visit(at.hash, equal_to(key), found)) return false;
        s.insert(common_, at.hash, construct);
        return true;
    }

    template <class F, class K, class... Args>
    bool try_emplace_key(F&& found, K&& key, Args&&... args) {
        return find_or_insert(key, found, [&](value_type* to) {
            alloc_traits::construct(common_.alloc_, to, std::piecewise_construct,
                                    std::forward_as_tuple(std::forward<K>(key)),
                                    std::forward_as_tuple(std::forward<Args>(args)...));
        });
    }
    template <class K, class M>
    bool assign_key(K&& key, M&& value) {
        const auto assign = [&](value_type& v) { v.second = std::forward<M>(value); };
        return find_or_insert(key, assign, [&](value_type* to) {
            alloc_traits::construct(common_.alloc_, to, std::forward<K>(key), std::forward<M>(value));
        });
    }

    /// An element outside the map.
    struct element {
        template <class... Args>
        explicit element(Alloc& a, Args&&... args) : alloc(a) {
            alloc_traits::construct(alloc, slot.value(), std::forward<Args>(args)...);
        }
        element(const element&) = delete;
        ~element() { alloc_traits::destroy(alloc, slot.value()); }
        Alloc& alloc;
        detail::slot<value_type, false> slot;
    };
    template <class F, class... Args>
    bool emplace_from(F&& found, Args&&... args) {
        if constexpr (sizeof...(Args) == 2) {
            using first = std::remove_cvref_t<std::tuple_element_t<0, std::tuple<Args...>>>;
            if constexpr (std::is_same_v<first, Key>)
                return emplace_pair(found, std::forward<Args>(args)...);
            else
                return emplace_element(found, std::forward<Args>(args)...);
        } else if constexpr (sizeof...(Args) == 1) {
            return emplace_one(found, std::forward<Args>(args)...);
        } else {
            return emplace_element(found, std::forward<Args>(args)...);
        }
    }
    template <class F, class K, class M>
    bool emplace_pair(F& found, K&& key, M&& value) {
        return find_or_insert(key, found, [&](value_type* to) {
            alloc_traits::construct(common_.alloc_, to, std::forward<K>(key), std::forward<M>(value));
        });
    }
    template <class F, class P>
    bool emplace_one(F& found, P&& pair) {
        using given = std::remove_cvref_t<P>;
        if constexpr (std::is_same_v<given, value_type> || std::is_same_v<given, std::pair<Key, T>>)
            return find_or_insert(pair.first, found, [&](value_type* to) {
                alloc_traits::construct(common_.alloc_, to, std::forward<P>(pair));
            });
        else
            return emplace_element(found, std::forward<P>(pair));
    }
    template <class F, class... Args>
    bool emplace_element(F& found, Args&&... args) {
        element made(common_.alloc_, std::forward<Args>(args)...);
        value_type& v = *made.slot.value();
        return find_or_insert(v.first, found, [&](value_type* to) {
            alloc_traits::construct(common_.alloc_, to, std::move(const_cast<Key&>(v.first)),
                                    std::move(v.second));
        });
    }

    // Whole maps.

    void copy_from(const concurrent_hash_map& other) {
        const reading_all lock(other);
        for (std::size_t i = 0; i != shard_count; ++i)
            shards_[i].take_over(common_, other.shards_[i], [&](value_type* to, const value_type& from) {
                alloc_traits::construct(common_.alloc_, to, from);
            });
    }
    /// Whether this succeeds or throws, nothing is left there: keys that were moved from belong nowhere.
    void move_from(concurrent_hash_map& other) {
        struct emptied {
            concurrent_hash_map& from;
            ~emptied() { from.clear(); }
        } guard{other};
        for (std::size_t i = 0; i != shard_count; ++i)
            shards_[i].take_over(common_, other.shards_[i], [&](value_type* to, value_type& from) {
                alloc_traits::construct(common_.alloc_, to, std::move(const_cast<Key&>(from.first)),
                                        std::move(from.second));
            });
    }
    void steal(concurrent_hash_map& other) noexcept {
        for (std::size_t i = 0; i != shard_count; ++i) shards_[i].steal(other.shards_[i]);
    }
    /// Everything but the allocators. Where swapping the function objects throws, both maps end up empty: the
    /// elements no longer belong to them.
    void exchange(concurrent_hash_map& other) {
        struct half_swapped {
            concurrent_hash_map& a;
            concurrent_hash_map& b;
            bool done = false;
            ~half_swapped() {
                if (done) return;
                a.clear();
                b.clear();
            }
        } guard{*this, other};
        using std::swap;
        swap(common_.hash_, other.common_.hash_);
        swap(common_.equal_, other.common_.equal_);
        guard.done = true;
        for (std::size_t i = 0; i != shard_count; ++i) shards_[i].swap(other.shards_[i]);
    }
    void exchange_allocators(concurrent_hash_map& other) noexcept {
        using std::swap;
        swap(common_.alloc_, other.common_.alloc_);
    }
    bool equals(const concurrent_hash_map& other) const {
        const concurrent_hash_map copy = other;
        const reading_all lock(*this);
        if (size() != copy.size()) return false;
        for (const shard& s : shards_) {
            const bool same = s.look_while([&](const value_type& v) {
                bool alike = false;
                copy.cvisit(v.first, [&](const value_type& theirs) { alike = v == theirs; });
                return alike;
            });
            if (!same) return false;
        }
        return true;
    }

    common common_;
    shard shards_[shard_count];
};

template <std::input_iterator It,
          class Hash = std::hash<std::remove_const_t<typename std::iter_value_t<It>::first_type>>,
          class Pred = std::equal_to<std::remove_const_t<typename std::iter_value_t<It>::first_type>>,
          class Alloc = std::allocator<std::pair<const typename std::iter_value_t<It>::first_type,
                                                 typename std::iter_value_t<It>::second_type>>>
concurrent_hash_map(It, It, std::size_t = 0, Hash = Hash(), Pred = Pred(), Alloc = Alloc())
    -> concurrent_hash_map<std::remove_const_t<typename std::iter_value_t<It>::first_type>,
                           typename std::iter_value_t<It>::second_type, Hash, Pred, Alloc>;
template <class Key, class T, class Hash = std::hash<Key>, class Pred = std::equal_to<Key>,
          class Alloc = std::allocator<std::pair<const Key, T>>>
concurrent_hash_map(std::initializer_list<std::pair<Key, T>>, std::size_t = 0, Hash = Hash(), Pred = Pred(),
                    Alloc = Alloc()) -> concurrent_hash_map<Key, T, Hash, Pred, Alloc>;

} // namespace arsenal::inline ARSENAL_ABI
