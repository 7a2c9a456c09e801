#pragma once

// The search behind explore(): one execution after the other, from the tree of those that remain.

#include <support/interleave/explorer.hpp>
#include <support/interleave/fiber.hpp>
#include <support/interleave/memory_model.hpp>

#include <array>
#include <map>
#include <memory>
#include <unordered_map>
#include <unordered_set>

namespace support::interleave {

/// What a thread wants to do next.
struct request {
    event_kind kind{};
    std::memory_order order = std::memory_order::relaxed;
    const void* object = nullptr;
    std::uint64_t value = 0; // stored; choice: how many there are; wake: how many waiters at most
    std::memory_order failure = std::memory_order::relaxed;
    bool conditional = false; // a compare_exchange
    // read_modify_write: the value to store, or nothing if the operation only reads
    std::function<std::optional<std::uint64_t>(std::uint64_t)> update{};
    bool light = false;     // a fence
    std::uint8_t queue = 1; // of those that sleep or are woken
    std::source_location site{};
};

class engine {
public:
    engine(std::function<void(execution&)> program, options bounds);
    ~engine();
    engine(const engine&) = delete;
    engine& operator=(const engine&) = delete;

    findings run();

    /// The one whose program is running.
    static engine& current();

    // Called by the program, from within a fiber.
    event perform(request wanted);
    void spin(std::source_location site);
    struct wait {
        const void* word;
        std::uint64_t expected;
        std::uint64_t mask = ~std::uint64_t{0}; // of the bits that are compared
        std::uint8_t queue = 1;
        bool timed = false;
    };
    /// Sleeps if the word still holds what is expected; false if it was a time-out that ended the sleep.
    bool futex_wait(const wait& wanted, std::source_location site);
    bool spurious(std::source_location site);
    int thread() const { return running_; }
    void* allocate(std::size_t bytes);
    void deallocate(void* block, std::size_t bytes);

    void spawn(std::vector<std::function<void()>> functions);
    void require(bool condition, const char* what, std::source_location site);
    void outcome(std::vector<std::int64_t> values) { outcome_ = std::move(values); }
    void name(const void* object, const char* text);

private:
    enum class status { absent, ready, joining, spinning, asleep, drowsing, finished, failed };
    struct thread_state {
        status now = status::absent;
        std::uint8_t next = 0;   // its next event
        std::uint8_t looked = 0; // its last look at a futex's word
        bool parked = false;     // wants to do what is not recorded
        int rounds = 0;
        std::uint8_t spun = 0; // how many events it had when it last went round a loop
        int spurious = 0;
        std::source_location site{};
        std::byte* free_memory = nullptr;
        std::map<std::size_t, std::vector<void*>> freed{};
    };

    std::memory_order order_of(const char* operation, std::memory_order order, std::source_location site);
    void execute(graph g);
    bool step();
    [[noreturn]] void give_up(int thread);
    void await_turn(int thread);
    bool replaying() const;
    bool may_go(int thread) const;
    event_id waker(int thread) const;
    void finish();
    void confirm();
    void fail(const std::string& what);
    std::string report(const std::string& what) const;
    std::string describe(event_id id) const;
    std::string describe(event_id id, const conflict& found) const;
    std::string name_of_object(event_id object) const;
    bool stuck(int thread) const;

    // Replays or extends; explorer.cpp.
    event replay(int thread, const request& wanted);
    event extend(int thread, const request& wanted);
    event_id add(graph& g, int thread, event e, int position);
    void offer(int thread, const event& e, int position);
    void extend_read(int thread, const request& wanted, event e);
    void extend_wake(int thread, event e, int position, int at_most);
    void give_to_loads(int thread, event store);
    void speculate(const graph& base, int thread, const event& store, int position, event_id load);
    std::optional<graph> taken_back(const event& store, event_id load, bool keep_load) const;
    bool maximal(const graph& g, const event& store, event_id id) const;
    void push(graph g);

    location where(const void* object);

    std::function<void(execution&)> program_;
    options bounds_;
    findings findings_{};
    std::vector<graph> remaining_{};
    std::unordered_set<std::uint64_t> seen_{}; // complete executions
    std::unordered_set<std::uint64_t> speculated_{};

    // Of the execution that is running.
    graph graph_{};
    std::vector<graph> offers_{};
    std::array<fiber, max_threads> fibers_{};
    std::array<thread_state, max_threads> threads_{};
    std::unordered_map<const void*, event_id> objects_{};
    std::vector<std::pair<event_id, const char*>> names_{};
    std::vector<std::int64_t> outcome_{};
    std::optional<std::string> failed_{}; // by a thread that is replayed
    int running_ = 0;
    int hurried_ = -1; // a thread that may read what is not there yet
    bool abandoned_ = false;
    std::unique_ptr<std::byte[]> memory_;
};

} // namespace support::interleave
