#pragma once

#include <arsenal/memory/detail/local_owners.hpp>
#include <arsenal/memory/is_trivially_relocatable.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>
#include <arsenal/platform/throw.hpp>

#include <compare>
#include <cstddef>
#include <functional>
#include <iosfwd>
#include <memory>
#include <type_traits>
#include <utility>

// std::shared_ptr and std::weak_ptr ([util.sharedptr]) for one thread: owners are counted by plain
// additions, where std's are locked instructions in every program that has threads. A copy and its end take
// 0.11x of std's time there, 0.23x in a program without (./run bench memory -- pointers shared single);
// making an object takes as long.
//
// Not thread-safe, and nothing checks it: all the pointers to one object, weak ones included, are used by one
// thread at a time. Threads may hand the whole lot to each other, synchronising as for any other object. Each
// of two threads may use pointers to objects of its own. Not where std::unique_ptr will do; and an object
// that can count its owners is better off with intrusive_ptr, which is one word.
//
// Differences from std:
//   - The other names: make_local_shared, allocate_local_shared, enable_local_shared_from_this.
//   - Up to 2^32 - 1 owners. (Mode debug stops at more.)
//   - A null pointer that is dereferenced stops the program (mode fast); so does an index beyond T[N].
//   - get_deleter() works without RTTI.
//   - There is no conversion from or to std::shared_ptr, no atomic<local_shared_ptr>, and no owner_less
//     (there are owner_before, owner_hash and owner_equal).

namespace arsenal::inline ARSENAL_ABI {

template <class T>
class local_shared_ptr;
template <class T>
class local_weak_ptr;
template <class T>
class enable_local_shared_from_this;

namespace detail {

/// [util.smartptr.shared]/6: a pointer to Y shared is one to T.
template <class Y, class T>
concept shared_as =
    std::is_convertible_v<Y*, T*> || (std::is_bounded_array_v<Y> && std::is_unbounded_array_v<T> &&
                                      std::is_convertible_v<std::remove_extent_t<Y> (*)[], T*>);

/// [util.smartptr.shared.const]/3 and 9: the same of a new object or a new array of Y, if there are such.
template <class T>
struct owned_by {
    template <class Y>
    static constexpr bool as = std::is_convertible_v<Y*, T*>;
};
template <class T>
struct owned_by<T[]> {
    template <class Y>
    static constexpr bool as = requires { requires std::is_convertible_v<Y(*)[], T(*)[]>; };
};
template <class T, std::size_t N>
struct owned_by<T[N]> {
    template <class Y>
    static constexpr bool as = requires { requires std::is_convertible_v<Y(*)[N], T(*)[N]>; };
};
template <class Y, class T>
concept owned_as = owned_by<T>::template as<Y>;

template <class D, class Pointer>
concept deleter_of = std::is_move_constructible_v<D> && requires(D& d, Pointer p) { d(p); };

/// delete, as an array or not. No get_deleter() finds it.
template <bool Array>
struct plain_delete {
    template <class Y>
    void operator()(Y* p) const noexcept {
        static_assert(sizeof(Y) != 0, "an object of incomplete type cannot be deleted");
        if constexpr (Array)
            delete[] p;
        else
            delete p;
    }
};
template <class Y, class T>
concept deletable_as = !std::is_void_v<Y> && // which compilers delete, with a warning
                       ((std::is_array_v<T> && requires(Y* p) { delete[] p; }) ||
                        (!std::is_array_v<T> && requires(Y* p) { delete p; }));

struct local_shared_maker;

/// The base through which an object finds its owners, if it has one.
template <class U>
const enable_local_shared_from_this<U>* from_this_base(const enable_local_shared_from_this<U>* p) noexcept {
    return p;
}

} // namespace detail

template <class T>
class local_shared_ptr {
public:
    using element_type = std::remove_extent_t<T>;
    using weak_type = local_weak_ptr<T>;

    constexpr local_shared_ptr() noexcept = default;
    constexpr local_shared_ptr(std::nullptr_t) noexcept {}

