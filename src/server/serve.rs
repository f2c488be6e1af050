//! Serving on a socket, until told to stop.
