#include <arsenal/containers/detail/probe_sums.hpp>
#include <arsenal/containers/detail/table_core.hpp>
#include <arsenal/platform/hardening.hpp>
#include <arsenal/platform/pages.hpp>
#include <arsenal/platform/throw.hpp>

#include <cstring>

namespace arsenal::inline ARSENAL_ABI::detail {
namespace {

constexpr std::size_t huge_index_bytes = std::size_t{4} << 20;

// Large indices begin on a cache line; small ones do without, for the memory's sake.
constexpr std::size_t alignment = 16;
constexpr std::size_t aligned_from = 64; // groups
std::size_t index_bytes(std::size_t groups) noexcept {
    return groups * sizeof(group) + (groups > aligned_from ? sizeof(group) - alignment : 0);
}

} // namespace

void table_core::max_load_factor(float z) noexcept {
    if (!(z > 0)) return; // a hint that makes no sense
    max_load_ = z;
    attention_ = capacity();
    heed_pending();
}

void table_core::set_buckets(const table_functions& f, std::size_t buckets, std::size_t room) {
    const std::size_t least = buckets_for(size_);
    if (buckets < least) buckets = least;
    if (room < size_) room = size_;
    if (buckets == 0) {
        deallocate_index(f, *this);
        forget_index();
        heed_pending();
        return;
    }
    if (buckets != buckets_ || room > room_) resize_index(f, buckets, room);
    heed_pending();
    store_.expect(capacity()); // the user means to fill it
}

void table_core::reserve(const table_functions& f, std::size_t n) {
    if (n > f.max_size(*this)) throw_length_error("arsenal: reserve beyond max_size()");
    set_buckets(f, buckets_for(n), n);
}

void table_core::expect(const table_functions& f, std::size_t n) {
    if (size_ + n > capacity() && n <= f.max_size(*this) - size_) {
        const std::size_t buckets = buckets_for(size_ + n);
        resize_index(f, buckets < buckets_ ? buckets_ : buckets, size_ + n);
        heed_pending();
        store_.expect(0); // slots are allocated as they come, since some elements may be duplicates
    }
}

void table_core::grow(const table_functions& f) {
    if (size_ < capacity()) {
        if (overflowed_ > overflow_bound_) rebuild(f);
        attention_ = capacity();
        return;
    }
    const std::size_t most = f.max_size(*this);
    if (size_ >= most) throw_length_error("arsenal: hash table beyond max_size()");
    std::size_t n = growth_step(size_ + 1);
    if (n > most) n = most;
    resize_index(f, size_ < limit() ? buckets_ : buckets_for(n), n);
    store_.expect(0);
}

void table_core::grow_within(const table_functions& f) {
    grow(f);
    heed_pending();
}

void table_core::index_like(const table_functions& f, const table_core& other) {
    const std::size_t least = buckets_for(size_);
    resize_index(f, least < other.buckets_ ? other.buckets_ : least,
                 other.room_ < size_ ? size_ : other.room_);
}

/// The table before its index was replaced: comes back where a hash throws.
struct table_core::replaced_index {
    table_core& owner;
    const table_functions& f;
    table_core before = owner;
    bool done = false;