    /// The first owner of *p, a new object. bad_alloc deletes it, as it would end it by the deleter below.
    template <class Y>
        requires detail::owned_as<Y, T> && detail::deletable_as<Y, T>
    explicit local_shared_ptr(Y* p) : local_shared_ptr(p, detail::plain_delete<std::is_array_v<T>>()) {}
    template <class Y, class D>
        requires detail::owned_as<Y, T> && detail::deleter_of<D, Y*>
    local_shared_ptr(Y* p, D d) : local_shared_ptr(p, std::move(d), std::allocator<void>()) {}
    template <class Y, class D, class Alloc>
        requires detail::owned_as<Y, T> && detail::deleter_of<D, Y*>
    local_shared_ptr(Y* p, D d, Alloc alloc) : p_(p) {
        own(p, std::move(d), alloc);
        enable_from_this(p);
    }
    template <class D>
        requires detail::deleter_of<D, std::nullptr_t>
    local_shared_ptr(std::nullptr_t p, D d) : local_shared_ptr(p, std::move(d), std::allocator<void>()) {}
    template <class D, class Alloc>
        requires detail::deleter_of<D, std::nullptr_t>
    local_shared_ptr(std::nullptr_t p, D d, Alloc alloc) {
        own(p, std::move(d), alloc);
    }

    /// Owns what the other does, and points elsewhere.
    template <class Y>
    local_shared_ptr(const local_shared_ptr<Y>& other, element_type* p) noexcept
        : p_(p), owners_(other.owners_) {
        if (owners_ != nullptr) owners_->add_owner();
    }
    template <class Y>
    local_shared_ptr(local_shared_ptr<Y>&& other, element_type* p) noexcept
        : p_(p), owners_(std::exchange(other.owners_, nullptr)) {
        other.p_ = nullptr;
    }

    local_shared_ptr(const local_shared_ptr& other) noexcept : local_shared_ptr(other, other.p_) {}
    local_shared_ptr(local_shared_ptr&& other) noexcept
        : p_(std::exchange(other.p_, nullptr)), owners_(std::exchange(other.owners_, nullptr)) {}
    template <class Y>
        requires detail::shared_as<Y, T>
    local_shared_ptr(const local_shared_ptr<Y>& other) noexcept : local_shared_ptr(other, other.p_) {}
    template <class Y>
        requires detail::shared_as<Y, T>
    local_shared_ptr(local_shared_ptr<Y>&& other) noexcept
        : p_(std::exchange(other.p_, nullptr)), owners_(std::exchange(other.owners_, nullptr)) {}

    /// Throws std::bad_weak_ptr if the object has ended.
    template <class Y>
        requires detail::shared_as<Y, T>
    explicit local_shared_ptr(const local_weak_ptr<Y>& other) {
        if (other.expired()) [[unlikely]]
            detail::throw_bad_weak_ptr();
        other.owners_->add_owner();
        owners_ = other.owners_;
        p_ = other.p_;
    }
    /// Null if that is; if memory for the count is not to be had, that keeps its object.
    template <class Y, class D>
        requires detail::shared_as<Y, T> &&
                 std::is_convertible_v<typename std::unique_ptr<Y, D>::pointer, element_type*>
    local_shared_ptr(std::unique_ptr<Y, D>&& other) {
        if (other.get() == nullptr) return;
        using pointer = typename std::unique_ptr<Y, D>::pointer;
        using deleter =
            std::conditional_t<std::is_reference_v<D>, std::reference_wrapper<std::remove_reference_t<D>>, D>;
        using block = detail::pointer_block<pointer, deleter, std::allocator<void>>;
        const std::allocator<void> alloc;
        owners_ = detail::new_block<block>(alloc, other.get(), std::forward<D>(other.get_deleter()), alloc);
        p_ = other.get();
        const pointer p = other.release();
        enable_from_this(std::to_address(p));
    }

    ~local_shared_ptr() {
        if (owners_ != nullptr) owners_->drop_owner();
    }

    local_shared_ptr& operator=(const local_shared_ptr& other) noexcept {
        local_shared_ptr(other).swap(*this);
        return *this;
    }
    local_shared_ptr& operator=(local_shared_ptr&& other) noexcept {
        local_shared_ptr(std::move(other)).swap(*this);
        return *this;
    }
    template <class Y>
        requires detail::shared_as<Y, T>
    local_shared_ptr& operator=(const local_shared_ptr<Y>& other) noexcept {
        local_shared_ptr(other).swap(*this);
        return *this;
    }
    template <class Y>
        requires detail::shared_as<Y, T>
    local_shared_ptr& operator=(local_shared_ptr<Y>&& other) noexcept {
        local_shared_ptr(std::move(other)).swap(*this);
        return *this;
    }
    template <class Y, class D>
        requires std::is_constructible_v<local_shared_ptr, std::unique_ptr<Y, D>>
    local_shared_ptr& operator=(std::unique_ptr<Y, D>&& other) {
        local_shared_ptr(std::move(other)).swap(*this);
        return *this;
    }

