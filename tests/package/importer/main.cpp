#include <cstdio>
#include <string>
import arsenal.containers;

int main() {
    arsenal::unordered_map<std::string, int> ages{{"Ada", 36}, {"Alan", 41}};
    const int& ada = ages.at("Ada");
    for (int number = 0; number < 1000; ++number) ages.emplace("somebody " + std::to_string(number), number);
    std::printf("Ada: %d, people: %zu\n", ada, ages.size());
}
