#pragma once

#include <arsenal/containers/detail/deduction.hpp>
#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/containers/from_range.hpp>
#include <arsenal/platform/config.hpp>

namespace arsenal::inline ARSENAL_ABI::detail {

/// The constructors and assignments that [unord.req] gives to each container with a hash, those from ranges
/// of C++23 among them, over an Interface that can insert and that makes its table from (std::in_place, n,
/// hash, equality, allocator) and (std::in_place, table, allocator). The container inherits them.
template <class Interface>
class constructors : public Interface {
    using Hash = typename Interface::hasher;
    using Pred = typename Interface::key_equal;
    using Alloc = typename Interface::allocator_type;
    using alloc_traits = std::allocator_traits<Alloc>;

public:
    using typename Interface::size_type;
    using typename Interface::value_type;

    constructors() noexcept(std::is_nothrow_default_constructible_v<Hash> &&
                            std::is_nothrow_copy_constructible_v<Hash> &&
                            std::is_nothrow_default_constructible_v<Pred> &&
                            std::is_nothrow_copy_constructible_v<Pred> &&
                            std::is_nothrow_default_constructible_v<Alloc>)
        requires(std::is_default_constructible_v<Hash> && std::is_default_constructible_v<Pred> &&
                 std::is_default_constructible_v<Alloc>)
        : Interface(std::in_place, size_type{0}, Hash(), Pred(), Alloc()) {}
    explicit constructors(const Alloc& a) : Interface(std::in_place, size_type{0}, Hash(), Pred(), a) {}
    explicit constructors(size_type n, const Hash& hf = Hash(), const Pred& eql = Pred(),
                          const Alloc& a = Alloc())
        : Interface(std::in_place, n, hf, eql, a) {}
    constructors(size_type n, const Alloc& a) : constructors(n, Hash(), Pred(), a) {}
    constructors(size_type n, const Hash& hf, const Alloc& a) : constructors(n, hf, Pred(), a) {}

    template <input_iterator_like It>
    constructors(It f, It l, size_type n = 0, const Hash& hf = Hash(), const Pred& eql = Pred(),
                 const Alloc& a = Alloc())
        : constructors(n, hf, eql, a) {
        this->insert(f, l);
    }
    template <input_iterator_like It>
    constructors(It f, It l, const Alloc& a) : constructors(f, l, 0, Hash(), Pred(), a) {}
    template <input_iterator_like It>
    constructors(It f, It l, size_type n, const Alloc& a) : constructors(f, l, n, Hash(), Pred(), a) {}
    template <input_iterator_like It>
    constructors(It f, It l, size_type n, const Hash& hf, const Alloc& a)
        : constructors(f, l, n, hf, Pred(), a) {}

    template <from_range_tag Tag, compatible_range<value_type> R>
    constructors(Tag, R&& rg, size_type n = 0, const Hash& hf = Hash(), const Pred& eql = Pred(),
                 const Alloc& a = Alloc())
        : constructors(n, hf, eql, a) {
        this->insert_range(std::forward<R>(rg));
    }
    template <from_range_tag Tag, compatible_range<value_type> R>
    constructors(Tag tag, R&& rg, const Alloc& a)
        : constructors(tag, std::forward<R>(rg), 0, Hash(), Pred(), a) {}
    template <from_range_tag Tag, compatible_range<value_type> R>
    constructors(Tag tag, R&& rg, size_type n, const Alloc& a)
        : constructors(tag, std::forward<R>(rg), n, Hash(), Pred(), a) {}
    template <from_range_tag Tag, compatible_range<value_type> R>
    constructors(Tag tag, R&& rg, size_type n, const Hash& hf, const Alloc& a)
        : constructors(tag, std::forward<R>(rg), n, hf, Pred(), a) {}

    constructors(std::initializer_list<value_type> il, size_type n = 0, const Hash& hf = Hash(),
                 const Pred& eql = Pred(), const Alloc& a = Alloc())
        : constructors(n, hf, eql, a) {
        this->insert(il);
    }
    constructors(std::initializer_list<value_type> il, const Alloc& a)
        : constructors(il, 0, Hash(), Pred(), a) {}
    constructors(std::initializer_list<value_type> il, size_type n, const Alloc& a)
        : constructors(il, n, Hash(), Pred(), a) {}
    constructors(std::initializer_list<value_type> il, size_type n, const Hash& hf, const Alloc& a)
        : constructors(il, n, hf, Pred(), a) {}

    constructors(const constructors& other)
        : Interface(std::in_place, other.table_,
                    alloc_traits::select_on_container_copy_construction(other.table_.alloc())) {}
    constructors(constructors&& other) = default;
    constructors(const constructors& other, const std::type_identity_t<Alloc>& a)
        : Interface(std::in_place, other.table_, a) {}
    constructors(constructors&& other,
                 const std::type_identity_t<Alloc>& a) noexcept(alloc_traits::is_always_equal::value &&
                                                                std::is_nothrow_copy_constructible_v<Hash> &&
                                                                std::is_nothrow_copy_constructible_v<Pred>)
        : Interface(std::in_place, std::move(other.table_), a) {}

    constructors& operator=(const constructors& other) {
        this->table_.assign(other.table_);
        return *this;
    }
    constructors& operator=(constructors&& other) noexcept(alloc_traits::is_always_equal::value &&
                                                           std::is_nothrow_move_assignable_v<Hash> &&
                                                           std::is_nothrow_move_assignable_v<Pred>) {
        this->table_.assign(std::move(other.table_));
        return *this;
    }

protected:
    static constexpr bool swaps_nothrow = alloc_traits::is_always_equal::value &&
                                          std::is_nothrow_swappable_v<Hash> &&
                                          std::is_nothrow_swappable_v<Pred>;

    void assign(std::initializer_list<value_type> il) {
        this->clear();
        this->insert(il);
    }
};

} // namespace arsenal::inline ARSENAL_ABI::detail
