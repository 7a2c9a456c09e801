#pragma once

// A function with a stack of its own, that can be left in its middle and gone on with, or simply forgotten.

#include <cstddef>
#include <functional>
#include <memory>
#include <ucontext.h>

namespace support::interleave {

class fiber {
public:
    fiber();
    ~fiber();
    fiber(const fiber&) = delete;
    fiber& operator=(const fiber&) = delete;

    /// Begins anew. What the stack held is forgotten: no destructor runs.
    void start(std::function<void()> body);
    /// Runs the function from where it was left; true once it has returned.
    bool resume();
    /// From within the function: goes back to whoever called resume().
    void leave();

private:
    static void enter(unsigned high, unsigned low);

    static constexpr std::size_t stack_size = 256 * 1024;
    std::unique_ptr<std::byte[]> stack_;
    std::function<void()> body_;
    ucontext_t own_{};
    ucontext_t caller_{};
    const void* caller_stack_ = nullptr; // for AddressSanitizer
    std::size_t caller_stack_size_ = 0;
    bool finished_ = false;
};

} // namespace support::interleave
