#pragma once

#include "elements.hpp"
#include "patterns.hpp"
#include "race.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Races algorithms that put the elements of an array in order. Small arrays come many at a time, made afresh
// for every round, so that no branch predictor knows them; every contender of a round gets the same.

namespace bench {

template <class Element>
struct order_contender {
    using type = typename Element::type;
    const char* name;
    void (*run)(type* data, std::size_t n,
                std::size_t arrays); ///< on `arrays` arrays of n, one after another
    void (*prepare)();               ///< before each run, not timed
};

/// Action<Element>, called with the two ends of an array, on each array.
template <class Element, template <class> class Action>
order_contender<Element> contender(const char* name, void (*prepare)() = [] {}) {
    using type = typename Element::type;
    return {name,
            [](type* data, std::size_t n, std::size_t arrays) {
                for (const type* const end = data + n * arrays; data != end; data += n)
                    Action<Element>{}(data, data + n);
            },
            prepare};
}

enum class input { as_it_comes, sorted_halves };

template <class Element>
class order_race {
public:
    using type = typename Element::type;

    /// What must be the same of a result for all contenders; 0 if the result is wrong.
    using digest = u64 (*)(const type* data, std::size_t n);

    order_race(request asked, std::vector<order_contender<Element>> contenders, digest result,
               input made = input::as_it_comes)
        : asked_(std::move(asked)), digest_(result), made_(made) {
        for (auto& each : contenders)
            if (asked_.wants(each.name)) contenders_.push_back(each);
    }

    void run() {
        for (const cell& each : asked_.cells) run(each);
    }

private:
    static constexpr std::size_t fresh_up_to = 1 << 17; ///< elements of a round

    static std::size_t arrays_of(const cell& raced) {
        if (raced.mode == "cold") return 1;
        return std::clamp<std::size_t>((raced.n < 1000 ? 16384 : 32768) / raced.n, 1, 4096);
    }
    int rounds_of(const cell& raced) const {
        if (asked_.rounds != 0) return asked_.rounds;
        return raced.mode == "cold" ? 21 : raced.n <= 1024 ? 15 : raced.n <= 65536 ? 9 : 7;
    }

    void make_pool(std::size_t n) {
        const std::size_t size = std::max<std::size_t>(n, 32768);
        if (pool_.size() == size) return;
        pool_.clear();
        inputs_.clear();
        work_.clear();
        rng random(asked_.seed);
        for (std::size_t i = 0; i != size; ++i) pool_.push_back(Element::random(random));
        std::sort(pool_.begin(), pool_.end(), less_of<Element>{});
    }

    void make_inputs(const cell& raced, std::size_t arrays, u64 seed) {
        rng random(seed);
        inputs_.resize(raced.n * arrays);
        for (std::size_t a = 0; a != arrays; ++a) {
            const std::vector<std::uint32_t> at = ranks(raced.n, pool_.size(), random)(raced.pattern);
            if (at.size() != raced.n) stop("no pattern " + raced.pattern);
            const auto first = inputs_.begin() + static_cast<std::ptrdiff_t>(a * raced.n);
            const auto last = first + static_cast<std::ptrdiff_t>(raced.n);
            for (std::size_t i = 0; i != raced.n; ++i) first[static_cast<std::ptrdiff_t>(i)] = pool_[at[i]];
            if (made_ == input::as_it_comes) continue;
            std::sort(first, first + (last - first) / 2, less_of<Element>{});
            std::sort(first + (last - first) / 2, last, less_of<Element>{});
        }
    }

    void chill() {
        intrude_();
        for (const type& each : work_)
            if (const void* other = Element::elsewhere(each)) intruder::flush(other, 64);
        intruder::flush(work_.data(), work_.size() * sizeof(type));
    }

    u64 result(std::size_t n) const {
        u64 sum = 1;
        for (std::size_t at = 0; at != work_.size(); at += n) {
            const u64 one = digest_(work_.data() + at, n);
            if (one == 0) return 0;
            sum = mix(sum ^ one);
        }
        return sum;
    }

    void run(const cell& raced) {
        const std::size_t arrays = arrays_of(raced), total = raced.n * arrays;
        const bool fresh = total <= fresh_up_to, cold = raced.mode == "cold";
        const int rounds = rounds_of(raced);
        make_pool(raced.n);
        std::vector<std::vector<double>> times(contenders_.size());
        for (int round = fresh && !cold ? -1 : 0; round < rounds; ++round) { // -1 is not counted
            const bool first = round <= 0;
            if (fresh || first) make_inputs(raced, arrays, mix(asked_.seed) + static_cast<u64>(round + 1));
            u64 expected = 0;
            for (std::size_t turn = 0; turn != contenders_.size(); ++turn) {
                const std::size_t c = (turn + static_cast<std::size_t>(round + 1)) % contenders_.size();
                work_ = inputs_;
                contenders_[c].prepare();
                if (cold) chill();
                const double ns = nanoseconds([&] { contenders_[c].run(work_.data(), raced.n, arrays); });
                if (round >= 0) times[c].push_back(ns / static_cast<double>(total));
                if (!fresh && !first) continue;
                const u64 digest = result(raced.n);
                if (turn == 0) expected = digest;
                if (digest == 0 || digest != expected)
                    stop(std::string(contenders_[c].name) + ": another result of " + raced.pattern + " " +
                         std::to_string(raced.n));
            }
        }
        for (std::size_t c = 0; c != contenders_.size(); ++c) print(raced, contenders_[c].name, times[c]);
    }

    request asked_;
    std::vector<order_contender<Element>> contenders_;
    digest digest_;
    input made_;
    std::vector<type> pool_, inputs_, work_;
    intruder intrude_;
};

/// Sorted, and the same elements, in whichever order equal ones are.
template <class Element>
u64 digest_of_sorted(const typename Element::type* data, std::size_t n) {
    u64 sum = 1;
    for (std::size_t i = 0; i != n; ++i) {
        if (i != 0 && Element::less(data[i], data[i - 1])) return 0;
        sum += Element::digest(data[i]);
    }
    return sum | 1;
}

/// The same elements in the same places.
template <class Element>
u64 digest_of_sequence(const typename Element::type* data, std::size_t n) {
    u64 sum = digest_of_sorted<Element>(data, n);
    if (sum == 0) return 0;
    for (std::size_t i = 0; i != n; ++i) sum = mix(sum ^ Element::digest(data[i]));
    return sum | 1;
}

constexpr std::ptrdiff_t hundredth(std::ptrdiff_t n) { return n < 100 ? 1 : n / 100; }

/// The first hundredth sorted and not after the rest, and the same elements in all.
template <class Element>
u64 digest_of_front(const typename Element::type* data, std::size_t n) {
    const auto front = static_cast<std::size_t>(hundredth(static_cast<std::ptrdiff_t>(n)));
    u64 sum = 1;
    for (std::size_t i = 0; i != n; ++i) {
        if (i != 0 && Element::less(data[i], data[std::min(i, front) - 1])) return 0;
        sum += Element::digest(data[i]);
    }
    return sum | 1;
}

/// The race of one algorithm of std's against Arsenal's: a program's main.
template <class Element, template <class> class OfStd, template <class> class OfArsenal>
void race_with_std(int argc, char** argv, typename order_race<Element>::digest result,
                   input made = input::as_it_comes) {
    const std::vector contenders{contender<Element, OfStd>("std"), contender<Element, OfArsenal>("arsenal")};
    order_race<Element>(requested(argc, argv), contenders, result, made).run();
}

} // namespace bench
