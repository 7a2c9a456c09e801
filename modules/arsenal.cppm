export module arsenal;

export import arsenal.platform;
export import arsenal.atomic;
export import arsenal.algorithms;
export import arsenal.hash;
export import arsenal.containers;
export import arsenal.sync;
export import arsenal.memory;
