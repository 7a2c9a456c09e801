#pragma once

#include <arsenal/containers/detail/element_store.hpp>
#include <arsenal/containers/detail/flat_group.hpp>
#include <arsenal/containers/detail/probe_sums.hpp>
#include <arsenal/containers/detail/reader_record.hpp>
#include <arsenal/containers/detail/rw_spin_lock.hpp>
#include <arsenal/containers/detail/shard_layout.hpp>
#include <arsenal/containers/detail/shared_words.hpp>
#include <arsenal/containers/detail/slot.hpp>
#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>
#include <arsenal/platform/pages.hpp>
#include <arsenal/platform/sanitizer.hpp>
#include <arsenal/platform/throw.hpp>

// One shard of a concurrent table: a flat table without iterators, whose state shares a cache line with its
// lock.
//
//   one block:   slots 0 ... capacity-1 | tags, one byte a slot | overflow bytes, one a group
//
//   hash bits    63 ... 58     57 ... 54    53 ... 8      7 ... 0
//                the shard     home lane    home group    tag         (all of them mixed)
//
// Slots come in groups of 16 (flat_group.hpp). An element goes to its home lane, if that is taken to another
// lane of its home group, and if the group is full on along the probe sequence; each group passed gets a bit
// in its overflow byte, chosen by the tag, without which a lookup ends. Erasing clears the tag. Overflow bits
// stay until the block is built anew; as elements of groups that overflowed give no room back when they
// leave, that happens before the bits could lengthen the probes. The first blocks have 4 and 8 slots; the
// tags beyond say `end`.
//
// Why not flat_hash_map's table: under a lock nothing of one operation overlaps with the next, so that its
// latency counts. Since the lane is in the hash, both cache lines that a lookup needs, tags and slot, can be
// on their way before the lock is taken (prefetch()): three elements of four are in their home lane. And the
// hash is kept where it is dear, so that growing, which other threads wait for, touches no keys and cannot
// throw.

namespace arsenal::inline ARSENAL_ABI::detail {

/// A variable that is written under a lock and read, out of date perhaps, without one.
template <class T>
class watched {
public:
    watched() = default;
    explicit watched(T value) noexcept : value_(value) {}
    T load() const noexcept { return __atomic_load_n(&value_, __ATOMIC_RELAXED); }
    void store(T value) noexcept { __atomic_store_n(&value_, value, __ATOMIC_RELAXED); }

private:
    T value_{};
};

/// How a lookup without the lock ended.
enum class unlocked_read : unsigned char { absent, found, disturbed };

/// A function object that only looks at the element it is called with.
template <class F>
struct looking {
    F& function;
    template <class Value>
    decltype(auto) operator()(const Value& v) const {
        return function(v);
    }
};
template <class F>
inline constexpr bool only_looks = false;
template <class F>
inline constexpr bool only_looks<looking<F>> = true;

/// `Context` is what the map has once for all shards. It gives
///
///   alloc()                        the allocator, used by several threads at once
///   hash_of(const value_type&)     the hash of an element; called only where slots do not keep it
///
/// Unlocked: elements are copied as words, so that they can be read without the lock. For keys of at most
/// eight bytes.
template <class Value, bool CachesHash, bool Unlocked, class Alloc, class Context>
class shard_table {
public:
    using slot_type = slot<Value, CachesHash>;
    using key_type = typename Context::key_type;

private:
    using alloc_traits = std::allocator_traits<Alloc>;
    static constexpr std::size_t lanes = shard_capacity::lanes;
    static constexpr std::size_t unit_bytes = alignof(slot_type) > lanes ? alignof(slot_type) : lanes;
    struct alignas(unit_bytes) unit {
        std::byte bytes[unit_bytes];
    };
    using unit_alloc = typename alloc_traits::template rebind_alloc<unit>;
    using unit_traits = std::allocator_traits<unit_alloc>;

public:
    mutable rw_spin_lock lock;

    shard_table() = default;
    shard_table(const shard_table&) = delete;
    shard_table& operator=(const shard_table&) = delete;

