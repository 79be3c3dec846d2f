//! Properties that hold of every map.
