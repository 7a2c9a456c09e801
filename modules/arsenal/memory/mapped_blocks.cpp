#include <arsenal/memory/detail/mapped_blocks.hpp>

#include <algorithm>
#include <cstring>

namespace arsenal::inline ARSENAL_ABI::detail {

namespace {

// The first block that lies behind p.
mapped_block* behind(mapped_block* first, mapped_block* last, const void* p) {
    return std::partition_point(first, last, [p](const mapped_block& block) { return block.pages <= p; });
}

} // namespace

bool mapped_blocks::reserve() noexcept {
    if ((size_ + 1) * sizeof(mapped_block) <= array_.size()) return true;
    mapping larger = mapping::try_map(array_.empty() ? page_size() : 2 * array_.size());
    if (larger.empty()) return false;
    if (size_ != 0) std::memcpy(larger.data(), array_.data(), size_ * sizeof(mapped_block));
    array_.swap(larger);
    return true;
}

void mapped_blocks::insert(const mapped_block& block) noexcept {
    mapped_block* const at = behind(begin(), end(), block.pages);
    std::copy_backward(at, end(), end() + 1);
    *at = block;
    ++size_;
}

void mapped_blocks::erase(mapped_block* block) noexcept {
    std::copy(block + 1, end(), block);
    --size_;
}

mapped_block* mapped_blocks::find(const void* p) const noexcept {
    mapped_block* const next = behind(begin(), end(), p);
    if (next == begin() || !next[-1].holds(p)) return nullptr;
    return next - 1;
}

} // namespace arsenal::inline ARSENAL_ABI::detail
