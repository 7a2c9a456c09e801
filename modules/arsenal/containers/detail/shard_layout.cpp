#include <arsenal/containers/detail/shard_layout.hpp>

namespace arsenal::inline ARSENAL_ABI::detail {

namespace {

constexpr std::uint8_t end = flat_tag::end;

} // namespace

alignas(8) const std::uint8_t shard_without_slots[shard_capacity::lanes + 1] = {
    end, end, end, end, end, end, end, end, end, end, end, end, end, end, end, end, 0};

double shard_mean_miss(const std::uint8_t* tags, std::size_t group_mask) noexcept {
    const std::uint8_t* const overflow = tags + (group_mask + 1) * shard_capacity::lanes;
    constexpr unsigned bits = 8;
    std::size_t looks = 0;
    for (std::size_t home = 0; home <= group_mask; ++home)
        for (unsigned bit = 0; bit != bits; ++bit) {
            std::size_t g = home;
            std::size_t length = 1;
            for (; length <= group_mask && (overflow[g] >> bit & 1) != 0; ++length)
                g = (g + length) & group_mask;
            looks += length;
        }
    return static_cast<double>(looks) / static_cast<double>((group_mask + 1) * bits);
}

} // namespace arsenal::inline ARSENAL_ABI::detail
