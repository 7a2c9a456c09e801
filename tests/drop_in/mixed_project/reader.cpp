#include "holder.hpp"
int read_after(const holder& h) { return h.map.empty() ? -1 : h.after; }