    /// Also without the lock: then some size that the shard had.
    std::size_t size() const noexcept { return size_.load(); }
    std::size_t slot_count() const noexcept { return slot_count_.load(); }

    /// Without the lock: asks for the lines that an operation on this hash is about to need. What it reads
    /// may be out of date, and is used for nothing else.
    template <bool ToWrite>
    void prefetch(shard_hash h) const noexcept {
        const std::size_t first = (h.group() & group_mask()) * lanes;
        // As numbers: there may be no such slot, and asking for it does no harm.
        const auto tag_address = reinterpret_cast<std::uintptr_t>(tags()) + first;
        const auto slot_address =
            reinterpret_cast<std::uintptr_t>(slots()) + (first + h.lane()) * sizeof(slot_type);
        __builtin_prefetch(reinterpret_cast<const void*>(tag_address));
        __builtin_prefetch(reinterpret_cast<const void*>(slot_address), ToWrite ? 1 : 0);
    }

    /// Without the lock: copies the element for whose key equal(key) is true. equal is not a user's.
    template <class Equal>
    [[gnu::always_inline]] unlocked_read try_read(shard_hash h, Equal&& equal, slot_type& copy) const noexcept
        requires Unlocked
    {
        reader_record* const record = reader_record::mine();
        if (record == nullptr) [[unlikely]]
            return unlocked_read::disturbed;
        record->begin(this); // keeps the block
        const std::uint64_t count = changes_.look();
        unlocked_read result = unlocked_read::disturbed;
        if (count % 2 == 0) [[likely]] {
            const bool found = copy_out(h, equal, copy);
            if (changes_.is_still(count)) [[likely]]
                result = found ? unlocked_read::found : unlocked_read::absent;
        }
        record->end();
        return result;
    }

    // Everything below is called with the lock held: const functions for reading at least, others for
    // writing. equal(key) is asked for elements with the hash h until it is true. Functions that are
    // `looking` get the element itself, others, where it may be read without the lock, a copy that is put
    // back.

    template <class Equal, class Visit>
    [[gnu::always_inline]] bool look_at(shard_hash h, Equal&& equal, Visit&& visit) const {
        const std::size_t i = locate(h, equal);
        if (i == none) return false;
        static_cast<void>(visit(static_cast<const Value&>(*slots()[i].value())));
        return true;
    }
    template <class Equal, class Visit>
    [[gnu::always_inline]] bool visit(shard_hash h, Equal&& equal, Visit&& visit) {
        const std::size_t i = locate(h, equal);
        if (i == none) return false;
        static_cast<void>(change_at(i, visit));
        return true;
    }

    /// Adds an element that construct(Value*) makes; there is none with its key. Strong guarantee.
    template <class Construct>
    [[gnu::always_inline]] void insert(const Context& context, shard_hash h, Construct&& construct) {
        if (room_ == 0) [[unlikely]]
            grow(context);
        add(h, construct);
    }

    /// Removes the element that equal finds, if condition(value) holds.
    template <class Equal, class Condition>
    [[gnu::always_inline]] bool erase(const Context& context, shard_hash h, Equal&& equal,
                                      Condition&& condition) {
        const std::size_t i = locate(h, equal);
        if (i == none || !change_at(i, condition)) return false;
        erase_at(context, i);
        return true;
    }
    template <class Condition>
    std::size_t erase_if(const Context& context, Condition&& condition) {
        std::size_t erased = 0;
        each([&](std::size_t i) {
            if (change_at(i, condition)) {
                erase_at(context, i);
                ++erased;
            }
            return true;
        });
        return erased;
    }

    /// visit(value) for each element until it returns false; whether it never did.
    template <class Visit>
    bool look_while(Visit&& visit) const {
        return each(
            [&](std::size_t i) -> bool { return visit(static_cast<const Value&>(*slots()[i].value())); });
    }
    template <class Visit>
    bool visit_while(Visit&& visit) {
        return each([&](std::size_t i) -> bool { return change_at(i, visit); });
    }

