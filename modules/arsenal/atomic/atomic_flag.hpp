#pragma once

#include <arsenal/atomic/atomic.hpp>
#include <arsenal/atomic/memory_order.hpp>
#include <arsenal/platform/config.hpp>

#include <cstdint>

namespace arsenal::inline ARSENAL_ABI {

// std::atomic_flag ([atomics.flag]) with the order told; always lock-free. Four bytes, which waiters sleep on
// themselves.
class atomic_flag {
public:
    constexpr atomic_flag() noexcept = default;
    atomic_flag(const atomic_flag&) = delete;
    atomic_flag& operator=(const atomic_flag&) = delete;

    template <detail::load_order Order>
    [[nodiscard]] bool test(Order order) const noexcept {
        return word_.load(order) != 0;
    }
    /// Sets the flag; returns whether it was set before.
    template <detail::update_order Order>
    bool test_and_set(Order order) noexcept {
        return word_.exchange(1, order) != 0;
    }
    template <detail::store_order Order>
    void clear(Order order) noexcept {
        word_.store(0, order);
    }

    template <detail::load_order Order>
    void wait(bool old, Order order) const noexcept {
        word_.wait(old ? 1 : 0, order);
    }
    void notify_one() noexcept { word_.notify_one(); }
    void notify_all() noexcept { word_.notify_all(); }

private:
    atomic<std::uint32_t> word_ = 0;
};

} // namespace arsenal::inline ARSENAL_ABI
