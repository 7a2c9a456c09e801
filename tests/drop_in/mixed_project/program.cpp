#include "holder.hpp"
int main() {
    holder h;
    h.map[1] = 2;
    h.after = 7;
    return read_after(h) == 7 ? 0 : 1;
}
