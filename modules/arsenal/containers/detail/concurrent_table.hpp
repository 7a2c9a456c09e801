#pragma once

#include <arsenal/containers/detail/held_map.hpp>
#include <arsenal/containers/detail/key_hash.hpp>
#include <arsenal/containers/detail/shard_table.hpp>
#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/containers/detail/swap_functions.hpp>
#include <arsenal/hash/detail/mix.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>
#include <arsenal/platform/throw.hpp>

// The table under concurrent_hash_map: 64 shards by six bits of the hash, each a flat table (shard_table.hpp)
// and a lock for one writer or many readers (rw_spin_lock.hpp) in one cache line.
//
//   change   key -> hash, mixed -> shard -> [prefetch tags and slot] -> lock -> 16 tags -> element -> unlock
//   lookup   the same; but where Key is a number or pointer, T trivially copyable, Pred std::equal_to, the
//            allocator std::allocator and an element at most 64 bytes, without the lock:
//            ... -> announce -> version -> 16 tags -> copy of the element -> version as before? -> visitor
//
// Such a lookup writes to a line of its own thread only, so lookups do not slow each other down, however many
// threads there are. The version is the shard's and odd while a writer writes; a reader that finds it changed
// goes through the lock. That the block of a shard that grows is not freed under a reader, the announcement
// sees to: a hazard pointer, which the writer looks for (reader_record.hpp). Other elements cost a lookup two
// read-modify-writes of the shard's line; a change costs one.
//
// Two operations meet where the shard is the same: among t threads with uniform keys, (t - 1) / 64 of them.
// More shards would hardly be met less often, and fill the first-level cache.

namespace arsenal::inline ARSENAL_ABI::detail {

template <class Key, class T, class Hash, class Pred, class Alloc>
class concurrent_table {
    using value_type = std::pair<const Key, T>;
    using key_hash_type = key_hash<Key, Hash>;
    using alloc_traits = std::allocator_traits<Alloc>;

    /// What the shards have in common.
    struct shared_part {
        using key_type = Key;

        Alloc& alloc() const noexcept { return alloc_; }
        std::uint64_t hash_of(const value_type& v) const { return hash_of_key(v.first); }
        template <class K>
        std::uint64_t hash_of_key(const K& key) const {
            const std::uint64_t h = key_hash_type::compute(hash_, key);
            // Half of mix()'s latency. Of strides of every power of two, pointers, floats and reversed bits
            // no family filled a shard by more than 1.2 times its part or sent more than 6 % of its keys out
            // of their group.
            return key_hash_type::avalanching ? h : fold(h ^ h >> 32, 0x9e3779b97f4a7c15);
        }

        [[no_unique_address]] Hash hash_;
        [[no_unique_address]] Pred equal_;
        [[no_unique_address]] mutable Alloc alloc_;
    };

    static constexpr std::size_t shard_count = 64;
    static constexpr std::size_t line_bytes = 64;
    static constexpr bool keeps_hashes =
        !std::is_scalar_v<Key> ||
        !(key_hash_type::own_hash || noexcept(std::declval<const Hash&>()(std::declval<const Key&>())));
    // Whether elements are bytes that anybody may copy, and keys are compared by no user's code (enums may
    // have an operator== of their own).
    static constexpr bool reads_unlocked =
        (std::is_arithmetic_v<Key> || std::is_pointer_v<Key>) && sizeof(Key) <= 8 && !keeps_hashes &&
        std::is_trivially_copyable_v<T> && sizeof(value_type) <= line_bytes && is_std_allocator<Alloc> &&
        (std::is_same_v<Pred, std::equal_to<Key>> || std::is_same_v<Pred, std::equal_to<void>>);
    struct alignas(line_bytes) shard
        : shard_table<value_type, keeps_hashes, reads_unlocked, Alloc, shared_part> {};
    static_assert(sizeof(shard) == line_bytes);

    // Locks for the time of an operation.

    struct reading {
        reading(const concurrent_table& table, const shard& s) : held(std::addressof(table)), at(s) {
            at.lock.lock_shared();
        }
        reading(const reading&) = delete;
        ~reading() { at.lock.unlock_shared(); }
        [[no_unique_address]] held_map held;
        const shard& at;
    };
    struct writing {
        writing(const concurrent_table& table, const shard& s) : held(std::addressof(table)), at(s) {
            at.lock.lock();
        }
        writing(const writing&) = delete;
        ~writing() { at.lock.unlock(); }
        [[no_unique_address]] held_map held;
        const shard& at;
    };
    /// All of the table, as it is at one moment.
    struct reading_all {
        explicit reading_all(const concurrent_table& table) : held(std::addressof(table)), at(table) {
            for (const shard& s : at.shards_) s.lock.lock_shared();
        }
        reading_all(const reading_all&) = delete;
        ~reading_all() {
            for (const shard& s : at.shards_) s.lock.unlock_shared();
        }
        [[no_unique_address]] held_map held;
        const concurrent_table& at;
    };