    ~replaced_index() {
        if (done) return;
        owner.deallocate_index(f, owner);
        owner = before;
        owner.exact_ = before.buckets_ == 0; // unknown: the general path finds everything
    }
};

/// Replaces the index by one for `buckets` buckets and (as far as they take them) `room` elements.
void table_core::resize_index(const table_functions& f, std::size_t buckets, std::size_t room) {
    if (buckets > max_buckets) throw_length_error("arsenal: too many buckets");
    const std::size_t limit = limit_for(buckets);
    if (room > limit) room = limit;
    if (room < size_) room = size_;
    if (room > max_index_limit) throw_length_error("arsenal: too many elements");
    const index_shape shape = shape_for(room);
    const std::size_t bytes = index_bytes(shape.groups);
    auto* raw = static_cast<std::byte*>(f.allocate_index(f.allocator(*this), bytes));
    if (bytes >= huge_index_bytes) advise_huge_pages(raw, bytes);
    const auto set = [&] {
        const std::size_t misaligned =
            shape.groups > aligned_from ? -reinterpret_cast<std::uintptr_t>(raw) % sizeof(group) : 0;
        index_ = reinterpret_cast<group*>(raw + misaligned);
        index_shift_ = static_cast<std::uint8_t>(misaligned / alignment);
        modulus_ = shape.modulus;
        groups_ = shape.groups;
        buckets_ = buckets;
        room_ = room;
    };
    if (f.nothrow_hash) {
        deallocate_index(f, *this); // all that is in it is in the store too
        set();
        fill(f);
    } else {
        replaced_index old{*this, f};
        set();
        fill(f);
        old.done = true;
        deallocate_index(f, old.before);
    }
}

/// Enters every element anew.
void table_core::rebuild(const table_functions& f) {
    if (f.nothrow_hash)
        fill(f);
    else
        resize_index(f, buckets_, room_);
}

void table_core::fill(const table_functions& f) {
    fill_index(f);
    if (!f.avalanching && !mixed_ && overflowed_ > size_ / 4 && size_ > 32) {
        mixed_ = true;
        fill_index(f);
    }
    // Where even this overflows (a constant hash, say), rebuilding again would not help.
    overflow_bound_ = static_cast<std::uint32_t>(std::uint64_t{2} * overflowed_ + modulus_.p / 3);
}

void table_core::fill_index(const table_functions& f) {
    clear_index();
    overflowed_ = 0;
    overflow_bound_ = ~std::uint32_t{0};
    exact_ = !mixed_ && !store_.has_foreign();
    for (run* r = store_.first(); r != nullptr; r = r->next) {
        r->reindexed(); // for bucket_walk
        f.fill_from_run(*this, r);
    }
    attention_ = capacity();
}

void table_core::enter_displaced(home at, std::uint64_t e) noexcept {
    exact_ = false;
    if (place_displaced(index_, groups_, at.lane, e) && ++overflowed_ > overflow_bound_) attention_ = 0;
}

void table_core::clear_index() noexcept {
    std::memset(static_cast<void*>(index_), 0, groups_ * sizeof(group));
}

void table_core::deallocate_index(const table_functions& f, const table_core& of) noexcept {
    if (of.buckets_ == 0) return;
    f.deallocate_index(f.allocator(*this),
                       reinterpret_cast<std::byte*>(of.index_) - of.index_shift_ * alignment,
                       index_bytes(of.groups_));
}

void table_core::forget_index() noexcept {
    table_core fresh;
    fresh.max_load_ = max_load_;
    fresh.size_ = size_;
    fresh.store_ = store_;
    *this = fresh;
}

void table_core::clear_contents(const table_functions& f) noexcept {
    store_.release_all(f.store, f.allocator(*this));
    size_ = 0;
    overflowed_ = 0;
    mixed_ = false;
    exact_ = true;
    attention_ = capacity();
    if (buckets_ != 0) clear_index();
}

void table_core::release_contents(const table_functions& f) noexcept {
    store_.release_all(f.store, f.allocator(*this));
    deallocate_index(f, *this);
    size_ = 0;
    forget_index();
}

table_core table_core::taken() noexcept {
    const table_core contents = *this;
    *this = table_core();
    max_load_ = contents.max_load_;
    return contents;
}

void table_core::exchange_contents(table_core& other) noexcept {
    const table_core mine = *this;
    *this = other;
    other = mine;
}

std::uint64_t* table_core::displaced_lane_of(const home& at, const void* address) const noexcept {
    probe_sequence probe(at.lane, groups_);
    for (std::uint64_t i = at.lane / group::lanes;; i = probe.next()) {
        group& g = index_[i];
        for (lane_set m = g.match(at.tag); m; m.drop_lowest())
            if (std::uint64_t& lane = g.lowest(m); entry::address(lane) == address) return &lane;
        ARSENAL_ASSERT(!probe.done(), "erased or extracted an element that is not in the container");
    }
}

hash_stats table_core::stats(const table_functions& f,
                             home (*home_of)(const table_core&, std::uint64_t e)) const {
    probe_sums sums;
    sums.totals.size = size_;
    sums.totals.mixed = mixed_ || f.avalanching;
    sums.totals.bytes = store_.bytes(f.store);
    if (buckets_ == 0) return sums.means();
    sums.totals.slots = std::size_t{groups_} * group::lanes;
    sums.totals.bytes += index_bytes(groups_);

    for (group* g = index_; g != index_ + groups_; ++g)
        for (const std::uint64_t& lane : g->entries) {
            if (entry::is_empty(lane)) continue;
            if (exact_)
                sums.add_key(1);
            else
                add_displaced(sums, home_of(*this, lane), &lane);
        }

    sums.miss_starts = static_cast<double>(modulus_.p);
    for (std::uint64_t from = 0; from != modulus_.p; ++from) sums.misses += exact_ ? 1 : miss_length(from);
    return sums.means();
}

/// How a lookup of the element in `lane`, whose home is `at`, goes.
void table_core::add_displaced(probe_sums& sums, const home& at, const std::uint64_t* lane) const noexcept {
    std::size_t length = 1;
    std::size_t false_ones = 0;
    probe_sequence probe(at.lane, groups_);
    for (std::uint64_t i = at.lane / group::lanes;; i = probe.next(), ++length) {
        for (lane_set m = index_[i].match(at.tag); m; m.drop_lowest()) {
            if (&index_[i].lowest(m) == lane) return sums.add_key(length, false_ones);
            ++false_ones;
        }
        ARSENAL_ASSERT(!probe.done(), "the hash of a key has changed since it was inserted");
    }
}

/// Groups that a lookup compares for a key with that home which nobody has.
std::uint32_t table_core::miss_length(std::uint64_t home_lane) const noexcept {
    std::uint32_t length = 1;
    probe_sequence probe(home_lane, groups_);
    for (std::uint64_t i = home_lane / group::lanes;
         index_[i].overflows(home_lane % group::lanes) && !probe.done(); i = probe.next())
        ++length;
    return length;
}

std::uint64_t* table_core::lane_by_address(const void* address) const noexcept {
    for (std::uint64_t* lane = index_->entries;; ++lane) {
        ARSENAL_ASSERT(lane != index_[groups_].entries,
                       "erased or extracted an element that is not in the container");
        if (!entry::is_empty(*lane) && entry::address(*lane) == address) return lane;
    }
}

} // namespace arsenal::inline ARSENAL_ABI::detail
