#pragma once

#include <arsenal/containers/detail/dense_table.hpp>
#include <arsenal/containers/detail/key_hash.hpp>
#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>

#include <optional>
#include <span>

// What dense_hash_map and dense_hash_set have in common: everything but constructors and insertion.

namespace arsenal::inline ARSENAL_ABI::detail {

template <class Policy, class Hash, class Pred, class Alloc>
class dense_interface {
protected:
    using policy_type = Policy;
    using table_type = dense_table<Policy, Hash, Pred, Alloc>;
    using alloc_traits = std::allocator_traits<Alloc>;
    /// What elements are to those who iterate: a set's are const.
    using visible = std::conditional_t<Policy::constant_iterators, const typename Policy::value_type,
                                       typename Policy::value_type>;

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
    using iterator = dense_iterator<visible>;
    using const_iterator = dense_iterator<const value_type>;
    /// The array: moves only, a contiguous range; begin, end, data, size, [], emplace_back, reserve, clear.
    using values_type = typename table_type::values_type;
    /// An element by value: std::pair<Key, T>, or Key.
    using element_type = typename Policy::element_type;

    allocator_type get_allocator() const noexcept { return table_.alloc(); }

    // Iteration is over an array: contiguous iterators, in order of arrival until something is erased.
    // Insertion that grows the array invalidates them, and references; erasing those to the last element.

    iterator begin() noexcept { return iterator(table_.data()); }
    const_iterator begin() const noexcept { return const_iterator(table_.data()); }
    iterator end() noexcept { return iterator(table_.data() + table_.size()); }
    const_iterator end() const noexcept { return const_iterator(table_.data() + table_.size()); }
    const_iterator cbegin() const noexcept { return begin(); }
    const_iterator cend() const noexcept { return end(); }
    /// The elements; of a map with const keys and mutable mapped values.
    std::span<visible> values() noexcept { return {table_.data(), table_.size()}; }
    std::span<const value_type> values() const noexcept { return {table_.data(), table_.size()}; }

    [[nodiscard]] bool empty() const noexcept { return table_.size() == 0; }
    size_type size() const noexcept { return table_.size(); }
    size_type max_size() const noexcept { return table_.max_size(); }
    /// Elements that fit before the array or the index grows.
    size_type capacity() const noexcept { return table_.capacity(); }

    void insert() = delete; // there are no nodes; a name for insertion.hpp to add to

    // Erasing, O(1): the last element moves into the gap. An iterator to it, and end(), become invalid; one
    // to the erased element refers to it, so that a loop visits each element once. Does not throw; but where
    // the move of an element throws, that comes out and the container is empty.

    iterator erase(iterator position)
        requires(!Policy::constant_iterators)
    {
        return erase_at(index_of(position));
    }
    iterator erase(const_iterator position) { return erase_at(index_of(position)); }
    size_type erase(const key_type& key) { return table_.erase_key(key); }
    template <class K>
        requires transparent<Hash, Pred> && (!std::is_convertible_v<K, iterator>) &&
                 (!std::is_convertible_v<K, const_iterator>)
    size_type erase(K&& key) {
        return table_.erase_key(key);
    }
    /// As many moves as there are elements in the range; fewer at the end.
    iterator erase(const_iterator first, const_iterator last) {
        const size_type from = offset_of(first);
        ARSENAL_ASSERT(from <= offset_of(last) && offset_of(last) <= size(), "erased a range that is none");
        if (from == 0 && offset_of(last) == size()) {
            clear();
            return end();
        }
        for (size_type i = offset_of(last); i-- > from;) table_.erase_at(i);
        return begin() + static_cast<difference_type>(from);
    }
    /// The others keep their order. Linear in the elements behind this one and in the index: to erase many in
    /// order, take erase_if. Returns the one that followed.
    iterator erase_in_order(const_iterator position) {
        const size_type i = index_of(position);
        table_.erase_at_keeping_order(i);
        return begin() + static_cast<difference_type>(i);
    }

    // Erasing, with the element for a result. No effect where making that throws (an element that can only be
    // moved, and throws, may be left moved-from).

