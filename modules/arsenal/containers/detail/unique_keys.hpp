#pragma once

#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

namespace arsenal::inline ARSENAL_ABI::detail {

/// What follows of find() and contains() where no two keys are equal ([unord.req]). The
/// Interface says which types can be looked up besides key_type: looks_up<K>.
template <class Interface>
class unique_keys : public Interface {
public:
    using typename Interface::const_iterator;
    using typename Interface::iterator;
    using typename Interface::key_type;
    using typename Interface::size_type;
    using typename Interface::value_type;

    size_type count(const key_type& key) const { return this->contains(key) ? 1 : 0; }
    template <class K>
        requires(Interface::template looks_up<K>)
    size_type count(const K& key) const {
        return this->contains(key) ? 1 : 0;
    }
    std::pair<iterator, iterator> equal_range(const key_type& key) { return range_from(this->find(key)); }
    std::pair<const_iterator, const_iterator> equal_range(const key_type& key) const {
        return range_from(this->find(key));
    }
    template <class K>
        requires(Interface::template looks_up<K>)
    std::pair<iterator, iterator> equal_range(const K& key) {
        return range_from(this->find(key));
    }
    template <class K>
        requires(Interface::template looks_up<K>)
    std::pair<const_iterator, const_iterator> equal_range(const K& key) const {
        return range_from(this->find(key));
    }

protected:
    using Interface::Interface;

    /// Average linear.
    bool equals(const unique_keys& other) const {
        if (this->size() != other.size()) return false;
        for (const value_type& v : *this) {
            const const_iterator it = other.find(Interface::policy_type::key(v));
            if (it == other.end() || !(*it == v)) return false;
        }
        return true;
    }

private:
    template <class It>
    std::pair<It, It> range_from(It first) const {
        It last = first;
        if (last != const_iterator(this->end())) ++last;
        return {first, last};
    }
};

} // namespace arsenal::inline ARSENAL_ABI::detail
