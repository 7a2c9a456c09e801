#include <arsenal/containers/detail/block_store.hpp>
#include <arsenal/containers/detail/flat_core.hpp>
#include <arsenal/containers/detail/flat_stats.hpp>
#include <arsenal/platform/sanitizer.hpp>
#include <arsenal/platform/throw.hpp>

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <new>

namespace arsenal::inline ARSENAL_ABI::detail {

alignas(16) const std::uint8_t flat_no_tags[3 * flat_core::lanes] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // the overflow byte of a group is before the first tag
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
};
static_assert(flat_tag::end == 1);

namespace {

constexpr std::size_t large_bytes = std::size_t{4} << 20; // from here on huge pages are asked for

std::size_t groups(std::size_t slot_count) { return std::max(slot_count / flat_core::lanes, std::size_t{1}); }

void* allocate(const flat_shape& shape, void* alloc, std::size_t bytes) {
    if (shape.allocate != nullptr) return shape.allocate(alloc, bytes);
    return bytes < large_bytes ? ::operator new(bytes) : heap_allocate_segment(nullptr, bytes);
}
void deallocate(const flat_shape& shape, void* alloc, void* p, std::size_t bytes) noexcept {
    if (shape.deallocate != nullptr)
        shape.deallocate(alloc, p, bytes);
    else if (bytes < large_bytes)
        ::operator delete(p, bytes);
    else
        heap_deallocate_segment(nullptr, p, bytes);
}

/// The first slots of a table: a whole group of small ones, about 256 bytes of larger ones.
std::size_t first_slots(std::size_t slot_bytes) {
    if (slot_bytes <= 32) return flat_core::lanes;
    return slot_bytes > 256 ? 1 : std::bit_floor(256 / slot_bytes);
}

} // namespace

std::size_t flat_core::limit_for(std::size_t slot_count) const noexcept {
    if (slot_count == 0) return 0;
    if (max_load == default_max_load) return slot_count <= lanes ? slot_count : slot_count - slot_count / 8;
    return std::max(static_cast<std::size_t>(static_cast<double>(slot_count) * max_load), std::size_t{1});
}

std::size_t flat_core::most_slots(const flat_shape& shape) noexcept {
    // A slot, its tag and its share of the overflow bytes, and the rest round about.
    constexpr std::size_t most_bytes = std::numeric_limits<std::ptrdiff_t>::max() / 2;
    return std::bit_floor(most_bytes / (shape.slot_bytes + shape.alignment + 64));
}

std::size_t flat_core::slots_for(const flat_shape& shape, std::size_t n) const {
    if (n == 0) return 0;
    const std::size_t most = most_slots(shape);
    if (n > most) throw_length_error("arsenal flat table: too many elements");
    std::size_t count = std::bit_ceil(n);
    while (limit_for(count) < n) count *= 2;
    if (count > most) throw_length_error("arsenal flat table: too many elements");
    return count;
}

std::size_t flat_core::slots_after_growth(const flat_shape& shape) const {
    const std::size_t now = capacity();
    if (size < limit_for(now)) return now;
    std::size_t next = now == 0                                 ? first_slots(shape.slot_bytes)
                       : now < lanes && shape.slot_bytes <= 256 ? lanes
                                                                : 2 * now;
    while (limit_for(next) <= size) next *= 2;
    if (next > most_slots(shape)) throw_length_error("arsenal flat table: too many elements");
    return next;
}

std::size_t flat_core::tags_offset(const flat_shape& shape, std::size_t slot_count) noexcept {
    return round_up(slot_count * shape.slot_bytes + groups(slot_count), lanes);
}
std::size_t flat_core::bytes(const flat_shape& shape, std::size_t slot_count) noexcept {
    return round_up(tags_offset(shape, slot_count) + slot_count + lanes, shape.alignment);
}

