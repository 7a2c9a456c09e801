#pragma once

#include "rng.hpp"

#include <cmath>
#include <cstddef>

namespace bench {

/// Ranks below n, rank r with a probability proportional to (r + 1)^-0.99, as YCSB draws them (Gray,
/// Sundaresan, Englert, Baclawski, Weinberger: "Quickly generating billion-record synthetic databases",
/// SIGMOD 1994). Construction is linear in n.
class zipf {
public:
    explicit zipf(std::size_t n) : n_(static_cast<double>(n)) {
        for (std::size_t i = 1; i <= n; ++i) zeta_ += std::pow(static_cast<double>(i), -theta);
        const double zeta2 = 1 + std::pow(0.5, theta);
        eta_ = (1 - std::pow(2 / n_, 1 - theta)) / (1 - zeta2 / zeta_);
    }

    std::size_t rank(rng& random) const {
        const double u = static_cast<double>(random() >> 11) * 0x1p-53;
        const double at = u * zeta_;
        if (at < 1) return 0;
        if (at < 1 + std::pow(0.5, theta)) return 1;
        const double r = n_ * std::pow(eta_ * u - eta_ + 1, 1 / (1 - theta));
        return r < n_ ? static_cast<std::size_t>(r) : static_cast<std::size_t>(n_) - 1;
    }

private:
    static constexpr double theta = 0.99;
    double n_;
    double zeta_ = 0;
    double eta_;
};

} // namespace bench
