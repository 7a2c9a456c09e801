#include <arsenal/containers/detail/probe_sequence.hpp>

namespace arsenal::inline ARSENAL_ABI::detail {

bool place_displaced(group* index, std::uint32_t groups, std::uint64_t home_lane, std::uint64_t e) noexcept {
    group& own = index[home_lane / group::lanes];
    if (const lane_set room = own.empties()) {
        entry::occupy(own.lowest(room), e);
        return false;
    }
    const auto in_group = static_cast<unsigned>(home_lane % group::lanes);
    own.set_overflow(in_group);
    for (probe_sequence probe(home_lane, groups);;) {
        group& g = index[probe.next()];
        if (const lane_set room = g.empties()) {
            entry::occupy(g.lowest(room), e);
            return true;
        }
        g.set_overflow(in_group);
    }
}

} // namespace arsenal::inline ARSENAL_ABI::detail
