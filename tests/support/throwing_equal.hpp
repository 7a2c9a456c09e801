#pragma once

#include <functional>
#include <support/fault_injection.hpp>
#include <utility>

namespace support {

/// Base's predicate, where each call is a step (fault::equal) and each copy of the functor is another
/// (fault::functor_copy). `id` is a state that must travel with copies and swaps.
template <class Base = std::equal_to<>>
class throwing_equal {
public:
    throwing_equal() = default;
    explicit throwing_equal(int id) : id_(id) {}
    throwing_equal(const throwing_equal& other) : base_(other.base_), id_(other.id_) {
        faults.step_or_throw(fault::functor_copy);
    }
    throwing_equal& operator=(const throwing_equal& other) {
        faults.step_or_throw(fault::functor_copy);
        base_ = other.base_;
        id_ = other.id_;
        return *this;
    }

    /// A swap that fails changes neither side.
    friend void swap(throwing_equal& a, throwing_equal& b) {
        faults.step_or_throw(fault::functor_copy);
        std::swap(a.base_, b.base_);
        std::swap(a.id_, b.id_);
    }

    template <class A, class B>
    bool operator()(const A& a, const B& b) const {
        faults.step_or_throw(fault::equal);
        return base_(a, b);
    }
    int id() const { return id_; }

private:
    [[no_unique_address]] Base base_;
    int id_ = 0;
};

} // namespace support
