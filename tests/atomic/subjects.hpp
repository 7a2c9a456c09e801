#pragma once

#include <atomic/under_test.hpp>

namespace test {

/// Runs check on an atomic<T> that holds `value`, and on an atomic_ref to an object that does.
template <class T, class Check>
void on_atomic_and_ref(T value, Check check) {
    ut::atomic<T> atomic(value);
    check(atomic);
    alignas(ut::atomic_ref<T>::required_alignment) T object = value;
    const ut::atomic_ref<T> ref(object);
    check(ref);
}

} // namespace test
