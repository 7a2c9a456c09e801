#include <arsenal/atomic/detail/wait.hpp>

#include <arsenal/atomic/atomic.hpp>

#include <cstddef>

namespace arsenal::inline ARSENAL_ABI::detail {

namespace {

constexpr int slot_bits = 7; // 8 KiB

struct alignas(64) table_slot {
    hardware_wait::slot slot;
};
constinit table_slot slots[std::size_t{1} << slot_bits];

} // namespace

hardware_wait::slot& wait_slot_of(const void* object) noexcept {
    const auto address = static_cast<std::uint64_t>(reinterpret_cast<std::uintptr_t>(object));
    return slots[address * 0x9e3779b97f4a7c15 >> (64 - slot_bits)].slot;
}

} // namespace arsenal::inline ARSENAL_ABI::detail
