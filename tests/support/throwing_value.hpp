#pragma once

#include <cstddef>
#include <functional>
#include <support/fault_injection.hpp>
#include <support/instance_counter.hpp>

namespace support {

/// A regular value, an int inside, whose default construction, construction from an id, copy, move and
/// assignments are steps of the injector (fault::construct, copy, move, assign). Equality, hash and
/// destruction never throw. A moved-from value keeps its id, so that a half-moved element is still
/// recognisable. Tag separates keys from mapped values in the instance count.
template <class Tag = void>
class throwing_value : public instance_counter<throwing_value<Tag>> {
    using base = instance_counter<throwing_value<Tag>>;

public:
    throwing_value() : throwing_value(0) {}
    explicit throwing_value(int id) : id_(stepped(fault::construct, id)) {}
    throwing_value(const throwing_value& other) : base(other), id_(stepped(fault::copy, other.id_)) {}
    throwing_value(throwing_value&& other) : base(other), id_(stepped(fault::move, other.id_)) {}
    throwing_value& operator=(const throwing_value& other) {
        faults.step_or_throw(fault::assign);
        base::operator=(other);
        id_ = other.id_;
        return *this;
    }
    throwing_value& operator=(throwing_value&& other) {
        faults.step_or_throw(fault::assign);
        base::operator=(other);
        id_ = other.id_;
        return *this;
    }

    int id() const noexcept { return id_; }
    friend bool operator==(const throwing_value& a, const throwing_value& b) noexcept {
        return a.id_ == b.id_;
    }

private:
    static int stepped(fault kind, int id) {
        faults.step_or_throw(kind);
        return id;
    }
    int id_;
};

/// A hash for throwing_value that does not throw.
struct throwing_value_hash {
    template <class Tag>
    std::size_t operator()(const throwing_value<Tag>& v) const noexcept {
        return std::hash<int>()(v.id());
    }
};

} // namespace support
