#include <arsenal/memory/detail/thread_ticket.hpp>

#include <arsenal/atomic.hpp>

namespace arsenal::inline ARSENAL_ABI::detail {
namespace {

constinit atomic<std::uint32_t> drawn{0};

} // namespace

constinit thread_local std::uint32_t this_threads_ticket = 0;

std::uint32_t draw_thread_ticket() noexcept {
    do this_threads_ticket = drawn.fetch_add(1, relaxed) + 1;
    while (this_threads_ticket == 0);
    return this_threads_ticket;
}

} // namespace arsenal::inline ARSENAL_ABI::detail
