#pragma once

#include <arsenal/containers/detail/flat_node.hpp>
#include <arsenal/containers/detail/flat_table.hpp>
#include <arsenal/containers/detail/incremental_table.hpp>
#include <arsenal/containers/detail/key_hash.hpp>
#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/containers/flat_growth.hpp>
#include <arsenal/containers/node_handle.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>

#if defined(__GLIBCXX__)
namespace std {
template <typename C, typename Traits> // complete where a string is
class basic_string_view;
}
#endif

// What flat_hash_map and flat_hash_set have in common: all but constructors and insertion of values.

namespace arsenal::inline ARSENAL_ABI::detail {

template <class Growth, class Policy, class Hash, class Pred, class Alloc>
using table_growing =
    std::conditional_t<std::is_same_v<Growth, incremental_growth>,
                       incremental_table<Policy, Hash, Pred, Alloc>, flat_table<Policy, Hash, Pred, Alloc>>;

/// A key that is no key_type, for a table of strings with std's own hash and equality: characters.
/// (Transparent functions take anything.)
template <class K, class Key, class Hash, class Pred>
concept text_for = key_hash<Key, Hash>::own_hash && std::is_same_v<Pred, std::equal_to<Key>> && requires {
    typename Key::traits_type;
    requires std::is_convertible_v<
        const K&, std::basic_string_view<typename Key::value_type, typename Key::traits_type>>;
};
template <class K, class Key, class Hash, class Pred>
concept other_key =
    !std::is_same_v<std::remove_cvref_t<K>, Key> && (transparent<Hash, Pred> || text_for<K, Key, Hash, Pred>);

template <class Policy, class Hash, class Pred, class Alloc, class Growth>
class flat_interface {
protected:
    using policy_type = Policy;
    using table_type = table_growing<Growth, Policy, Hash, Pred, Alloc>;
    using alloc_traits = std::allocator_traits<Alloc>;

public:
    using key_type = typename Policy::key_type;
    using value_type = typename Policy::value_type;
    using hasher = Hash;
    using key_equal = Pred;
    using allocator_type = Alloc;
    using pointer = typename alloc_traits::pointer;
    using const_pointer = typename alloc_traits::const_pointer;
    using reference = value_type&;
    using const_reference = const value_type&;
    using size_type = std::size_t;
    using difference_type = std::ptrdiff_t;
    using iterator = typename table_type::iterator;
    using const_iterator = typename table_type::const_iterator;
    using node_type = flat_node<Policy>;
    using insert_return_type = node_insert_result<iterator, node_type>;

    allocator_type get_allocator() const noexcept { return table_.alloc(); }

    iterator begin() noexcept { return iterator(table_.begin()); }
    const_iterator begin() const noexcept { return const_iterator(table_.begin()); }
    iterator end() noexcept { return iterator(); }
    const_iterator end() const noexcept { return const_iterator(); }
    const_iterator cbegin() const noexcept { return begin(); }
    const_iterator cend() const noexcept { return const_iterator(); }

    [[nodiscard]] bool empty() const noexcept { return table_.size() == 0; }
    size_type size() const noexcept { return table_.size(); }
    size_type max_size() const noexcept { return table_.max_size(); }

    /// Moves the element out of the container; empty if there is none. Average O(1). The element stays if
    /// moving it throws.
    node_type extract(const_iterator position) {
        ARSENAL_ASSERT(position.at().value != nullptr, "extracted end()");
        ARSENAL_DEBUG_ASSERT(table_.owns(position.at()), "extracted an element that is not in the container");
        ARSENAL_DEBUG_ASSERT(flat_tag::is_live(*position.at().tag),
                             "extracted by an iterator whose element was erased");
        return take(position.at());
    }
    node_type extract(const key_type& key) { return extract_found(table_.find(key)); }
    template <class K>
        requires other_key<K, key_type, Hash, Pred> && (!std::is_convertible_v<K, iterator>) &&
                 (!std::is_convertible_v<K, const_iterator>)
    node_type extract(K&& key) {
        return extract_found(table_.find(lookup(key)));
    }

    /// Nothing happens to the node if this throws, unless moving its element does.
    insert_return_type insert(node_type&& node) {
        if (node.empty()) return {end(), false, node_type()};
        const auto result = insert_node(node);
        return {iterator(result.at), result.inserted, std::move(node)};
    }
    iterator insert(const_iterator, node_type&& node) {
        if (node.empty()) return end();
        return iterator(insert_node(node).at);
    }

    /// O(1) where the result is not used; else it looks for the next element. No other element moves.
    [[gnu::always_inline]] iterator erase(iterator position)
        requires(!Policy::constant_iterators)
    {
        return erase_at(position);
    }
    [[gnu::always_inline]] iterator erase(const_iterator position) { return erase_at(position); }
    size_type erase(const key_type& key) { return table_.erase_key(key); }
    template <class K>
        requires other_key<K, key_type, Hash, Pred> && (!std::is_convertible_v<K, iterator>) &&
                 (!std::is_convertible_v<K, const_iterator>)
    size_type erase(K&& key) {
        return table_.erase_key(lookup(key));
    }
    iterator erase(const_iterator first, const_iterator last) {
        while (first != last) first = erase_at(first);
        return iterator(first.at());
    }

