#pragma once

#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/containers/node_handle.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>

namespace arsenal::inline ARSENAL_ABI::detail {

/// An element outside any container, by value: what extract() of flat_hash_map and flat_hash_set returns and
/// insert() takes. As std's node handle, but for get_allocator(), and its element moves with it.
template <class Policy>
class flat_node : public node_types<Policy> {
    using value_type = typename Policy::value_type;

public:
    flat_node() noexcept {}
    /// Moves the element here, and then says so. (Returned without a name: a copy of the node could throw
    /// when the container has lost the element.)
    template <class Then>
    flat_node(value_type& from, Then then) {
        take(from);
        full_ = true;
        then();
    }
    flat_node(flat_node&& other) noexcept(Policy::nothrow_movable) : full_(other.full_) {
        if (full_) take(*other.stored());
        other.reset();
    }
    flat_node& operator=(flat_node&& other) noexcept(Policy::nothrow_movable) {
        if (this == std::addressof(other)) return *this;
        reset();
        if (other.full_) {
            take(*other.stored());
            full_ = true;
            other.reset();
        }
        return *this;
    }
    ~flat_node() { reset(); }

    [[nodiscard]] bool empty() const noexcept { return !full_; }
    explicit operator bool() const noexcept { return full_; }

    /// The key, which may be changed. pre: !empty()
    auto& key() const
        requires Policy::is_map
    {
        ARSENAL_ASSERT(full_, "key() of an empty node");
        return const_cast<typename Policy::key_type&>(stored()->first);
    }
    /// pre: !empty()
    auto& mapped() const
        requires Policy::is_map
    {
        ARSENAL_ASSERT(full_, "mapped() of an empty node");
        return stored()->second;
    }
    /// The element, which may be changed. pre: !empty()
    auto& value() const
        requires(!Policy::is_map)
    {
        ARSENAL_ASSERT(full_, "value() of an empty node");
        return *stored();
    }

    void swap(flat_node& other) noexcept(Policy::nothrow_movable) {
        flat_node old(std::move(other));
        other = std::move(*this);
        *this = std::move(old);
    }
    friend void swap(flat_node& a, flat_node& b) noexcept(noexcept(a.swap(b))) { a.swap(b); }

    value_type& element() noexcept { return *stored(); } // for the container
    void reset() noexcept {
        if (!full_) return;
        full_ = false;
        std::destroy_at(stored());
    }

private:
    void take(value_type& from) {
        std::allocator<value_type> plain;
        Policy::construct_moved(plain, stored(), from);
    }
    value_type* stored() const noexcept {
        return std::launder(reinterpret_cast<value_type*>(const_cast<std::byte*>(storage_)));
    }

    alignas(value_type) std::byte storage_[sizeof(value_type)];
    bool full_ = false;
};

} // namespace arsenal::inline ARSENAL_ABI::detail
