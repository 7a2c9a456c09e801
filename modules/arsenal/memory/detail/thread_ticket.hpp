#pragma once

#include <arsenal/platform/config.hpp>

#include <cstdint>

namespace arsenal::inline ARSENAL_ABI::detail {

/// 0: it has none yet.
extern constinit thread_local std::uint32_t this_threads_ticket;

std::uint32_t draw_thread_ticket() noexcept;

/// A number that the calling thread keeps, never 0: threads that begin one after the other have consecutive
/// ones, as far as 32 bits go.
inline std::uint32_t thread_ticket() noexcept {
    const std::uint32_t mine = this_threads_ticket;
    return mine != 0 ? mine : draw_thread_ticket();
}

} // namespace arsenal::inline ARSENAL_ABI::detail
