#pragma once

#include <arsenal/containers/detail/key_hash.hpp>
#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/containers/detail/table.hpp>
#include <arsenal/containers/node_handle.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>

// What the unordered containers have in common: everything of [unord.req] but constructors and insertion of
// values; and what those with unique keys have in common beyond that. (multi_interface.hpp has the others.)

namespace arsenal::inline ARSENAL_ABI::detail {

/// Iterator over the elements of one bucket. Valid as long as its element is there, as table_iterator is. ++
/// is O(length of the bucket's probe sequences), after a rehash linear in size().
template <class Table, class Value, bool Const, class Category = std::forward_iterator_tag>
class bucket_iterator {
public:
    using iterator_category = Category;
    using value_type = Value;
    using difference_type = std::ptrdiff_t;
    using reference = std::conditional_t<Const, const Value&, Value&>;
    using pointer = std::conditional_t<Const, const Value*, Value*>;

    bucket_iterator() = default;
    bucket_iterator(const bucket_iterator<Table, Value, !Const, Category>& other)
        requires Const
        : walk_(other.walk_) {}
    bucket_iterator(const Table& table, std::size_t bucket) : walk_(table.walk_bucket(bucket)) {}

    reference operator*() const noexcept {
        ARSENAL_ASSERT(walk_.slot != nullptr, "dereferenced an end(n) or singular local iterator");
        return *walk_.slot->value();
    }
    pointer operator->() const noexcept { return std::addressof(**this); }
    bucket_iterator& operator++() {
        ARSENAL_ASSERT(walk_.slot != nullptr, "incremented an end(n) or singular local iterator");
        walk_.advance();
        return *this;
    }
    bucket_iterator operator++(int) {
        bucket_iterator old = *this;
        ++*this;
        return old;
    }
    friend bool operator==(const bucket_iterator& a, const bucket_iterator& b) noexcept {
        return a.walk_.slot == b.walk_.slot;
    }

private:
    template <class, class, bool, class>
    friend class bucket_iterator;

    typename Table::bucket_walk_type walk_;
};

template <class Table>
class unordered_interface {
protected:
    using table_type = Table;
    using policy_type = typename Table::policy_type;
    using Hash = typename Table::hasher;
    using Pred = typename Table::key_equal;
    using Alloc = typename Table::allocator_type;
    using alloc_traits = std::allocator_traits<Alloc>;
    using node = typename Table::node;
    static constexpr bool transparent_functors = transparent<Hash, Pred>;

public:
    using key_type = typename policy_type::key_type;
    using value_type = typename policy_type::value_type;
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
    using local_iterator = bucket_iterator<table_type, value_type, policy_type::constant_iterators>;
    using const_local_iterator = bucket_iterator<table_type, value_type, true>;
    using node_type = node_handle<policy_type, Alloc>;

    allocator_type get_allocator() const noexcept { return table_.alloc(); }

    iterator begin() noexcept { return table_.begin(); }
    const_iterator begin() const noexcept { return table_.begin(); }
    iterator end() noexcept { return iterator(); }
    const_iterator end() const noexcept { return const_iterator(); }
    const_iterator cbegin() const noexcept { return table_.begin(); }
    const_iterator cend() const noexcept { return const_iterator(); }

    [[nodiscard]] bool empty() const noexcept { return table_.size() == 0; }
    size_type size() const noexcept { return table_.size(); }
    size_type max_size() const noexcept { return table_.max_size(); }

    /// The element is taken out without moving; empty if there is none. Average O(1).
    node_type extract(const_iterator position) {
        ARSENAL_ASSERT(!position.at().is_none(), "extracted end()");
        ARSENAL_DEBUG_ASSERT(position.at().is_live(),
                             "extracted by an iterator whose element was erased or extracted");
        return node_type(table_.extract(position.at()), table_.alloc());
    }
    node_type extract(const key_type& key) { return extract_key(key); }
    template <class K>
        requires transparent_functors && (!std::is_convertible_v<K, iterator>) &&
                 (!std::is_convertible_v<K, const_iterator>)
    node_type extract(K&& key) {
        return extract_key(key);
    }

    iterator erase(iterator position)
        requires(!policy_type::constant_iterators)
    {
        return erase_at(position.at());
    }
    iterator erase(const_iterator position) { return erase_at(position.at()); }
    size_type erase(const key_type& key) { return table_.erase_key(key); }
    template <class K>
        requires transparent_functors && (!std::is_convertible_v<K, iterator>) &&
                 (!std::is_convertible_v<K, const_iterator>)
    size_type erase(K&& key) {
        return table_.erase_key(key);
    }
    iterator erase(const_iterator first, const_iterator last) {
        cursor_type at = first.at();
        while (!at.same(last.at())) {
            ARSENAL_DEBUG_ASSERT(!at.is_none(), "erased a range whose end cannot be reached");
            ARSENAL_DEBUG_ASSERT(at.is_live(), "erased a range from an element that was erased or extracted");
            const cursor_type here = at;
            at.advance();
            table_.erase(here);
        }
        return iterator(at);
    }

    void clear() noexcept { table_.clear(); }

    hasher hash_function() const { return table_.hash_function(); }
    key_equal key_eq() const { return table_.key_eq(); }

