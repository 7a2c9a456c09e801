#pragma once

#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/containers/detail/table_base.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>

namespace arsenal::inline ARSENAL_ABI::detail {
template <class>
class unordered_interface;
}

namespace arsenal::inline ARSENAL_ABI {

namespace detail {
// The member types of a node handle: key_type and mapped_type, or value_type.
template <class Policy, bool = Policy::is_map>
struct node_types {
    using key_type = typename Policy::key_type;
    using mapped_type = typename Policy::mapped_type;
};
template <class Policy>
struct node_types<Policy, false> {
    using value_type = typename Policy::value_type;
};
} // namespace detail

/// An element outside any container ([container.node]): what extract() returns and insert() takes. The
/// element keeps its address. It may outlive its container and be destroyed on another thread.
///
/// Users name it as `unordered_map<...>::node_type`; containers that differ only in hash and predicate share
/// it.
template <class Policy, class Alloc>
class node_handle : public detail::node_types<Policy> {
    using alloc_traits = std::allocator_traits<Alloc>;
    using node = detail::table_node<detail::table_slot<Policy>>;

public:
    using allocator_type = Alloc;

    constexpr node_handle() noexcept {}
    node_handle(node_handle&& other) noexcept : node_(other.node_) {
        if (node_.slot) {
            ::new (static_cast<void*>(std::addressof(alloc_))) allocator_type(std::move(other.alloc_));
            other.forget();
        }
    }
    node_handle& operator=(node_handle&& other) noexcept {
        if (this == std::addressof(other)) return *this;
        if (node_.slot) {
            node::destroy(alloc_, node_);
            if (other.node_.slot) {
                if constexpr (alloc_traits::propagate_on_container_move_assignment::value)
                    alloc_ = std::move(other.alloc_);
                else
                    ARSENAL_ASSERT(alloc_ == other.alloc_, "assigned a node handle whose allocator differs");
                node_ = other.node_;
                other.forget();
            } else {
                forget();
            }
        } else if (other.node_.slot) {
            ::new (static_cast<void*>(std::addressof(alloc_))) allocator_type(std::move(other.alloc_));
            node_ = other.node_;
            other.forget();
        }
        return *this;
    }
    ~node_handle() {
        if (!node_.slot) return;
        node::destroy(alloc_, node_);
        forget();
    }

    [[nodiscard]] bool empty() const noexcept { return node_.slot == nullptr; }
    explicit operator bool() const noexcept { return node_.slot != nullptr; }
    /// pre: !empty()
    allocator_type get_allocator() const {
        ARSENAL_ASSERT(!empty(), "get_allocator() of an empty node handle");
        return alloc_;
    }

    /// The key, which may be changed. pre: !empty()
    auto& key() const
        requires Policy::is_map
    {
        ARSENAL_ASSERT(!empty(), "key() of an empty node handle");
        return const_cast<typename Policy::key_type&>(node_.slot->value()->first);
    }
    /// pre: !empty()
    auto& mapped() const
        requires Policy::is_map
    {
        ARSENAL_ASSERT(!empty(), "mapped() of an empty node handle");
        return node_.slot->value()->second;
    }
    /// The element, which may be changed. pre: !empty()
    auto& value() const
        requires(!Policy::is_map)
    {
        ARSENAL_ASSERT(!empty(), "value() of an empty node handle");
        return *node_.slot->value();
    }

    void swap(node_handle& other) noexcept(alloc_traits::propagate_on_container_swap::value ||
                                           alloc_traits::is_always_equal::value) {
        using std::swap;
        if (node_.slot && other.node_.slot) {
            if constexpr (alloc_traits::propagate_on_container_swap::value)
                swap(alloc_, other.alloc_);
            else
                ARSENAL_ASSERT(alloc_ == other.alloc_, "swapped node handles whose allocators differ");
            swap(node_, other.node_);
        } else if (node_.slot) {
            other = std::move(*this);
        } else if (other.node_.slot) {
            *this = std::move(other);
        }
    }
    friend void swap(node_handle& a, node_handle& b) noexcept(noexcept(a.swap(b))) { a.swap(b); }

private:
    template <class>
    friend class detail::unordered_interface;

    node_handle(const node& n, const allocator_type& alloc) : node_(n) {
        ::new (static_cast<void*>(std::addressof(alloc_))) allocator_type(alloc);
    }
    /// The element belongs to somebody else now.
    void forget() noexcept {
        node_ = node{};
        alloc_.~allocator_type();
    }

    node node_;
    union {
        [[no_unique_address]] allocator_type alloc_; // alive while there is an element
    };
};

/// What insert(node_type&&) returns ([unord.map.overview], insert_return_type).
template <class Iterator, class NodeType>
struct node_insert_result {
    Iterator position;
    bool inserted;
    NodeType node;
};

} // namespace arsenal::inline ARSENAL_ABI
