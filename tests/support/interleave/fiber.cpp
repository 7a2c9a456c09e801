#include <support/interleave/fiber.hpp>

#include <cstdint>

// AddressSanitizer wants to know which stack is being used.
#if defined(__SANITIZE_ADDRESS__)
#define SUPPORT_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SUPPORT_ASAN 1
#endif
#endif
#ifdef SUPPORT_ASAN
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>

// An execution that is left in its middle leaves behind what its stacks own. And an object on a stack has the
// same address whenever its thread does the same, as the explorer expects, only if it lies on the stack.
extern "C" const char* __asan_default_options() { return "detect_leaks=0:detect_stack_use_after_return=0"; }
#endif

namespace support::interleave {
namespace {

void start_switch([[maybe_unused]] void** fake_stack, [[maybe_unused]] const void* bottom,
                  [[maybe_unused]] std::size_t size) {
#ifdef SUPPORT_ASAN
    __sanitizer_start_switch_fiber(fake_stack, bottom, size);
#endif
}
void finish_switch([[maybe_unused]] void* fake_stack, [[maybe_unused]] const void** bottom,
                   [[maybe_unused]] std::size_t* size) {
#ifdef SUPPORT_ASAN
    __sanitizer_finish_switch_fiber(fake_stack, bottom, size);
#endif
}

} // namespace

fiber::fiber() : stack_(new std::byte[stack_size]) {}
fiber::~fiber() = default;

void fiber::start(std::function<void()> body) {
    body_ = std::move(body);
    finished_ = false;
#ifdef SUPPORT_ASAN
    __asan_unpoison_memory_region(stack_.get(), stack_size);
#endif
    getcontext(&own_);
    own_.uc_stack.ss_sp = stack_.get();
    own_.uc_stack.ss_size = stack_size;
    own_.uc_link = nullptr;
    const auto self = reinterpret_cast<std::uintptr_t>(this); // makecontext hands on ints only
    makecontext(&own_, reinterpret_cast<void (*)()>(&fiber::enter), 2, static_cast<unsigned>(self >> 32),
                static_cast<unsigned>(self));
}

void fiber::enter(unsigned high, unsigned low) {
    auto* self = reinterpret_cast<fiber*>(static_cast<std::uintptr_t>(high) << 32 | low);
    finish_switch(nullptr, &self->caller_stack_, &self->caller_stack_size_);
    self->body_();
    self->finished_ = true;
    start_switch(nullptr, self->caller_stack_, self->caller_stack_size_);
    swapcontext(&self->own_, &self->caller_);
}

bool fiber::resume() {
    void* fake_stack = nullptr;
    start_switch(&fake_stack, stack_.get(), stack_size);
    swapcontext(&caller_, &own_);
    finish_switch(fake_stack, nullptr, nullptr);
    return finished_;
}

void fiber::leave() {
    void* fake_stack = nullptr;
    start_switch(&fake_stack, caller_stack_, caller_stack_size_);
    swapcontext(&own_, &caller_);
    finish_switch(fake_stack, &caller_stack_, &caller_stack_size_);
}

} // namespace support::interleave