    struct place {
        template <class K>
        place(const concurrent_table& table, const K& key)
            : hash{table.common_.hash_of_key(key)}, shard(static_cast<std::size_t>(hash.bits >> 58)) {}
        shard_hash hash;
        std::size_t shard;
    };
    static_assert(shard_count == std::size_t{1} << (64 - 58));

public:
    concurrent_table(const Hash& hash, const Pred& equal, const Alloc& alloc) : common_{hash, equal, alloc} {}
    /// A copy of one state of `other`.
    concurrent_table(const concurrent_table& other, const Alloc& alloc)
        : concurrent_table(other.common_.hash_, other.common_.equal_, alloc) {
        const reading_all lock(other);
        for (std::size_t i = 0; i != shard_count; ++i)
            shards_[i].take_over(common_, other.shards_[i], [&](value_type* to, const value_type& from) {
                alloc_traits::construct(common_.alloc_, to, from);
            });
    }
    concurrent_table(concurrent_table&& other) noexcept(std::is_nothrow_copy_constructible_v<Hash> &&
                                                        std::is_nothrow_copy_constructible_v<Pred>)
        : concurrent_table(other.common_.hash_, other.common_.equal_, other.common_.alloc_) {
        steal(other);
    }
    concurrent_table(concurrent_table&& other, const Alloc& alloc)
        : concurrent_table(other.common_.hash_, other.common_.equal_, alloc) {
        if (common_.alloc_ == other.common_.alloc_)
            steal(other);
        else
            move_from(other);
    }
    ~concurrent_table() {
        for (shard& s : shards_) s.release(common_);
    }

    // Assignment. The new contents are complete before the old ones go: strong guarantee.

    void assign(const concurrent_table& other) {
        if (this == std::addressof(other)) return;
        constexpr bool propagate = alloc_traits::propagate_on_container_copy_assignment::value;
        concurrent_table copy(other, propagate ? other.common_.alloc_ : common_.alloc_);
        exchange(copy);
        if constexpr (propagate) exchange_allocators(copy);
    }
    void assign(concurrent_table&& other) {
        if (this == std::addressof(other)) return;
        constexpr bool propagate = alloc_traits::propagate_on_container_move_assignment::value;
        concurrent_table taken(std::move(other), propagate ? other.common_.alloc_ : common_.alloc_);
        exchange(taken);
        if constexpr (propagate) exchange_allocators(taken);
    }
    void swap(concurrent_table& other) {
        if constexpr (alloc_traits::propagate_on_container_swap::value)
            exchange_allocators(other);
        else
            ARSENAL_DEBUG_ASSERT(common_.alloc_ == other.common_.alloc_,
                                 "swapped containers whose allocators differ");
        exchange(other);
    }
    /// Everything but the allocators.
    void exchange(concurrent_table& other) {
        swap_functions(*this, other, [&] {
            using std::swap;
            swap(common_.hash_, other.common_.hash_);
            swap(common_.equal_, other.common_.equal_);
        });
        for (std::size_t i = 0; i != shard_count; ++i) shards_[i].swap(other.shards_[i]);
    }

    Alloc& alloc() const noexcept { return common_.alloc_; }
    const Hash& hash_function() const noexcept { return common_.hash_; }
    const Pred& key_eq() const noexcept { return common_.equal_; }
    const shared_part& common() const noexcept { return common_; }

    std::size_t size() const noexcept {
        std::size_t n = 0;
        for (const shard& s : shards_) n += s.size();
        return n;
    }
    std::size_t slot_count() const noexcept {
        std::size_t n = 0;
        for (const shard& s : shards_) n += s.slot_count();
        return n;
    }
    hash_stats stats() const noexcept {
        probe_sums sums;
        sums.totals.mixed = true;
        look_at_shards([&](const shard& s) {
            s.add_stats(common_, sums);
            return true;
        });
        return sums.means();
    }
    std::size_t max_size() const noexcept { return alloc_traits::max_size(common_.alloc_); }

    // One key. What is called with an element may change it, unless it is `looking` (shard_table.hpp).

