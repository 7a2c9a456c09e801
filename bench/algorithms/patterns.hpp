#pragma once

#include "../support/rng.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

// The orders in which the elements of an array come, as ranks in a sorted pool of random elements.

namespace bench {

class ranks {
public:
    ranks(std::size_t n, std::size_t pool, rng& random) : ranks_(n), pool_(pool), random_(random) {}

    /// The ranks of an array in the order called `pattern`; none if there is no such pattern.
    std::vector<std::uint32_t> operator()(std::string_view pattern) {
        const std::size_t n = ranks_.size();
        if (pattern == "random") {
            at_random(0, n);
        } else if (pattern == "sorted") {
            ascending();
        } else if (pattern == "reversed") {
            ascending();
            std::reverse(ranks_.begin(), ranks_.end());
        } else if (pattern == "swapped") {
            ascending();
            for (std::size_t swaps = one_percent(); swaps != 0; --swaps)
                std::swap(ranks_[random_.below(n)], ranks_[random_.below(n)]);
        } else if (pattern == "values16") {
            values(16);
        } else if (pattern == "values2") {
            values(2);
        } else if (pattern == "equal") {
            values(1);
        } else if (pattern == "pipe") {
            ascending();
            std::vector<std::uint32_t> up, down;
            for (std::size_t i = 0; i != n; ++i) (i % 2 == 0 ? up : down).push_back(ranks_[i]);
            std::copy(down.rbegin(), down.rend(), std::copy(up.begin(), up.end(), ranks_.begin()));
        } else if (pattern == "sawtooth") {
            const auto tooth = static_cast<std::size_t>(std::sqrt(static_cast<double>(n)));
            for (std::size_t i = 0; i != n; ++i) ranks_[i] = spread(i % tooth, tooth);
        } else if (pattern == "runs") {
            at_random(0, n);
            for (std::size_t i = 0; i < n; i += 100)
                std::sort(ranks_.begin() + i, ranks_.begin() + std::min(n, i + 100));
        } else if (pattern == "tail") {
            ascending();
            at_random(n - one_percent(), n);
        } else if (pattern == "exponential") {
            for (std::uint32_t& rank : ranks_) {
                const double octave = uniform() * std::log2(static_cast<double>(pool_));
                rank = static_cast<std::uint32_t>(std::min(std::exp2(octave), pool_ - 1.0));
            }
        } else {
            return {};
        }
        return std::move(ranks_);
    }

private:
    double uniform() { return static_cast<double>(random_() >> 11) * 0x1p-53; }
    std::size_t one_percent() const { return std::max<std::size_t>(1, ranks_.size() / 100); }
    std::uint32_t spread(std::size_t i, std::size_t of) const {
        return static_cast<std::uint32_t>(i * pool_ / of);
    }

    void at_random(std::size_t from, std::size_t to) {
        for (; from != to; ++from) ranks_[from] = static_cast<std::uint32_t>(random_.below(pool_));
    }

    /// One from each nth part of the pool.
    void ascending() {
        const double part = static_cast<double>(pool_) / static_cast<double>(ranks_.size());
        for (std::size_t i = 0; i != ranks_.size(); ++i)
            ranks_[i] = static_cast<std::uint32_t>((static_cast<double>(i) + uniform()) * part);
        for (std::uint32_t& rank : ranks_) rank = std::min(rank, static_cast<std::uint32_t>(pool_ - 1));
    }

    void values(std::size_t count) {
        std::vector<std::uint32_t> chosen(count);
        for (std::uint32_t& value : chosen) value = static_cast<std::uint32_t>(random_.below(pool_));
        for (std::uint32_t& rank : ranks_) rank = chosen[random_.below(count)];
    }

    std::vector<std::uint32_t> ranks_;
    std::size_t pool_;
    rng& random_;
};

} // namespace bench