void flat_core::build(const flat_shape& shape, void* alloc, std::size_t slot_count, flat_order wanted,
                      unsigned wanted_shift) {
    if (slot_count != 0) {
        slots = static_cast<std::byte*>(allocate(shape, alloc, bytes(shape, slot_count)));
        tags = reinterpret_cast<std::uint8_t*>(slots) + tags_offset(shape, slot_count);
        mask = slot_count - 1;
    }
    order = wanted;
    shift = static_cast<std::uint8_t>(wanted_shift);
    reset(shape);
}
flat_core flat_core::make(const flat_shape& shape, void* alloc, std::size_t slot_count, flat_order wanted,
                          unsigned wanted_shift) const {
    flat_core fresh;
    fresh.max_load = max_load;
    fresh.build(shape, alloc, slot_count, wanted, wanted_shift);
    return fresh;
}

void flat_core::release(const flat_shape& shape, void* alloc) const noexcept {
    const std::size_t all = bytes(shape, capacity());
    if (annotated) asan_unpoison(slots, all);
    deallocate(shape, alloc, slots, all);
}

void flat_core::reset(const flat_shape& shape) noexcept {
    if (!has_slots()) return;
    const std::size_t count = capacity();
    if (count == lanes) { // the commonest size, without calls
        tags[-1] = 0;
        std::memset(tags, flat_tag::empty, lanes);
    } else {
        std::memset(tags - groups(count), 0, groups(count) + count);
    }
    std::memset(tags + count, flat_tag::end, lanes);
    annotated = asan_poison_region != nullptr;
    if (annotated) asan_poison(slots, count * shape.slot_bytes);
    size = 0;
    limit = limit_for(count);
    sent_on = 0;
    tolerated = std::max(count / 8, lanes);
}

void flat_core::set_max_load(float z) noexcept {
    max_load = z >= default_max_load ? default_max_load : z >= 0.0625f ? z : 0.0625f;
    limit = has_slots() ? limit_for(capacity()) : 0;
}

std::size_t flat_core::room_for(flat_probe p) noexcept {
    std::size_t group = group_of(p.position);
    for (;;) {
        if (const auto empties = tag_group(tags + group).empties()) return group + empties.lowest();
        set_overflowed(group, p.bits);
        ++sent_on;
        group = (group + p.stride()) & mask;
    }
}

flat_core flat_core::taken() noexcept {
    flat_core contents = *this;
    *this = flat_core();
    max_load = contents.max_load;
    return contents;
}

void flat_sums::add_element(const flat_core& core, flat_probe p, std::size_t slot) noexcept {
    std::size_t length = 1;
    std::size_t false_ones = 0;
    if (!core.is_exact()) {
        const std::size_t its_group = slot / flat_core::lanes * flat_core::lanes;
        for (std::size_t group = core.group_of(p.position);;
             group = (group + p.stride()) & core.mask, ++length) {
            for (auto same = tag_group(core.tags + group).match(p.bits); same; same.drop_lowest())
                false_ones += group != its_group || group + same.lowest() < slot;
            if (group == its_group) break;
        }
    }
    add_key(length, false_ones);
}

void flat_sums::add_table(const flat_core& core) noexcept {
    totals.size += core.size;
    totals.slots += core.capacity();
    totals.mixed |= core.order == flat_order::mixed;
    if (!core.has_slots()) return;
    // Of a miss counts its home group, and which of eight overflow bits is its own; of the tags that share a
    // bit one stands for all.
    constexpr std::uint8_t overflow_bits = 8;
    std::size_t looks = 0;
    std::size_t starts = 0;
    for (std::size_t home = 0; home <= core.mask; home += flat_core::lanes)
        for (std::uint8_t tag = flat_tag::least; tag < flat_tag::least + overflow_bits; ++tag) {
            const flat_probe p{home, tag};
            const std::size_t most = core.mask / flat_core::lanes + 1;
            std::size_t length = 1;
            for (std::size_t group = core.group_of(home); length < most && core.overflowed(group, tag);
                 ++length)
                group = (group + p.stride()) & core.mask;
            looks += length;
            ++starts;
        }
    const auto weight = static_cast<double>(core.capacity());
    misses += static_cast<double>(looks) / static_cast<double>(starts) * weight;
    miss_starts += weight;
}

hash_stats flat_sums::means(std::size_t bytes) const noexcept {
    hash_stats s = probe_sums::means();
    s.bytes = bytes;
    return s;
}

} // namespace arsenal::inline ARSENAL_ABI::detail
