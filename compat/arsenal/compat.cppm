export module arsenal.compat;

export import arsenal.algorithms;
export import arsenal.atomic;
export import arsenal.containers;
export import :algorithms;
export import :atomic;
export import :containers;
