#pragma once

#include <arsenal/algorithms/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>

#include <new>

namespace arsenal::inline ARSENAL_ABI::detail {

/// Uninitialised room for at most as many elements as are wanted: for few of them on the stack, else of
/// operator new, and where that has no memory for half, a quarter, ... of them, or none.
template <class T>
class scratch {
    static constexpr std::size_t local_bytes = 2048;
    static constexpr std::size_t locals = local_bytes / sizeof(T);
    static constexpr std::size_t fewest = 64; // less is not worth asking for again

public:
    explicit scratch(std::size_t wanted) noexcept : data_(reinterpret_cast<T*>(local_)), capacity_(locals) {
        if (wanted <= locals) return;
        do {
            if (void* memory = allocate(wanted * sizeof(T))) {
                data_ = static_cast<T*>(memory);
                capacity_ = wanted;
                return;
            }
            wanted /= 2;
        } while (wanted > locals && wanted >= fewest);
    }
    scratch(const scratch&) = delete;
    scratch& operator=(const scratch&) = delete;
    ~scratch() {
        if (static_cast<void*>(data_) == local_) return;
        if constexpr (over_aligned) {
            ::operator delete(data_, std::align_val_t(alignof(T)));
        } else {
            ::operator delete(data_);
        }
    }

    T* data() const noexcept { return data_; }
    std::size_t capacity() const noexcept { return capacity_; }

private:
    static constexpr bool over_aligned = alignof(T) > __STDCPP_DEFAULT_NEW_ALIGNMENT__;

    static void* allocate(std::size_t bytes) noexcept {
        if constexpr (over_aligned) {
            return ::operator new(bytes, std::align_val_t(alignof(T)), std::nothrow);
        } else {
            return ::operator new(bytes, std::nothrow);
        }
    }

    alignas(T) std::byte local_[local_bytes > sizeof(T) ? local_bytes : 1];
    T* data_;
    std::size_t capacity_;
};

} // namespace arsenal::inline ARSENAL_ABI::detail
