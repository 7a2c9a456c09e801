#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <new>
#include <string>
#include <utility>

#include <fuzz/byte_source.hpp>
#include <fuzz/require.hpp>
#include <fuzz/subjects.hpp>
#include <support/failing_allocator.hpp>
#include <support/throwing_equal.hpp>
#include <support/throwing_hash.hpp>
#include <support/throwing_value.hpp>

#include <arsenal/containers/concurrent_hash_map.hpp>

// Differential fuzz target for concurrent_hash_map (run_input()), on one thread (several:
// concurrent_hash_map_linearizable.cpp): operations on two maps, which std::map repeats.

template <>
struct fuzz::key_traits<std::string> {
    static std::string make(int id) {
        return std::string(static_cast<unsigned>(id) % 30, 'x') + std::to_string(id);
    }
    static int id(const std::string& key) { return std::stoi(key.substr(key.find_first_not_of('x'))); }
};
template <>
struct fuzz::mapped_traits<std::uint64_t> {
    static std::uint64_t make(int payload) { return static_cast<std::uint64_t>(payload); }
    static int payload(std::uint64_t v) { return static_cast<int>(v); }
};

namespace {

using fuzz::heavy_key, fuzz::heavy_mapped, fuzz::require;
using std::uint64_t;
using support::fault;

// All of a few shards' groups, full.
template <class Key>
struct low_entropy {
    std::size_t operator()(const Key& key) const noexcept {
        return static_cast<std::size_t>(fuzz::key_traits<Key>::id(key) % 7) * 0x1000000001;
    }
};

template <class Key, class Hash>
using failing_map =
    arsenal::concurrent_hash_map<Key, heavy_mapped, support::throwing_hash<Hash>, support::throwing_equal<>,
                                 support::failing_allocator<std::pair<const Key, heavy_mapped>>>;

template <class Map>
class driver {
    using key_type = typename Map::key_type;
    using mapped_type = typename Map::mapped_type;
    using allocator = typename Map::allocator_type;
    static constexpr bool fails =
        !std::is_same_v<allocator, std::allocator<std::pair<const key_type, mapped_type>>>;
    using keys = fuzz::key_traits<key_type>;
    using model_type = std::map<int, int>;

public:
    driver(fuzz::byte_source& in, bool may_fail) : in_(in), may_fail_(may_fail && fails) {
        static constexpr unsigned spaces[] = {8, 300, 3000, 8000};
        ids_ = spaces[in_.below(4)];
        for (auto& map : maps_) map = std::make_unique<Map>(0, hash_, equal_, make_allocator());
    }
    void run() {
        while (!in_.empty()) step();
        for (unsigned i = 0; i != 2; ++i) check(i);
    }
    void finish() {
        for (auto& map : maps_) map.reset();
        fuzz::require_nothing_left(memory_, memory_);
    }

private:
    static int read(const mapped_type& v) { return fuzz::mapped_traits<mapped_type>::payload(v); }
    allocator make_allocator() {
        if constexpr (fails)
            return allocator(memory_);
        else
            return allocator();
    }

    void step() {
        const unsigned op = in_.below(20);
        const unsigned which = in_.below(2);
        const int id = static_cast<int>(in_.below(ids_));
        const int value = static_cast<int>(in_.byte());
        Map& m = *maps_[which];
        model_type& model = models_[which];
        const model_type before = may_fail_ ? model : model_type{};
        const bool planned = may_fail_ && in_.below(3) == 0;
        try {
            const key_type key = keys::make(id);
            const support::fault_scope scope(planned ? fault::allocate | fault::hash | fault::equal |
                                                           fault::copy | fault::move | fault::construct |
                                                           fault::assign
                                                     : fault{},
                                             planned ? in_.below(40) : 0);
            act(op, m, model, id, key, value, which);
        } catch (const support::injected_fault&) {
            model = before;
        } catch (const std::bad_alloc&) {
            model = before;
        }
        if (op >= 16) check(which);
        require(m.size() == model.size(), "size() is wrong");
    }