    void swap(local_shared_ptr& other) noexcept {
        std::swap(p_, other.p_);
        std::swap(owners_, other.owners_);
    }
    friend void swap(local_shared_ptr& a, local_shared_ptr& b) noexcept { a.swap(b); }
    void reset() noexcept { local_shared_ptr().swap(*this); }
    template <class Y, class... Rest>
        requires std::is_constructible_v<local_shared_ptr, Y*, Rest...>
    void reset(Y* p, Rest... rest) {
        local_shared_ptr(p, std::move(rest)...).swap(*this);
    }

    element_type* get() const noexcept { return p_; }
    std::add_lvalue_reference_t<T> operator*() const noexcept
        requires(!std::is_array_v<T>)
    {
        ARSENAL_ASSERT(p_ != nullptr, "a null local_shared_ptr is dereferenced");
        return *p_;
    }
    T* operator->() const noexcept
        requires(!std::is_array_v<T>)
    {
        ARSENAL_ASSERT(p_ != nullptr, "a null local_shared_ptr is dereferenced");
        return p_;
    }
    std::add_lvalue_reference_t<element_type> operator[](std::ptrdiff_t i) const noexcept
        requires std::is_array_v<T>
    {
        ARSENAL_ASSERT(p_ != nullptr, "a null local_shared_ptr is dereferenced");
        if constexpr (std::is_bounded_array_v<T>)
            ARSENAL_ASSERT(static_cast<std::size_t>(i) < std::extent_v<T>,
                           "an array in a local_shared_ptr has no such element");
        return p_[i];
    }
    long use_count() const noexcept { return owners_ == nullptr ? 0 : static_cast<long>(owners_->owners()); }
    explicit operator bool() const noexcept { return p_ != nullptr; }

    /// Orders, hashes and compares by the object that is owned, not by the address.
    template <class Y>
    bool owner_before(const local_shared_ptr<Y>& other) const noexcept {
        return std::less<>()(owners_, other.owners_);
    }
    template <class Y>
    bool owner_before(const local_weak_ptr<Y>& other) const noexcept {
        return std::less<>()(owners_, other.owners_);
    }
    std::size_t owner_hash() const noexcept { return std::hash<detail::local_owners*>()(owners_); }
    template <class Y>
    bool owner_equal(const local_shared_ptr<Y>& other) const noexcept {
        return owners_ == other.owners_;
    }
    template <class Y>
    bool owner_equal(const local_weak_ptr<Y>& other) const noexcept {
        return owners_ == other.owners_;
    }

    template <class U>
    friend bool operator==(const local_shared_ptr& a, const local_shared_ptr<U>& b) noexcept {
        return a.get() == b.get();
    }
    friend bool operator==(const local_shared_ptr& a, std::nullptr_t) noexcept { return a.p_ == nullptr; }
    template <class U>
    friend std::strong_ordering operator<=>(const local_shared_ptr& a,
                                            const local_shared_ptr<U>& b) noexcept {
        return std::compare_three_way()(a.get(), b.get());
    }
    friend std::strong_ordering operator<=>(const local_shared_ptr& a, std::nullptr_t) noexcept {
        return std::compare_three_way()(a.p_, static_cast<element_type*>(nullptr));
    }

    template <class Char, class Traits>
    friend std::basic_ostream<Char, Traits>& operator<<(std::basic_ostream<Char, Traits>& out,
                                                        const local_shared_ptr& p) {
        return out << p.get();
    }

    template <class D, class U>
    friend D* get_deleter(const local_shared_ptr<U>& p) noexcept;

private:
    template <class>
    friend class local_shared_ptr;
    template <class>
    friend class local_weak_ptr;
    friend struct detail::local_shared_maker;

    /// Takes over an owner.
    local_shared_ptr(element_type* p, detail::local_owners* owners) noexcept : p_(p), owners_(owners) {}

    template <class Pointer, class D, class Alloc>
    void own(Pointer p, D d, const Alloc& alloc) {
        using block = detail::pointer_block<Pointer, D, Alloc>;
        struct undone {
            Pointer p;
            D& d;
            bool owned;
            ~undone() {
                if (!owned) d(p);
            }
        } guard{p, d, false};
        owners_ = detail::new_block<block>(alloc, p, std::move(d), alloc);
        guard.owned = true;
    }

    template <class Y>
    void enable_from_this(Y* p) noexcept {
        using mutable_pointer = std::remove_cv_t<Y>*;
        if constexpr (!std::is_array_v<T> && requires(mutable_pointer q) { detail::from_this_base(q); }) {
            if (p == nullptr) return;
            auto* const object = const_cast<mutable_pointer>(p);
            auto& weak = detail::from_this_base(object)->weak_this_;
            using found = typename std::remove_reference_t<decltype(weak)>::element_type;
            if (weak.expired()) weak = local_shared_ptr<found>(*this, object);
        }
    }

