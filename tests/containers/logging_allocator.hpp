#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <type_traits>
#include <utility>

// An allocator that writes down which objects of Element it constructs and destroys, so that a test sees
// whether a container goes through allocator_traits for its elements ([container.requirements.general]/3).
namespace logging {

struct log {
    std::map<const void*, int> live;
    std::size_t constructed = 0;
    std::size_t destroyed = 0;
    std::size_t errors = 0;
    bool has(const void* element) const { return live.count(element) != 0; }
};

template <class T, class Element>
struct allocator {
    using value_type = T;
    template <class U>
    struct rebind {
        using other = allocator<U, Element>;
    };

    log* to;

    explicit allocator(log& l) noexcept : to(&l) {}
    template <class U>
    allocator(const allocator<U, Element>& other) noexcept : to(other.to) {}

    T* allocate(std::size_t n) { return std::allocator<T>().allocate(n); }
    void deallocate(T* p, std::size_t n) noexcept { std::allocator<T>().deallocate(p, n); }

    template <class U, class... Args>
    void construct(U* p, Args&&... args) {
        ::new (static_cast<void*>(p)) U(std::forward<Args>(args)...);
        if constexpr (std::is_same_v<U, Element>) {
            ++to->constructed;
            if (!to->live.emplace(p, 1).second) ++to->errors;
        }
    }
    template <class U>
    void destroy(U* p) {
        if constexpr (std::is_same_v<U, Element>) {
            ++to->destroyed;
            if (to->live.erase(p) != 1) ++to->errors;
        }
        p->~U();
    }

    template <class U>
    friend bool operator==(const allocator& a, const allocator<U, Element>& b) noexcept {
        return a.to == b.to;
    }
};

} // namespace logging
