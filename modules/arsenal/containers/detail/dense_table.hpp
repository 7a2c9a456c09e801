#pragma once

#include <arsenal/containers/detail/dense_index.hpp>
#include <arsenal/containers/detail/dense_values.hpp>
#include <arsenal/containers/detail/key_hash.hpp>
#include <arsenal/containers/detail/std_core.hpp>
#include <arsenal/containers/detail/swap_functions.hpp>
#include <arsenal/containers/hash_stats.hpp>
#include <arsenal/platform/config.hpp>
#include <arsenal/platform/hardening.hpp>
#include <arsenal/platform/throw.hpp>

#include <memory>
#include <utility>

// The table under dense_hash_map and dense_hash_set: the values, one array in order of arrival
// (dense_values.hpp), and an index of 8-byte lanes that finds them (dense_index.hpp).
//
//   key -> hash -> rank, home lane
//                        |
//   index   . . . . .[r0|2].[r1|0][r1'|3] . .[r2|1]. . .     sorted by rank, with gaps
//                        \      |      |         |
//   values  [ 0 ][ 1 ][ 2 ][ 3 ]  capacity       positions
//
// Insertion appends to the array and enters the position into the index. Erasing an element takes its lane
// out, moves the last element into its place and puts the new position into that one's lane: two lanes are
// looked up, one element is moved, the order changes. What erases many, erase_if and merge, closes the gaps
// in order instead, and renumbers the lanes in one pass that calls no hash.
//
// Every operation finishes the index before it touches the array where that cannot fail, or undoes what it
// did. Where an element's move throws while another's place is being filled, there is no way back, and the
// table is cleared, as the standard lets flat_map be ([flat.map.overview]/6).

namespace arsenal::inline ARSENAL_ABI::detail {

template <class Policy, class Hash, class Pred, class Alloc>
class dense_table {
public:
    using key_type = typename Policy::key_type;
    using value_type = typename Policy::value_type;
    using element_type = typename Policy::element_type;
    using values_type = dense_values<value_type, Alloc>;

private:
    using hasher_type = key_hash<key_type, Hash>;
    using alloc_traits = std::allocator_traits<Alloc>;
    using lane_alloc = typename alloc_traits::template rebind_alloc<std::uint64_t>;
    using lane_traits = std::allocator_traits<lane_alloc>;
    using element = dense_element<value_type>;

    template <class, class, class, class>
    friend class dense_table;

    static constexpr bool avalanching = hasher_type::avalanching;
    static constexpr bool nothrow_move = values_type::nothrow_move;
    static constexpr bool moves_out = nothrow_move || !element::copyable; // otherwise elements are copied
    static constexpr float least_max_load = 0.1f;
    static constexpr float greatest_max_load = 0.9f;
    static constexpr std::size_t most = 0xffff'fffe;

public:
    static constexpr float default_max_load = 0.8f;

    dense_table(const Hash& hash, const Pred& equal, const Alloc& alloc)
        : hash_(hash), equal_(equal), values_(alloc) {}
    dense_table(std::size_t buckets, const Hash& hash, const Pred& equal, const Alloc& alloc)
        : dense_table(hash, equal, alloc) {
        if (buckets != 0) rehash(buckets);
    }
    /// A copy: the same order, the same index.
    dense_table(const dense_table& other, const Alloc& alloc)
        : dense_table(other.hash_, other.equal_, alloc) {
        max_load_ = other.max_load_;
        if (other.size() == 0) return;
        values_.append(other.values_.data(), other.size(), [](const value_type& v) -> auto& { return v; });
        index_.copy_from(functions(), this, other.index_);
        adopt_limits();
    }
    dense_table(dense_table&& other) noexcept(std::is_nothrow_copy_constructible_v<Hash> &&
                                              std::is_nothrow_copy_constructible_v<Pred>)
        : hash_(other.hash_), equal_(other.equal_), values_(std::move(other.values_)) {
        take_index(other);
    }
    dense_table(dense_table&& other,
                const Alloc& alloc) noexcept(alloc_traits::is_always_equal::value &&
                                             std::is_nothrow_copy_constructible_v<Hash> &&
                                             std::is_nothrow_copy_constructible_v<Pred>)
        : dense_table(other.hash_, other.equal_, alloc) {
        if (values_.alloc() == other.values_.alloc()) {
            values_.swap_contents(other.values_);
            take_index(other);
            return;
        }
        struct emptied {
            dense_table& from;
            ~emptied() { from.clear(); }
        } guard{other};
        max_load_ = other.max_load_;
        index_.copy_from(functions(), this, other.index_);
        values_ = values_type(std::move(other.values_), alloc);
        adopt_limits();
    }
    ~dense_table() { index_.release(functions(), this); }

