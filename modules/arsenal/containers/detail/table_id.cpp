#include <arsenal/containers/detail/element_store.hpp>

#include <atomic>

namespace arsenal::inline ARSENAL_ABI::detail {

std::uint32_t next_table_id() noexcept {
    static std::atomic<std::uint32_t> last{0};
    std::uint32_t id = 0;
    while (id == 0) id = last.fetch_add(1, std::memory_order_relaxed) + 1;
    return id;
}

} // namespace arsenal::inline ARSENAL_ABI::detail
