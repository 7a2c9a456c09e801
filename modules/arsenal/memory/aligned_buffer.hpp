#pragma once

#include <arsenal/memory/aligned_allocator.hpp>
#include <arsenal/memory/is_trivially_relocatable.hpp>
#include <arsenal/memory/uninitialized.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>

#include <cstddef>
#include <memory>
#include <span>
#include <type_traits>
#include <utility>

namespace arsenal::inline ARSENAL_ABI {

/// An array on the heap that begins at a multiple of Align (or of what T needs, if that is more), as long as
/// it was made, and owned: for what vector instructions, DMA or O_DIRECT read and write. 16 bytes; moves are
/// a swap of pointers, and elements never move.
///
/// Not if it must grow or be copied (std::vector with aligned_allocator does both), and not for a number of
/// elements that is known at compile time and small (alignas on an array).
///
/// Making one throws std::bad_array_new_length and std::bad_alloc as aligned_allocator does, and what T's
/// constructors throw: what was made is destroyed then. A buffer that was moved from is empty.
template <class T, std::size_t Align = 64>
class aligned_buffer {
    static_assert(std::is_object_v<T> && !std::is_array_v<T> && std::is_same_v<T, std::remove_cv_t<T>>,
                  "an aligned_buffer has elements of an object type, neither const nor volatile nor arrays");
    using allocator = aligned_allocator<T, Align>;

public:
    using element_type = T;
    using value_type = T;
    using size_type = std::size_t;
    using difference_type = std::ptrdiff_t;
    using pointer = T*;
    using const_pointer = const T*;
    using reference = T&;
    using const_reference = const T&;
    using iterator = T*;
    using const_iterator = const T*;

    /// No elements, and no memory.
    aligned_buffer() noexcept = default;
    /// n elements T(): zeros, of numbers.
    explicit aligned_buffer(std::size_t n) {
        make(n, [](T* p, std::size_t count) { uninitialized_value_construct_n(p, count); });
    }
    /// n copies.
    aligned_buffer(std::size_t n, const T& value) {
        make(n, [&](T* p, std::size_t count) { uninitialized_fill_n(p, count, value); });
    }
    /// n elements that are default-initialised: numbers are not written, and may not be read before they are.
    [[nodiscard]] static aligned_buffer for_overwrite(std::size_t n) {
        aligned_buffer result;
        result.make(n, [](T* p, std::size_t count) { uninitialized_default_construct_n(p, count); });
        return result;
    }

    aligned_buffer(aligned_buffer&& other) noexcept
        : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}
    aligned_buffer& operator=(aligned_buffer&& other) noexcept {
        aligned_buffer(std::move(other)).swap(*this);
        return *this;
    }
    ~aligned_buffer() {
        if (data_ == nullptr) return;
        destroy_n(data_, size_);
        allocator().deallocate(data_, size_);
    }

    static constexpr std::size_t alignment() noexcept { return allocator::alignment(); }

    std::size_t size() const noexcept { return size_; }
    std::size_t size_bytes() const noexcept { return size_ * sizeof(T); }
    [[nodiscard]] bool empty() const noexcept { return size_ == 0; }

    /// Null if there are no elements; aligned otherwise, as compilers are told.
    T* data() noexcept { return std::assume_aligned<alignment()>(data_); }
    const T* data() const noexcept { return std::assume_aligned<alignment()>(data_); }
    iterator begin() noexcept { return data(); }
    const_iterator begin() const noexcept { return data(); }
    const_iterator cbegin() const noexcept { return data(); }
    iterator end() noexcept { return data_ + size_; }
    const_iterator end() const noexcept { return data_ + size_; }
    const_iterator cend() const noexcept { return data_ + size_; }

    T& operator[](std::size_t i) noexcept { return data()[checked(i)]; }
    const T& operator[](std::size_t i) const noexcept { return data()[checked(i)]; }
    T& front() noexcept { return (*this)[0]; }
    const T& front() const noexcept { return (*this)[0]; }
    T& back() noexcept { return (*this)[size_ - 1]; }
    const T& back() const noexcept { return (*this)[size_ - 1]; }

    std::span<T> span() noexcept { return {data_, size_}; }
    std::span<const T> span() const noexcept { return {data_, size_}; }

    void swap(aligned_buffer& other) noexcept {
        std::swap(data_, other.data_);
        std::swap(size_, other.size_);
    }
    friend void swap(aligned_buffer& a, aligned_buffer& b) noexcept { a.swap(b); }

private:
    std::size_t checked(std::size_t i) const noexcept {
        ARSENAL_ASSERT(i < size_, "an aligned_buffer has no such element");
        return i;
    }

    /// pre: empty
    template <class Construct>
    void make(std::size_t n, Construct construct) {
        if (n == 0) return;
        struct memory {
            T* p;
            std::size_t size;
            ~memory() {
                if (p != nullptr) allocator().deallocate(p, size);
            }
        } fresh{allocator().allocate(n), n};
        construct(fresh.p, n);
        data_ = std::exchange(fresh.p, nullptr);
        size_ = n;
    }

    T* data_ = nullptr;
    std::size_t size_ = 0;
};

template <class T, std::size_t Align>
struct is_trivially_relocatable<aligned_buffer<T, Align>> : std::true_type {};

} // namespace arsenal::inline ARSENAL_ABI