    element_type* p_ = nullptr;
    detail::local_owners* owners_ = nullptr;
};

/// std::weak_ptr of a local_shared_ptr.
template <class T>
class local_weak_ptr {
public:
    using element_type = std::remove_extent_t<T>;

    constexpr local_weak_ptr() noexcept = default;
    local_weak_ptr(const local_weak_ptr& other) noexcept : local_weak_ptr(other.p_, other.owners_) {}
    local_weak_ptr(local_weak_ptr&& other) noexcept
        : p_(std::exchange(other.p_, nullptr)), owners_(std::exchange(other.owners_, nullptr)) {}
    template <class Y>
        requires detail::shared_as<Y, T>
    local_weak_ptr(const local_shared_ptr<Y>& owner) noexcept : local_weak_ptr(owner.p_, owner.owners_) {}
    // The pointer to a virtual base is in the object, which may have ended: lock() keeps it meanwhile.
    template <class Y>
        requires detail::shared_as<Y, T>
    local_weak_ptr(const local_weak_ptr<Y>& other) noexcept
        : local_weak_ptr(other.lock().get(), other.owners_) {}
    template <class Y>
        requires detail::shared_as<Y, T>
    local_weak_ptr(local_weak_ptr<Y>&& other) noexcept
        : p_(other.lock().get()), owners_(std::exchange(other.owners_, nullptr)) {
        other.p_ = nullptr;
    }
    ~local_weak_ptr() {
        if (owners_ != nullptr) owners_->drop_weak();
    }

    local_weak_ptr& operator=(const local_weak_ptr& other) noexcept {
        local_weak_ptr(other).swap(*this);
        return *this;
    }
    local_weak_ptr& operator=(local_weak_ptr&& other) noexcept {
        local_weak_ptr(std::move(other)).swap(*this);
        return *this;
    }
    template <class Y>
        requires detail::shared_as<Y, T>
    local_weak_ptr& operator=(const local_shared_ptr<Y>& owner) noexcept {
        local_weak_ptr(owner).swap(*this);
        return *this;
    }
    template <class Y>
        requires detail::shared_as<Y, T>
    local_weak_ptr& operator=(const local_weak_ptr<Y>& other) noexcept {
        local_weak_ptr(other).swap(*this);
        return *this;
    }
    template <class Y>
        requires detail::shared_as<Y, T>
    local_weak_ptr& operator=(local_weak_ptr<Y>&& other) noexcept {
        local_weak_ptr(std::move(other)).swap(*this);
        return *this;
    }

    void swap(local_weak_ptr& other) noexcept {
        std::swap(p_, other.p_);
        std::swap(owners_, other.owners_);
    }
    friend void swap(local_weak_ptr& a, local_weak_ptr& b) noexcept { a.swap(b); }
    void reset() noexcept { local_weak_ptr().swap(*this); }

    long use_count() const noexcept { return owners_ == nullptr ? 0 : static_cast<long>(owners_->owners()); }
    bool expired() const noexcept { return use_count() == 0; }
    /// An owner, or null if the object has ended.
    [[nodiscard]] local_shared_ptr<T> lock() const noexcept {
        if (expired()) return nullptr;
        owners_->add_owner();
        return local_shared_ptr<T>(p_, owners_);
    }

    template <class Y>
    bool owner_before(const local_shared_ptr<Y>& other) const noexcept {
        return std::less<>()(owners_, other.owners_);
    }
    template <class Y>
    bool owner_before(const local_weak_ptr<Y>& other) const noexcept {
        return std::less<>()(owners_, other.owners_);
    }
    std::size_t owner_hash() const noexcept { return std::hash<detail::local_owners*>()(owners_); }
    template <class Y>
    bool owner_equal(const local_shared_ptr<Y>& other) const noexcept {
        return owners_ == other.owners_;
    }
    template <class Y>
    bool owner_equal(const local_weak_ptr<Y>& other) const noexcept {
        return owners_ == other.owners_;
    }

private:
    template <class>
    friend class local_shared_ptr;
    template <class>
    friend class local_weak_ptr;

    local_weak_ptr(element_type* p, detail::local_owners* owners) noexcept : p_(p), owners_(owners) {
        if (owners_ != nullptr) owners_->add_weak();
    }

