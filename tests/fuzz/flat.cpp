#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <new>
#include <string>
#include <utility>

#include <arsenal/containers.hpp>

#include <containers/consistency.hpp>
#include <fuzz/byte_source.hpp>
#include <fuzz/require.hpp>
#include <fuzz/subjects.hpp>
#include <support/arena.hpp>
#include <support/fault_injection.hpp>

// Differential fuzz target for flat_hash_map and flat_hash_set (run_input()): operations on three containers
// (0 and 1 with equal allocators, 2 with another) and on models in std::map.

namespace {

using namespace fuzz;
using std::uint64_t;
using support::fault;

template <class Container>
class driver {
    using allocator = typename Container::allocator_type;
    using key_type = typename Container::key_type;
    using value_type = typename Container::value_type;
    using keys = key_traits<key_type>;
    using model = std::map<int, int>;
    static constexpr bool is_map = requires { typename Container::mapped_type; };
    static constexpr bool transparent = requires(const Container& c, key_view k) { c.find(k); };

    struct subject {
        std::unique_ptr<Container> c;
        model m;
    };

public:
    driver(byte_source& in, bool may_fail) : in_(in), may_fail_(may_fail) {
        static constexpr std::array<unsigned, 4> spaces{12, 40, 400, 3000};
        ids_ = spaces[in_.below(4)];
        for (auto& s : subjects_) renew(s);
    }
    void run() {
        while (!in_.empty()) step(subjects_[in_.below(3)]);
        for (auto& s : subjects_) check(s);
    }
    void finish() {
        for (auto& s : subjects_) s.c.reset();
        require_nothing_left(memory_, other_memory_);
    }

private:
    void step(subject& s) {
        const unsigned op = in_.below(24);
        if (may_fail_ && in_.below(4) == 0) {
            static constexpr std::array<fault, 5> kinds{fault::allocate, fault::hash, fault::equal,
                                                        fault::copy | fault::move, fault::construct};
            planned_ = kinds[in_.below(kinds.size())];
            survivors_ = in_.below(30);
        }
        const model before = s.m;
        try {
            perform(op, s);
        } catch (const std::bad_alloc&) {
            recover(op, s, before);
        } catch (const support::injected_fault&) {
            recover(op, s, before);
        }
        planned_ = {};
        require(s.c->size() == s.m.size(), "size() differs from the model's");
        if (s.m.size() <= 50) check(s);
    }
    /// A single insertion or removal that failed left the contents alone; of the others the container says
    /// what they left.
    void recover(unsigned op, subject& s, const model& before) {
        if (op <= 13) {
            s.m = before;
        } else {
            for (auto& each : subjects_) each.m = contents(each);
        }
        check(s);
    }

    /// Runs the operation proper, with the planned failure; what is around it cannot fail.
    template <class Operation>
    decltype(auto) attempt(Operation operation) {
        const support::fault_scope armed(planned_, survivors_);
        return operation();
    }

