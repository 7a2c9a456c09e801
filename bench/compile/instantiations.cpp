// Twenty instantiations of the map in one object, each with the operations of ordinary use. Compiled
// with std's header and with Arsenal's (BENCH_WAY 0, 1); what counts is the size of the object.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#if BENCH_WAY == 0
#include <unordered_map>
namespace lib = std;
#else
#include <arsenal/containers/unordered_map.hpp>
namespace lib = arsenal;
#endif

namespace {

struct point {
    int x, y;
    friend bool operator==(point, point) = default;
};

struct hash_point {
    std::size_t operator()(point p) const {
        return static_cast<std::size_t>(p.x) * 31 + static_cast<unsigned>(p.y);
    }
};

struct person {
    std::string name;
    int age = 0;
};

enum class colour : unsigned char { red, green, blue };

} // namespace

template <class Key, class Value, class... Rest>
std::size_t use(const Key* keys, std::size_t n) {
    using map_type = lib::unordered_map<Key, Value, Rest...>;
    map_type map;
    map.reserve(n / 2);
    for (std::size_t i = 0; i < n; ++i) map[keys[i]];
    map_type other;
    for (std::size_t i = 0; i < n; i += 2) {
        other.try_emplace(keys[i]);
        if (const auto it = map.find(keys[i]); it != map.end()) map.erase(it);
    }
    std::size_t sum = map.erase(keys[0]) + other.count(keys[1]);
    for (const auto& element : map) sum += other.contains(element.first);
    if constexpr (std::is_copy_constructible_v<Value>) {
        map_type copy = map;
        sum += copy.size();
        copy = other;
        sum += copy.size();
    }
    map = std::move(other);
    other.clear();
    return sum + map.size();
}

template std::size_t use<int, int>(const int*, std::size_t);
template std::size_t use<int, std::string>(const int*, std::size_t);
template std::size_t use<unsigned, double>(const unsigned*, std::size_t);
template std::size_t use<long, std::vector<int>>(const long*, std::size_t);
template std::size_t use<std::uint64_t, std::uint64_t>(const std::uint64_t*, std::size_t);
template std::size_t use<std::uint64_t, person>(const std::uint64_t*, std::size_t);
template std::size_t use<std::uint64_t, std::unique_ptr<person>>(const std::uint64_t*, std::size_t);
template std::size_t use<std::uint16_t, bool>(const std::uint16_t*, std::size_t);
template std::size_t use<char, int>(const char*, std::size_t);
template std::size_t use<double, int>(const double*, std::size_t);
template std::size_t use<const void*, int>(const void* const*, std::size_t);
template std::size_t use<person*, std::string>(person* const*, std::size_t);
template std::size_t use<colour, std::string>(const colour*, std::size_t);
template std::size_t use<std::string, int>(const std::string*, std::size_t);
template std::size_t use<std::string, std::string>(const std::string*, std::size_t);
template std::size_t use<std::string, person>(const std::string*, std::size_t);
template std::size_t use<std::string, std::shared_ptr<person>>(const std::string*, std::size_t);
template std::size_t use<std::string, std::vector<std::string>>(const std::string*, std::size_t);
template std::size_t use<std::string_view, std::size_t>(const std::string_view*, std::size_t);
template std::size_t use<point, int, hash_point>(const point*, std::size_t);
