#pragma once

#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

namespace arsenal::inline ARSENAL_ABI::detail {

/// emplace of a set with unique keys, over an Interface that can find_or_make and make_or_find
/// (map_interface.hpp).
template <class Interface>
class set_interface : public Interface {
    using alloc_traits = typename Interface::alloc_traits;
    using Key = typename Interface::key_type;

public:
    using typename Interface::const_iterator;
    using typename Interface::iterator;
    using typename Interface::value_type;

    template <class... Args>
    [[gnu::always_inline]] std::pair<iterator, bool> emplace(Args&&... args) {
        if constexpr (sizeof...(Args) == 1 && (std::is_same_v<std::remove_cvref_t<Args>, Key> && ...))
            return emplace_key(std::forward<Args>(args)...);
        else
            return this->make_or_find([&](value_type* p) {
                alloc_traits::construct(this->table_.alloc(), p, std::forward<Args>(args)...);
            });
    }
    template <class... Args>
    iterator emplace_hint(const_iterator, Args&&... args) {
        return emplace(std::forward<Args>(args)...).first;
    }

    using Interface::insert;
    /// Makes a key only where there is none yet (C++26).
    template <class K>
        requires(std::conjunction_v<std::bool_constant<Interface::template takes_key<K>>,
                                    std::is_constructible<Key, K>,
                                    std::negation<std::is_convertible<K, const_iterator>>>)
    std::pair<iterator, bool> insert(K&& k) {
        return emplace_key(std::forward<K>(k));
    }

protected:
    using Interface::Interface;
    using emplace_result = std::pair<iterator, bool>;

private:
    template <class K>
    [[gnu::always_inline]] std::pair<iterator, bool> emplace_key(K&& k) {
        constexpr bool quiet = Interface::policy_type::template quietly_emplaced<K>;
        return this->template find_or_make<quiet>(
            k, [&](value_type* p) { alloc_traits::construct(this->table_.alloc(), p, std::forward<K>(k)); });
    }
};

} // namespace arsenal::inline ARSENAL_ABI::detail
