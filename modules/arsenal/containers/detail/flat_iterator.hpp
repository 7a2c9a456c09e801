#pragma once

#include <arsenal/containers/detail/flat_group.hpp>
#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>

namespace arsenal::inline ARSENAL_ABI::detail {

/// Whether an element may be moved by copying its bytes.
template <class T>
inline constexpr bool flat_trivial = std::is_trivially_copyable_v<T>;
template <class A, class B> // whose assignment alone is not
inline constexpr bool flat_trivial<std::pair<A, B>> =
    std::is_trivially_copyable_v<std::remove_const_t<A>> && std::is_trivially_copyable_v<B>;

/// The distance of slots. Room for a slot's number where a rebuild may have to be taken back
/// (flat_table.hpp).
template <class Value>
inline constexpr std::size_t flat_slot_bytes =
    flat_trivial<Value> || sizeof(Value) >= sizeof(std::size_t) ? sizeof(Value) : sizeof(std::size_t);

/// An element of a flat table, or none: its slot and its tag.
template <class Value>
struct flat_position {
    Value* value = nullptr;
    std::uint8_t* tag = nullptr;

    explicit operator bool() const noexcept { return value != nullptr; }
    void step(std::size_t n) noexcept {
        tag += n;
        value = reinterpret_cast<Value*>(const_cast<std::byte*>(reinterpret_cast<const std::byte*>(value)) +
                                         n * flat_slot_bytes<Value>);
    }
    /// To the first element at or after this slot.
    void settle() noexcept {
        for (;;) {
            if (const auto occupied = tag_group(tag).occupied()) [[likely]] {
                step(occupied.lowest());
                break;
            }
            step(tag_group::lanes);
        }
        if (*tag == flat_tag::end) *this = flat_position();
    }
    void advance() noexcept {
        step(1);
        if (!flat_tag::is_live(*tag)) settle();
    }
};

/// Forward iterator over a flat table. Valid until the table grows, is rebuilt, moved from or destroyed, or
/// the element erased. `Category` is always std::forward_iterator_tag: it makes std an associated namespace.
template <class Position, class Value, bool Const, class Category = std::forward_iterator_tag>
class flat_iterator {
public:
    using iterator_category = Category;
    using value_type = Value;
    using difference_type = std::ptrdiff_t;
    using reference = std::conditional_t<Const, const Value&, Value&>;
    using pointer = std::conditional_t<Const, const Value*, Value*>;

    flat_iterator() = default;
    flat_iterator(const flat_iterator<Position, Value, !Const, Category>& other) noexcept
        requires Const
        : at_(other.at()) {}
    explicit flat_iterator(const Position& at) noexcept : at_(at) {}

    reference operator*() const noexcept {
        ARSENAL_ASSERT(at_.value != nullptr, "dereferenced an end() or singular iterator");
        ARSENAL_DEBUG_ASSERT(flat_tag::is_live(*at_.tag),
                             "dereferenced an iterator whose element was erased");
        return *at_.value;
    }
    pointer operator->() const noexcept { return std::addressof(**this); }

    flat_iterator& operator++() noexcept {
        ARSENAL_ASSERT(at_.value != nullptr, "incremented an end() or singular iterator");
        ARSENAL_DEBUG_ASSERT(flat_tag::is_live(*at_.tag), "incremented an iterator whose element was erased");
        at_.advance();
        return *this;
    }
    flat_iterator operator++(int) noexcept {
        flat_iterator old = *this;
        ++*this;
        return old;
    }

    friend bool operator==(const flat_iterator& a, const flat_iterator& b) noexcept {
        return a.at_.value == b.at_.value;
    }

    const Position& at() const noexcept { return at_; } // for the table

private:
    Position at_;
};

} // namespace arsenal::inline ARSENAL_ABI::detail
