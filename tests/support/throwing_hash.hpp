#pragma once

#include <cstddef>
#include <functional>
#include <support/fault_injection.hpp>
#include <utility>

namespace support {

/// Base's hash, where each call is a step (fault::hash) and each copy of the functor is another
/// (fault::functor_copy). `salt` is a state that must travel with copies and swaps: it is added to every
/// hash. Nothing here is noexcept, so no container may skip its bookkeeping.
template <class Base>
class throwing_hash {
public:
    throwing_hash() = default;
    explicit throwing_hash(std::size_t salt) : salt_(salt) {}
    throwing_hash(const throwing_hash& other) : base_(other.base_), salt_(other.salt_) {
        faults.step_or_throw(fault::functor_copy);
    }
    throwing_hash& operator=(const throwing_hash& other) {
        faults.step_or_throw(fault::functor_copy);
        base_ = other.base_;
        salt_ = other.salt_;
        return *this;
    }

    /// A swap that fails changes neither side.
    friend void swap(throwing_hash& a, throwing_hash& b) {
        faults.step_or_throw(fault::functor_copy);
        std::swap(a.base_, b.base_);
        std::swap(a.salt_, b.salt_);
    }

    template <class Key>
    std::size_t operator()(const Key& key) const {
        faults.step_or_throw(fault::hash);
        return base_(key) + salt_;
    }
    std::size_t salt() const { return salt_; }

private:
    [[no_unique_address]] Base base_;
    std::size_t salt_ = 0;
};

} // namespace support
