#pragma once

#include <arsenal/containers/detail/deduction.hpp>
#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/containers/from_range.hpp>
#include <arsenal/platform/config.hpp>

namespace arsenal::inline ARSENAL_ABI::detail {

/// insert() in its forms ([unord.req]), by the Interface's emplace() and emplace_hint().
template <class Interface>
class insertion : public Interface {
    using typename Interface::emplace_result; // iterator, or that and whether it is new

public:
    using typename Interface::const_iterator;
    using typename Interface::iterator;
    using typename Interface::value_type;

    using Interface::insert;
    [[gnu::always_inline]] emplace_result insert(const value_type& v) { return this->emplace(v); }
    [[gnu::always_inline]] emplace_result insert(value_type&& v) { return this->emplace(std::move(v)); }
    template <class P>
        requires(Interface::policy_type::is_map) && std::is_constructible_v<value_type, P&&>
    emplace_result insert(P&& v) {
        return this->emplace(std::forward<P>(v));
    }
    iterator insert(const_iterator hint, const value_type& v) { return this->emplace_hint(hint, v); }
    iterator insert(const_iterator hint, value_type&& v) { return this->emplace_hint(hint, std::move(v)); }
    template <class P>
        requires(Interface::policy_type::is_map) && std::is_constructible_v<value_type, P&&>
    iterator insert(const_iterator hint, P&& v) {
        return this->emplace_hint(hint, std::forward<P>(v));
    }
    template <input_iterator_like It>
    void insert(It first, It last) {
        if constexpr (std::is_base_of_v<std::forward_iterator_tag,
                                        typename std::iterator_traits<It>::iterator_category>)
            this->expect(static_cast<std::size_t>(std::distance(first, last)));
        for (; first != last; ++first) this->emplace(*first);
    }
    void insert(std::initializer_list<value_type> il) { insert(il.begin(), il.end()); }
    template <compatible_range<value_type> R>
    void insert_range(R&& rg) {
        for (auto&& v : rg) this->emplace(std::forward<decltype(v)>(v));
    }

protected:
    using Interface::Interface;
};

} // namespace arsenal::inline ARSENAL_ABI::detail
