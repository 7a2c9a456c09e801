#pragma once

#include <arsenal/containers/detail/multi_table.hpp>
#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/containers/detail/unordered_interface.hpp>
#include <arsenal/platform/config.hpp>

namespace arsenal::inline ARSENAL_ABI::detail {

/// What unordered_multimap and unordered_multiset add to unordered_interface: groups of equal keys.
template <class Table>
class multi_interface : public unordered_interface<Table> {
protected:
    using base = unordered_interface<Table>;
    using base::table_;
    using base::transparent_functors;
    using typename base::alloc_traits;

public:
    using typename base::const_iterator;
    using typename base::iterator;
    using typename base::key_type;
    using typename base::node_type;
    using typename base::size_type;
    using typename base::value_type;

    // The new element comes in front of those with its key, or right after the hint where that has its key.

    template <class... Args>
    iterator emplace(Args&&... args) {
        return emplace_hint(const_iterator(), std::forward<Args>(args)...);
    }
    template <class... Args>
    iterator emplace_hint(const_iterator hint, Args&&... args) {
        check_hint(hint);
        constexpr bool quiet = Table::policy_type::template quietly_emplaced<Args...>;
        return iterator(table_.template insert<quiet>(hint.at(), [&](value_type* p) {
            alloc_traits::construct(table_.alloc(), p, std::forward<Args>(args)...);
        }));
    }
    iterator insert(node_type&& node) { return insert(const_iterator(), std::move(node)); }
    iterator insert(const_iterator hint, node_type&& node) {
        if (node.empty()) return iterator();
        this->check_allocator(node);
        check_hint(hint);
        const iterator at(table_.insert_node(base::inner(node), hint.at()));
        base::forget(node);
        return at;
    }

    // Linear in the number of elements with the key.
    size_type count(const key_type& key) const { return length(table_.find(key)); }
    template <class K>
        requires transparent_functors
    size_type count(const K& key) const {
        return length(table_.find(key));
    }
    std::pair<iterator, iterator> equal_range(const key_type& key) {
        return range_from<iterator>(table_.find(key));
    }
    std::pair<const_iterator, const_iterator> equal_range(const key_type& key) const {
        return range_from<const_iterator>(table_.find(key));
    }
    template <class K>
        requires transparent_functors
    std::pair<iterator, iterator> equal_range(const K& key) {
        return range_from<iterator>(table_.find(key));
    }
    template <class K>
        requires transparent_functors
    std::pair<const_iterator, const_iterator> equal_range(const K& key) const {
        return range_from<const_iterator>(table_.find(key));
    }

protected:
    using base::base;
    using typename base::cursor_type;
    using emplace_result = iterator;

    /// Linear, if the elements of each group come in the same order; at worst quadratic in the length of a
    /// group, as in std.
    bool equals(const multi_interface& other) const {
        if (this->size() != other.size()) return false;
        for (const_iterator it = this->begin(); it != this->end();) {
            const auto [mine, next] = range_from<const_iterator>(it.at());
            const auto [first, last] = other.equal_range(Table::policy_type::key(*it));
            if (!is_permutation_of(mine, next, first, last)) return false;
            it = next;
        }
        return true;
    }

private:
    void check_hint([[maybe_unused]] const_iterator hint) const noexcept {
        ARSENAL_DEBUG_ASSERT(hint.at().is_none() || hint.at().is_live(),
                             "the hint's element was erased or extracted");
    }
    static size_type length(cursor_type at) noexcept {
        if (at.is_none()) return 0;
        size_type n = 1;
        for (; at.link->continues(); ++n) at.advance();
        return n;
    }
    template <class It>
    static std::pair<It, It> range_from(cursor_type at) noexcept {
        const It first(at);
        if (at.is_none()) return {first, first};
        while (at.link->continues()) at.advance();
        at.advance();
        return {first, It(at)};
    }
    static size_type matches(const_iterator first, const_iterator last, const value_type& v) {
        size_type n = 0;
        for (; first != last; ++first) n += *first == v;
        return n;
    }
    /// [alg.is.permutation] of two groups.
    static bool is_permutation_of(const_iterator a, const_iterator a_end, const_iterator b,
                                  const_iterator b_end) {
        while (a != a_end && b != b_end && *a == *b) ++a, ++b;
        if (a == a_end || b == b_end) return a == a_end && b == b_end;
        for (auto [i, j] = std::pair(a, b); i != a_end || j != b_end; ++i, ++j)
            if (i == a_end || j == b_end) return false; // of another length
        for (const_iterator i = a; i != a_end; ++i)
            if (matches(a, i, *i) == 0 && matches(b, b_end, *i) != matches(i, a_end, *i)) return false;
        return true;
    }
};

} // namespace arsenal::inline ARSENAL_ABI::detail
