// Net: interfaces, neighbours, routes and sockets as functions of bytes and time.
//
// Knows no clock, no device and no task: frames and the present instant come in, frames and the
// next deadline go out. No input, of any length, traps.
