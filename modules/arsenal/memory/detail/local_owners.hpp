#pragma once

#include <arsenal/memory/detail/alignment.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>
#include <arsenal/platform/throw.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

// The control blocks of local_shared_ptr:
//
//   local_owners      { vtable, number of owners, number of weak pointers (+ 1 while there are owners) }
//   pointer_block     local_owners, the object's address, a deleter, an allocator
//   object_block      local_owners, an allocator, the object
//   array_block       local_owners, an allocator, a length; behind it the elements, in the same memory

namespace arsenal::inline ARSENAL_ABI::detail {

/// A deleter's type, as an address: typeid takes RTTI. Not const, lest the linker merge them.
template <class Deleter>
inline char deleter_type{};

class local_owners {
public:
    local_owners() noexcept = default;
    local_owners(const local_owners&) = delete;
    local_owners& operator=(const local_owners&) = delete;

    std::uint32_t owners() const noexcept { return owners_; }

    void add_owner() noexcept {
        ARSENAL_DEBUG_ASSERT(owners_ != 0 && owners_ != most, "too many owners, or an object without any");
        ++owners_;
    }
    void drop_owner() noexcept {
        ARSENAL_DEBUG_ASSERT(owners_ != 0, "an object without owners is released");
        if (--owners_ == 0) last_owner_left();
    }
    void add_weak() noexcept {
        ARSENAL_DEBUG_ASSERT(weak_ != 0 && weak_ != most, "too many weak pointers");
        ++weak_;
    }
    void drop_weak() noexcept {
        if (is_last_weak()) free_block();
    }

    /// The deleter, if it is of that deleter_type.
    virtual void* deleter(const char*) noexcept { return nullptr; }
    /// Ends the block, whose object has ended or never was.
    virtual void free_block() noexcept = 0;

protected:
    ~local_owners() = default;

    /// Drops one weak pointer, or the one for all owners.
    bool is_last_weak() noexcept {
        ARSENAL_DEBUG_ASSERT(weak_ != 0, "a control block without pointers is released");
        return --weak_ == 0;
    }

private:
    static constexpr std::uint32_t most = std::numeric_limits<std::uint32_t>::max();

    /// Ends the object and, unless there are weak pointers, the block: in one virtual call.
    virtual void last_owner_left() noexcept = 0;

    std::uint32_t owners_ = 1;
    std::uint32_t weak_ = 1; // the owners together are one
};

/// Memory for a Block, from a copy of an allocator, which the block will have.
template <class Block, class Alloc, class... Args>
Block* new_block(const Alloc& source, Args&&... args) {
    using traits = typename std::allocator_traits<Alloc>::template rebind_traits<Block>;
    typename traits::allocator_type alloc(source);
    const auto p = traits::allocate(alloc, 1);
    return ::new (static_cast<void*>(std::to_address(p))) Block(std::forward<Args>(args)...); // noexcept
}
template <class Block, class Alloc>
void delete_block(Block* block, const Alloc& source) noexcept {
    using traits = typename std::allocator_traits<Alloc>::template rebind_traits<Block>;
    typename traits::allocator_type alloc(source); // which may be in the block
    const auto p = std::pointer_traits<typename traits::pointer>::pointer_to(*block);
    block->~Block();
    traits::deallocate(alloc, p, 1);
}

/// Of an object that a deleter ends.
template <class Pointer, class Deleter, class Alloc>
class pointer_block final : public local_owners {
public:
    template <class D>
    pointer_block(Pointer p, D&& deleter, const Alloc& alloc) noexcept
        : p_(p), deleter_(std::forward<D>(deleter)), alloc_(alloc) {}

    void* deleter(const char* type) noexcept override {
        return type == &deleter_type<Deleter> ? std::addressof(deleter_) : nullptr;
    }
    void free_block() noexcept override { detail::delete_block(this, alloc_); }

private:
    void last_owner_left() noexcept override {
        deleter_(p_);
        if (this->is_last_weak()) free_block();
    }

    Pointer p_;
    [[no_unique_address]] Deleter deleter_;
    [[no_unique_address]] Alloc alloc_;
};

/// How the objects in a block are made and ended: as the allocator says, or without it.
enum class made_by { allocator, default_initialization };

/// Of an object in the block.
template <class T, class Alloc, made_by By>
class object_block final : public local_owners {
    using allocator = typename std::allocator_traits<Alloc>::template rebind_alloc<T>;
    using traits = std::allocator_traits<allocator>;

public:
    explicit object_block(const Alloc& alloc) noexcept : alloc_(alloc) {}
    ~object_block() {} // the object has ended

