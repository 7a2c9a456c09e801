#pragma once

#include <arsenal/memory/detail/block_bin.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>

#include <cstddef>
#include <memory>
#include <memory_resource>
#include <new>
#include <type_traits>
#include <utility>

namespace arsenal::inline ARSENAL_ABI {

/// Objects of one type, made and ended one by one at addresses that do not change.
///
///   object_pool<particle> particles;
///   particle* p = particles.construct(position);
///   particles.destroy(p);
///   object_pool<particle>::handle owned = particles.make(position);   // a std::unique_ptr
///
/// Not for objects that are to be iterated over (it does not know where they are), nor for several threads.
///
/// As boost::object_pool it ends, at its end and by clear(), the objects that are left. destroy() takes
/// constant time though, where boost's keeps a sorted list for that: here the list of free places is sorted
/// then, in n log n steps for n of them. Nothing is sorted if no object is left, or T's destructor is
/// trivial.
///
/// A place is sizeof(T) bytes, 8 at the least, without a header; places come from upstream in chunks, each
/// twice the last one up to 64 KiB. Layout: detail/block_bin.hpp.
template <class T>
class object_pool {
    static_assert(std::is_object_v<T> && !std::is_array_v<T> && std::is_same_v<T, std::remove_cv_t<T>>);

public:
    using value_type = T;

    /// Ends an object of this pool: what makes a std::unique_ptr of it.
    class deleter {
    public:
        deleter() noexcept = default;
        explicit deleter(object_pool& pool) noexcept : pool_(&pool) {}
        void operator()(T* object) const noexcept { pool_->destroy(object); }

    private:
        object_pool* pool_ = nullptr;
    };
    /// Outlived by its pool, unless it is empty.
    using handle = std::unique_ptr<T, deleter>;

    object_pool() noexcept : object_pool(std::pmr::get_default_resource()) {}
    /// Asks upstream for nothing yet.
    explicit object_pool(std::pmr::memory_resource* upstream) noexcept : upstream_(upstream) {}
    object_pool(const object_pool&) = delete;
    object_pool& operator=(const object_pool&) = delete;
    ~object_pool() {
        end_objects();
        bin_.release(*upstream_);
    }

    /// T(args...). Throws what upstream and T's constructor do; then there is no new object.
    template <class... Args>
    [[nodiscard]] T* construct(Args&&... args) {
        place taken(*this);
        T* const object = ::new (taken.address) T(std::forward<Args>(args)...);
        taken.address = nullptr;
        return object;
    }
    template <class... Args>
    [[nodiscard]] handle make(Args&&... args) {
        return handle(construct(std::forward<Args>(args)...), deleter(*this));
    }

    /// pre: construct() or make() gave it, and it has not been destroyed
    void destroy(T* object) noexcept {
        if constexpr (detail::block_bin::guards) bin_.check(object, sizeof(T));
        object->~T();
        bin_.give(object, sizeof(T));
    }

    /// Destroys all objects, in no particular order, and keeps the memory. Their destructors may not use the
    /// pool, nor those of what is left at its end: objects that own others of it are to be destroyed before.
    /// (destroy() may well come to others so, and a constructor may construct().)
    void clear() noexcept {
        end_objects();
        bin_.clear();
    }
    /// Has room for n objects more than there are, in one chunk of its own if there is none: so many calls
    /// of construct() ask upstream for nothing.
    void reserve(std::size_t n) { bin_.reserve(n, *upstream_); }

    std::size_t size() const noexcept { return bin_.live(); }
    [[nodiscard]] bool empty() const noexcept { return size() == 0; }
    /// Whether p points into memory of this pool. Looks at each chunk.
    bool owns(const void* p) const noexcept { return bin_.owns(p); }
    std::pmr::memory_resource* upstream_resource() const noexcept { return upstream_; }

private:
    // Room for an object, given back unless one was made there.
    struct place {
        explicit place(object_pool& owner)
            : pool(owner), address(owner.bin_.take(sizeof(T), *owner.upstream_,
                                                   detail::block_bin::most_blocks_per_chunk)) {}
        place(const place&) = delete;
        place& operator=(const place&) = delete;
        ~place() {
            if (address != nullptr) pool.bin_.give(address, sizeof(T));
        }

        object_pool& pool;
        void* address;
    };

    void end_objects() noexcept {
        if constexpr (!std::is_trivially_destructible_v<T>)
            bin_.end_all([](void* object) noexcept { static_cast<T*>(object)->~T(); });
    }

    detail::block_bin bin_{sizeof(T), alignof(T)};
    std::pmr::memory_resource* upstream_;
};

} // namespace arsenal::inline ARSENAL_ABI
