#pragma once

// Programs for the explored tests of the lock-free pool. What a number stands for is a plain variable: two
// threads that have the same number at once, or one after the other without order, are a data race.

#include <arsenal/memory/detail/basic_lock_free_pool.hpp>
#include <sync/spoilt_policy.hpp>

#include <array>
#include <cstdint>
#include <functional>
#include <vector>

namespace memory_tests {

using namespace explored;
using arsenal::detail::index_chain;

/// Which stack is the calling thread's: any, at any time, as far as the algorithm is concerned.
inline std::array<std::uint32_t, support::interleave::max_threads> stack_of_thread;
inline void use_stack(std::uint32_t stack) {
    stack_of_thread[static_cast<std::size_t>(support::interleave::thread())] = stack;
}

/// A chunk's address. Where an operation is spoilt, a number may be had whose chunk is not there: that is
/// reported instead of followed.
template <class T>
class chunk_pointer : public plain<T> {
public:
    using plain<T>::operator=;
    operator T() const {
        const T p = this->get({});
        support::interleave::require(p != nullptr, "a number's chunk is there");
        return p;
    }
};

template <class Base, std::uint32_t Stacks>
struct model_pool_policy : Base {
    template <class T>
    using plain = chunk_pointer<T>; // the table's only such variables

    static constexpr std::uint32_t most_chunks = 2;
    static constexpr std::uint32_t stacks = Stacks;
    static std::uint32_t own_stack() {
        return stack_of_thread[static_cast<std::size_t>(support::interleave::thread())];
    }
};

template <class Policy>
struct model_chunk {
    std::array<typename Policy::template atomic<std::uint32_t>, 2> links;
    auto& link(std::uint32_t offset) { return links[offset]; }
};

/// A pool of numbers from 1, at most 3: two in one chunk, and one in the other.
template <class Policy>
class model_pool {
public:
    explicit model_pool(std::uint32_t size, std::uint32_t moved = 1) : core(2, moved) {
        for (std::uint32_t i = 0; i != stack_of_thread.size(); ++i) stack_of_thread[i] = i % Policy::stacks;
        for (std::uint32_t i = 1; i < size; ++i) link(i).store(i + 1, std::memory_order::relaxed);
        core.add(first_chunk);
        if (size > 2) core.add(second_chunk);
        core.give({1, size, size});
    }

    std::uint32_t take() { return core.take(1).first; }
    void give(std::uint32_t number) { core.give({number, number, 1}); }
    /// As the owner of the number does.
    void use(std::uint32_t number) { contents[number].set(contents[number].get() + 1); }

    /// Takes all there are, when no other thread is left: each of 1 to n once.
    void require_all(execution& run, std::uint32_t n) {
        std::array<bool, 4> seen{};
        for (std::uint32_t i = 0; i != n; ++i) {
            const std::uint32_t number = take();
            run.require(number != 0, "no number is lost");
            run.require(number <= n && !seen[number], "a number is there once");
            seen[number] = true;
            use(number);
        }
    }
    auto& link(std::uint32_t number) {
        return number <= 2 ? first_chunk.link(number - 1) : second_chunk.link(number - 3);
    }