    void add_stats(const Context& context, probe_sums& sums) const noexcept {
        sums.totals.size += size();
        sums.totals.slots += slot_count();
        if (slot_count() != 0) sums.totals.bytes += units(slot_count()) * unit_bytes;
        sums.misses += shard_mean_miss(tags(), group_mask());
        sums.miss_starts += 1; // each shard is as likely
        each([&](std::size_t i) {
            add_element(hash_of(context, slots()[i]), i, sums);
            return true;
        });
    }

    /// Room for n elements in all, in no more slots than that takes. Strong guarantee.
    void resize(const Context& context, std::size_t n) {
        const std::size_t wanted = shard_capacity::slots_for(n > size() ? n : size());
        if (wanted != slot_count()) rebuild(context, wanted);
    }
    void reserve(const Context& context, std::size_t n) {
        if (n > size() + room_) resize(context, n);
    }

    void clear(const Context& context) noexcept {
        destroy_elements(context);
        const std::size_t count = slot_count();
        if (count == 0) return;
        const change whole(*this);
        set_size(0);
        room_ = shard_capacity::room(count);
        mark_vacant(count);
    }
    void release(const Context& context) noexcept {
        destroy_elements(context);
        give_back(context, take());
        set_size(0);
        room_ = 0;
    }

    /// Takes the elements of another shard, which is empty then; this one is empty, without a block.
    void steal(shard_table& other) noexcept {
        set_size(other.size());
        room_ = other.room_;
        use(other.take());
        other.set_size(0);
        other.room_ = 0;
    }
    void swap(shard_table& other) noexcept {
        shard_table mine;
        mine.steal(*this);
        steal(other);
        other.steal(mine);
    }
    /// Elements construct(Value* to, Value& from) from those of another shard with the same hashes; this one
    /// is empty. If that throws, the elements that were made are still here.
    template <class Construct>
    void take_over(const Context& context, const shard_table& from, Construct&& construct) {
        reserve(context, from.size());
        fill_from(context, from, construct);
    }

private:
    static constexpr std::size_t none = ~std::size_t{0};

    /// The time while readers without the lock must not trust what they see.
    struct change {
        explicit change(shard_table& t) noexcept : table(t) {
            if constexpr (Unlocked) table.changes_.begin_change();
        }
        change(const change&) = delete;
        ~change() {
            if constexpr (Unlocked) table.changes_.end_change();
        }
        shard_table& table;
    };

    /// A slot where an element is being made.
    struct opened_slot {
        explicit opened_slot(slot_type& s) noexcept : slot(s) { unpoison(slot); }
        opened_slot(const opened_slot&) = delete;
        ~opened_slot() {
            if (!filled) poison(slot);
        }
        slot_type& slot;
        bool filled = false;
    };

    // (Vacant slots that are read without the lock are read in vain, but read.)
    static void poison(slot_type& s) noexcept {
        if constexpr (!Unlocked) asan_poison(std::addressof(s), sizeof s);
    }
    static void unpoison(slot_type& s) noexcept {
        if constexpr (!Unlocked) asan_unpoison(std::addressof(s), sizeof s);
    }

    struct block {
        slot_type* slots = nullptr;
        std::uint8_t* tags = no_tags();
        std::size_t slot_count = 0;
    };
    /// What a lookup finds nothing in; nobody writes to it.
    static std::uint8_t* no_tags() noexcept { return const_cast<std::uint8_t*>(shard_without_slots); }

    slot_type* slots() const noexcept { return slots_.load(); }
    std::uint8_t* tags() const noexcept { return tags_.load(); }
    std::size_t group_mask() const noexcept { return group_mask_.load(); }
    std::uint8_t* overflow() const noexcept { return tags() + (group_mask() + 1) * lanes; }
    void set_size(std::size_t n) noexcept { size_.store(n); }

    static std::size_t padded(std::size_t slot_count) noexcept {
        return slot_count < lanes ? lanes : slot_count;
    }
    shard_hash hash_of(const Context& context, slot_type& s) const {
        if constexpr (CachesHash)
            return {s.hash};
        else
            return {context.hash_of(*s.value())};
    }