    dense_table(const dense_table&) = delete;
    dense_table& operator=(const dense_table&) = delete;
    dense_table& operator=(dense_table&&) = delete;

    // Assignment. The new contents are complete before the old ones go: strong guarantee, and `other` may be
    // part of one of this table's own elements.
    void assign(const dense_table& other) {
        if (this == &other) return;
        constexpr bool propagate = alloc_traits::propagate_on_container_copy_assignment::value;
        dense_table copy(other, propagate ? other.alloc() : alloc());
        exchange(copy);
        if constexpr (propagate) exchange_allocators(copy);
    }
    void assign(dense_table&& other) noexcept(alloc_traits::is_always_equal::value &&
                                              std::is_nothrow_move_assignable_v<Hash> &&
                                              std::is_nothrow_move_assignable_v<Pred>) {
        if (this == &other) return;
        constexpr bool propagate = alloc_traits::propagate_on_container_move_assignment::value;
        dense_table taken(std::move(other), propagate ? other.alloc() : alloc());
        exchange(taken);
        if constexpr (propagate) exchange_allocators(taken);
    }
    void swap(dense_table& other) {
        if constexpr (alloc_traits::propagate_on_container_swap::value)
            exchange_allocators(other);
        else
            ARSENAL_DEBUG_ASSERT(alloc() == other.alloc(), "swapped containers whose allocators differ");
        exchange(other);
    }

    Alloc& alloc() noexcept { return values_.alloc(); }
    const Alloc& alloc() const noexcept { return values_.alloc(); }
    const Hash& hash_function() const noexcept { return hash_; }
    const Pred& key_eq() const noexcept { return equal_; }
    const values_type& values() const noexcept { return values_; }
    value_type* data() noexcept { return values_.data(); }
    const value_type* data() const noexcept { return values_.data(); }
    std::size_t size() const noexcept { return values_.size(); }
    std::size_t capacity() const noexcept { return limit_of_all(); }
    std::size_t max_size() const noexcept { return values_.max_size() < most ? values_.max_size() : most; }

    // Lookup: the element's place in the array, or its end.

    template <class K>
    [[gnu::always_inline]] value_type* find(const K& key) const {
        auto* const values = const_cast<value_type*>(values_.data());
        if constexpr (!avalanching) {
            if (index_.is_exact()) {
                const std::uint64_t lane = index_.exact_lane(hash(key));
                const std::uint32_t at = dense_index::position(lane);
                const bool there = lane != dense_index::empty && equal_(Policy::key(values[at]), key);
                return values + (there ? at : values_.size());
            }
        }
        if (!index_.is_grouped()) [[unlikely]]
            return values + find_slowly(key);
        value_type* found = values + values_.size();
        index_.template find_in_groups<avalanching>(hash(key), [&](std::uint32_t position) {
            if (!equal_(Policy::key(values[position]), key)) return false;
            found = values + position;
            return true;
        });
        return found;
    }

    // Insertion.

