// The protocol behind wait and notify, step by step on a policy that tells what it was asked for. That it
// loses no wake in any interleaving is for the model checker to show.

#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <cstdint>
#include <string>

#include <arsenal/atomic/detail/wait_protocol.hpp> // detail, which no import carries

#include <atomic/under_test.hpp>

using arsenal::relaxed;

namespace {

std::string done; // by the policy since the test began

struct telling_policy {
    template <class T>
    using atomic = std::atomic<T>; // takes the tags as std's orders
    static void fence(std::memory_order order) {
        done += order == std::memory_order_seq_cst ? "fence " : "?";
    }
    static void futex_wait(atomic<std::uint32_t>& word, std::uint32_t expected) {
        done += word.load(relaxed) == expected ? "sleep " : "changed ";
        if (on_sleep != nullptr) on_sleep();
    }
    static void futex_wake(atomic<std::uint32_t>&, int count) { done += count == 1 ? "wake1 " : "wake_all "; }
    static void pause(int) { done += "pause "; }
    static constexpr int spins = 2;
    static inline void (*on_sleep)() = nullptr;
};

using protocol = arsenal::detail::wait_protocol<telling_policy>;

protocol::slot slot;
std::atomic<std::uint32_t> value;

bool changed() { return value.load(relaxed) != 7; }

struct fresh {
    fresh() {
        done.clear();
        value.store(7, relaxed);
        slot.waiters.store(0, relaxed);
        slot.epoch.store(0, relaxed);
        telling_policy::on_sleep = nullptr;
    }
};

} // namespace

TEST_CASE_METHOD(fresh, "a change during the spin costs no sleep") {
    int looks = 0;
    protocol::wait(slot, value, 7, [&] { return ++looks == 3; });
    CHECK(done == "pause pause ");
    CHECK(slot.waiters.load(relaxed) == 0);
}

TEST_CASE_METHOD(fresh, "a waiter counts itself, looks again, and sleeps on the value") {
    telling_policy::on_sleep = [] {
        if (slot.waiters.load(relaxed) != 1) done += "uncounted ";
        if (done.ends_with("sleep sleep ")) value.store(8, relaxed); // the first wake was for nothing
    };
    protocol::wait(slot, value, 7, changed);
    CHECK(done == "pause pause fence sleep sleep ");
    CHECK(slot.waiters.load(relaxed) == 0);
}

TEST_CASE_METHOD(fresh, "through the slot it sleeps on the epoch it read before it looked") {
    telling_policy::on_sleep = [] {
        value.store(8, relaxed);
        protocol::notify(slot);
    };
    protocol::wait(slot, changed);
    CHECK(done == "pause pause fence sleep fence wake_all ");
    CHECK(slot.epoch.load(relaxed) == 1);
    CHECK(slot.waiters.load(relaxed) == 0);
}

TEST_CASE_METHOD(fresh, "a notification between the look and the sleep prevents the sleep") {
    int looks = 0;
    protocol::wait(slot, [&] {
        if (++looks == 4) protocol::notify(slot); // after the spin and the epoch
        return looks == 5;
    });
    CHECK(done == "pause pause fence fence wake_all changed ");
}

TEST_CASE_METHOD(fresh, "a policy is told which turn of the spin it is") {
    struct counting_policy : telling_policy {
        static void pause(int turn) { done += std::to_string(turn); }
    };
    using counting = arsenal::detail::wait_protocol<counting_policy>;
    counting::slot s;
    int looks = 0;
    counting::wait(s, [&] { return ++looks == 3; });
    CHECK(done == "01");
}

TEST_CASE_METHOD(fresh, "who notifies nobody makes no system call") {
    protocol::notify(slot, value, 1);
    protocol::notify(slot);
    CHECK(done == "fence fence ");
    CHECK(slot.epoch.load(relaxed) == 0);
    slot.waiters.store(1, relaxed);
    protocol::notify(slot, value, 1);
    protocol::notify(slot, value, protocol::all);
    CHECK(done == "fence fence fence wake1 fence wake_all ");
    CHECK(slot.epoch.load(relaxed) == 0);
}