    /// visit(value), which may change what it is called with.
    template <class Visit>
    [[gnu::always_inline]] decltype(auto) change_at(std::size_t i, Visit& visit) {
        slot_type& s = slots()[i];
        if constexpr (only_looks<std::remove_const_t<Visit>>) {
            return visit(static_cast<const Value&>(*s.value()));
        } else if constexpr (!Unlocked) {
            return visit(*s.value());
        } else {
            struct put_back {
                shard_table& table;
                slot_type& slot;
                slot_type& copy;
                ~put_back() { // where visit throws, too
                    const change whole(table);
                    write_words(slot, copy);
                }
            };
            slot_type copy = s;
            const put_back at_end{*this, s, copy};
            return visit(*copy.value());
        }
    }
    template <class Construct>
    [[gnu::always_inline]] void add(shard_hash h, Construct&& construct) {
        if constexpr (Unlocked) {
            slot_type made{};
            construct(made.value());
            const change whole(*this);
            put(h, made);
        } else {
            const std::size_t i = vacant(h);
            opened_slot s{slots()[i]};
            construct(s.slot.value());
            if constexpr (CachesHash) s.slot.set_hash(h.bits);
            s.filled = true;
            occupy(i, h);
        }
    }
    [[gnu::always_inline]] void put(shard_hash h, const slot_type& made) noexcept {
        const std::size_t i = vacant(h);
        write_words(slots()[i], made);
        occupy(i, h);
    }
    template <class Construct>
    void fill_from(const Context& context, const shard_table& from, Construct&& construct) {
        from.each([&](std::size_t i) {
            slot_type& s = from.slots()[i];
            if constexpr (Unlocked)
                put(hash_of(context, s), s);
            else
                add(hash_of(context, s), [&](Value* to) { construct(to, *s.value()); });
            return true;
        });
    }

    template <class Equal>
    [[gnu::always_inline]] bool copy_out(shard_hash h, Equal&& equal, slot_type& copy) const noexcept {
        const std::size_t g = h.group() & group_mask();
        if (copy_from_group(g, h, equal, copy)) [[likely]]
            return true;
        if ((read_byte(overflow() + g) & h.overflow_bit()) == 0) [[likely]]
            return false;
        return copy_from_afar(h, equal, copy);
    }
    template <class Equal>
    [[gnu::always_inline]] bool copy_from_group(std::size_t g, shard_hash h, Equal& equal,
                                                slot_type& copy) const noexcept {
        const std::uint8_t* const group_tags = tags() + g * lanes;
        byte_matches m(read_word(group_tags), read_word(group_tags + word_bytes), flat_tag::of(h.tag()));
        for (; m; m.drop_lowest()) {
            const slot_type& s = slots()[g * lanes + m.lowest()];
            const std::uint64_t word = read_word(&s);
            key_type key;
            std::memcpy(&key, &word, sizeof key);
            if (equal(key)) [[likely]] {
                read_words(copy, s);
                return true;
            }
        }
        return false;
    }
    template <class Equal>
    [[gnu::noinline]] bool copy_from_afar(shard_hash h, Equal& equal, slot_type& copy) const noexcept {
        const std::size_t mask = group_mask();
        std::size_t g = h.group() & mask;
        for (std::size_t step = 1; step <= mask; ++step) {
            g = (g + step) & mask;
            if (copy_from_group(g, h, equal, copy)) return true;
            if ((read_byte(overflow() + g) & h.overflow_bit()) == 0) return false;
        }
        return false;
    }

