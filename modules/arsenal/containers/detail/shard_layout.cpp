#include <arsenal/containers/detail/shard_layout.hpp>

namespace arsenal::inline ARSENAL_ABI::detail {

namespace {

constexpr std::uint8_t end = flat_tag::end;

} // namespace

alignas(8) const std::uint8_t shard_without_slots[shard_capacity::lanes + 1] = {
    end, end, end, end, end, end, end, end, end, end, end, end, end, end, end, end, 0};

} // namespace arsenal::inline ARSENAL_ABI::detail
