#pragma once

#include <arsenal/containers/detail/group.hpp>
#include <arsenal/platform/config.hpp>

#include <cstdint>

namespace arsenal::inline ARSENAL_ABI::detail {

/// The groups that elements of one home lane go through after the first: by a stride that depends on the home
/// lane. The number of groups is prime or at most 8, where the stride is 1: every group is reached once.
struct probe_sequence {
    probe_sequence(std::uint64_t home_lane, std::uint32_t group_count) noexcept
        : groups(group_count), left(group_count - 1), at(home_lane / group::lanes) {
        const std::uint64_t scattered = (home_lane * 0x9E37'79B9'7F4A'7C15) >> 32;
        stride = group_count <= 8 ? 1 : 1 + (scattered * (group_count - 1) >> 32);
    }
    bool done() const noexcept { return left == 0; }
    std::uint64_t next() noexcept {
        --left;
        at += stride;
        if (at >= groups) at -= groups;
        return at;
    }

    std::uint32_t groups;
    std::uint32_t left;
    std::uint64_t at;
    std::uint64_t stride;
};

/// Puts entry e, whose home lane is taken, into another lane of its group, or into the first group with room
/// along the probe sequence. Returns whether it left its group. pre: there is room.
bool place_displaced(group* index, std::uint32_t groups, std::uint64_t home_lane, std::uint64_t e) noexcept;

} // namespace arsenal::inline ARSENAL_ABI::detail
