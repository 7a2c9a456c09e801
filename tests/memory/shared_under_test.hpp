#pragma once

// One conformance suite, three subjects: namespace `ut` has [util.sharedptr] and [util.smartptr.enab] by
// std's names.
//
//   ARSENAL_TEST_STD=1      the platform's std
//   ARSENAL_TEST_IMPORT=1   local_shared_ptr by `import arsenal.memory;`
//   neither                 local_shared_ptr by `#include <arsenal/memory.hpp>`
//
// Include it last: it may be an import, and includes come before imports.

#include <memory>
#include <utility>

#if ARSENAL_TEST_STD

namespace ut = std;

#else

#if ARSENAL_TEST_IMPORT
import arsenal.memory;
#else
#include <arsenal/memory.hpp>
#endif

namespace ut {

template <class T>
using shared_ptr = arsenal::local_shared_ptr<T>;
template <class T>
using weak_ptr = arsenal::local_weak_ptr<T>;
template <class T>
using enable_shared_from_this = arsenal::enable_local_shared_from_this<T>;

template <class T, class... Args>
shared_ptr<T> make_shared(Args&&... args) {
    return arsenal::make_local_shared<T>(std::forward<Args>(args)...);
}
template <class T, class... Args>
shared_ptr<T> make_shared_for_overwrite(Args&&... args) {
    return arsenal::make_local_shared_for_overwrite<T>(std::forward<Args>(args)...);
}
template <class T, class Alloc, class... Args>
shared_ptr<T> allocate_shared(const Alloc& alloc, Args&&... args) {
    return arsenal::allocate_local_shared<T>(alloc, std::forward<Args>(args)...);
}
template <class T, class Alloc, class... Args>
shared_ptr<T> allocate_shared_for_overwrite(const Alloc& alloc, Args&&... args) {
    return arsenal::allocate_local_shared_for_overwrite<T>(alloc, std::forward<Args>(args)...);
}
using arsenal::const_pointer_cast;
using arsenal::dynamic_pointer_cast;
using arsenal::get_deleter;
using arsenal::reinterpret_pointer_cast;
using arsenal::static_pointer_cast;

} // namespace ut

#endif
