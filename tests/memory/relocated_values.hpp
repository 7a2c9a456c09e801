#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <string>
#include <utility>

namespace memory_tests {

/// Room for N objects, of which none is there but those that a test makes, and none is destroyed.
template <class T, std::size_t N>
class raw_array {
public:
    raw_array() = default;
    raw_array(const raw_array&) = delete;
    raw_array& operator=(const raw_array&) = delete;

    template <class I>
    T* operator[](I i) {
        return reinterpret_cast<T*>(bytes_) + i;
    }
    template <class I, class... Args>
    void make(I i, Args&&... args) {
        std::construct_at((*this)[i], std::forward<Args>(args)...);
    }

private:
    alignas(T) unsigned char bytes_[N * sizeof(T)];
};

/// Trivially copyable, with a default constructor of its own: no trivial class.
struct number {
    int value = -1;
    long more = 0;
};

// A value of each type that a number tells apart.
template <class T>
struct values {
    static T make(int i) { return T(i); }
    static bool is(const T& v, int i) { return v == i; }
};
template <>
struct values<std::string> {
    static std::string make(int i) { return std::string(static_cast<std::size_t>(i) + 10, 'x'); }
    static bool is(const std::string& v, int i) { return v == make(i); }
};
template <>
struct values<std::unique_ptr<int>> {
    static std::unique_ptr<int> make(int i) { return std::make_unique<int>(i); }
    static bool is(const std::unique_ptr<int>& v, int i) { return *v == i; }
};
template <>
struct values<std::pair<int, std::unique_ptr<int>>> {
    static std::pair<int, std::unique_ptr<int>> make(int i) { return {i, std::make_unique<int>(i)}; }
    static bool is(const std::pair<int, std::unique_ptr<int>>& v, int i) {
        return v.first == i && *v.second == i;
    }
};
template <>
struct values<std::list<int>> {
    static std::list<int> make(int i) { return std::list<int>(3, i); }
    static bool is(const std::list<int>& v, int i) { return v == make(i); }
};
template <>
struct values<number> {
    static number make(int i) { return {i, i}; }
    static bool is(const number& v, int i) { return v.value == i && v.more == i; }
};

template <class T>
T value_of(int i) {
    return values<T>::make(i);
}
template <class T>
bool is_value(const T& v, int i) {
    return values<T>::is(v, i);
}

} // namespace memory_tests