    element_type extract(const_iterator position) { return table_.take(index_of(position)); }
    std::optional<element_type> extract(const key_type& key) { return extract_key(key); }
    template <class K>
        requires transparent<Hash, Pred> && (!std::is_convertible_v<K, iterator>) &&
                 (!std::is_convertible_v<K, const_iterator>)
    std::optional<element_type> extract(K&& key) {
        return extract_key(key);
    }
    /// The whole array, O(1). The container is empty and has no capacity then.
    values_type extract() && noexcept { return table_.release(); }
    /// These elements instead of the present ones, without copying or moving them where the allocators are
    /// equal. Of equal keys the first is kept. Linear; the container is unchanged if this throws.
    void replace(values_type&& values) { table_.replace(std::move(values)); }

    void clear() noexcept { table_.clear(); }

    hasher hash_function() const { return table_.hash_function(); }
    key_equal key_eq() const { return table_.key_eq(); }

    // Lookup: average O(1), worst O(size()).
    [[gnu::always_inline]] iterator find(const key_type& key) { return iterator(table_.find(key)); }
    [[gnu::always_inline]] const_iterator find(const key_type& key) const {
        return const_iterator(table_.find(key));
    }
    template <class K>
        requires transparent<Hash, Pred>
    iterator find(const K& key) {
        return iterator(table_.find(key));
    }
    template <class K>
        requires transparent<Hash, Pred>
    const_iterator find(const K& key) const {
        return const_iterator(table_.find(key));
    }
    bool contains(const key_type& key) const { return find(key) != end(); }
    template <class K>
        requires transparent<Hash, Pred>
    bool contains(const K& key) const {
        return find(key) != end();
    }
    /// Home lanes of the index; 0 while there is none.
    size_type bucket_count() const noexcept { return table_.bucket_count(); }
    float load_factor() const noexcept { return table_.load_factor(); }
    float max_load_factor() const noexcept { return table_.max_load_factor(); }
    /// From 0.1 to 0.9 (0.8 at first); in effect from the next growth on.
    void max_load_factor(float z) noexcept { table_.max_load_factor(z); }
    /// An index of at least n lanes, or as many as the elements need; the smallest for n = 0.
    void rehash(size_type n) { table_.rehash(n); }
    /// Room for n elements in all. No effect if this throws.
    void reserve(size_type n) { table_.reserve(n); }
    /// Gives back what the elements do not need, of the array and the index.
    void shrink_to_fit() { table_.shrink_to_fit(); }
    /// Probe lengths, load, bytes. Linear in the index.
    hash_stats stats() const noexcept { return table_.stats(); }

protected:
    template <class, class, class, class>
    friend class dense_interface;

    dense_interface() = default;
    template <class... Args>
    explicit dense_interface(std::in_place_t, Args&&... args) : table_(std::forward<Args>(args)...) {}

    size_type offset_of(const_iterator at) const noexcept { return static_cast<size_type>(at - begin()); }
    size_type index_of(const_iterator at) const noexcept {
        const size_type i = offset_of(at);
        ARSENAL_ASSERT(i < size(), "erased or extracted by an iterator that refers to no element here");
        return i;
    }
    iterator erase_at(size_type i) {
        table_.erase_at(i);
        return begin() + static_cast<difference_type>(i);
    }
    template <class K>
    std::optional<element_type> extract_key(const K& key) {
        const const_iterator at = find(key);
        if (at == end()) return std::nullopt;
        return table_.take(offset_of(at));
    }
    template <class>
    static constexpr bool looks_up = transparent<Hash, Pred>;
    template <class K>
    static constexpr bool takes_key = looks_up<K> && !std::is_same_v<std::remove_cvref_t<K>, key_type>;

    template <bool, class K, class Construct>
    [[gnu::always_inline]] std::pair<iterator, bool> find_or_make(const K& key, Construct&& construct) {
        return made(table_.find_or_insert(key, construct));
    }
    template <class Construct>
    std::pair<iterator, bool> make_or_find(Construct&& construct) {
        return made(table_.insert_constructed(construct));
    }
    void expect(size_type n) {
        if (empty()) reserve(n);
    }
    table_type table_;

private:
    static std::pair<iterator, bool> made(const typename table_type::insertion& m) {
        return {iterator(m.value), m.inserted};
    }
};

} // namespace arsenal::inline ARSENAL_ABI::detail
