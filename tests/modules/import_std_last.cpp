import arsenal;
import std;

#define ORDER arsenal_then_std
#include <modules/import_std.inc>

int failure_arsenal_then_std() { return arsenal_then_std::failure(); }