    struct insertion {
        value_type* value;
        bool inserted;
    };
    /// The element with `key`, or else the one that construct(value_type*) made. Strong guarantee.
    template <class K, class Construct>
    insertion find_or_insert(const K& key, Construct&& construct) {
        if (!index_.exists()) [[unlikely]]
            return find_or_insert_without_index(key, construct);
        const std::uint64_t h = hash(key);
        const dense_index::place place = index_.template place_of<avalanching>(h);
        if (const std::uint64_t* const at = index_.find_at(place, key_is(key)))
            return {values_.data() + dense_index::position(*at), false};
        const std::size_t n = values_.size();
        if (n >= limit_) [[unlikely]]
            return {insert_growing(h, construct), true};
        values_.append_here(construct);
        if (index_.insert_at(place, n)) [[unlikely]]
            strain();
        return {values_.data() + n, true};
    }
    /// Makes an element first and looks whether its key is there after. Strong guarantee.
    template <class Construct>
    insertion insert_constructed(Construct&& construct) {
        lost_with_values guard{*this};
        if (values_.size() == values_.capacity())
            values_.append_grown(grown(), construct, [] {});
        else
            values_.append_here(construct);
        const std::size_t n = values_.size() - 1;
        struct dropped {
            values_type* values;
            ~dropped() {
                if (values != nullptr) values->drop_last();
            }
        } last{&values_};
        const key_type& key = Policy::key(values_.data()[n]);
        if (!index_.exists()) {
            for (std::size_t i = 0; i < n; ++i)
                if (equal_(Policy::key(values_.data()[i]), key)) return {values_.data() + i, false};
            if (n >= dense_index::small) rebuild_index(n + 1, values_.capacity());
        } else {
            const std::uint64_t h = hash(key);
            if (const std::uint64_t* const at = lane_of_key(key, h))
                return {values_.data() + dense_index::position(*at), false};
            if (n >= index_limit_ || index_.is_strained()) rebuild_index(n, values_.capacity());
            enter(h, n);
        }
        adopt_limits();
        last.values = nullptr;
        return {values_.data() + n, true};
    }
    /// Room for n elements in all. Strong guarantee.
    void reserve(std::size_t n) {
        if (n > max_size()) throw_length_error("arsenal: too many elements");
        lost_with_values guard{*this};
        if (n > index_limit_) rebuild_index(size(), n);
        values_.reserve(n);
        adopt_limits();
    }

    // Removal.

