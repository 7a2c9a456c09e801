#pragma once

#include <arsenal/containers/detail/emplace_arguments.hpp>
#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/throw.hpp>

namespace arsenal::inline ARSENAL_ABI::detail {

/// emplace, try_emplace, insert_or_assign, operator[] and at of a map with unique keys
/// ([unord.map.modifiers], [unord.map.elem]). The Interface below says how its table makes an element:
///
///   find_or_make<Quiet>(key, construct)  the element with `key`, or else the one that construct(value_type*)
///                                        made. Quiet: which cannot call functions of this map (quietly_made)
///   make_or_find(construct)              the same where the key is known only once the element is made
///   takes_key<K>                         whether a K may stand for a key in insertion and in at()
///
/// Inlined always: what a table inlines in find_or_make has to reach the caller (a flat_hash_map's operator[]
/// of an integer: 67 instructions instead of 100).
template <class Interface>
class map_interface : public Interface {
    using policy = typename Interface::policy_type;
    using alloc_traits = typename Interface::alloc_traits;
    using Key = typename Interface::key_type;
    using T = typename policy::mapped_type;

    /// A key of another type, of which a Key is made only where there is none yet (C++26).
    template <class K>
    static constexpr bool other_key =
        std::conjunction_v<std::bool_constant<Interface::template takes_key<K>>,
                           std::is_constructible<Key, K>,
                           std::negation<std::is_convertible<K, typename Interface::iterator>>,
                           std::negation<std::is_convertible<K, typename Interface::const_iterator>>>;

public:
    using mapped_type = T;
    using typename Interface::const_iterator;
    using typename Interface::iterator;
    using typename Interface::key_type;
    using typename Interface::value_type;

    template <class... Args>
    [[gnu::always_inline]] std::pair<iterator, bool> emplace(Args&&... args) {
        if constexpr (key_first<Key, Args...>)
            return emplace_key_value(std::forward<Args>(args)...);
        else if constexpr (pair_with_key<Key, Args...>)
            return emplace_pair(std::forward<Args>(args)...);
        else
            return this->make_or_find([&](value_type* p) {
                alloc_traits::construct(this->table_.alloc(), p, std::forward<Args>(args)...);
            });
    }
    template <class... Args>
    iterator emplace_hint(const_iterator, Args&&... args) {
        return emplace(std::forward<Args>(args)...).first;
    }

    template <class... Args>
    [[gnu::always_inline]] std::pair<iterator, bool> try_emplace(const key_type& k, Args&&... args) {
        return emplace_mapped(k, std::forward<Args>(args)...);
    }
    template <class... Args>
    [[gnu::always_inline]] std::pair<iterator, bool> try_emplace(key_type&& k, Args&&... args) {
        return emplace_mapped(std::move(k), std::forward<Args>(args)...);
    }
    template <class K, class... Args>
        requires other_key<K>
    [[gnu::always_inline]] std::pair<iterator, bool> try_emplace(K&& k, Args&&... args) {
        return emplace_mapped(std::forward<K>(k), std::forward<Args>(args)...);
    }
    template <class... Args>
    iterator try_emplace(const_iterator, const key_type& k, Args&&... args) {
        return emplace_mapped(k, std::forward<Args>(args)...).first;
    }
    template <class... Args>
    iterator try_emplace(const_iterator, key_type&& k, Args&&... args) {
        return emplace_mapped(std::move(k), std::forward<Args>(args)...).first;
    }
    template <class K, class... Args>
        requires other_key<K>
    iterator try_emplace(const_iterator, K&& k, Args&&... args) {
        return emplace_mapped(std::forward<K>(k), std::forward<Args>(args)...).first;
    }

