// Net: interfaces, neighbours, routes and sockets as functions of bytes and time.
//
// Knows no clock, no device and no task: frames and the present instant come in, frames and the
// next deadline go out. No input, of any length, traps.
//
// The functions on the way of a datagram are marked as always inlined, and tables that every packet
// asks are arrays that the initialiser makes: measured for one datagram of 80 bytes in and one out,
// 960 instructions became 700 by the one. Inline arrays as stored properties are copied whole at
// each access by Swift 6.3.1, which cost 2,500 more.
