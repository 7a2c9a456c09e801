#include <arsenal/algorithms/detail/search_tree_kernel.hpp>

#include <arsenal/platform/cpu.hpp>

namespace arsenal::inline ARSENAL_ABI::detail {

namespace {

const search_tree_kernels& widest_kernels() noexcept {
#if defined(__x86_64__)
    const cpu_features& has = cpu();
    if (has.avx512f && has.avx512bw && has.avx512dq && has.avx512vl && has.popcnt) return search_tree_avx512;
    if (has.avx2 && has.popcnt) return search_tree_avx2;
#endif
    return search_tree_baseline;
}

} // namespace

const search_tree_kernel& search_tree_kernel_of(search_tree_lane lane) noexcept {
    static const search_tree_kernels& chosen = widest_kernels();
    return chosen.of_lane[static_cast<unsigned char>(lane)];
}

} // namespace arsenal::inline ARSENAL_ABI::detail
