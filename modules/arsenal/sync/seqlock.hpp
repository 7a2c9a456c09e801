#pragma once

#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>
#include <arsenal/sync/detail/policy.hpp>

#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <type_traits>
#include <utility>

// When not to use it: where writes are frequent (readers start again for as long as writers come), for values
// of more than some hundred bytes (a reader copies all of it before it knows whether it may keep it), or for
// what owns or points to something that a writer frees (a reader may look at a value that has been replaced;
// hazard pointers and RCU are for that). A single word is better off in an atomic. Worth it for small values
// that are read all the time by many and written now and then: readers write nothing, wait for nobody who
// reads, and do not slow each other down.

namespace arsenal::inline ARSENAL_ABI {

/// Who may call store() and update(): any thread, one at a time, which costs a read-modify-write; or only one
/// thread at a time, as the caller sees to (hardening debug catches two that meet).
enum class seqlock_writers { many, one };

} // namespace arsenal::inline ARSENAL_ABI

namespace arsenal::inline ARSENAL_ABI::detail {

// A trivially copyable value as words.
template <class T>
class value_words {
    static constexpr std::size_t count = (sizeof(T) + sizeof(std::uintptr_t) - 1) / sizeof(std::uintptr_t);
    static constexpr std::size_t rest = count * sizeof(std::uintptr_t) - sizeof(T);

    // The value's bytes, and zeros up to whole words.
    struct filled {
        std::array<std::byte, sizeof(T)> bytes;
        std::array<std::byte, rest> zeros;
    };

public:
    using array = std::array<std::uintptr_t, count>;

    static constexpr array from(const T& value) noexcept {
        if constexpr (rest == 0)
            return std::bit_cast<array>(value);
        else
            return std::bit_cast<array>(filled{std::bit_cast<std::array<std::byte, sizeof(T)>>(value), {}});
    }
    static constexpr T to(const array& words) noexcept {
        if constexpr (rest == 0)
            return std::bit_cast<T>(words);
        else
            return std::bit_cast<T>(std::bit_cast<filled>(words).bytes);
    }
};

// Versions and words, after H.-J. Boehm: "Can Seqlocks Get Along With Programming Language Memory Models?",
// MSPC 2012.
//
//   version_   even: the words are the value of that version; odd: a writer is at work
//   words_     T's bytes
//
// The words are atomic, so that a reader beside a writer is no data race, only wrong, and sees that.
//
// Orders. That a reader who saw a word of a later version cannot find the version unchanged: the version
// becomes odd, and then each word is stored with release; each is loaded with acquire, and then the version
// is looked at again. (Boehm's fences, a release fence in the writer and an acquire fence in the reader, do
// the same for all words at once. On x86-64 neither costs an instruction; on arm64 a fence is one instruction
// and the others are ldar instead of ldr; and ThreadSanitizer knows the orders, not the fences.)
// That a reader sees no older words than those of its version: the version's last store releases them, its
// first load acquires. So what a writer did before a store happens before what follows the load of its value.
// That a writer's words come after the last one's: taking the version acquires.
template <class T, seqlock_writers Writers, class Policy>
class basic_seqlock {
    static_assert(std::is_trivially_copyable_v<T> && std::is_same_v<T, std::remove_cv_t<T>>,
                  "seqlock<T> copies T's bytes: T must be trivially copyable, and not const or volatile");
    using words = value_words<T>;
    using array = typename words::array;
    using version = std::uintptr_t; // wraps; a reader would have to sleep through all of them

public:
    using value_type = T;

    constexpr basic_seqlock() noexcept
        requires std::default_initializable<T>
        : basic_seqlock(T()) {}
    constexpr explicit basic_seqlock(const T& value) noexcept
        : basic_seqlock(words::from(value), std::make_index_sequence<std::tuple_size_v<array>>()) {}
    basic_seqlock(const basic_seqlock&) = delete;
    basic_seqlock& operator=(const basic_seqlock&) = delete;

    ~basic_seqlock() = default;
    ~basic_seqlock()
        requires(ARSENAL_HARDENING >= ARSENAL_HARDENING_DEBUG)
    {
        ARSENAL_DEBUG_ASSERT(is_even(version_.load(relaxed)), "seqlock destroyed while it is written");
    }