    template <class M>
    [[gnu::always_inline]] std::pair<iterator, bool> insert_or_assign(const key_type& k, M&& obj) {
        return assign_mapped(k, std::forward<M>(obj));
    }
    template <class M>
    [[gnu::always_inline]] std::pair<iterator, bool> insert_or_assign(key_type&& k, M&& obj) {
        return assign_mapped(std::move(k), std::forward<M>(obj));
    }
    template <class K, class M>
        requires other_key<K>
    [[gnu::always_inline]] std::pair<iterator, bool> insert_or_assign(K&& k, M&& obj) {
        return assign_mapped(std::forward<K>(k), std::forward<M>(obj));
    }
    template <class M>
    iterator insert_or_assign(const_iterator, const key_type& k, M&& obj) {
        return assign_mapped(k, std::forward<M>(obj)).first;
    }
    template <class M>
    iterator insert_or_assign(const_iterator, key_type&& k, M&& obj) {
        return assign_mapped(std::move(k), std::forward<M>(obj)).first;
    }
    template <class K, class M>
        requires other_key<K>
    iterator insert_or_assign(const_iterator, K&& k, M&& obj) {
        return assign_mapped(std::forward<K>(k), std::forward<M>(obj)).first;
    }

    [[gnu::always_inline]] mapped_type& operator[](const key_type& k) {
        return emplace_mapped(k).first->second;
    }
    [[gnu::always_inline]] mapped_type& operator[](key_type&& k) {
        return emplace_mapped(std::move(k)).first->second;
    }
    template <class K>
        requires other_key<K>
    [[gnu::always_inline]] mapped_type& operator[](K&& k) {
        return emplace_mapped(std::forward<K>(k)).first->second;
    }
    /// Throws out_of_range where there is no such key.
    mapped_type& at(const key_type& k) { return mapped_at(*this, k); }
    const mapped_type& at(const key_type& k) const { return mapped_at(*this, k); }
    template <class K>
        requires(Interface::template takes_key<K>)
    mapped_type& at(const K& k) {
        return mapped_at(*this, k);
    }
    template <class K>
        requires(Interface::template takes_key<K>)
    const mapped_type& at(const K& k) const {
        return mapped_at(*this, k);
    }

protected:
    using Interface::Interface;
    using emplace_result = std::pair<iterator, bool>;

private:
    template <class P>
    [[gnu::always_inline]] std::pair<iterator, bool> emplace_pair(P&& v) {
        return this->template find_or_make<policy::template quietly_emplaced<P>>(v.first, [&](value_type* p) {
            alloc_traits::construct(this->table_.alloc(), p, std::forward<P>(v));
        });
    }
    template <class K, class M>
    [[gnu::always_inline]] std::pair<iterator, bool> emplace_key_value(K&& k, M&& m) {
        constexpr bool quiet = policy::template quietly_emplaced<K, M>;
        auto construct = [&](value_type* p) {
            alloc_traits::construct(this->table_.alloc(), p, std::forward<K>(k), std::forward<M>(m));
        };
        if constexpr (std::is_same_v<std::remove_cvref_t<K>, Key>)
            return this->template find_or_make<quiet>(k, construct);
        else
            return this->template find_or_make<quiet>(static_cast<Key>(k), construct);
    }
    template <class K, class... Args>
    [[gnu::always_inline]] std::pair<iterator, bool> emplace_mapped(K&& k, Args&&... args) {
        constexpr bool quiet = quietly_made<Key, K> && quietly_made<T, Args...>;
        return this->template find_or_make<quiet>(k, [&](value_type* p) {
            alloc_traits::construct(this->table_.alloc(), p, std::piecewise_construct,
                                    std::forward_as_tuple(std::forward<K>(k)),
                                    std::forward_as_tuple(std::forward<Args>(args)...));
        });
    }
    template <class K, class M>
    [[gnu::always_inline]] std::pair<iterator, bool> assign_mapped(K&& k, M&& obj) {
        auto result = emplace_mapped(std::forward<K>(k), std::forward<M>(obj));
        if (!result.second) result.first->second = std::forward<M>(obj);
        return result;
    }
    template <class Self, class K>
    static auto& mapped_at(Self& self, const K& k) {
        const auto found = self.find(k);
        if (found == self.end()) throw_out_of_range("at(): no element has this key");
        return found->second;
    }
};

} // namespace arsenal::inline ARSENAL_ABI::detail
