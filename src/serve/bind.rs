//! The address that the preview listens at.

use std::fmt;
use std::io::ErrorKind;
use std::net::{IpAddr, SocketAddr, TcpListener};

use super::Settings;

/// How many ports are tried, from the one that was asked for.
const TRIES: u16 = 100;

/// A port that is held.
pub(super) struct Bound {
    pub(super) listener: TcpListener,
    pub(super) address: SocketAddr,
    /// Host and port as a browser on this machine reaches them.
    pub(super) shown: String,
    /// The port that was asked for, where it is taken.
    pub(super) taken: Option<u16>,
}

/// Why no port could be had.
#[derive(Debug)]
pub struct BindError {
    /// The address that was asked for.
    pub address: SocketAddr,
    /// Whether another program has the port.
    pub taken: bool,
    /// What the system says.
    pub reason: std::io::Error,
}

impl fmt::Display for BindError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.taken {
            true => write!(f, "another program listens at {}", self.address),
            false => write!(f, "cannot listen at {}: {}", self.address, self.reason),
        }
    }
}

impl std::error::Error for BindError {}

/// Takes the port, or the next one that is free.
pub(super) fn bind(settings: &Settings) -> Result<Bound, BindError> {
    let first = settings.port;
    let last = match settings.strict_port || first == 0 {
        true => first,
        false => first.saturating_add(TRIES),
    };
    let mut port = first;
    loop {
        match listen(SocketAddr::new(settings.host, port)) {
            Ok((listener, address)) => {
                let taken = (port != first).then_some(first);
                return Ok(Bound { listener, address, shown: shown(address), taken });
            }
            Err(reason) if reason.kind() == ErrorKind::AddrInUse && port < last => port += 1,
            Err(reason) => {
                let taken = reason.kind() == ErrorKind::AddrInUse;
                return Err(BindError { address: SocketAddr::new(settings.host, first), taken, reason });
            }
        }
    }
}

fn listen(address: SocketAddr) -> std::io::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind(address)?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

/// A browser cannot go to “all addresses”; this machine is one of them.
fn shown(address: SocketAddr) -> String {
    match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => format!("127.0.0.1:{}", address.port()),
        IpAddr::V6(ip) if ip.is_unspecified() => format!("[::1]:{}", address.port()),
        _ => address.to_string(),
    }
}
