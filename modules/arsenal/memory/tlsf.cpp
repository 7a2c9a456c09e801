#include <arsenal/memory/tlsf.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

// What is called seldom, or to find an error.

namespace arsenal::inline ARSENAL_ABI {

tlsf::~tlsf() {
    for (const region* r = regions_; r != nullptr;) {
        const region* const next = r->following();
        detail::asan_unpoison(r,
                              r->end_block()->address() + granularity - reinterpret_cast<std::uintptr_t>(r));
        r = next;
    }
}

bool tlsf::add_region(std::span<std::byte> memory) noexcept {
    static_assert(region_bytes == sizeof(region) + 2 * header_bytes);
    const auto address = reinterpret_cast<std::uintptr_t>(memory.data());
    const std::uintptr_t first = detail::align_up(address, granularity);
    const std::uintptr_t last =
        detail::align_down(address + std::min(memory.size(), most_region_bytes), granularity);
    if (last < first || last - first < region_bytes + block::least_bytes) return false;

    auto* const added = reinterpret_cast<region*>(first);
    block* const end = block::at(last - granularity);
    detail::tlsf_write(&added->next, reinterpret_cast<std::uintptr_t>(regions_));
    detail::tlsf_write(&added->end, end->address());
    end->begin(0);
    make_free(added->first_block(), last - first - region_bytes);
    regions_ = added;
    detail::asan_poison(added, last - first);
    return true;
}

const tlsf::region* tlsf::region_of(const void* p) const noexcept {
    const region* r = regions_;
    while (r != nullptr && !r->holds(p)) r = r->following();
    return r;
}

bool tlsf::owns(const void* p) const noexcept { return region_of(p) != nullptr; }

std::size_t tlsf::largest_free_block() const noexcept {
    std::size_t most = header_bytes;
    for (const block* b = free_.first_of(free_.last_class()); b != nullptr; b = block::at(b->next_free()))
        most = std::max(most, b->bytes());
    return most - header_bytes;
}

tlsf_usage tlsf::usage() const noexcept {
    tlsf_usage sum;
    for (const region* r = regions_; r != nullptr; r = r->following())
        for (const block* b = r->first_block(); b != r->end_block(); b = b->after()) {
            const std::size_t bytes = b->bytes();
            if (b->is_free()) sum.largest_free = std::max(sum.largest_free, bytes);
            (b->is_free() ? sum.free_bytes : sum.used_bytes) += bytes;
            ++(b->is_free() ? sum.free_blocks : sum.used_blocks);
        }
    return sum;
}

// ---- Mode debug

namespace {

// One byte at a time, and volatile: nobody makes a call of memset() of it, which AddressSanitizer would
// report for memory that is poisoned.
[[gnu::no_sanitize_address]] void fill(void* first, std::size_t bytes, std::byte value) noexcept {
    auto* const at = static_cast<volatile std::byte*>(first);
    for (std::size_t i = 0; i != bytes; ++i) at[i] = value;
}
[[gnu::no_sanitize_address]] bool is_filled(const void* first, std::size_t bytes, std::byte value) noexcept {
    const auto* const at = static_cast<const volatile std::byte*>(first);
    for (std::size_t i = 0; i != bytes; ++i)
        if (at[i] != value) return false;
    return true;
}

} // namespace

void tlsf::write_seal(block* b, std::size_t bytes) noexcept {
    b->set_last_word(bytes ^ b->address() ^ seal_pattern);
    fill(static_cast<std::byte*>(b->payload()) + bytes, b->payload_bytes() - sizeof(std::uintptr_t) - bytes,
         seal_fill);
}

bool tlsf::is_sealed(block* b) noexcept {
    const std::size_t bytes = sealed_bytes(b);
    const std::size_t most = b->payload_bytes() - sizeof(std::uintptr_t);
    return bytes <= most && is_filled(static_cast<std::byte*>(b->payload()) + bytes, most - bytes, seal_fill);
}

void tlsf::check_seal(block* b, std::size_t bytes) const noexcept {
    const region* const r = region_of(b->payload());
    if (r == nullptr || b->address() % granularity != 0)
        detail::memory_misused(detail::misuse::foreign_pointer, "tlsf", b->payload(), bytes);
    if (b->is_free() || !r->has_room_for(b) || !is_sealed(b) || sealed_bytes(b) != bytes)
        misused(*r, b, bytes);
}

// No block of so many bytes is in use there, with all in order behind it: looks from the first block on for
// where that comes from, since it may be another one's overrun. O(blocks)
void tlsf::misused(const region& r, block* b, std::size_t bytes) noexcept {
    block* at = r.first_block();
    for (;; at = at->after()) {
        if (!r.has_room_for(at) || (!at->is_free() && !is_sealed(at))) {
            if (at == b) detail::memory_misused(detail::misuse::overrun, "tlsf", at->payload(), bytes);
            detail::memory_misused(detail::misuse::overrun, "tlsf", at->payload());
        }
        if (b->address() - at->address() < at->bytes()) break;
    }
    const auto what = at->is_free() ? detail::misuse::double_free
                      : at == b     ? detail::misuse::wrong_size
                                    : detail::misuse::foreign_pointer;
    detail::memory_misused(what, "tlsf", b->payload(), bytes);
}

// ---- validate()

const char* tlsf::validate() const noexcept {
    std::size_t free_blocks = 0;
    for (const region* r = regions_; r != nullptr; r = r->following())
        if (const char* const what = contradiction_in(*r, free_blocks)) return what;
    for (unsigned index = 0; index != classes::count; ++index)
        if (const char* const what = contradiction_in_list(index, free_blocks)) return what;
    if (free_blocks != 0) return "a free block is in no list";
    return free_.levels_agree() ? nullptr : "the two levels of bits disagree";
}

// Adds the free blocks that it comes by.
const char* tlsf::contradiction_in(const region& r, std::size_t& free_blocks) noexcept {
    const block* before = nullptr;
    bool before_is_free = false;
    for (block* b = r.first_block();; b = b->after()) {
        if (b->follows_free() != before_is_free)
            return "a block is wrong about whether the one before is free";
        if (before_is_free && b->before() != before)
            return "a block does not know where the one before begins";
        if (b == r.end_block())
            return b->bytes() == 0 && !b->is_free() ? nullptr : "a region's end is damaged";
        if (b->bytes() < block::least_bytes) return "a block is too small";
        if (b->bytes() > r.end_block()->address() - b->address()) return "a block goes beyond its region";
        if (before_is_free && b->is_free()) return "two free blocks lie side by side";
        if constexpr (seal_bytes != 0)
            if (!b->is_free() && !is_sealed(b)) return "what is behind a block was overwritten";
        before = b;
        before_is_free = b->is_free();
        free_blocks += before_is_free;
    }
}

// Subtracts the blocks that it comes by.
const char* tlsf::contradiction_in_list(unsigned index, std::size_t& free_blocks) const noexcept {
    if (free_.says_empty(index) != (free_.first_of(index) == nullptr)) return "a list's bit is wrong";
    auto link = reinterpret_cast<std::uintptr_t>(free_.head(index));
    for (block* b = free_.first_of(index); b != nullptr; b = block::at(b->next_free())) {
        if (region_of(b->payload()) == nullptr) return "a list leaves the regions";
        if (!b->is_free()) return "a block in use is in a list";
        if (classes::of(b->bytes()) != index) return "a block is in the list of another size";
        if (b->link() != link) return "a free block does not know what points to it";
        if (free_blocks-- == 0) return "a list holds what is no block";
        link = b->address() + 2 * sizeof(std::uintptr_t);
    }
    return nullptr;
}

} // namespace arsenal::inline ARSENAL_ABI