    /// Keeps the memory.
    void clear() noexcept { table_.clear(); }

    hasher hash_function() const { return table_.hash_function(); }
    key_equal key_eq() const { return table_.key_eq(); }

    // Lookup: average O(1), worst O(size()).

    [[gnu::always_inline]] iterator find(const key_type& key) { return iterator(table_.find(key)); }
    [[gnu::always_inline]] const_iterator find(const key_type& key) const {
        return const_iterator(table_.find(key));
    }
    template <class K>
        requires other_key<K, key_type, Hash, Pred>
    iterator find(const K& key) {
        return iterator(table_.find(lookup(key)));
    }
    template <class K>
        requires other_key<K, key_type, Hash, Pred>
    const_iterator find(const K& key) const {
        return const_iterator(table_.find(lookup(key)));
    }
    bool contains(const key_type& key) const { return static_cast<bool>(table_.find(key)); }
    template <class K>
        requires other_key<K, key_type, Hash, Pred>
    bool contains(const K& key) const {
        return static_cast<bool>(table_.find(lookup(key)));
    }
    // Slots and the load.

    /// The number of slots, 0 before the first element comes.
    size_type bucket_count() const noexcept { return table_.capacity(); }
    size_type max_bucket_count() const noexcept { return table_.max_capacity(); }
    float load_factor() const noexcept {
        return empty() ? 0.0f : static_cast<float>(size()) / static_cast<float>(bucket_count());
    }
    /// The share of its present slots that the container fills before it takes more: 0.875, and 1 up to 16
    /// slots, unless a lower one was asked for.
    float max_load_factor() const noexcept { return table_.max_load_factor(); }
    /// Takes effect with the next insertion. Values above 0.875 count as that, below 1/16 as 1/16.
    void max_load_factor(float z) noexcept { table_.max_load_factor(z); }
    /// The least power of two of slots that is n or more and enough for the elements: may shrink. Strong
    /// guarantee unless moving an element throws.
    void rehash(size_type n) { table_.rehash(n); }
    /// Room for n elements in all without another allocation.
    void reserve(size_type n) { table_.reserve(n); }
    /// Gives back what the present elements do not need.
    void shrink_to_fit() { table_.rehash(0); }
    /// How good the hash and how full the table is. Linear; hashes every element.
    hash_stats stats() const { return table_.stats(); }

protected:
    template <class, class, class, class, class>
    friend class flat_interface;

    template <class... Args>
    explicit flat_interface(std::in_place_t, Args&&... args) : table_(std::forward<Args>(args)...) {}

    template <class K>
    static constexpr bool looks_up = other_key<K, key_type, Hash, Pred>;
    template <class K>
    static constexpr bool takes_key = looks_up<K>;

    template <bool, class K, class Construct>
    [[gnu::always_inline]] std::pair<iterator, bool> find_or_make(const K& key, Construct construct) {
        const auto& sought = lookup(key);
        return made(table_.find_or_insert(sought, table_.hash(sought), construct));
    }
    template <class Construct>
    std::pair<iterator, bool> make_or_find(Construct&& construct) {
        return made(table_.insert_constructed(construct));
    }
    /// What the table is asked for: a key, or a transparent function's argument, as it is; text as a view.
    template <class K>
    static decltype(auto) lookup(const K& key) {
        if constexpr (std::is_same_v<K, key_type> || transparent<Hash, Pred>)
            return (key);
        else
            return std::basic_string_view<typename key_type::value_type, typename key_type::traits_type>(key);
    }
    [[gnu::always_inline]] iterator erase_at(const_iterator position) noexcept {
        ARSENAL_ASSERT(position.at().value != nullptr, "erased end()");
        ARSENAL_DEBUG_ASSERT(table_.owns(position.at()), "erased an element that is not in the container");
        ARSENAL_DEBUG_ASSERT(flat_tag::is_live(*position.at().tag),
                             "erased by an iterator whose element was erased");
        auto next = position.at();
        table_.erase(next);
        next.advance();
        return iterator(next);
    }
    node_type extract_found(typename table_type::position at) { return at ? take(at) : node_type(); }
    node_type take(typename table_type::position at) {
        return node_type(*at.value, [&] { table_.erase(at); });
    }
    typename table_type::insertion insert_node(node_type& node) {
        const key_type& key = Policy::key(node.element());
        const auto result = table_.template find_or_insert<true>(key, table_.hash(key), [&](value_type* p) {
            Policy::construct_moved(table_.alloc(), p, node.element());
        });
        if (result.inserted) node.reset();
        return result;
    }
    void expect(size_type n) {
        if (empty()) table_.reserve(n);
    }
    table_type table_;

private:
    static std::pair<iterator, bool> made(const typename table_type::insertion& m) {
        return {iterator(m.at), m.inserted};
    }
};

} // namespace arsenal::inline ARSENAL_ABI::detail