    template <class Equal>
    [[gnu::always_inline]] std::size_t locate(shard_hash h, Equal&& equal) const {
        const std::size_t g = h.group() & group_mask();
        const std::size_t i = locate_in_group(g, h, equal);
        if (i != none) [[likely]]
            return i;
        if ((overflow()[g] & h.overflow_bit()) == 0) [[likely]]
            return none;
        return locate_afar(h, equal);
    }
    template <class Equal>
    [[gnu::always_inline]] std::size_t locate_in_group(std::size_t g, shard_hash h, Equal& equal) const {
        for (auto m = tag_group(tags() + g * lanes).match(h.tag()); m; m.drop_lowest()) {
            const std::size_t i = g * lanes + m.lowest();
            slot_type& s = slots()[i];
            if constexpr (CachesHash)
                if (s.hash != h.bits) continue;
            if (equal(s.value()->first)) [[likely]]
                return i;
        }
        return none;
    }
    template <class Equal>
    [[gnu::noinline]] std::size_t locate_afar(shard_hash h, Equal& equal) const {
        const std::size_t mask = group_mask();
        std::size_t g = h.group() & mask;
        for (std::size_t step = 1; step <= mask; ++step) {
            g = (g + step) & mask;
            if (const std::size_t i = locate_in_group(g, h, equal); i != none) return i;
            if ((overflow()[g] & h.overflow_bit()) == 0) return none;
        }
        return none;
    }
    /// How locate() finds the element in slot `at`.
    void add_element(shard_hash h, std::size_t at, probe_sums& sums) const noexcept {
        const std::size_t mask = group_mask();
        std::size_t false_ones = 0;
        std::size_t g = h.group() & mask;
        for (std::size_t length = 1;; ++length) {
            for (auto m = tag_group(tags() + g * lanes).match(h.tag()); m; m.drop_lowest()) {
                const std::size_t i = g * lanes + m.lowest();
                if (i == at) return sums.add_key(length, false_ones);
                if constexpr (CachesHash)
                    false_ones += slots()[i].hash == h.bits;
                else
                    ++false_ones;
            }
            ARSENAL_ASSERT(length <= mask, "the hash of a key has changed since it was inserted");
            g = (g + length) & mask;
        }
    }
    /// pre: there is room, and so a vacant slot
    [[gnu::always_inline]] std::size_t vacant(shard_hash h) noexcept {
        const std::size_t mask = group_mask();
        std::uint8_t* const first_tag = tags();
        std::size_t g = h.group() & mask;
        const std::size_t home = g * lanes + h.lane();
        if (first_tag[home] == flat_tag::empty) [[likely]]
            return home;
        for (std::size_t step = 1;; ++step) {
            if (const auto m = tag_group(first_tag + g * lanes).empties()) return g * lanes + m.lowest();
            write_byte(overflow() + g, overflow()[g] | h.overflow_bit());
            g = (g + step) & mask;
        }
    }
    [[gnu::always_inline]] void occupy(std::size_t i, shard_hash h) noexcept {
        write_byte(tags() + i, flat_tag::of(h.tag()));
        --room_;
        set_size(size() + 1);
    }
    void erase_at(const Context& context, std::size_t i) noexcept {
        {
            const change whole(*this);
            write_byte(tags() + i, flat_tag::empty);
        }
        set_size(size() - 1);
        if (overflow()[i / lanes] == 0) ++room_;
        if constexpr (!Unlocked) alloc_traits::destroy(context.alloc(), slots()[i].value());
        poison(slots()[i]);
    }

    template <class Use>
    bool each(Use&& use) const {
        for (std::size_t g = 0; g <= group_mask(); ++g)
            for (auto m = tag_group(tags() + g * lanes).occupied(); m; m.drop_lowest()) {
                const std::size_t i = g * lanes + m.lowest();
                if (flat_tag::is_live(tags()[i]) && !use(i)) return false;
            }
        return true;
    }
    void destroy_elements(const Context& context) noexcept {
        if constexpr (!destroyed_unseen<Value, Alloc>) {
            each([&](std::size_t i) {
                alloc_traits::destroy(context.alloc(), slots()[i].value());
                return true;
            });
        }
    }

    // Blocks.