    template <class K, class F>
    std::size_t look(const K& key, F& f) const {
        const place at(*this, key);
        const shard& s = shards_[at.shard];
        s.template prefetch<false>(at.hash);
        if constexpr (reads_unlocked && std::is_same_v<K, Key>) {
            [[maybe_unused]] const held_map held(std::addressof(*this));
            typename shard::slot_type copy;
            const unlocked_read read = s.try_read(at.hash, equal_to(key), copy);
            if (read == unlocked_read::absent) return 0;
            if (read == unlocked_read::found) [[likely]] {
                static_cast<void>(f(static_cast<const value_type&>(*copy.value())));
                return 1;
            }
        }
        const reading lock(*this, s);
        return s.look_at(at.hash, equal_to(key), f) ? 1 : 0;
    }
    template <class K, class F>
    std::size_t visit(const K& key, F& f) {
        const place at(*this, key);
        shard& s = shards_[at.shard];
        s.template prefetch<true>(at.hash);
        const writing lock(*this, s);
        return s.visit(at.hash, equal_to(key), f) ? 1 : 0;
    }
    template <class K, class Condition>
    std::size_t erase(const K& key, Condition& condition) {
        const place at(*this, key);
        shard& s = shards_[at.shard];
        s.template prefetch<true>(at.hash);
        const writing lock(*this, s);
        return s.erase(common_, at.hash, equal_to(key), condition) ? 1 : 0;
    }
    /// found(element with key), or else construct(value_type*); whether it was made.
    template <class K, class F, class Construct>
    bool find_or_insert(const K& key, F& found, Construct&& construct) {
        const place at(*this, key);
        shard& s = shards_[at.shard];
        s.template prefetch<true>(at.hash);
        const writing lock(*this, s);
        if (s.visit(at.hash, equal_to(key), found)) return false;
        s.insert(common_, at.hash, construct);
        return true;
    }

    // All shards, each under its lock, until use(shard) is false; whether it never was.

    template <class Use>
    bool look_at_shards(Use&& use) const {
        for (const shard& s : shards_) {
            const reading lock(*this, s);
            if (!use(s)) return false;
        }
        return true;
    }
    template <class Use>
    bool change_shards(Use&& use) {
        for (shard& s : shards_) {
            const writing lock(*this, s);
            if (!use(s)) return false;
        }
        return true;
    }
    void clear() noexcept {
        change_shards([&](shard& s) {
            s.clear(common_);
            return true;
        });
    }
    void reserve(std::size_t n) {
        check_length(n);
        if (n == 0) return;
        change_shards([&](shard& s) {
            s.reserve(common_, of_each_shard(n));
            return true;
        });
    }
    void rehash(std::size_t n) {
        check_length(n);
        change_shards([&](shard& s) {
            s.resize(common_, n == 0 ? 0 : of_each_shard(n));
            return true;
        });
    }
    bool equals(const concurrent_table& other) const {
        const concurrent_table copy(other, other.common_.alloc_);
        const reading_all lock(*this);
        if (size() != copy.size()) return false;
        for (const shard& s : shards_) {
            const bool same = s.look_while([&](const value_type& v) {
                bool alike = false;
                const auto compare = [&](const value_type& theirs) { alike = v == theirs; };
                copy.look(v.first, compare);
                return alike;
            });
            if (!same) return false;
        }
        return true;
    }

private:
    template <class K>
    auto equal_to(const K& key) const {
        return [this, &key](const Key& other) -> bool { return common_.equal_(other, key); };
    }
    void check_length(std::size_t n) const {
        if (n > max_size()) throw_length_error("concurrent_hash_map: more elements than max_size()");
    }
    /// n elements do not spread evenly: four standard deviations more than their part.
    static std::size_t of_each_shard(std::size_t n) noexcept {
        const std::size_t mean = n / shard_count + 1;
        const std::size_t deviation = std::size_t{1} << (std::bit_width(mean) + 1) / 2;
        return mean + 4 * deviation;
    }

    void steal(concurrent_table& other) noexcept {
        for (std::size_t i = 0; i != shard_count; ++i) shards_[i].steal(other.shards_[i]);
    }
    /// Whether this succeeds or throws, nothing is left there: keys that were moved from belong nowhere.
    void move_from(concurrent_table& other) {
        struct emptied {
            concurrent_table& from;
            ~emptied() { from.clear(); }
        } guard{other};
        for (std::size_t i = 0; i != shard_count; ++i)
            shards_[i].take_over(common_, other.shards_[i], [&](value_type* to, value_type& from) {
                alloc_traits::construct(common_.alloc_, to, std::move(const_cast<Key&>(from.first)),
                                        std::move(from.second));
            });
    }
    void exchange_allocators(concurrent_table& other) noexcept {
        using std::swap;
        swap(common_.alloc_, other.common_.alloc_);
    }

    shared_part common_;
    shard shards_[shard_count];
};

} // namespace arsenal::inline ARSENAL_ABI::detail