    template <class K>
    std::size_t erase_key(const K& key) {
        if (!index_.exists()) {
            const std::size_t at = find_without_index(key);
            if (at == size()) return 0;
            drop_swapped(at);
            return 1;
        }
        if (std::uint64_t* const at = lane_of_key(key, hash(key))) {
            erase_lane(at, dense_index::position(*at));
            return 1;
        }
        return 0;
    }
    void erase_at(std::size_t position) noexcept(nothrow_move) {
        if (index_.exists())
            erase_lane(nothrow_lane(position), position);
        else
            drop_swapped(position);
    }
    /// Linear in what follows and in the index.
    void erase_at_keeping_order(std::size_t position) noexcept(nothrow_move) {
        if (index_.exists()) {
            index_.erase(nothrow_lane(position));
            index_.close_gap(position + 1, 1);
        }
        cleared_if_thrown guard{this};
        values_.destroy_at(position);
        for (std::size_t i = position + 1; i < size(); ++i) values_.move_down(i, i - 1);
        values_.truncate(size() - 1);
        guard.table = nullptr;
    }
    element_type take(std::size_t position) {
        std::uint64_t* const at = index_.exists() ? nothrow_lane(position) : nullptr;
        element_type taken = taken_from(values_.data()[position]);
        if (at != nullptr)
            erase_lane(at, position);
        else
            drop_swapped(position);
        return taken;
    }
    /// Erases what satisfies `doomed`, each looked at once, in order; the others keep theirs. No effect where
    /// `doomed` or the allocation of a bit for each element throws.
    template <class Doomed>
    std::size_t erase_if(Doomed& doomed) {
        const std::size_t n = size();
        marks gone(*this, n);
        for (std::size_t i = 0; i < n; ++i)
            if (doomed(values_.data()[i])) gone.set(i);
        remove(gone);
        return n - size();
    }
    /// Moves every element of `from` whose key is not here, in order; where a move may throw, copies if that
    /// can be. Nothing is lost if this throws, but for an element that can only be moved, and throws.
    template <class H2, class P2>
    void merge(dense_table<Policy, H2, P2, Alloc>& from) {
        if (static_cast<void*>(this) == static_cast<void*>(&from)) return;
        ARSENAL_ASSERT(alloc() == from.alloc(), "merged containers whose allocators differ");
        using source = dense_table<Policy, H2, P2, Alloc>;
        typename source::removal moved(from);
        for (std::size_t i = 0; i < from.size(); ++i) {
            value_type& v = from.values_.data()[i];
            const insertion done = find_or_insert(Policy::key(v), [&](value_type* p) {
                if constexpr (moves_out) {
                    if constexpr (!nothrow_move) moved.gone.set(i);
                    element::move_construct(alloc(), p, v);
                } else {
                    alloc_traits::construct(alloc(), p, std::as_const(v));
                }
            });
            if (done.inserted) moved.gone.set(i);
        }
        moved.finish();
    }
    void clear() noexcept {
        values_.clear();
        index_.clear(functions());
        adopt_limits();
    }
    /// The array leaves; the table is as a new one.
    values_type release() noexcept {
        index_.release(functions(), this);
        index_limit_ = dense_index::small;
        limit_ = 0;
        return std::move(values_);
    }
    /// The array's elements instead of these; of equal keys the first. Strong guarantee for the table.
    void replace(values_type&& values) {
        dense_table made(hash_, equal_, alloc());
        made.max_load_ = max_load_;
        made.adopt(std::move(values));
        exchange(made);
    }

    // The index.

    std::size_t bucket_count() const noexcept { return index_.home_lanes(); }
    float load_factor() const noexcept {
        return bucket_count() == 0 ? 0.0f : static_cast<float>(size()) / static_cast<float>(bucket_count());
    }
    float max_load_factor() const noexcept { return max_load_; }
    void max_load_factor(float z) noexcept {
        max_load_ = z > least_max_load ? z < greatest_max_load ? z : greatest_max_load : least_max_load;
        adopt_limits();
    }
    void rehash(std::size_t lanes) {
        if (lanes > modulus_for(max_buckets).p) throw_length_error("arsenal: too many buckets");
        const std::size_t limit = limit_in(lanes) < size() ? size() : limit_in(lanes);
        if (limit <= dense_index::small && lanes <= dense_index::small)
            index_.release(functions(), this);
        else if (lanes_for(limit, lanes) != index_.home_lanes())
            index_.rebuild(functions(), this, size(), limit_in(lanes_for(limit, lanes)), max_load_);
        adopt_limits();
    }
    void shrink_to_fit() {
        lost_with_values guard{*this};
        rehash(0);
        values_.shrink_to_fit();
        adopt_limits();
    }
    hash_stats stats() const noexcept {
        hash_stats s = index_.probes();
        s.size = s.keys = size();
        s.slots = bucket_count();
        s.bytes = values_.bytes() + index_.bytes();
        return s;
    }

private:
    /// If an exception left no values, the index has none either.
    struct lost_with_values {
        dense_table& table;
        explicit lost_with_values(dense_table& t) noexcept : table(t) {}
        ~lost_with_values() {
            if constexpr (!nothrow_move)
                if (table.size() == 0) table.clear();
        }
    };
    /// An exception while the array has a hole: nothing can be saved.
    struct cleared_if_thrown {
        dense_table* table;
        ~cleared_if_thrown() {
            if (table != nullptr) table->clear();
        }
    };

