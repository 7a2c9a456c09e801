#pragma once

#include <arsenal/containers/detail/concurrent_table.hpp>
#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

// A hash map that several threads read and change at once. When not to use it: where each thread can fill a
// map of its own that are merged in the end, where the map is filled before the threads start (any map may be
// read by many), and for a few elements (an empty one is 4 KiB). Names and meaning follow
// boost::concurrent_flat_map; what is different from std's maps:
//
//   - No iterators, no references handed out: an element is reached by a function that is called with it
//     (visit), while nobody else changes it. Insertions return whether they inserted.
//   - A function that the map calls (visitors, predicates, key_eq, elements' constructors, assignments and
//     destructors) must not use the same map: it would wait for itself. Debug hardening says so instead of
//     hanging. It may throw: locks are released, and nothing is lost but what the function itself did to its
//     element.
//   - What a visitor is called with may be a copy that is put back afterwards: its address means nothing.
//   - Elements move when their shard grows: Key and T are move-constructible, and without exceptions if
//     nothing is to be lost where they cannot be copied either.
//   - Hash, key_eq and the allocator are called by several threads at once, as const objects are.
//   - size(), stats() and what goes over all elements see one shard after the other: exact where no other
//     thread changes the map; else what is there throughout is seen once, what comes or goes meanwhile
//     perhaps.
//   - Construction, destruction, assignment and swap are for one thread alone; but others may use the source
//     of a copy and both sides of == meanwhile, which see one state of the whole map.
//   - No merge, no extract, and no conversion from other maps: their elements lie differently.
//
// Operations on one key are linearizable: each takes effect at one moment between its call and its return.
// What a thread wrote before its operation on an element, another one sees in its next operation on that
// element.

namespace arsenal::inline ARSENAL_ABI {

template <class Key, class T, class Hash = std::hash<Key>, class Pred = std::equal_to<Key>,
          class Alloc = std::allocator<std::pair<const Key, T>>>
class concurrent_hash_map {
    using table = detail::concurrent_table<Key, T, Hash, Pred, Alloc>;
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

public:
    // Construction. n is a number of elements for which there shall be room.

    concurrent_hash_map() : concurrent_hash_map(0) {}
    explicit concurrent_hash_map(size_type n, const Hash& hash = Hash(), const Pred& equal = Pred(),
                                 const Alloc& alloc = Alloc())
        : table_(hash, equal, alloc) {
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
                              alloc_traits::select_on_container_copy_construction(other.table_.alloc())) {}
    concurrent_hash_map(const concurrent_hash_map& other, const std::type_identity_t<Alloc>& alloc)
        : table_(other.table_, alloc) {}
    /// `other` is empty then.
    concurrent_hash_map(concurrent_hash_map&& other) noexcept(std::is_nothrow_copy_constructible_v<Hash> &&
                                                              std::is_nothrow_copy_constructible_v<Pred>)
        : table_(std::move(other.table_)) {}
    concurrent_hash_map(concurrent_hash_map&& other, const std::type_identity_t<Alloc>& alloc)
        : table_(std::move(other.table_), alloc) {}
    ~concurrent_hash_map() = default;

    /// Strong guarantee. This map is the thread's own; other threads may use `other`.
    concurrent_hash_map& operator=(const concurrent_hash_map& other) {
        table_.assign(other.table_);
        return *this;
    }
    concurrent_hash_map& operator=(concurrent_hash_map&& other) noexcept(
        alloc_traits::is_always_equal::value && std::is_nothrow_swappable_v<Hash> &&
        std::is_nothrow_swappable_v<Pred> && std::is_nothrow_copy_constructible_v<Hash> &&
        std::is_nothrow_copy_constructible_v<Pred>) {
        table_.assign(std::move(other.table_));
        return *this;
    }
    concurrent_hash_map& operator=(std::initializer_list<value_type> list) {
        concurrent_hash_map other(list, 0, hash_function(), key_eq(), get_allocator());
        table_.exchange(other.table_);
        return *this;
    }
    void swap(concurrent_hash_map& other) { table_.swap(other.table_); }
    friend void swap(concurrent_hash_map& a, concurrent_hash_map& b) { a.swap(b); }

    allocator_type get_allocator() const noexcept { return table_.alloc(); }
    hasher hash_function() const { return table_.hash_function(); }
    key_equal key_eq() const { return table_.key_eq(); }

    // Visitation. f(element) is called under the lock of the element's shard: visit of a map that is not
    // const, for writing, with a reference through which the mapped value may be changed; cvisit and visit of
    // a const one, for reading, beside other readers. Returns the number of elements visited. Average O(1).
    // Throws what Hash, Pred and f throw.

    template <class F>
    size_type visit(const key_type& key, F&& f) {
        return table_.visit(key, f);
    }
    template <class F>
    size_type visit(const key_type& key, F&& f) const {
        return table_.look(key, f);
    }
    template <class F>
    size_type cvisit(const key_type& key, F&& f) const {
        return table_.look(key, f);
    }
    template <class K, class F>
        requires is_foreign_key<K>
    size_type visit(const K& key, F&& f) {
        return table_.visit(key, f);
    }
    template <class K, class F>
        requires is_foreign_key<K>
    size_type visit(const K& key, F&& f) const {
        return table_.look(key, f);
    }
    template <class K, class F>
        requires is_foreign_key<K>
    size_type cvisit(const K& key, F&& f) const {
        return table_.look(key, f);
    }

