#pragma once

#include <arsenal/hash/detail/kind.hpp>
#include <arsenal/hash/detail/words.hpp>
#include <arsenal/hash/hash_state.hpp>
#include <arsenal/platform/config.hpp>

#include <bitset>
#include <concepts>
#include <vector>

namespace arsenal::inline ARSENAL_ABI {

// Takes the bytes that hash_append cuts values into: hash_state, or a named algorithm (xxh3_64, wyhash, ...),
// whose digest is then one of the value's fields in order, each little-endian.
template <class State>
concept hash_sink = requires(State& state, const void* bytes, std::size_t n) { state.update(bytes, n); };

namespace detail {

// A sink under a secret key: nothing that enters it may have gone through a hash without one before.
template <class State>
concept keyed_sink = requires(const State& state) {
    { state.fresh() } -> std::same_as<State>;
};

template <class T>
inline constexpr bool is_bit_row = false;
template <std::size_t N>
inline constexpr bool is_bit_row<std::bitset<N>> = true;
template <class Alloc>
inline constexpr bool is_bit_row<std::vector<bool, Alloc>> = true;

// std::filesystem::path, without its header: equal where its elements' texts are.
template <class T>
concept path_like = std::ranges::forward_range<const T> && requires(const T& path) {
    requires std::same_as<std::ranges::range_value_t<const T>, T>;
    T::preferred_separator;
    requires is_text<std::remove_cvref_t<decltype(path.native())>>;
};

struct hash_append_fn {
    // Appends values to a hash_sink, field by field. A user type takes part through a hidden friend:
    //
    //     struct point {
    //         int x, y;
    //         template <class H>
    //         friend void hash_append(H& h, const point& p) { arsenal::hash_append(h, p.x, p.y); }
    //     };
    //
    // Values that compare equal must append the same fields. Complexity: linear in the size of the values.
    template <hash_sink State, class... Ts>
        requires(hashable<Ts> && ...)
    constexpr void operator()(State& state, const Ts&... values) const {
        (append(state, values), ...);
    }

private:
    template <class State, class T>
    static constexpr void append(State& state, const T& value) {
        if constexpr (!std::is_base_of_v<generated_hash, hash<T>>)
            append_word(state, static_cast<std::uint64_t>(hash<T>{}(value)));
        else
            append_as<kind_of<T>()>(state, value);
    }

    template <hash_kind Kind, class State, class T>
    static constexpr void append_as(State& state, const T& value) {
        if constexpr (Kind == hash_kind::appended) {
            append_lookup::call(state, value);
        } else if constexpr (Kind == hash_kind::integer || Kind == hash_kind::pointer) {
            append_integer(state, value);
        } else if constexpr (Kind == hash_kind::floating) {
            append_floating(state, value);
        } else if constexpr (Kind == hash_kind::text) {
            append_contiguous(state, value.data(), value.size());
        } else if constexpr (Kind == hash_kind::optional) {
            append_word(state, value.has_value());
            if (value) append(state, *value);
        } else if constexpr (Kind == hash_kind::smart_pointer) {
            append(state, value.get());
        } else if constexpr (Kind == hash_kind::product) {
            std::apply([&](const auto&... elements) { (append(state, elements), ...); }, value);
        } else if constexpr (Kind == hash_kind::sum) {
            append_word(state, value.index());
            if (!value.valueless_by_exception())
                std::visit([&](const auto& alternative) { append(state, alternative); }, value);
        } else if constexpr (Kind == hash_kind::platform) {
            if constexpr (keyed_sink<State>)
                append_platform_keyed(state, value);
            else
                append_word(state, static_cast<std::uint64_t>(std::hash<T>{}(value)));
        } else if constexpr (Kind == hash_kind::sequence) {
            append_sequence(state, value);
        } else {
            static_assert(Kind == hash_kind::unordered);
            append_unordered(state, value);
        }
    }

    // std::hash has no key: where it is a digest of many bytes, the bytes go in instead.
    template <class State, class T>
    static constexpr void append_platform_keyed(State& state, const T& value) {
        if constexpr (path_like<T>) {
            std::uint64_t count = 0;
            for (const T& element : value) {
                append(state, element.native());
                ++count;
            }
            append_word(state, count);
        } else if constexpr (is_bit_row<T>) {
            append_bits(state, value);
        } else if constexpr (!std::is_class_v<T> && requires { value >> 64; }) {
            append_integer(state, value);
        } else {
            append_word(state, static_cast<std::uint64_t>(std::hash<T>{}(value)));
        }
    }

    template <class State, class Bits>
    static constexpr void append_bits(State& state, const Bits& bits) {
        const std::size_t count = bits.size();
        std::uint64_t word = 0;
        for (std::size_t i = 0; i != count; ++i) {
            word |= std::uint64_t{static_cast<bool>(bits[i])} << i % 64;
            if (i % 64 == 63 || i + 1 == count) {
                append_word(state, word);
                word = 0;
            }
        }
        append_word(state, count);
    }

    template <class State, class Range>
    static constexpr void append_sequence(State& state, const Range& range) {
        using value_type = std::ranges::range_value_t<const Range>;
        if constexpr (std::ranges::contiguous_range<const Range> && std::ranges::sized_range<const Range> &&
                      is_bytewise<value_type>) {
            append_contiguous(state, std::ranges::data(range), std::ranges::size(range));
        } else {
            std::uint64_t count = 0;
            for (const auto& element : range) {
                append(state, static_cast<const value_type&>(element));
                ++count;
            }
            append_word(state, count);
        }
    }

    template <class State, class Container>
    static constexpr void append_unordered(State& state, const Container& container) {
        std::uint64_t sum = 0;
        for (const auto& element : container) {
            auto one = part_of(state);
            append(one, element);
            sum += one.digest();
        }
        append_word(state, sum);
        append_word(state, container.size());
    }

    template <class State>
    static constexpr auto part_of(const State& state) {
        if constexpr (keyed_sink<State>)
            return state.fresh();
        else if constexpr (std::same_as<State, hash_state>)
            return hash_state(state.digest()); // which carries the seed
        else
            return hash_state(byte_secret[3]);
    }
};

} // namespace detail

// In a namespace of its own, so that Arsenal's types may have hidden friends of that name.
inline namespace customization {

inline constexpr detail::hash_append_fn hash_append{};

} // namespace customization

} // namespace arsenal::inline ARSENAL_ABI
