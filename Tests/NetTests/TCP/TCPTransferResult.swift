/// How a transfer between two hosts went.
struct TCPTransferResult {
  /// Whether all bytes arrived.
  var isComplete = false
  /// Whether they were those that were sent.
  var isSound = true
  var seconds = 0.0
  var retransmissions: UInt64 = 0
}
