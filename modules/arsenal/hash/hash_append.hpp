#pragma once

#include <arsenal/hash/detail/kind.hpp>
#include <arsenal/hash/detail/words.hpp>
#include <arsenal/hash/hash_state.hpp>
#include <arsenal/platform/config.hpp>

namespace arsenal::inline ARSENAL_ABI {

// Takes the bytes that hash_append cuts values into: hash_state, or a named algorithm (xxh3_64, wyhash, ...),
// whose digest is then one of the value's fields in order, each little-endian.
template <class State>
concept hash_sink = requires(State& state, const void* bytes, std::size_t n) { state.update(bytes, n); };

namespace detail {

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
            append_word(state, static_cast<std::uint64_t>(std::hash<T>{}(value)));
        } else if constexpr (Kind == hash_kind::sequence) {
            append_sequence(state, value);
        } else {
            static_assert(Kind == hash_kind::unordered);
            append_unordered(state, value);
        }
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
            hash_state one(byte_secret[6]);
            append(one, element);
            sum += one.digest();
        }
        append_word(state, sum);
        append_word(state, container.size());
    }
};

} // namespace detail

// In a namespace of its own, so that Arsenal's types may have hidden friends of that name.
inline namespace customization {

inline constexpr detail::hash_append_fn hash_append{};

} // namespace customization

} // namespace arsenal::inline ARSENAL_ABI
