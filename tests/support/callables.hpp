#pragma once

#include <stdexcept>

// Callables that notice what an algorithm does with them.

namespace test {

/// Forwards to F and counts its calls; can be moved, not copied.
template <class F>
struct uncopyable_call {
    F f;
    int* calls;

    uncopyable_call(F function, int* counter) : f(function), calls(counter) {}
    uncopyable_call(uncopyable_call&&) = default;
    uncopyable_call& operator=(uncopyable_call&&) = default;

    template <class... Args>
    auto operator()(const Args&... args) const {
        ++*calls;
        return f(args...);
    }
};

struct thrown_by_call : std::runtime_error {
    thrown_by_call() : std::runtime_error("the call that throws") {}
};

/// Forwards to F; its call number `fuse`, counted from 0, throws.
template <class F>
struct throwing_call {
    F f;
    int* fuse;

    throwing_call(F function, int* count) : f(function), fuse(count) {}

    template <class... Args>
    auto operator()(const Args&... args) const {
        if ((*fuse)-- == 0) throw thrown_by_call();
        return f(args...);
    }
};

} // namespace test
