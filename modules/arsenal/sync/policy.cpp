#include <arsenal/sync/detail/policy.hpp>

#include <pthread.h>
#include <sched.h>
#include <unistd.h>

namespace arsenal::inline ARSENAL_ABI::detail {
namespace {

constinit thread_local std::uint32_t remembered = 0;

[[maybe_unused]] const int forget_in_children = pthread_atfork(nullptr, nullptr, [] { remembered = 0; });

} // namespace

std::uint32_t thread_number() noexcept {
    if (remembered == 0) remembered = static_cast<std::uint32_t>(gettid());
    return remembered;
}

void yield_thread() noexcept { sched_yield(); }

} // namespace arsenal::inline ARSENAL_ABI::detail