    // Lookup: average O(1), worst O(size()).
    [[gnu::always_inline]] iterator find(const key_type& key) { return iterator(table_.find(key)); }
    [[gnu::always_inline]] const_iterator find(const key_type& key) const {
        return const_iterator(table_.find(key));
    }
    template <class K>
        requires transparent_functors
    iterator find(const K& key) {
        return iterator(table_.find(key));
    }
    template <class K>
        requires transparent_functors
    const_iterator find(const K& key) const {
        return const_iterator(table_.find(key));
    }
    bool contains(const key_type& key) const { return !table_.find(key).is_none(); }
    template <class K>
        requires transparent_functors
    bool contains(const K& key) const {
        return !table_.find(key).is_none();
    }

    size_type bucket_count() const noexcept { return table_.bucket_count(); }
    size_type max_bucket_count() const noexcept { return table_.max_bucket_count(); }
    /// O(length of the bucket's probe sequences); linear in size() only where the hash is that bad.
    size_type bucket_size(size_type n) const { return table_.walk_bucket(n).count(); }
    size_type bucket(const key_type& key) const { return table_.bucket(key); }
    local_iterator begin(size_type n) { return local_iterator(table_, n); }
    const_local_iterator begin(size_type n) const { return const_local_iterator(table_, n); }
    local_iterator end(size_type n) {
        check_bucket(n);
        return local_iterator();
    }
    const_local_iterator end(size_type n) const {
        check_bucket(n);
        return const_local_iterator();
    }
    const_local_iterator cbegin(size_type n) const { return const_local_iterator(table_, n); }
    const_local_iterator cend(size_type n) const { return end(n); }

    float load_factor() const noexcept { return table_.load_factor(); }
    float max_load_factor() const noexcept { return table_.max_load_factor(); }
    void max_load_factor(float z) { table_.max_load_factor(z); }
    void rehash(size_type n) { table_.rehash(n); }
    void reserve(size_type n) { table_.reserve(n); }

    /// Beyond std: how long searches are, how full the index is, and the bytes of index and storage. Slots
    /// are the index's entries; a probe is a look at a group of eight, or at one alone while every element is
    /// in its home lane. In multi containers a key is one search, however many elements have it. Elements
    /// that came from another container count with their cells only. Linear in the index. Throws what Hash
    /// throws, which is called only where keys are scalars.
    hash_stats stats() const { return table_.stats(); }

protected:
    using cursor_type = typename table_type::at_type;

    unordered_interface() = default;
    template <class... Args>
    explicit unordered_interface(std::in_place_t, Args&&... args) : table_(std::forward<Args>(args)...) {}

    template <class K>
    node_type extract_key(const K& key) {
        const cursor_type at = table_.find(key);
        return at.is_none() ? node_type() : node_type(table_.extract(at), table_.alloc());
    }
    iterator erase_at(cursor_type at) {
        ARSENAL_ASSERT(!at.is_none(), "erased end()");
        ARSENAL_DEBUG_ASSERT(at.is_live(), "erased by an iterator whose element was erased or extracted");
        cursor_type next = at;
        next.advance();
        table_.erase(at);
        return iterator(next);
    }
    void check_bucket([[maybe_unused]] size_type n) const noexcept {
        ARSENAL_DEBUG_ASSERT(n < bucket_count(), "no such bucket");
    }
    void check_allocator(const node_type& node) const {
        ARSENAL_ASSERT(node.alloc_ == table_.alloc(), "inserted a node handle whose allocator differs");
        static_cast<void>(node);
    }
    void expect(size_type n) { table_.expect(n); }

    static node& inner(node_type& n) noexcept { return n.node_; }
    static void forget(node_type& n) noexcept { n.forget(); }

    table_type table_;
};

/// What unordered_map and unordered_set add: insertion where there is no equal key yet.
template <class Table>
class unique_interface : public unordered_interface<Table> {
protected:
    using base = unordered_interface<Table>;
    using base::table_;

public:
    using typename base::const_iterator;
    using typename base::iterator;
    using typename base::key_type;
    using typename base::node_type;
    using typename base::size_type;
    using typename base::value_type;
    using insert_return_type = node_insert_result<iterator, node_type>;

    insert_return_type insert(node_type&& node) {
        if (node.empty()) return {iterator(), false, node_type()};
        const auto [at, inserted] = insert_node(node);
        return {iterator(at), inserted, std::move(node)};
    }
    iterator insert(const_iterator, node_type&& node) {
        return node.empty() ? iterator() : iterator(insert_node(node).first);
    }

protected:
    using base::base;

    template <class>
    static constexpr bool looks_up = base::transparent_functors;
    template <class>
    static constexpr bool takes_key = false;

    template <bool Quiet, class K, class Construct>
    [[gnu::always_inline]] std::pair<iterator, bool> find_or_make(const K& key, Construct&& construct) {
        return made(table_.template find_or_insert<Quiet>(key, construct));
    }
    template <class Construct>
    [[gnu::always_inline]] std::pair<iterator, bool> make_or_find(Construct&& construct) {
        return made(table_.insert_constructed(construct));
    }

private:
    static std::pair<iterator, bool> made(const typename Table::insertion& m) {
        return {iterator(m.cursor()), m.inserted()};
    }
    auto insert_node(node_type& node) {
        this->check_allocator(node);
        const auto result = table_.insert_node(base::inner(node));
        if (result.second) base::forget(node);
        return result;
    }
};

} // namespace arsenal::inline ARSENAL_ABI::detail
