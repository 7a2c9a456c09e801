#pragma once

#include <arsenal/atomic/detail/access.hpp>
#include <arsenal/atomic/detail/hardware_policy.hpp>
#include <arsenal/atomic/detail/wait_protocol.hpp>
#include <arsenal/platform/config.hpp>

#include <atomic>
#include <cstdint>

namespace arsenal::inline ARSENAL_ABI::detail {

using hardware_wait = wait_protocol<hardware_policy>;

// The slot of an address, in the archive's table: one table per process.
hardware_wait::slot& wait_slot_of(const void* object) noexcept;

// Whether T's bytes are a futex's word. With padding they are not: the kernel would compare it, too.
template <class T>
inline constexpr bool is_futex_word = sizeof(T) == 4 && atomic_alignment<T> == 4 && !has_padding<T>;

// The word at `object`, for its address: nothing reads it as this type.
inline atomic<std::uint32_t>& futex_word_at(const void* object) noexcept {
    return *static_cast<atomic<std::uint32_t>*>(const_cast<void*>(object));
}

template <class T>
void wait_while_equal(const T* object, const T& old, std::memory_order order) noexcept {
    const auto unwanted = to_bits(old);
    const auto changed = [&] { return !(canonical<T>(access_of<T>::load(object, order)) == unwanted); };
    if (changed()) return;
    if constexpr (is_futex_word<T>)
        hardware_wait::wait(wait_slot_of(object), futex_word_at(object),
                            __builtin_bit_cast(std::uint32_t, unwanted), changed);
    else
        hardware_wait::wait(wait_slot_of(object), changed);
}

template <class T>
void notify_waiters(const T* object, int count) noexcept {
    if constexpr (is_futex_word<T>)
        hardware_wait::notify(wait_slot_of(object), futex_word_at(object), count);
    else
        hardware_wait::notify(wait_slot_of(object));
}

} // namespace arsenal::inline ARSENAL_ABI::detail