    model_chunk<Policy> first_chunk, second_chunk;
    std::array<plain<int>, 4> contents;
    arsenal::detail::basic_lock_free_pool<Policy, model_chunk<Policy>> core;
};

/// Each thread takes a number, uses it and gives it back, several times. Where there are as many numbers as
/// threads, each finds one.
template <class Policy>
program taking_turns(int threads, int times, std::uint32_t size, std::uint32_t moved = 1) {
    return [=](execution& run) {
        model_pool<Policy> pool(size, moved);
        run.spawn(std::vector<std::function<void()>>(static_cast<std::size_t>(threads), [&] {
            for (int i = 0; i != times; ++i) {
                const std::uint32_t mine = pool.take();
                if (moved == 1 && size >= static_cast<std::uint32_t>(threads))
                    run.require(mine != 0, "a number that is there is found");
                if (mine == 0) continue;
                pool.use(mine);
                pool.give(mine);
            }
        }));
        pool.require_all(run, size);
    };
}

/// The first thread takes two. The other takes two as well, and gives the first of them back: if it does so
/// between a look of the first thread's and its swap, the top is the same.
template <class Policy>
void same_top_again(execution& run) {
    model_pool<Policy> pool(3);
    std::array<std::uint32_t, 3> kept{};
    const auto keep = [&](std::size_t place) {
        kept[place] = pool.take();
        if (kept[place] != 0) pool.use(kept[place]);
    };
    run.threads(
        [&] {
            keep(0);
            keep(1);
        },
        [&] {
            const std::uint32_t top = pool.take();
            keep(2);
            if (top != 0) pool.give(top);
        });
    for (const std::uint32_t number : kept)
        if (number != 0) pool.give(number);
    pool.require_all(run, 3);
}

/// One thread takes several at once, the other one at a time; they give back the same way.
template <class Policy>
void several_at_once(execution& run) {
    model_pool<Policy> pool(3);
    run.threads(
        [&] {
            const index_chain all = pool.core.take(2);
            std::uint32_t number = all.first;
            for (std::uint32_t i = 0; i != all.size; ++i) {
                run.require(number != 0, "as many are linked as were had");
                pool.use(number);
                number = pool.core.table().of(number).load(std::memory_order::relaxed);
            }
            if (all.size != 0) pool.core.give(all);
        },
        [&] {
            const std::uint32_t one = pool.take(), other = pool.take();
            for (const std::uint32_t number : {one, other}) {
                if (number == 0) continue;
                pool.use(number);
                pool.give(number);
            }
        });
    pool.require_all(run, 3);
}

/// One thread gives what it has, two take.
template <class Policy>
void one_gives_two_take(execution& run) {
    model_pool<Policy> pool(2);
    const std::uint32_t given = pool.take();
    std::array<std::uint32_t, 2> kept{};
    const auto keep = [&](std::size_t place) {
        kept[place] = pool.take();
        if (kept[place] != 0) pool.use(kept[place]);
    };
    run.threads(
        [&] {
            pool.use(given);
            pool.give(given);
        },
        [&] { keep(0); }, [&] { keep(1); });
    for (const std::uint32_t number : kept)
        if (number != 0) pool.give(number);
    pool.require_all(run, 2);
}

/// The first thread adds a chunk, gives a number of it, and then one that is there already, so that it is
/// linked to the new one: a link that the other may meet before it can have heard of the chunk.
template <class Policy>
void growing(execution& run) {
    model_pool<Policy> pool(2);
    run.threads(
        [&] {
            const std::uint32_t old = pool.take();
            pool.core.add(pool.second_chunk);
            pool.give(3);
            if (old == 0) return;
            pool.use(old);
            pool.give(old);
        },
        [&] {
            const index_chain got = pool.core.take_own(2);
            if (got.size == 0) return;
            pool.use(got.first);
            if (got.size == 2) pool.use(got.last);
            pool.core.give(got);
        });
    pool.require_all(run, 3);
}

/// The first thread takes one number at a time from one stack and gives it to the other; so there is always
/// one that it has not.
template <class Policy>
void one_is_always_there(execution& run) {
    model_pool<Policy> pool(2);
    run.threads(
        [&] {
            const std::uint32_t one = pool.take();
            use_stack(1);
            if (one != 0) pool.give(one);
            use_stack(0);
            const std::uint32_t other = pool.take();
            if (other != 0) pool.give(other);
        },
        [&] {
            use_stack(1);
            const std::uint32_t found = pool.take();
            run.require(found != 0, "a number that is there is found");
            if (found == 0) return;
            pool.use(found);
            pool.give(found);
        });
    pool.require_all(run, 2);
}

/// One thread moves what the other's stack has to its own, while that other one uses it.
template <class Policy>
void moving(execution& run) {
    model_pool<Policy> pool(3, 2);
    run.threads(
        [&] {
            const std::uint32_t mine = pool.take();
            if (mine == 0) return;
            pool.use(mine);
            pool.give(mine);
        },
        [&] {
            const std::uint32_t one = pool.take(), other = pool.take();
            for (const std::uint32_t number : {other, one}) {
                if (number == 0) continue;
                pool.use(number);
                pool.give(number);
            }
        });
    pool.require_all(run, 3);
}

} // namespace memory_tests
