export module arsenal.compat;

export import arsenal.algorithms;
export import arsenal.containers;
export import :algorithms;
export import :containers;
