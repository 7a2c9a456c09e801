#pragma once

#include <arsenal/atomic/atomic.hpp>
#include <arsenal/atomic/memory_order.hpp>
#include <arsenal/memory/is_trivially_relocatable.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>

#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <limits>
#include <type_traits>
#include <utility>

// intrusive_ptr: a pointer that shares an object which counts its owners itself. One word, no control block,
// and a plain pointer can become an owner again at any time. boost::intrusive_ptr's contract, with P0468's
// adopt_object.
//
// When not to use it: for objects that do not know of it (shared_ptr, local_shared_ptr), where weak pointers
// are wanted, or where one owner will do (std::unique_ptr).
//
// How an object is counted is said by two functions that are found by argument-dependent lookup where a
// pointer to it is copied or ends, which is where T must be complete:
//
//   void intrusive_ptr_add_ref(T*);     void intrusive_ptr_release(T*);
//
// or by deriving from reference_counted, below.
//
// An intrusive_ptr is as safe among threads as a plain pointer: each may have its own to one object if that
// counts atomically; one intrusive_ptr is for one thread at a time.
//
// Differences from boost: there are no conversions to T* (boost::get_pointer) and no assertions without
// hardening, which stops at a null dereference (mode fast).

namespace arsenal::inline ARSENAL_ABI {

/// Says that the pointer is an owner already, which is taken over.
struct adopt_object_t {
    explicit adopt_object_t() = default;
};
inline constexpr adopt_object_t adopt_object{};

template <class T>
class intrusive_ptr {
public:
    using element_type = T;

    constexpr intrusive_ptr() noexcept = default;
    constexpr intrusive_ptr(std::nullptr_t) noexcept {}
    /// An owner more; with add_ref = false the one that p is.
    intrusive_ptr(T* p, bool add_ref = true) : p_(p) {
        if (!add_ref)
            check_adopted();
        else if (p_ != nullptr)
            intrusive_ptr_add_ref(p_);
    }
    intrusive_ptr(T* p, adopt_object_t) noexcept : p_(p) { check_adopted(); }
    intrusive_ptr(const intrusive_ptr& other) : intrusive_ptr(other.p_) {}
    intrusive_ptr(intrusive_ptr&& other) noexcept : p_(other.detach()) {}
    template <class U>
        requires std::is_convertible_v<U*, T*>
    intrusive_ptr(const intrusive_ptr<U>& other) : intrusive_ptr(other.get()) {}
    template <class U>
        requires std::is_convertible_v<U*, T*>
    intrusive_ptr(intrusive_ptr<U>&& other) noexcept : p_(other.detach()) {}
    ~intrusive_ptr() {
        if (p_ != nullptr) intrusive_ptr_release(p_);
    }

    // Each is done before the old object is released, whose end may come back to this pointer.
    intrusive_ptr& operator=(const intrusive_ptr& other) { return assign(intrusive_ptr(other)); }
    intrusive_ptr& operator=(intrusive_ptr&& other) noexcept { return assign(std::move(other)); }
    template <class U>
        requires std::is_convertible_v<U*, T*>
    intrusive_ptr& operator=(const intrusive_ptr<U>& other) {
        return assign(intrusive_ptr(other));
    }
    template <class U>
        requires std::is_convertible_v<U*, T*>
    intrusive_ptr& operator=(intrusive_ptr<U>&& other) noexcept {
        return assign(intrusive_ptr(std::move(other)));
    }
    intrusive_ptr& operator=(T* p) { return assign(intrusive_ptr(p)); }

    void reset() { assign(intrusive_ptr()); }
    void reset(T* p, bool add_ref = true) { assign(intrusive_ptr(p, add_ref)); }
    void reset(T* p, adopt_object_t) { assign(intrusive_ptr(p, adopt_object)); }

    /// Gives up being an owner, which who has the result is then, and is null.
    [[nodiscard]] T* detach() noexcept { return std::exchange(p_, nullptr); }

    T* get() const noexcept { return p_; }
    T& operator*() const noexcept {
        ARSENAL_ASSERT(p_ != nullptr, "a null intrusive_ptr is dereferenced");
        return *p_;
    }
    T* operator->() const noexcept {
        ARSENAL_ASSERT(p_ != nullptr, "a null intrusive_ptr is dereferenced");
        return p_;
    }
    explicit operator bool() const noexcept { return p_ != nullptr; }

    void swap(intrusive_ptr& other) noexcept { std::swap(p_, other.p_); }
    friend void swap(intrusive_ptr& a, intrusive_ptr& b) noexcept { a.swap(b); }

    template <class U>
    friend bool operator==(const intrusive_ptr& a, const intrusive_ptr<U>& b) noexcept {
        return a.get() == b.get();
    }
    template <class U>
    friend bool operator==(const intrusive_ptr& a, U* b) noexcept {
        return a.get() == b;
    }
    friend bool operator==(const intrusive_ptr& a, std::nullptr_t) noexcept { return a.get() == nullptr; }
    template <class U>
    friend std::strong_ordering operator<=>(const intrusive_ptr& a, const intrusive_ptr<U>& b) noexcept {
        return std::compare_three_way()(a.get(), b.get());
    }

