#pragma once

#include <arsenal/platform/config.hpp>
#include <arsenal/sync/detail/basic_once_flag.hpp>
#include <arsenal/sync/detail/policy.hpp>

#include <functional>
#include <type_traits>
#include <utility>

namespace arsenal::inline ARSENAL_ABI {

class once_flag;

// std::call_once ([thread.once.callonce]): calls func(args...) unless a call with this flag has returned
// already; waits for one that is running. If it throws, the exception goes on, and a later or waiting call
// tries again. Once it is done, a call costs one load and one comparison.
template <class Callable, class... Args>
    requires std::is_invocable_v<Callable, Args...>
void call_once(once_flag& flag, Callable&& func, Args&&... args);

// std::once_flag ([thread.once.onceflag]), in 4 bytes.
//
// Not for what a variable can do (static in a function is initialised once, as fast), not for what is cheaper
// to do twice, and not within itself: a call_once from within func with the same flag waits for ever.
//
// Whoever has returned from call_once() may destroy the flag if nobody else will call: the call that let it
// through touches the flag no more, and only tells the kernel to wake who sleeps on its address.
class once_flag {
public:
    constexpr once_flag() noexcept = default;
    once_flag(const once_flag&) = delete;
    once_flag& operator=(const once_flag&) = delete;

private:
    template <class Callable, class... Args>
        requires std::is_invocable_v<Callable, Args...>
    friend void call_once(once_flag& flag, Callable&& func, Args&&... args);

    detail::basic_once_flag<detail::lock_policy> flag_;
};

template <class Callable, class... Args>
    requires std::is_invocable_v<Callable, Args...>
void call_once(once_flag& flag, Callable&& func, Args&&... args) {
    flag.flag_.call([&] { std::invoke(std::forward<Callable>(func), std::forward<Args>(args)...); });
}

static_assert(sizeof(once_flag) == 4 && alignof(once_flag) == 4);

} // namespace arsenal::inline ARSENAL_ABI