    void perform(unsigned op, subject& s) {
        if (op <= 8) return insert_one(s, op);
        switch (op) {
        case 9:
        case 10:
        case 11: {
            const int id = some_id();
            const auto k = keys::make(id);
            const std::size_t gone = attempt([&] { return s.c->erase(k); });
            require(gone == s.m.erase(id), "erase(key) disagrees with the model");
            return;
        }
        case 12: {
            if (s.c->empty()) return;
            auto it = some_element(s);
            const int id = id_of(*it);
            const auto following = std::next(it);
            it = s.c->erase(it);
            require(it == following, "erase(iterator) returned another than the next");
            s.m.erase(id);
            return;
        }
        case 13:
            return move_out_and_in(s);
        case 14:
            return erase_some(s);
        case 15:
            return look_up(s);
        case 16: {
            const unsigned n = in_.below(5000);
            attempt([&] { in_.flip() ? s.c->rehash(n) : s.c->reserve(n); });
            return;
        }
        case 17: {
            static constexpr std::array<float, 4> loads{0.1f, 0.5f, 0.875f, 3.0f};
            s.c->max_load_factor(loads[in_.below(loads.size())]);
            if (s.c->load_factor() > s.c->max_load_factor()) s.c->rehash(0);
            return;
        }
        case 18: {
            subject& from = subjects_[in_.below(3)];
            if (&s == &from || s.c->get_allocator() != from.c->get_allocator()) return;
            attempt([&] { s.c->merge(*from.c); });
            s.m.merge(from.m);
            check(from);
            return;
        }
        case 19: {
            subject& from = subjects_[in_.below(3)];
            attempt([&] { *s.c = *from.c; });
            s.m = from.m;
            require(*s.c == *from.c, "a copy is not equal");
            return;
        }
        case 20: {
            subject& from = subjects_[in_.below(3)];
            if (&s == &from) return;
            attempt([&] { *s.c = std::move(*from.c); });
            s.m = std::move(from.m);
            from.c->clear();
            from.m.clear();
            return;
        }
        case 21: {
            subject& other = subjects_[in_.below(3)];
            if (s.c->get_allocator() != other.c->get_allocator()) return;
            s.c->swap(*other.c);
            std::swap(s.m, other.m);
            return;
        }
        case 22: {
            if (in_.flip()) return renew(s);
            s.c->clear();
            s.m.clear();
            return;
        }
        default: { // many at once, so that tables grow within short inputs
            const int from = some_id();
            const unsigned n = in_.below(200);
            const bool gone = in_.flip();
            for (unsigned i = 0; i < n; ++i) {
                const int id = from + static_cast<int>(i);
                if (gone)
                    require(s.c->erase(keys::make(id)) == s.m.erase(id), "erase() of a run");
                else
                    require(s.c->insert(make(id, 0)).second == s.m.emplace(id, is_map ? 0 : 0).second,
                            "insert() of a run");
            }
        }
        }
    }

    void insert_one(subject& s, unsigned form) {
        const int id = some_id();
        const int payload = is_map ? static_cast<int>(in_.below(100)) : 0;
        const bool absent = !s.m.contains(id);
        bool inserted = absent;
        bool assigns = false;
        if constexpr (is_map) {
            using mapped = mapped_traits<typename Container::mapped_type>;
            switch (form) {
            case 0: {
                const auto v = make(id, payload);
                inserted = attempt([&] { return s.c->insert(v).second; });
                break;
            }
            case 1:
            case 2:
                inserted =
                    attempt([&] { return s.c->emplace(keys::make(id), mapped::make(payload)).second; });
                break;
            case 3:
            case 4:
            case 5: {
                auto k = keys::make(id);
                inserted =
                    attempt([&] { return s.c->try_emplace(std::move(k), mapped::make(payload)).second; });
                break;
            }
            case 6:
                assigns = true;
                inserted = attempt(
                    [&] { return s.c->insert_or_assign(keys::make(id), mapped::make(payload)).second; });
                break;
            case 7: {
                assigns = true;
                auto value = mapped::make(payload);
                auto& at = attempt([&]() -> auto& { return (*s.c)[keys::make(id)]; });
                at = std::move(value);
                break;
            }
            default:
                inserted =
                    attempt([&] { return id_of(*s.c->insert(s.c->begin(), make(id, payload))) == id; }) &&
                    absent;
            }
        } else {
            auto k = keys::make(id);
            inserted = attempt(
                [&] { return form % 2 == 0 ? s.c->insert(k).second : s.c->emplace(std::move(k)).second; });
        }
        require(inserted == absent, "an insertion disagrees with the model");
        if (absent || assigns) s.m[id] = payload;
    }