    /// Every element, shard by shard; returns how many.
    template <class F>
    size_type visit_all(F&& f) {
        size_type visited = 0;
        visit_while([&](value_type& v) {
            f(v);
            ++visited;
            return true;
        });
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
        return table_.change_shards([&](auto& shard) { return shard.visit_while(f); });
    }
    template <class F>
    bool visit_while(F&& f) const {
        return cvisit_while(f);
    }
    template <class F>
    bool cvisit_while(F&& f) const {
        return table_.look_at_shards([&](const auto& shard) { return shard.look_while(f); });
    }

    size_type count(const key_type& key) const { return table_.look(key, ignore); }
    template <class K>
        requires is_foreign_key<K>
    size_type count(const K& key) const {
        return table_.look(key, ignore);
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

    size_type erase(const key_type& key) { return table_.erase(key, always); }
    template <class K>
        requires is_foreign_key<K>
    size_type erase(const K& key) {
        return table_.erase(key, always);
    }
    template <class F>
    size_type erase_if(const key_type& key, F&& condition) {
        return table_.erase(key, condition);
    }
    template <class K, class F>
        requires is_foreign_key<K>
    size_type erase_if(const K& key, F&& condition) {
        return table_.erase(key, condition);
    }
    template <class F>
    size_type erase_if(F&& condition) {
        size_type erased = 0;
        table_.change_shards([&](auto& shard) {
            erased += shard.erase_if(table_.common(), condition);
            return true;
        });
        return erased;
    }
    template <class F>
    friend size_type erase_if(concurrent_hash_map& map, F&& condition) {
        return map.erase_if(condition);
    }
    /// Shard by shard; keeps the memory.
    void clear() noexcept { table_.clear(); }

    // Capacity. O(1), without a lock, but for reserve and rehash.

    size_type size() const noexcept { return table_.size(); }
    [[nodiscard]] bool empty() const noexcept { return size() == 0; }
    size_type max_size() const noexcept { return table_.max_size(); }
    /// The number of slots, over all shards.
    size_type bucket_count() const noexcept { return table_.slot_count(); }
    float load_factor() const noexcept {
        const size_type slots = bucket_count();
        return slots == 0 ? 0 : static_cast<float>(size()) / static_cast<float>(slots);
    }
    static constexpr float max_load_factor() noexcept { return 0.875f; }
    /// How long searches are, how full the shards, and their bytes (the map itself holds none of them). A
    /// probe is a look at a group of 16 slots. Linear in bucket_count(). One shard after the other is locked
    /// for reading: what is said of a shard was true at one moment.
    hash_stats stats() const noexcept { return table_.stats(); }

    /// Room for n elements in all: until then, no shard grows (that is all but certain: shards fill
    /// unevenly).
    void reserve(size_type n) { table_.reserve(n); }
    /// As much memory as n elements need, or those that there are if they are more; rehash(0) gives back what
    /// is not needed.
    void rehash(size_type n) { table_.rehash(n); }

    /// Whether both hold the same elements: each side as it is at one moment, the moments may differ. Copies
    /// b, so that no thread ever holds locks of two maps.
    friend bool operator==(const concurrent_hash_map& a, const concurrent_hash_map& b) {
        return std::addressof(a) == std::addressof(b) || a.table_.equals(b.table_);
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

    template <class F, class K, class... Args>
    bool try_emplace_key(F&& found, K&& key, Args&&... args) {
        return table_.find_or_insert(key, found, [&](value_type* to) {
            alloc_traits::construct(table_.alloc(), to, std::piecewise_construct,
                                    std::forward_as_tuple(std::forward<K>(key)),
                                    std::forward_as_tuple(std::forward<Args>(args)...));
        });
    }
    template <class K, class M>
    bool assign_key(K&& key, M&& value) {
        const auto assign = [&](value_type& v) { v.second = std::forward<M>(value); };
        return table_.find_or_insert(key, assign, [&](value_type* to) {
            alloc_traits::construct(table_.alloc(), to, std::forward<K>(key), std::forward<M>(value));
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
        return table_.find_or_insert(key, found, [&](value_type* to) {
            alloc_traits::construct(table_.alloc(), to, std::forward<K>(key), std::forward<M>(value));
        });
    }
    template <class F, class P>
    bool emplace_one(F& found, P&& pair) {
        using given = std::remove_cvref_t<P>;
        if constexpr (std::is_same_v<given, value_type> || std::is_same_v<given, std::pair<Key, T>>)
            return table_.find_or_insert(pair.first, found, [&](value_type* to) {
                alloc_traits::construct(table_.alloc(), to, std::forward<P>(pair));
            });
        else
            return emplace_element(found, std::forward<P>(pair));
    }
    template <class F, class... Args>
    bool emplace_element(F& found, Args&&... args) {
        element made(table_.alloc(), std::forward<Args>(args)...);
        value_type& v = *made.slot.value();
        return table_.find_or_insert(v.first, found, [&](value_type* to) {
            alloc_traits::construct(table_.alloc(), to, std::move(const_cast<Key&>(v.first)),
                                    std::move(v.second));
        });
    }

    table table_;
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