    element_type* p_ = nullptr;
    detail::local_owners* owners_ = nullptr;
};

template <class T>
local_shared_ptr(local_weak_ptr<T>) -> local_shared_ptr<T>;
template <class T, class D>
local_shared_ptr(std::unique_ptr<T, D>) -> local_shared_ptr<T>;
template <class T>
local_weak_ptr(local_shared_ptr<T>) -> local_weak_ptr<T>;

/// std::enable_shared_from_this of a local_shared_ptr: `class node : public
/// enable_local_shared_from_this<node>`.
template <class T>
class enable_local_shared_from_this {
public:
    /// Another owner. Throws std::bad_weak_ptr if there is none.
    [[nodiscard]] local_shared_ptr<T> shared_from_this() { return local_shared_ptr<T>(weak_this_); }
    [[nodiscard]] local_shared_ptr<const T> shared_from_this() const {
        return local_shared_ptr<const T>(weak_this_);
    }
    [[nodiscard]] local_weak_ptr<T> weak_from_this() noexcept { return weak_this_; }
    [[nodiscard]] local_weak_ptr<const T> weak_from_this() const noexcept { return weak_this_; }

protected:
    constexpr enable_local_shared_from_this() noexcept = default;
    enable_local_shared_from_this(const enable_local_shared_from_this&) noexcept {}
    enable_local_shared_from_this& operator=(const enable_local_shared_from_this&) noexcept { return *this; }
    ~enable_local_shared_from_this() = default;

private:
    template <class>
    friend class local_shared_ptr;

    mutable local_weak_ptr<T> weak_this_;
};

/// The deleter, if the object was given one of that type.
template <class D, class T>
[[nodiscard]] D* get_deleter(const local_shared_ptr<T>& p) noexcept {
    if (p.owners_ == nullptr) return nullptr;
    return static_cast<D*>(p.owners_->deleter(&detail::deleter_type<D>));
}

/// An owner of the same object, by a cast of the pointer.
template <class T, class U>
[[nodiscard]] local_shared_ptr<T> static_pointer_cast(const local_shared_ptr<U>& p) noexcept {
    return {p, static_cast<std::remove_extent_t<T>*>(p.get())};
}
template <class T, class U>
[[nodiscard]] local_shared_ptr<T> static_pointer_cast(local_shared_ptr<U>&& p) noexcept {
    auto* const cast = static_cast<std::remove_extent_t<T>*>(p.get());
    return {std::move(p), cast};
}
template <class T, class U>
[[nodiscard]] local_shared_ptr<T> const_pointer_cast(const local_shared_ptr<U>& p) noexcept {
    return {p, const_cast<std::remove_extent_t<T>*>(p.get())};
}
template <class T, class U>
[[nodiscard]] local_shared_ptr<T> const_pointer_cast(local_shared_ptr<U>&& p) noexcept {
    auto* const cast = const_cast<std::remove_extent_t<T>*>(p.get());
    return {std::move(p), cast};
}
template <class T, class U>
[[nodiscard]] local_shared_ptr<T> reinterpret_pointer_cast(const local_shared_ptr<U>& p) noexcept {
    return {p, reinterpret_cast<std::remove_extent_t<T>*>(p.get())};
}
template <class T, class U>
[[nodiscard]] local_shared_ptr<T> reinterpret_pointer_cast(local_shared_ptr<U>&& p) noexcept {
    auto* const cast = reinterpret_cast<std::remove_extent_t<T>*>(p.get());
    return {std::move(p), cast};
}
/// Null, and p stays as it is, if the object is none of that class.
template <class T, class U>
[[nodiscard]] local_shared_ptr<T> dynamic_pointer_cast(const local_shared_ptr<U>& p) noexcept {
    if (auto* const cast = dynamic_cast<std::remove_extent_t<T>*>(p.get())) return {p, cast};
    return nullptr;
}
template <class T, class U>
[[nodiscard]] local_shared_ptr<T> dynamic_pointer_cast(local_shared_ptr<U>&& p) noexcept {
    if (auto* const cast = dynamic_cast<std::remove_extent_t<T>*>(p.get())) return {std::move(p), cast};
    return nullptr;
}

template <class T>
struct is_trivially_relocatable<local_shared_ptr<T>> : std::true_type {};
template <class T>
struct is_trivially_relocatable<local_weak_ptr<T>> : std::true_type {};

} // namespace arsenal::inline ARSENAL_ABI

template <class T>
struct std::hash<arsenal::local_shared_ptr<T>> {
    std::size_t operator()(const arsenal::local_shared_ptr<T>& p) const noexcept {
        return std::hash<typename arsenal::local_shared_ptr<T>::element_type*>()(p.get());
    }
};