    /// A bit for each of n elements, and a word's worth of counting for every 64 of them.
    class marks {
    public:
        marks(dense_table& table, std::size_t n) : table_(table), words_((n + 63) / 64) {
            if (words_ <= few)
                bits_ = here_;
            else
                bits_ = functions().allocate(&table_, lanes());
            for (std::size_t i = 0; i < words_; ++i) bits_[i] = 0;
        }
        marks(const marks&) = delete;
        marks& operator=(const marks&) = delete;
        ~marks() {
            if (bits_ != here_) functions().deallocate(&table_, bits_, lanes());
        }
        void set(std::size_t i) noexcept { bits_[i / 64] |= std::uint64_t{1} << i % 64; }
        bool operator[](std::size_t i) const noexcept { return (bits_[i / 64] >> i % 64 & 1) != 0; }
        bool any() const noexcept {
            for (std::size_t i = 0; i < words_; ++i)
                if (bits_[i] != 0) return true;
            return false;
        }
        void take_out_of(dense_index& index) noexcept {
            index.remove_marked(bits_, words_, reinterpret_cast<std::uint32_t*>(bits_ + words_));
        }

    private:
        static constexpr std::size_t few = 16;
        std::size_t lanes() const noexcept { return words_ + (words_ + 1) / 2; }

        dense_table& table_;
        std::size_t words_;
        std::uint64_t* bits_;
        std::uint64_t here_[few + few / 2];
    };
    /// Elements of this table that another one takes: they are removed here, whatever happens there.
    struct removal {
        dense_table& table;
        marks gone;
        bool finished = false;

        explicit removal(dense_table& t) : table(t), gone(t, t.size()) {}
        void finish() noexcept(nothrow_move) {
            finished = true;
            table.remove(gone);
        }
        ~removal() {
            if (finished) return;
#if ARSENAL_HAS_EXCEPTIONS
            try {
                table.remove(gone);
            } catch (...) { // another one is under way; the table is empty
            }
#endif
        }
    };
    void remove(marks& gone) noexcept(nothrow_move) {
        if (!gone.any()) return;
        if (index_.exists()) gone.take_out_of(index_);
        cleared_if_thrown guard{this};
        std::size_t to = 0;
        for (std::size_t i = 0; i < size(); ++i) {
            if (gone[i]) {
                values_.destroy_at(i);
            } else {
                if (i != to) values_.move_down(i, to);
                ++to;
            }
        }
        values_.truncate(to);
        guard.table = nullptr;
    }

    template <class K>
    std::uint64_t hash(const K& key) const {
        return hasher_type::compute(hash_, key);
    }
    /// The position of the element with this key, or size().
    template <class K>
    [[gnu::noinline]] std::size_t find_slowly(const K& key) const {
        if (!index_.exists()) return find_without_index(key);
        const std::uint64_t* const at = lane_of_key(key, hash(key));
        return at == nullptr ? values_.size() : dense_index::position(*at);
    }
    template <class K>
    std::size_t find_without_index(const K& key) const {
        std::size_t i = 0;
        while (i != values_.size() && !equal_(Policy::key(values_.data()[i]), key)) ++i;
        return i;
    }
    template <class K, class Construct>
    [[gnu::noinline]] insertion find_or_insert_without_index(const K& key, Construct& construct) {
        const std::size_t n = values_.size();
        const std::size_t i = find_without_index(key);
        if (i != n) return {values_.data() + i, false};
        if (n < limit_)
            values_.append_here(construct);
        else
            insert_growing(n < dense_index::small ? 0 : hash(key), construct);
        return {values_.data() + n, true};
    }
    static element_type taken_from(value_type& v) {
        if constexpr (moves_out)
            return Policy::take(v);
        else
            return element_type(std::as_const(v));
    }
    template <class K>
    auto key_is(const K& key) const {
        return [this, values = values_.data(), &key](std::uint32_t position) {
            return static_cast<bool>(equal_(Policy::key(values[position]), key));
        };
    }
    /// The lane of the element with this key, or null.
    template <class K>
    std::uint64_t* lane_of_key(const K& key, std::uint64_t h) const {
        return index_.template find<avalanching>(h, key_is(key));
    }
    std::uint64_t* lane_at(std::size_t position) const {
        return index_.template lane_of<avalanching>(hash(Policy::key(values_.data()[position])), position);
    }
    /// The same where the hash throws: by looking at every lane.
    std::uint64_t* nothrow_lane(std::size_t position) const noexcept {
        if constexpr (hasher_type::own_hash ||
                      noexcept(std::declval<const Hash&>()(std::declval<const key_type&>()))) {
            return lane_at(position);
        } else {
#if ARSENAL_HAS_EXCEPTIONS
            try {
                return lane_at(position);
            } catch (...) {
                return index_.find_position(position);
            }
#else
            return lane_at(position);
#endif
        }
    }
    void erase_lane(std::uint64_t* at, std::size_t position) noexcept(nothrow_move) {
        const std::size_t last = size() - 1;
        if (position != last) dense_index::set_position(*nothrow_lane(last), position);
        index_.erase(at);
        drop_swapped(position);
    }
    void drop_swapped(std::size_t position) noexcept(nothrow_move) {
        if constexpr (nothrow_move) {
            values_.drop_swapped(position);
        } else {
            cleared_if_thrown guard{this};
            values_.drop_swapped(position);
            guard.table = nullptr;
        }
    }

