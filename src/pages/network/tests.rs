//! Properties that hold of every network.