    void act(unsigned op, Map& m, model_type& model, int id, const key_type& key, int value, unsigned which) {
        const auto there = model.find(id);
        const bool is_there = there != model.end();
        bool inserted = false;
        switch (op) {
        case 0:
        case 1:
        case 2:
            inserted = m.try_emplace(key, value);
            require(inserted != is_there, "try_emplace returns wrongly");
            if (inserted) model.emplace(id, value);
            break;
        case 3:
            inserted =
                m.emplace_or_visit(key, mapped_type(value), [&](auto& v) { v.second = mapped_type(7); });
            require(inserted != is_there, "emplace_or_visit returns wrongly");
            model[id] = inserted ? value : 7;
            break;
        case 4:
            inserted = m.insert_or_assign(key, mapped_type(value));
            require(inserted != is_there, "insert_or_assign returns wrongly");
            model[id] = value;
            break;
        case 5:
        case 6:
        case 7:
            require(m.erase(key) == static_cast<std::size_t>(is_there), "erase returns wrongly");
            model.erase(id);
            break;
        case 8: {
            const bool goes = is_there && there->second % 2 == 0;
            require(m.erase_if(key, [](auto& v) { return read(v.second) % 2 == 0; }) == goes,
                    "erase_if(key) returns wrongly");
            if (goes) model.erase(there);
            break;
        }
        case 9:
        case 10: {
            int seen = -1;
            require(m.cvisit(key, [&](const auto& v) { seen = read(v.second); }) == is_there,
                    "cvisit returns wrongly");
            require(seen == (is_there ? there->second : -1), "cvisit shows another value");
            break;
        }
        case 11:
            require(m.visit(key, [&](auto& v) { v.second = mapped_type(value); }) == is_there,
                    "visit returns wrongly");
            if (is_there) there->second = value;
            break;
        case 12:
            m.reserve(static_cast<std::size_t>(id));
            break;
        case 13:
            m.rehash(id % 4 == 0 ? 0 : static_cast<std::size_t>(id));
            break;
        case 14: {
            const Map copy = m;
            require(copy == m, "a copy differs");
            break;
        }
        case 15:
            if (value % 16 == 0) {
                m.clear();
                model.clear();
            }
            break;
        case 16:
            m.swap(*maps_[1 - which]);
            model.swap(models_[1 - which]);
            break;
        case 17: {
            Map taken = std::move(m);
            require(m.empty(), "what was moved from is not empty");
            m.swap(taken);
            break;
        }
        case 18:
            if (!may_fail_) {
                const auto goes = [&](int k) { return k % 16 == id % 16; };
                const std::size_t expected = std::erase_if(model, [&](auto& v) { return goes(v.first); });
                require(m.erase_if([&](auto& v) { return goes(keys::id(v.first)); }) == expected,
                        "erase_if returns wrongly");
            }
            break;
        default:
            break;
        }
    }

    void check(unsigned which) {
        const model_type& model = models_[which];
        std::size_t seen = 0;
        maps_[which]->cvisit_all([&](const auto& v) {
            const auto expected = model.find(keys::id(v.first));
            require(expected != model.end(), "an element that was never inserted, or erased");
            require(expected->second == read(v.second), "another value");
            ++seen;
        });
        require(seen == model.size(), "elements are missing");
    }

    fuzz::byte_source& in_;
    bool may_fail_;
    unsigned ids_;
    support::arena memory_;
    typename Map::hasher hash_;
    typename Map::key_equal equal_;
    std::unique_ptr<Map> maps_[2];
    model_type models_[2];
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return fuzz::run_input<driver<arsenal::concurrent_hash_map<uint64_t, uint64_t>>,
                           driver<arsenal::concurrent_hash_map<uint64_t, int, low_entropy<uint64_t>>>,
                           driver<arsenal::concurrent_hash_map<std::string, int>>,
                           driver<failing_map<uint64_t, std::hash<uint64_t>>>,
                           driver<failing_map<heavy_key, support::throwing_value_hash>>,
                           driver<failing_map<heavy_key, low_entropy<heavy_key>>>>(data, size);
}