    // Growth.

    /// Elements that so many lanes take; the largest index there is takes everything.
    std::size_t limit_in(std::size_t lanes) const noexcept {
        if (lanes > most) return most;
        return static_cast<std::size_t>(static_cast<double>(lanes) * static_cast<double>(max_load_));
    }
    std::size_t lanes_for(std::size_t limit, std::size_t lanes) const noexcept {
        const auto least =
            static_cast<std::size_t>(static_cast<double>(limit) / static_cast<double>(max_load_)) + 1;
        return modulus_for(least < lanes ? lanes : least).p;
    }
    std::size_t limit_of_all() const noexcept {
        return index_limit_ < values_.capacity() ? index_limit_ : values_.capacity();
    }
    void adopt_limits() noexcept {
        index_limit_ = index_.exists() ? limit_in(index_.home_lanes()) : dense_index::small;
        limit_ = index_.is_strained() ? 0 : limit_of_all();
    }
    [[gnu::cold, gnu::noinline]] void strain() noexcept {
        index_.strain();
        limit_ = 0;
    }
    /// The next capacity: as many elements as the next index takes.
    std::size_t grown() const {
        if (size() >= max_size()) throw_length_error("arsenal: too many elements");
        const std::size_t in_array = values_.grown_capacity();
        if (in_array <= dense_index::small) return in_array;
        const std::size_t in_index = limit_in(lanes_for(in_array, 0));
        const std::size_t wanted = in_index < in_array ? in_array : in_index;
        return wanted < max_size() ? wanted : max_size();
    }
    void rebuild_index(std::size_t n, std::size_t limit) {
        index_.rebuild(functions(), this, n, limit < index_limit_ ? index_limit_ : limit, max_load_);
        adopt_limits();
    }
    void enter(std::uint64_t h, std::size_t position) noexcept {
        if (index_.template insert<avalanching>(h, position)) index_.strain();
    }
    template <class Construct>
    [[gnu::noinline]] value_type* insert_growing(std::uint64_t h, Construct& construct) {
        lost_with_values guard{*this};
        const std::size_t n = size();
        if (n == values_.capacity()) {
            const std::size_t capacity = grown();
            values_.append_grown(capacity, construct, [&] {
                if (n >= index_limit_ || index_.is_strained()) rebuild_index(n, capacity);
            });
        } else {
            if (n >= index_limit_ || index_.is_strained())
                rebuild_index(n, n >= index_limit_ ? grown() : index_limit_);
            values_.append_here(construct);
        }
        if (index_.exists()) enter(h, n);
        adopt_limits();
        return values_.data() + n;
    }
    /// Elements from elsewhere, for a table without any.
    void adopt(values_type&& values) {
        const std::size_t n = values.size();
        if (n > max_size()) throw_length_error("arsenal: too many elements");
        values_type here(std::move(values), alloc());
        values_.swap_contents(here);
        struct rest {
            dense_table& table;
            std::size_t next, end;
            ~rest() {
                for (std::size_t i = next; i < end; ++i) table.values_.destroy_at(i);
                const std::size_t kept = table.size();
                table.values_.set_size(end);
                table.values_.truncate(kept);
            }
        } left{*this, 0, n};
        values_.set_size(0);
        if (n > dense_index::small) rebuild_index(0, n);
        for (; left.next < n; ++left.next) {
            const key_type& key = Policy::key(values_.data()[left.next]);
            const std::size_t position = size();
            if (index_.exists()) {
                const std::uint64_t h = hash(key);
                if (lane_of_key(key, h) != nullptr) {
                    values_.destroy_at(left.next);
                    continue;
                }
                if (index_.is_strained()) rebuild_index(position, n);
                enter(h, position);
            } else if (find_without_index(key) != position) {
                values_.destroy_at(left.next);
                continue;
            }
            if (position != left.next) values_.move_down(left.next, position);
            values_.set_size(position + 1);
        }
        adopt_limits();
    }