    template <class Char, class Traits>
    friend std::basic_ostream<Char, Traits>& operator<<(std::basic_ostream<Char, Traits>& out,
                                                        const intrusive_ptr& p) {
        return out << p.get();
    }

private:
    intrusive_ptr& assign(intrusive_ptr&& from) noexcept {
        intrusive_ptr(std::move(from)).swap(*this);
        return *this;
    }

    void check_adopted() const noexcept {
        if constexpr (requires {
                          { p_->use_count() } -> std::integral;
                      })
            ARSENAL_DEBUG_ASSERT(p_ == nullptr || p_->use_count() != 0,
                                 "an object without owners is adopted");
    }

    T* p_ = nullptr;
};

/// Another owner, by a cast of the pointer.
template <class T, class U>
[[nodiscard]] intrusive_ptr<T> static_pointer_cast(const intrusive_ptr<U>& p) {
    return static_cast<T*>(p.get());
}
template <class T, class U>
[[nodiscard]] intrusive_ptr<T> const_pointer_cast(const intrusive_ptr<U>& p) {
    return const_cast<T*>(p.get());
}
template <class T, class U>
[[nodiscard]] intrusive_ptr<T> dynamic_pointer_cast(const intrusive_ptr<U>& p) {
    return dynamic_cast<T*>(p.get());
}
/// The same owner, without a count.
template <class T, class U>
[[nodiscard]] intrusive_ptr<T> static_pointer_cast(intrusive_ptr<U>&& p) noexcept {
    return {static_cast<T*>(p.detach()), adopt_object};
}
template <class T, class U>
[[nodiscard]] intrusive_ptr<T> const_pointer_cast(intrusive_ptr<U>&& p) noexcept {
    return {const_cast<T*>(p.detach()), adopt_object};
}
/// Null, and p stays as it is, if the object is none of that class.
template <class T, class U>
[[nodiscard]] intrusive_ptr<T> dynamic_pointer_cast(intrusive_ptr<U>&& p) noexcept {
    auto* const cast = dynamic_cast<T*>(p.get());
    if (cast != nullptr) static_cast<void>(p.detach());
    return {cast, adopt_object};
}

/// An owner of a new T(args...).
template <class T, class... Args>
[[nodiscard]] intrusive_ptr<T> make_intrusive(Args&&... args) {
    return intrusive_ptr<T>(new T(std::forward<Args>(args)...));
}

// How reference_counted counts, up to 2^32 - 1 owners: what more do to it is undefined (mode debug stops).

/// For objects whose owners are in one thread at a time.
class local_counter {
public:
    void add() noexcept {
        ARSENAL_DEBUG_ASSERT(n_ != std::numeric_limits<std::uint32_t>::max(), "too many owners");
        ++n_;
    }
    /// Whether that was the last one.
    bool drop() noexcept {
        ARSENAL_DEBUG_ASSERT(n_ != 0, "an object without owners is released");
        return --n_ == 0;
    }
    std::uint32_t load() const noexcept { return n_; }

private:
    std::uint32_t n_ = 0;
};

/// For objects whose owners are anywhere.
class atomic_counter {
public:
    // Who adds an owner has one, or is alone: nothing is ordered by it.
    void add() noexcept {
        [[maybe_unused]] const std::uint32_t before = n_.fetch_add(1, relaxed);
        ARSENAL_DEBUG_ASSERT(before != std::numeric_limits<std::uint32_t>::max(), "too many owners");
    }
    /// Whether that was the last one. What all owners did has happened before then: each releases it, and the
    /// last acquires. Who sees that it is the only one does not write: nobody can join it any more.
    bool drop() noexcept {
        const std::uint32_t seen = n_.load(acquire);
        if (seen == 1) return true;
        ARSENAL_DEBUG_ASSERT(seen != 0, "an object without owners is released");
        return n_.fetch_sub(1, acq_rel) == 1;
    }
    std::uint32_t load() const noexcept { return n_.load(relaxed); }

private:
    atomic<std::uint32_t> n_{0};
};

/// Base of what intrusive_ptr counts: `class node : public reference_counted<node>`. The last owner's end
/// deletes it as a Derived. A new object has no owners. Its copies have owners of their own.
template <class Derived, class Counter = atomic_counter>
class reference_counted {
public:
    /// A guess, where other threads have owners.
    std::uint32_t use_count() const noexcept { return count_.load(); }

    friend void intrusive_ptr_add_ref(const reference_counted* p) noexcept { p->count_.add(); }
    friend void intrusive_ptr_release(const reference_counted* p) noexcept {
        if (p->count_.drop()) delete static_cast<const Derived*>(p);
    }

protected:
    reference_counted() noexcept = default;
    reference_counted(const reference_counted&) noexcept {}
    reference_counted& operator=(const reference_counted&) noexcept { return *this; }
    ~reference_counted() = default;

private:
    mutable Counter count_;
};

template <class T>
struct is_trivially_relocatable<intrusive_ptr<T>> : std::true_type {};

} // namespace arsenal::inline ARSENAL_ABI

template <class T>
struct std::hash<arsenal::intrusive_ptr<T>> {
    std::size_t operator()(const arsenal::intrusive_ptr<T>& p) const noexcept {
        return std::hash<T*>()(p.get());
    }
};