    static std::size_t units(std::size_t slot_count) noexcept {
        const std::size_t bytes =
            slot_count * sizeof(slot_type) + padded(slot_count) + padded(slot_count) / lanes;
        return (bytes + unit_bytes - 1) / unit_bytes;
    }
    static block allocate(const Context& context, std::size_t slot_count) {
        unit_alloc alloc(context.alloc());
        if (slot_count > ~std::size_t{0} / 4 / (sizeof(slot_type) + 2)) throw_bad_alloc();
        const std::size_t n = units(slot_count);
        auto* const bytes = reinterpret_cast<std::byte*>(std::to_address(unit_traits::allocate(alloc, n)));
        advise_huge_pages(bytes, n * unit_bytes);
        return {reinterpret_cast<slot_type*>(bytes),
                reinterpret_cast<std::uint8_t*>(bytes + slot_count * sizeof(slot_type)), slot_count};
    }
    static void give_back(const Context& context, const block& b) noexcept {
        if (b.slots == nullptr) return;
        asan_unpoison(b.slots, b.slot_count * sizeof(slot_type));
        unit_alloc alloc(context.alloc());
        auto& first = *reinterpret_cast<unit*>(b.slots);
        unit_traits::deallocate(alloc, std::pointer_traits<typename unit_traits::pointer>::pointer_to(first),
                                units(b.slot_count));
    }
    void use(const block& b) noexcept {
        slots_.store(b.slots);
        tags_.store(b.tags);
        group_mask_.store(padded(b.slot_count) / lanes - 1);
        slot_count_.store(b.slot_count);
    }
    block take() noexcept {
        const block b{slots(), tags(), slot_count()};
        use({});
        return b;
    }
    void mark_vacant(std::size_t slot_count) noexcept {
        std::uint8_t* const first = tags();
        const std::size_t all = padded(slot_count);
        for (std::size_t i = 0; i != slot_count; ++i) write_byte(first + i, flat_tag::empty);
        for (std::size_t i = slot_count; i != all; ++i) write_byte(first + i, flat_tag::end);
        for (std::size_t i = 0; i != all / lanes; ++i) write_byte(first + all + i, 0);
        if constexpr (!Unlocked) asan_poison(slots(), slot_count * sizeof(slot_type));
    }

    /// More room: twice the slots, or as many where it was erasures that used it up.
    [[gnu::noinline]] void grow(const Context& context) {
        const std::size_t count = slot_count();
        if (count == 0)
            rebuild(context, shard_capacity::smallest);
        else
            rebuild(context,
                    size() > shard_capacity::room(count) / 4 * 3 ? count * (count < 256 ? 4 : 2) : count);
    }
    /// Moves the elements to a block of so many slots. Where moving may throw they are copied, and nothing
    /// has happened if that throws. (What can only be moved, and throws, is lost: std::vector's rule.)
    [[gnu::noinline]] void rebuild(const Context& context, std::size_t wanted) {
        const block fresh = wanted == 0 ? block{} : allocate(context, wanted);
        // From here on readers without the lock turn away; those that did not see it are waited for.
        struct readers_kept_out {
            change_counter& changes;
            explicit readers_kept_out(shard_table& t) noexcept : changes(t.changes_) {
                if constexpr (!Unlocked) return;
                changes.begin_change_in_order();
                reader_record::wait_for_readers(std::addressof(t));
            }
            ~readers_kept_out() {
                if constexpr (Unlocked) changes.end_change();
            }
        } const kept_out(*this);
        shard_table old;
        struct on_exit {
            shard_table& now;
            shard_table& before;
            const Context& context;
            bool moved = false;
            ~on_exit() {
                if (!moved) now.swap(before);
                before.release(context);
            }
        } guard{*this, old, context};
        old.steal(*this);
        use(fresh);
        if (wanted != 0) mark_vacant(wanted);
        room_ = shard_capacity::room(wanted);
        fill_from(context, old, [&](Value* to, Value& from) {
            alloc_traits::construct(context.alloc(), to,
                                    std::move_if_noexcept(const_cast<key_type&>(from.first)),
                                    std::move_if_noexcept(from.second));
        });
        guard.moved = true;
    }

    change_counter changes_;
    std::size_t room_ = 0; // elements that may come before the block is built anew
    watched<std::size_t> size_;
    watched<std::size_t> slot_count_;
    watched<slot_type*> slots_;
    watched<std::uint8_t*> tags_{no_tags()};
    watched<std::size_t> group_mask_;
};

} // namespace arsenal::inline ARSENAL_ABI::detail