    // What the index asks for.

    static const dense_index::functions& functions() noexcept {
        static constexpr dense_index::functions f{allocate_lanes, deallocate_lanes, fill, avalanching};
        return f;
    }
    static std::uint64_t* allocate_lanes(void* table, std::size_t n) {
        if constexpr (is_std_allocator<Alloc>) {
            return static_cast<std::uint64_t*>(dense_allocate(n * sizeof(std::uint64_t)));
        } else {
            lane_alloc a(static_cast<dense_table*>(table)->alloc());
            return std::to_address(lane_traits::allocate(a, n));
        }
    }
    static void deallocate_lanes(void* table, std::uint64_t* lanes, std::size_t n) noexcept {
        if constexpr (is_std_allocator<Alloc>) {
            dense_deallocate(lanes, n * sizeof(std::uint64_t));
        } else {
            lane_alloc a(static_cast<dense_table*>(table)->alloc());
            lane_traits::deallocate(a, std::pointer_traits<typename lane_traits::pointer>::pointer_to(*lanes),
                                    n);
        }
    }
    static bool fill(const void* table, dense_index& into, std::size_t n) {
        const auto& t = *static_cast<const dense_table*>(table);
        const value_type* const values = t.values_.data();
        for (std::size_t i = 0; i < n; ++i)
            if (!into.enter<avalanching>(t.hash(Policy::key(values[i])), i)) return false;
        return true;
    }

    // Whole tables.

    void take_index(dense_table& other) noexcept {
        max_load_ = other.max_load_;
        index_ = std::exchange(other.index_, dense_index());
        index_limit_ = std::exchange(other.index_limit_, dense_index::small);
        limit_ = std::exchange(other.limit_, 0);
    }
    /// Everything but the allocators.
    void exchange(dense_table& other) {
        swap_functions(*this, other, [&] {
            using std::swap;
            swap(hash_, other.hash_);
            swap(equal_, other.equal_);
        });
        values_.swap_contents(other.values_);
        std::swap(index_, other.index_);
        std::swap(index_limit_, other.index_limit_);
        std::swap(limit_, other.limit_);
        std::swap(max_load_, other.max_load_);
    }
    void exchange_allocators(dense_table& other) noexcept {
        using std::swap;
        swap(alloc(), other.alloc());
    }

    [[no_unique_address]] Hash hash_; // before what moves out of another table: copying it may throw
    [[no_unique_address]] Pred equal_;
    values_type values_;
    dense_index index_;
    std::size_t limit_ = 0; // at this size the next insertion grows something, or rebuilds the index
    std::size_t index_limit_ = dense_index::small; // elements that the index takes at max_load_
    float max_load_ = default_max_load;
};

} // namespace arsenal::inline ARSENAL_ABI::detail
