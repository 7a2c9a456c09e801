#include <arsenal/containers.hpp>

#include <string>
#include <vector>

arsenal::unordered_map<std::string, std::vector<int>> squares_by_include() {
    return {{"odd", {1, 9}}, {"even", {4, 16}}};
}
