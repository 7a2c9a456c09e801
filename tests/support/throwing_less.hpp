#pragma once

#include <support/fault_injection.hpp>

namespace support {

/// a < b, by ids where the values have them; a call is a step of the injector (fault::equal: of comparisons).
struct throwing_less {
    template <class T>
    bool operator()(const T& a, const T& b) const {
        faults.step_or_throw(fault::equal);
        if constexpr (requires { a.id(); }) {
            return a.id() < b.id();
        } else {
            return a < b;
        }
    }
};

} // namespace support