    /// The value of the last store that is done, or of one that is done meanwhile. Starts again when a writer
    /// comes in between, and so may take long, but a writer never waits for it.
    [[nodiscard]] T load() const noexcept {
        if (const std::optional<T> value = try_load()) [[likely]]
            return *value;
        return wait_and_load();
    }

    /// The same at the first attempt, or nothing.
    [[nodiscard]] std::optional<T> try_load() const noexcept {
        const version before = version_.load(acquire);
        const array copy = read_words();
        if (!is_unchanged(before)) return std::nullopt;
        return words::to(copy);
    }

    void store(const T& value) noexcept { section(*this).write(words::from(value)); }

    /// Stores function(value), where no writer comes in between; nothing if the function throws. Readers wait
    /// for it.
    template <class Function>
        requires std::is_invocable_r_v<T, Function&, const T&>
    void update(Function function) {
        section mine(*this);
        mine.write(words::from(function(words::to(mine.read()))));
    }

private:
    template <std::size_t... I>
    constexpr basic_seqlock(const array& initial, std::index_sequence<I...>) noexcept
        : words_{{atomic_word(initial[I])...}} {}

    static constexpr bool is_even(version v) noexcept { return v % 2 == 0; }

    // Whether what was read after `before` is the value of that version.
    bool is_unchanged(version before) const noexcept {
        return version_.load(relaxed) == before - before % 2; // which none is after an odd one
    }

    // A writer's, from the odd version to the next even one, whether or not it has written by then.
    class section {
    public:
        explicit section(basic_seqlock& owner) noexcept : owner_(owner), before_(owner.make_odd()) {}
        ~section() { owner_.version_.store(before_ + 2, release); }
        section(const section&) = delete;
        section& operator=(const section&) = delete;

        array read() const noexcept {
            array copy;
            for (std::size_t i = 0; i != copy.size(); ++i) copy[i] = owner_.words_[i].load(relaxed);
            return copy;
        }
        void write(const array& from) noexcept {
            for (std::size_t i = 0; i != from.size(); ++i) owner_.words_[i].store(from[i], release);
        }

    private:
        basic_seqlock& owner_;
        version before_;
    };

    // Returns the version before.
    version make_odd() noexcept {
        version before = version_.load(relaxed);
        if constexpr (Writers == seqlock_writers::one) {
            ARSENAL_DEBUG_ASSERT(is_even(before), "two writers in a seqlock for one");
            version_.store(before + 1, relaxed);
        } else {
            for (unsigned round = 0; !take(before); before = version_.load(relaxed)) Policy::spin(round);
        }
        return before;
    }
    bool take(version before) noexcept {
        return is_even(before) && version_.compare_exchange_strong(before, before + 1, acquire, relaxed);
    }

    array read_words() const noexcept {
        array copy;
        for (std::size_t i = 0; i != copy.size(); ++i) copy[i] = words_[i].load(acquire);
        return copy;
    }

    [[gnu::noinline, gnu::cold]] T wait_and_load() const noexcept {
        unsigned round = 0;
        for (;;) {
            Policy::spin(round);
            if (const std::optional<T> value = try_load()) return *value;
        }
    }

    using atomic_word = typename Policy::template atomic<std::uintptr_t>;
    typename Policy::template atomic<version> version_{0};
    std::array<atomic_word, std::tuple_size_v<array>> words_;
};

} // namespace arsenal::inline ARSENAL_ABI::detail

namespace arsenal::inline ARSENAL_ABI {

/// A T that may be read while it is written. One word more than T.
template <class T, seqlock_writers Writers = seqlock_writers::many>
class seqlock : public detail::basic_seqlock<T, Writers, detail::lock_policy> {
public:
    using detail::basic_seqlock<T, Writers, detail::lock_policy>::basic_seqlock;
};

template <class T>
seqlock(T) -> seqlock<T>;

static_assert(sizeof(seqlock<char>) == 2 * sizeof(std::uintptr_t));
static_assert(sizeof(seqlock<std::array<std::uintptr_t, 3>>) == 4 * sizeof(std::uintptr_t));

} // namespace arsenal::inline ARSENAL_ABI
