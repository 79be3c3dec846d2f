use super::{Inputs, Role, find_root, load};
use crate::diagnostic::Code;
