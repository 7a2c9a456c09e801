// Padding does not count ([atomics.types.operations]): compare_exchange and wait look at the value alone.
// clang and g++ go different ways to that.

#include <catch2/catch_template_test_macros.hpp>
#include <catch2/catch_test_macros.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>

#include <arsenal/atomic/detail/bits.hpp>
#include <arsenal/atomic/detail/value_bytes.hpp> // detail, which no import carries

#include <atomic/under_test.hpp>

using namespace arsenal;

namespace {

struct small {
    char c;
    short s;
};
struct mid {
    char c;
    std::int32_t i;
};
struct tagged {
    int* pointer;
    std::uint32_t tag;
};
struct nested {
    mid inner;
    char last;
    mid array[2];
};
struct of_arrays {
    std::array<mid, 2> a;
    short s;
    double d;
};
struct nothing {};

template <class T>
T value(int i);
template <>
small value(int i) {
    return {static_cast<char>(i), static_cast<short>(i)};
}
template <>
mid value(int i) {
    return {static_cast<char>(i), i};
}
template <>
tagged value(int i) {
    return {nullptr, static_cast<std::uint32_t>(i)};
}
template <>
nested value(int i) {
    return {value<mid>(i), 'l', {value<mid>(1), value<mid>(i)}};
}
template <>
of_arrays value(int i) {
    return {{value<mid>(1), value<mid>(i)}, 2, 0.5 + i};
}
template <>
long double value(int i) {
    return i;
}

// An object of that value in memory full of `fill`: what is padding stays.
template <class T>
struct dirty {
    alignas(atomic_ref<T>::required_alignment) unsigned char bytes[sizeof(T)];
    dirty(int i, unsigned char fill) {
        std::memset(bytes, fill, sizeof bytes);
        assign(object(), value<T>(i));
    }
    T& object() { return *std::launder(reinterpret_cast<T*>(bytes)); }

    static void assign(small& to, const small& v) { to.c = v.c, to.s = v.s; }
    static void assign(mid& to, const mid& v) { to.c = v.c, to.i = v.i; }
    static void assign(tagged& to, const tagged& v) { to.pointer = v.pointer, to.tag = v.tag; }
    static void assign(nested& to, const nested& v) {
        assign(to.inner, v.inner);
        to.last = v.last;
        for (int i = 0; i != 2; ++i) assign(to.array[i], v.array[i]);
    }
    static void assign(of_arrays& to, const of_arrays& v) {
        for (int i = 0; i != 2; ++i) assign(to.a[i], v.a[i]);
        to.s = v.s;
        to.d = v.d;
    }
    static void assign(long double& to, const long double& v) { to = v; }
};

} // namespace

TEMPLATE_TEST_CASE("compare_exchange passes over padding", "", small, mid, tagged, nested, of_arrays,
                   long double) {
    using T = TestType;
    dirty<T> object(7, 0xaa), same(7, 0x55), other(8, 0xaa);
    const atomic_ref ref(object.object());
    CHECK_FALSE(ref.compare_exchange_strong(other.object(), value<T>(9), acq_rel, acquire));
    CHECK(ref.compare_exchange_strong(other.object(), value<T>(7), acq_rel, acquire)); // it is what was there
    CHECK(ref.compare_exchange_strong(same.object(), value<T>(8), acq_rel, acquire));
    dirty<T> again(8, 0xff), more(8, 0x0f);
    ref.store(more.object(), relaxed);
    while (!ref.compare_exchange_weak(again.object(), value<T>(1), acq_rel, relaxed)) {
    }

    atomic<T> a(dirty<T>(3, 0x77).object());
    dirty<T> expected(3, 0x11);
    CHECK(a.compare_exchange_strong(expected.object(), value<T>(4), acq_rel, acquire));
    CHECK_FALSE(a.compare_exchange_strong(expected.object(), value<T>(5), acq_rel, acquire));
    CHECK(a.compare_exchange_strong(expected.object(), value<T>(5), acq_rel, acquire));
}

TEMPLATE_TEST_CASE("wait passes over padding", "", small, mid, tagged, nested, of_arrays, long double) {
    using T = TestType;
    dirty<T> object(7, 0xaa), other(8, 0xaa);
    const atomic_ref ref(object.object());
    ref.wait(other.object(), acquire); // returns: another value
    CHECK(detail::to_bits(object.object()) == detail::to_bits(dirty<T>(7, 0x55).object()));
    CHECK_FALSE(detail::to_bits(object.object()) == detail::to_bits(other.object()));
}

TEST_CASE("a class of no value is always equal") {
    atomic<nothing> a;
    nothing expected;
    CHECK(a.compare_exchange_strong(expected, nothing{}, acq_rel, acquire));
}

TEST_CASE("which types have padding, and of which it can be told") {
    struct bits {
        int a : 3;
        int b;
    };
    class hidden {
    public:
        char c = 0;

    private:
        [[maybe_unused]] int i = 0;
    };
    union either {
        char c;
        int i;
    };
    STATIC_REQUIRE(!detail::has_padding<int> && !detail::has_padding<float> && !detail::has_padding<double>);
    STATIC_REQUIRE(!detail::has_padding<int*> && !detail::has_padding<bool>);
    STATIC_REQUIRE(detail::has_padding<mid> && detail::has_padding<nested>);
    STATIC_REQUIRE(detail::sees_padding<mid> && detail::sees_padding<nested> &&
                   detail::sees_padding<of_arrays>);
#if defined(__clang__)
    STATIC_REQUIRE(!detail::sees_padding<bits> && !detail::sees_padding<hidden>);
    STATIC_REQUIRE(!detail::sees_padding<either>);
#else
    STATIC_REQUIRE(detail::sees_padding<bits> && detail::sees_padding<hidden>);
    STATIC_REQUIRE(detail::has_padding<either>);
#endif
}