    T* object() noexcept { return std::addressof(object_); }

    template <class... Args>
    void make(Args&&... args) {
        if constexpr (By == made_by::allocator)
            traits::construct(alloc_, object(), std::forward<Args>(args)...);
        else
            ::new (static_cast<void*>(object())) T;
    }
    void free_block() noexcept override { detail::delete_block(this, alloc_); }

private:
    void last_owner_left() noexcept override {
        if constexpr (By == made_by::allocator)
            traits::destroy(alloc_, object());
        else
            std::destroy_at(object());
        if (this->is_last_weak()) free_block();
    }

    [[no_unique_address]] allocator alloc_;
    union {
        T object_;
    };
};

/// Of n objects behind the block. They end last to first.
template <class T, class Alloc, made_by By>
class array_block final : public local_owners {
    using allocator = typename std::allocator_traits<Alloc>::template rebind_alloc<T>;
    using traits = std::allocator_traits<allocator>;

    static constexpr std::size_t alignment = alignof(T) > alignof(std::max_align_t)
                                                 ? alignof(T)
                                                 : alignof(std::max_align_t);
    struct alignas(alignment) unit {
        unsigned char bytes[alignment];
    };
    using unit_traits = typename std::allocator_traits<Alloc>::template rebind_traits<unit>;
    using unit_allocator = typename unit_traits::allocator_type;

    static std::size_t first_element() noexcept { return detail::align_up(sizeof(array_block), alignof(T)); }
    static std::size_t units_for(std::size_t n) noexcept {
        return (first_element() + n * sizeof(T) + alignment - 1) / alignment;
    }

public:
    static array_block* allocate(const Alloc& source, std::size_t n) {
        static_assert(alignof(array_block) <= alignment, "an allocator is not aligned that much");
        constexpr std::size_t most = std::numeric_limits<std::ptrdiff_t>::max();
        if (n > (most - first_element() - alignment) / sizeof(T)) detail::throw_bad_array_new_length();
        unit_allocator alloc(source);
        const auto p = unit_traits::allocate(alloc, units_for(n));
        return ::new (static_cast<void*>(std::to_address(p))) array_block(source, n);
    }

    T* elements() noexcept {
        return reinterpret_cast<T*>(reinterpret_cast<unsigned char*>(this) + first_element());
    }

    /// Makes all elements; get(i), or nothing, is what each is made of.
    template <class... Get>
    void make(const Get&... get) {
        struct undone {
            array_block* block;
            std::size_t made = 0;
            ~undone() {
                if (block != nullptr) block->end_elements(made);
            }
        } guard{this};
        for (; guard.made != n_; ++guard.made) {
            T* const p = elements() + guard.made;
            if constexpr (By == made_by::allocator)
                traits::construct(alloc_, p, get(guard.made)...);
            else
                ::new (static_cast<void*>(p)) T;
        }
        guard.block = nullptr;
    }

    void free_block() noexcept override {
        unit_allocator alloc(alloc_);
        const std::size_t units = units_for(n_);
        const auto p =
            std::pointer_traits<typename unit_traits::pointer>::pointer_to(*reinterpret_cast<unit*>(this));
        this->~array_block();
        unit_traits::deallocate(alloc, p, units);
    }

private:
    array_block(const Alloc& alloc, std::size_t n) noexcept : alloc_(alloc), n_(n) {}
    ~array_block() = default;

    void last_owner_left() noexcept override {
        end_elements(n_);
        if (this->is_last_weak()) free_block();
    }
    void end_elements(std::size_t n) noexcept {
        for (; n != 0; --n) {
            if constexpr (By == made_by::allocator)
                traits::destroy(alloc_, elements() + n - 1);
            else
                std::destroy_at(elements() + n - 1);
        }
    }

    [[no_unique_address]] allocator alloc_;
    std::size_t n_;
};

/// Frees a block whose object could not be made.
template <class Block>
struct unused_block {
    Block* block;
    ~unused_block() {
        if (block != nullptr) block->free_block();
    }
};

} // namespace arsenal::inline ARSENAL_ABI::detail
