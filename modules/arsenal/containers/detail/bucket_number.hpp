#pragma once

#include <arsenal/containers/detail/prime_modulus.hpp>
#include <arsenal/platform/config.hpp>

#include <cstddef>

namespace arsenal::inline ARSENAL_ABI::detail {

/// How many buckets a multi_table says it has, and how many elements they take.
class bucket_number {
public:
    /// max(1, ...) as std: a table without an index has one bucket.
    std::size_t count() const noexcept { return count_ == 0 ? 1 : count_; }
    /// Elements before there have to be more buckets.
    std::size_t limit() const noexcept { return limit_; }
    float max_load() const noexcept { return max_load_; }

    /// `most`: elements that there can be.
    void count(std::size_t n, std::size_t most) noexcept {
        count_ = n;
        limit_ = elements_in(n);
        if (limit_ > most) limit_ = most;
    }
    void max_load(float z, std::size_t most) noexcept {
        if (!(z > 0)) return; // a hint that makes no sense
        max_load_ = z;
        count(count_, most);
    }
    std::size_t elements_in(std::size_t buckets) const noexcept {
        return max_load_ == 1.0f ? buckets : detail::elements_in(buckets, max_load_);
    }
    /// The fewest buckets that take n elements.
    std::size_t wanted_by(std::size_t n) const {
        return max_load_ == 1.0f ? n : buckets_for_elements(n, max_load_);
    }

    void copy_load(const bucket_number& other) noexcept { max_load_ = other.max_load_; }
    bucket_number taken() noexcept {
        const bucket_number contents = *this;
        count_ = limit_ = 0;
        return contents;
    }

private:
    std::size_t count_ = 0;
    std::size_t limit_ = 0;
    float max_load_ = 1.0f;
};

} // namespace arsenal::inline ARSENAL_ABI::detail