    void move_out_and_in(subject& s) {
        if (s.c->empty()) return;
        auto it = some_element(s);
        const int old_id = id_of(*it);
        const int payload = s.m.at(old_id);
        const int new_id = some_id();
        auto node = s.c->extract(it);
        require(!node.empty() && s.c->size() == s.m.size() - 1, "extract() took no element");
        if constexpr (is_map)
            node.key() = keys::make(new_id);
        else
            node.value() = keys::make(new_id);
        s.m.erase(old_id);
        const bool absent = !s.m.contains(new_id);
        auto result = s.c->insert(std::move(node));
        require(result.inserted == absent && result.node.empty() == absent,
                "insert(node) disagrees with the model");
        require(id_of(*result.position) == new_id, "insert(node) returned another element");
        if (absent) s.m[new_id] = payload;
    }

    void erase_some(subject& s) {
        const int divisor = 1 + static_cast<int>(in_.below(6));
        if (in_.flip()) {
            for (auto it = s.c->begin(); it != s.c->end();)
                it = id_of(*it) % divisor == 0 ? s.c->erase(it) : std::next(it);
        } else {
            erase_if(*s.c, [&](const value_type& v) { return id_of(v) % divisor == 0; });
        }
        std::erase_if(s.m, [&](const auto& v) { return v.first % divisor == 0; });
    }

    void look_up(subject& s) {
        const int id = some_id();
        const auto k = keys::make(id);
        const Container& c = *s.c;
        const bool there = s.m.contains(id);
        const auto found = attempt([&] { return c.find(k); });
        require((found != c.end()) == there, "find() is wrong");
        require(c.contains(k) == there && c.count(k) == (there ? 1u : 0u), "contains() or count() is wrong");
        if constexpr (transparent) require(c.find(view_of(k)) == found, "heterogeneous find() is another");
        if (there) require(payload_of(*found) == s.m.at(id), "find() found another");
    }

    void check(const subject& s) const {
        const std::string wrong = consistency::contradiction(*s.c);
        require(wrong.empty(), wrong.c_str());
        require(contents(s) == s.m, "an element is missing or changed");
        const auto stats = s.c->stats();
        require(stats.size == s.m.size() && stats.slots == s.c->bucket_count(), "stats() disagrees");
    }
    model contents(const subject& s) const {
        model m;
        for (const auto& v : *s.c) require(m.emplace(id_of(v), payload_of(v)).second, "a key is there twice");
        return m;
    }

    auto some_element(subject& s) {
        return std::next(s.c->begin(),
                         static_cast<std::ptrdiff_t>(in_.below(static_cast<unsigned>(s.c->size()))));
    }
    void renew(subject& s) {
        s.c = std::make_unique<Container>(allocator(&s == &subjects_[2] ? other_memory_ : memory_));
        s.m.clear();
    }
    static value_type make(int id, int payload) { return elements<Container>::make(id, payload); }
    int some_id() { return static_cast<int>(in_.below(ids_)); }
    static int id_of(const value_type& v) { return elements<Container>::id_of(v); }
    static int payload_of(const value_type& v) { return elements<Container>::payload_of(v); }

    byte_source& in_;
    bool may_fail_;
    unsigned ids_ = 0;
    fault planned_{};
    std::size_t survivors_ = 0;
    support::arena memory_, other_memory_;
    std::array<subject, 3> subjects_;
};

using containers = family<arsenal::flat_hash_map, arsenal::flat_hash_set>;
template <class Key, class Mapped, class Hash = std::hash<Key>>
using map_driver = driver<containers::map_of<Key, Mapped, Hash>>;
template <class Key, class Hash = std::hash<Key>>
using set_driver = driver<containers::set_of<Key, Hash>>;

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return run_input<
        map_driver<uint64_t, int>, map_driver<uint64_t, heavy_mapped>, set_driver<uint64_t>,
        map_driver<uint64_t, heavy_mapped, stepping_hash<identity>>,
        map_driver<uint64_t, int, stepping_hash<scrambled>>, set_driver<uint64_t, stepping_hash<low_entropy>>,
        map_driver<heavy_key, heavy_mapped, stepping_hash<identity>>,
        map_driver<heavy_key, int, stepping_hash<constant>>, set_driver<heavy_key, stepping_hash<high_bits>>>(
        data, size);
}
