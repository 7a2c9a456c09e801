#pragma once

// The atomics of the package, each used once, by an outside program that has included or imported them.
namespace atomics {

struct two_words {
    long first;
    long second;
    friend bool operator==(const two_words&, const two_words&) = default;
};

inline bool counts() {
    arsenal::atomic<int> count(1);
    count.fetch_add(2, arsenal::relaxed);
    int seen = 3;
    return count.compare_exchange_strong(seen, 7, arsenal::acq_rel, arsenal::acquire) &&
           count.fetch_max(9, arsenal::relaxed) == 7 && count.exchange(0, arsenal::seq_cst) == 9;
}

/// Wider than the processor's words: a compiled part of the package's.
inline bool holds_wide_values() {
    arsenal::atomic<two_words> pair({1, 2});
    pair.store({3, 4}, arsenal::release);
    return pair.load(arsenal::acquire) == two_words{3, 4};
}

inline bool refers() {
    int value = 1;
    arsenal::atomic_ref<int>(value).fetch_add(1, arsenal::relaxed);
    return value == 2;
}

/// A wait is a compiled part, too.
inline bool hands_over() {
    int letter = 0;
    arsenal::atomic<bool> delivered(false);
    arsenal::padded<arsenal::atomic_flag> read;
    std::thread sender([&] {
        letter = 42;
        delivered.store(true, arsenal::release);
        delivered.notify_one();
        read->wait(false, arsenal::acquire);
    });
    delivered.wait(false, arsenal::acquire);
    const bool there = letter == 42;
    read->test_and_set(arsenal::release);
    read->notify_all();
    sender.join();
    arsenal::cpu_relax();
    arsenal::atomic_thread_fence(arsenal::seq_cst);
    arsenal::atomic_signal_fence(arsenal::acquire);
    return there && arsenal::padded_bytes >= 64;
}

inline bool works() { return counts() && holds_wide_values() && refers() && hands_over(); }

} // namespace atomics
