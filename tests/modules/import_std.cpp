import std;
import arsenal;

int main() {
    arsenal::unordered_map<std::string, std::vector<int>> squares;
    for (int i : std::views::iota(1, 5)) squares[i % 2 ? "odd" : "even"].push_back(i * i);
    return squares.at("odd") == std::vector{1, 9} && squares.at("even") == std::vector{4, 16} ? 0 : 1;
}
