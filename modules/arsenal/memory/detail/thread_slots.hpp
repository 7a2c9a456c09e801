#pragma once

#include <arsenal/atomic.hpp>
#include <arsenal/platform/config.hpp>

#include <cstdint>

// What an object keeps for each thread that uses it: found by two loads and a comparison, given back by the
// thread when it ends, or by the object when that ends first.

namespace arsenal::inline ARSENAL_ABI::detail {

class thread_slots;
struct thread_slot_table;

/// Derived from by what is kept.
class thread_slot {
    friend class thread_slots;
    friend struct thread_slot_table;
    thread_slot* next_ = nullptr;  // of the same object's
    thread_slot** self_ = nullptr; // the link to this one
    thread_slots* owner_ = nullptr;
    thread_slot_table* table_ = nullptr;
};

/// A thread's, of all objects: by their index.
struct thread_slot_table {
    thread_slot** slots = nullptr;
    std::uint32_t size = 0;
    bool ended = false; // the thread ends, and has given back what it had

    bool grow(std::uint32_t wanted) noexcept;
    void give_back_all() noexcept;
};

extern constinit thread_local thread_slot_table this_threads_slots;

class thread_slots {
public:
    /// `give_back` is called in a thread that ends, after that of its thread_local objects, with what it has
    /// here.
    using function = void (*)(thread_slots& owner, thread_slot& slot) noexcept;
    explicit thread_slots(function give_back) noexcept;
    thread_slots(const thread_slots&) = delete;
    thread_slots& operator=(const thread_slots&) = delete;
    // pre: end() was called
    ~thread_slots() = default;

    /// The calling thread's, or nullptr.
    thread_slot* mine() const noexcept {
        const thread_slot_table& table = this_threads_slots;
        return index_ < table.size ? table.slots[index_] : nullptr;
    }
    /// Whether the calling thread ends, and has given back what it had: it gets no more.
    static bool thread_ends() noexcept { return this_threads_slots.ended; }
    /// Makes it the calling thread's, which has none. False: there is no memory for that, or the thread ends.
    bool attach(thread_slot& slot) noexcept;

    /// Takes each thread's away, after those that are just being given back, and calls give_back with it. No
    /// thread uses the object meanwhile, or afterwards; but they may end.
    void end() noexcept;

private:
    friend struct thread_slot_table;

    void link(thread_slot& slot) noexcept;
    static void unlink(thread_slot& slot) noexcept;

    function give_back_;
    std::uint32_t index_;
    thread_slot* first_ = nullptr;
    atomic<std::uint32_t> ending_{0}; // threads that are giving theirs back
};

} // namespace arsenal::inline ARSENAL_ABI::detail
